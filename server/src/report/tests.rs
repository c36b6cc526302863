//! Reports over HTTP, on made-up dossiers.

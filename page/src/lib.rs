//! Pages as values: templates, texts and assets.

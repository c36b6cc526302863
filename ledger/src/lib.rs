//! The log: salted commitments, RFC 6962 tree, tiles, checkpoints, proofs, witness.

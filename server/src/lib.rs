//! Một Cửa.

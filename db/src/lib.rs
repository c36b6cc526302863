//! Two engines behind one Db, Tx and Row.

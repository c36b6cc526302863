//! Statements of a verification.

db::statements! {
    /// How many events were told.
    pub EVENTS = "SELECT count(*) FROM event";
}

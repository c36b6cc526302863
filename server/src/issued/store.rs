//! Statements about results that were issued.

db::statements! {
    /// The dossier of a result by its number in an office's book.
    pub BY_NUMBER = "SELECT d.code FROM result_entry e JOIN dossier d ON d.id = e.dossier
        WHERE e.office = $1 AND e.year = $2 AND e.number = $3";
    /// The place of the last event of a kind in a stream.
    pub LAST_OF_KIND = "SELECT max(version) FROM event WHERE stream = $1 AND kind = $2";
}

//! What the simulator reads of the catalogue.

db::statements! {
    /// Revisions that are in force on some day of a time, with their contents.
    pub IN_FORCE_WITHIN = "SELECT p.code, p.number, p.from_day, p.to_day, r.description
        FROM publication p JOIN revision r ON r.code = p.code AND r.number = p.number
        WHERE p.status = 'published' AND p.from_day <= $2 AND p.to_day >= $1
        ORDER BY p.code, p.number";
}

//! Statements of the jobs.

db::statements! {
    /// Claims due jobs that nobody holds.
    pub CLAIM = "UPDATE job SET claimed_until = $3, attempts = attempts + 1
        WHERE id IN (SELECT id FROM job WHERE due_at <= $1 AND claimed_until <= $1
        ORDER BY due_at, id LIMIT $2 {for update} {skip locked})
        RETURNING id, kind, payload, attempts - 1";
    /// Removes a job that is done.
    pub DONE = "DELETE FROM job WHERE id = $1";
    /// Puts a failed job off.
    pub PUT_OFF = "UPDATE job SET due_at = $2, claimed_until = 0, last_error = $3 WHERE id = $1";
}

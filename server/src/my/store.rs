//! Statements of one's own page.

db::statements! {
    /// Papers that an account sent, the latest first.
    pub PAPERS = "SELECT id, name, uploaded_at FROM attachment
        WHERE owner = $1 AND state = 'checked' ORDER BY uploaded_at DESC, id LIMIT $2";
}

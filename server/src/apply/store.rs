//! Drafts as rows.

db::statements! {
    /// Begins a draft.
    pub ADD = "INSERT INTO draft
        (code, account, procedure, revision, content, begun_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6)";
    /// One draft.
    pub ONE = "SELECT code, account, procedure, revision, content, dossier, begun_at, changed_at
        FROM draft WHERE code = $1 AND procedure <> ''";
    /// The same, held until the transaction ends.
    pub HELD = "SELECT code, account, procedure, revision, content, dossier, begun_at, changed_at
        FROM draft WHERE code = $1 AND procedure <> '' {for update}";
    /// Drafts of an account that were not handed in, the last touched first.
    pub OF = "SELECT code, account, procedure, revision, content, dossier, begun_at, changed_at
        FROM draft WHERE account = $1 AND dossier IS NULL AND procedure <> ''
        ORDER BY changed_at DESC, code LIMIT $2";
    /// Keeps what is to complete a dossier: a draft without a procedure is no application.
    pub KEEP_UNSENT = "INSERT INTO draft
        (code, account, procedure, revision, content, begun_at, changed_at)
        VALUES ($1, $2, '', 0, $3, $4, $4)
        ON CONFLICT (code) DO UPDATE SET content = excluded.content,
        changed_at = excluded.changed_at";
    /// What is to complete a dossier of an account.
    pub UNSENT = "SELECT code, account, content, changed_at FROM draft
        WHERE code = $1 AND account = $2 AND procedure = ''";
    /// Everything of an account that is to complete a dossier, the last touched first.
    pub UNSENT_OF = "SELECT code, account, content, changed_at FROM draft
        WHERE account = $1 AND procedure = '' ORDER BY changed_at DESC, code LIMIT $2";
    /// Keeps what a draft says.
    pub KEEP = "UPDATE draft SET revision = $2, content = $3, changed_at = $4 WHERE code = $1";
    /// A draft was handed in: what it said goes.
    pub HANDED_IN = "UPDATE draft SET content = '', dossier = $2, changed_at = $3 WHERE code = $1";
    /// Removes a draft.
    pub REMOVE = "DELETE FROM draft WHERE code = $1";
    /// Removes every draft of an account.
    pub REMOVE_OF = "DELETE FROM draft WHERE account = $1";
    /// Removes drafts that nobody touched since an instant, and those handed in before another.
    pub EXPIRE = "DELETE FROM draft WHERE changed_at < $1
        OR (dossier IS NOT NULL AND changed_at < $2)";
    /// A draft waits with files.
    pub NAME_FILE = "INSERT INTO draft_file (draft, attachment) VALUES ($1, $2)
        ON CONFLICT (draft, attachment) DO NOTHING";
    /// A draft waits with no file any more.
    pub FORGET_FILES = "DELETE FROM draft_file WHERE draft = $1";
    /// Forgets what drafts waited with that are gone.
    pub TIDY_FILES = "DELETE FROM draft_file
        WHERE NOT EXISTS (SELECT 1 FROM draft d WHERE d.code = draft_file.draft)";
    /// Dossiers that an account handed in for itself, the last first, with what they said.
    pub HANDED_IN_BY = "SELECT d.id, d.stream, s.state, p.personal FROM dossier d
        JOIN snapshot s ON s.stream = d.stream LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.account = $1 ORDER BY d.id DESC LIMIT $2";
}

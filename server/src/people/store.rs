//! Every statement of the register of people.

/// A page of the register: accounts of officers and programs after a place in the alphabet whose
/// posts lie in the reader's scope (`$3` is `everywhere`, or `$4` lists its offices), narrowed by
/// offices (`$5`), role (`$6`) and state (`$7`) on a day (`$8`). Lists are texts like `,A,B,`, for
/// both engines find a part of a text in the same way.
macro_rules! register {
    ($also:literal) => {
        concat!(
            "SELECT n.sort_key, a.id, a.stream, a.kind, n.name, n.person, a.closed, a.factors
            FROM account a JOIN person n ON n.account = a.stream
            WHERE (n.sort_key, a.id) > ($1, $2) AND a.kind IN ('staff', 'integration')
            AND ($3 = 'everywhere' OR EXISTS (SELECT 1 FROM post p WHERE p.account = a.stream
            AND replace($4, ',' || p.office || ',', '') <> $4))
            AND (($5 = '' AND $6 = '') OR EXISTS (SELECT 1 FROM post p
            WHERE p.account = a.stream AND p.standing <> 'declined' AND p.to_day >= $8
            AND ($5 = '' OR replace($5, ',' || p.office || ',', '') <> $5)
            AND ($6 = '' OR replace(p.roles, '\"' || $6 || '\"', '') <> p.roles)))
            AND ($7 = '' OR ($7 = 'closed' AND a.closed = 1)
            OR ($7 = 'waiting' AND a.closed = 0 AND EXISTS (SELECT 1 FROM post p
            WHERE p.account = a.stream AND p.standing = 'proposed'))
            OR ($7 = 'working' AND a.closed = 0 AND EXISTS (SELECT 1 FROM post p
            WHERE p.account = a.stream AND p.standing = 'held' AND p.from_day <= $8
            AND p.to_day >= $8))
            OR ($7 = 'idle' AND a.closed = 0 AND NOT EXISTS (SELECT 1 FROM post p
            WHERE p.account = a.stream AND p.standing = 'held' AND p.from_day <= $8
            AND p.to_day >= $8))) ",
            $also,
            "ORDER BY n.sort_key, a.id LIMIT $9"
        )
    };
}

db::statements! {
    /// A page of the register.
    pub REGISTER = register!("");
    /// The same of those whose words match.
    pub SEARCH = register!("AND a.id IN {matching person_words $10} ");
    /// Posts of accounts.
    pub POSTS = "SELECT p.account, p.office, p.position, p.roles, p.standing, p.from_day, p.to_day
        FROM {rows(account text) r} JOIN post p ON p.account = r.account
        ORDER BY p.account, p.number";
    /// Proposed posts after one, in a scope as in the register.
    pub WAITING = "SELECT p.id, p.account, p.number, s.state, n.name
        FROM post p JOIN snapshot s ON s.stream = p.account
        JOIN account a ON a.stream = p.account LEFT JOIN person n ON n.account = p.account
        WHERE p.standing = 'proposed' AND a.closed = 0 AND p.id > $1
        AND ($2 = 'everywhere' OR replace($3, ',' || p.office || ',', '') <> $3)
        ORDER BY p.id LIMIT $4";
    /// An account's state, and who it is.
    pub ONE = "SELECT s.state, n.person FROM snapshot s
        LEFT JOIN person n ON n.account = s.stream WHERE s.stream = $1";
    /// What happened to an account, the latest first; sign-ins are told apart.
    pub HISTORY = "SELECT e.header, b.facts, b.personal FROM event e
        JOIN event_body b ON b.event = e.id WHERE e.stream = $1 AND e.kind <> 'signed-in'
        ORDER BY e.version DESC LIMIT $2";
    /// When an account last signed in.
    pub LAST_SIGN_IN = "SELECT max(law_time) FROM event WHERE stream = $1 AND kind = 'signed-in'";
    /// How many sessions of an account have not ended.
    pub SESSIONS = "SELECT count(*) FROM session
        WHERE account = $1 AND ends_at > $2 AND seen_at > $3";
    /// Takes earlier set-up codes of an account away.
    pub END_SET_UP = "DELETE FROM errand WHERE kind = 'set-up' AND payload = $1";
    /// Keeps the hash of a set-up code.
    pub ADD_SET_UP = "INSERT INTO errand (hash, kind, payload, tries, ends_at)
        VALUES ($1, 'set-up', $2, 0, $3)";
    /// Keeps a token.
    pub ADD_TOKEN = "INSERT INTO token (hash, account, label, made_at, used_at, ends_at)
        VALUES ($1, $2, $3, $4, NULL, $5)";
    /// Tokens, the latest first.
    pub TOKENS = "SELECT t.account, t.label, t.made_at, t.ends_at, s.state, t.used_at
        FROM token t JOIN snapshot s ON s.stream = t.account
        WHERE t.ends_at > $1 ORDER BY t.made_at DESC, t.hash LIMIT $2";
}

//! Accounts as rows: who they are, which posts they have.

use db::Value;
use domain::account::{Account, Event, Held, POSTS_MAX, Person, Standing};
use domain::text::{sort_key, words};

use crate::commit::project::Projected;
use crate::commit::writes::{Job, Key, Table, Writes};
use crate::office::store::NO_END;

/// Full-text words of persons.
pub const WORDS: &str = "person_words";

db::statements! {
    /// Dossiers of an account, the latest first.
    pub DOSSIERS = "SELECT d.code, d.procedure, d.phase, d.filed_at, d.received_at, d.ended_at,
        p.personal, e.header, b.facts, b.personal
        FROM dossier d LEFT JOIN dossier_person p ON p.id = d.id
        LEFT JOIN event e ON e.stream = d.stream AND e.kind = 'dossier-rated'
        LEFT JOIN event_body b ON b.event = e.id
        WHERE d.account = $1 ORDER BY d.id DESC LIMIT $2";
    /// Dossiers of an account that are not erased, and those of no account whose applicant has its
    /// number of an identity paper.
    pub DOSSIERS_OF = "SELECT d.stream, s.state FROM dossier d JOIN snapshot s ON s.stream = d.stream
        JOIN dossier_person p ON p.id = d.id
        WHERE d.account = $1 OR (d.account IS NULL AND $2 <> '' AND p.identity_key = $2)
        ORDER BY d.id";
    /// Puts an account.
    pub PUT = "INSERT INTO account (id, stream, kind, closed, factors, opened, last)
        {values(id bigint, stream text, kind text, closed bigint, factors bigint, opened bigint,
        last bigint)}
        ON CONFLICT (id) DO UPDATE SET closed = excluded.closed, factors = excluded.factors,
        last = excluded.last";
    /// Removes an account.
    pub REMOVE = "DELETE FROM account WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// Puts who an account is.
    pub PUT_PERSON = "INSERT INTO person (id, account, name, sort_key, person)
        {values(id bigint, account text, name text, sort_key text, person text)}
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, sort_key = excluded.sort_key,
        person = excluded.person";
    /// Removes who an account is.
    pub REMOVE_PERSON = "DELETE FROM person WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// Puts a post.
    pub PUT_POST = "INSERT INTO post (id, account, number, office, position, roles, from_day,
        to_day, deputy_of, standing, proposed_by, decided_by)
        {values(id bigint, account text, number bigint, office text, position text, roles text,
        from_day text, to_day text, deputy_of text, standing text, proposed_by text,
        decided_by text)}
        ON CONFLICT (id) DO UPDATE SET to_day = excluded.to_day, standing = excluded.standing,
        decided_by = excluded.decided_by";
    /// Removes a post.
    pub REMOVE_POST = "DELETE FROM post WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// The account that holds a claim, with its state.
    pub BY_CLAIM = "SELECT s.stream, s.state FROM claim c JOIN snapshot s ON s.stream = c.stream
        WHERE c.kind = $1 AND c.key = $2";
    /// An account's state.
    pub STATE = "SELECT state FROM snapshot WHERE stream = $1";
    /// Who an account is.
    pub PERSON = "SELECT person FROM person WHERE account = $1";
    /// Credentials of an account.
    pub CREDENTIALS = "SELECT means, id, secret, label, made_at, used_at FROM credential
        WHERE account = $1 ORDER BY means, id";
    /// Keeps a credential.
    pub PUT_CREDENTIAL = "INSERT INTO credential (account, means, id, secret, label, made_at,
        used_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (account, means, id) DO UPDATE SET secret = excluded.secret,
        label = excluded.label, made_at = excluded.made_at, used_at = excluded.used_at";
    /// Whose a passkey is.
    pub PASSKEY_OWNER = "SELECT account FROM credential WHERE means = 'passkey' AND id = $1";
    /// Gives a passkey another name.
    pub NAME_PASSKEY = "UPDATE credential SET label = $3
        WHERE account = $1 AND means = 'passkey' AND id = $2";
    /// Takes a credential away.
    pub REMOVE_CREDENTIAL = "DELETE FROM credential
        WHERE account = $1 AND means = $2 AND id = $3";
    /// Takes every credential of an account away.
    pub REMOVE_CREDENTIALS = "DELETE FROM credential WHERE account = $1";
    /// Ends every session of an account.
    pub END_ALL_SESSIONS = "DELETE FROM session WHERE account = $1";
    /// Ends every token of an account.
    pub END_TOKENS = "DELETE FROM token WHERE account = $1";
    /// Keeps a session.
    pub ADD_SESSION = "INSERT INTO session (hash, account, factor, fresh_until, made_at, seen_at,
        ends_at, address, browser, csrf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// A session with its account and who that is.
    pub SESSION = "SELECT e.hash, e.account, e.factor, e.fresh_until, e.made_at, e.seen_at,
        e.ends_at, e.address, e.browser, e.csrf, s.state, p.name, l.hash
        FROM session e JOIN snapshot s ON s.stream = e.account
        LEFT JOIN errand l ON l.hash = e.hash AND l.kind = 'lock'
        LEFT JOIN person p ON p.account = e.account WHERE e.hash = $1";
    /// A token's account and who that is, and when it was last used.
    pub TOKEN = "SELECT t.account, s.state, p.name, t.used_at FROM token t
        JOIN snapshot s ON s.stream = t.account LEFT JOIN person p ON p.account = t.account
        WHERE t.hash = $1 AND t.ends_at > $2";
    /// Notes that a token was used, unless that was noted since an instant.
    pub NOTE_TOKEN = "UPDATE token SET used_at = $2
        WHERE hash = $1 AND (used_at IS NULL OR used_at <= $3)";
    /// Sessions of an account.
    pub SESSIONS_OF = "SELECT hash, account, factor, fresh_until, made_at, seen_at, ends_at,
        address, browser, csrf FROM session WHERE account = $1 ORDER BY seen_at DESC, hash";
    /// Notes that somebody came.
    pub NOTE_SESSION = "UPDATE session SET seen_at = $2 WHERE hash = $1 AND seen_at < $2";
    /// Ends a session of an account.
    pub END_SESSION = "DELETE FROM session WHERE hash = $1 AND account = $2";
    /// Ends the sessions of an account but one.
    pub END_SESSIONS = "DELETE FROM session WHERE account = $1 AND hash <> $2";
    /// Forgets sessions that have ended.
    pub TIDY_SESSIONS = "DELETE FROM session WHERE ends_at <= $1 OR seen_at <= $2";
    /// Forgets tokens that have ended.
    pub TIDY_TOKENS = "DELETE FROM token WHERE ends_at <= $1";
    /// Forgets errands that have ended.
    pub TIDY_ERRANDS = "DELETE FROM errand WHERE ends_at <= $1";
    /// Forgets counts of guesses.
    pub TIDY_ATTEMPTS = "DELETE FROM attempt WHERE ends_at <= $1";
    /// Keeps an errand, in the place of one with the same key.
    pub PUT_ERRAND = "INSERT INTO errand (hash, kind, payload, tries, ends_at)
        VALUES ($1, $2, $3, 0, $4) ON CONFLICT (hash) DO UPDATE SET kind = excluded.kind,
        payload = excluded.payload, ends_at = excluded.ends_at";
    /// An errand that has not ended.
    pub ERRAND = "SELECT payload FROM errand WHERE hash = $1 AND kind = $2 AND ends_at > $3";
    /// Keeps an errand under another key.
    pub RENAME_ERRAND = "UPDATE errand SET hash = $2 WHERE hash = $1 AND kind = $3";
    /// Takes an errand away, and answers it unless it has ended.
    pub TAKE_ERRAND = "DELETE FROM errand WHERE hash = $1 AND kind = $2
        RETURNING payload, ends_at";
    /// A set-up code of the first administrator.
    pub SETUP_CODE = "SELECT made_at FROM setup_code WHERE hash = $1 AND made_at > $2";
    /// Takes a set-up code away.
    pub TAKE_SETUP_CODE = "DELETE FROM setup_code WHERE hash = $1";
    /// How often somebody guessed in a lane.
    pub ATTEMPT = "SELECT state FROM attempt WHERE key = $1 {for update}";
    /// Counts a guess in a lane.
    pub PUT_ATTEMPT = "INSERT INTO attempt (key, state, ends_at) VALUES ($1, $2, $3)
        ON CONFLICT (key) DO UPDATE SET state = excluded.state, ends_at = excluded.ends_at";
    /// Forgets the guesses of a lane.
    pub REMOVE_ATTEMPT = "DELETE FROM attempt WHERE key = $1";
    /// Accounts of officers and citizens with their names and posts, for the demonstration.
    pub EVERYBODY = "SELECT a.stream, a.kind, p.name, coalesce(o.position, ''),
        coalesce(o.office, '') FROM account a JOIN person p ON p.account = a.stream
        LEFT JOIN post o ON o.account = a.stream AND o.number = 1
        WHERE a.closed = 0 AND a.kind <> 'integration' ORDER BY a.id LIMIT $1";
    /// Keeps a token.
    pub KEEP_TOKEN = "INSERT INTO token (hash, account, label, made_at, ends_at)
        VALUES ($1, $2, $3, $4, $5)";
    /// Names of accounts.
    pub NAMES = "SELECT p.account, p.name FROM person p
        JOIN {rows(account text) r} ON r.account = p.account";
}

static ACCOUNTS: Table = Table { name: "account", put: &PUT, remove: &REMOVE, key_columns: 1 };
static PERSONS: Table =
    Table { name: "person", put: &PUT_PERSON, remove: &REMOVE_PERSON, key_columns: 1 };
static POSTS: Table = Table { name: "post", put: &PUT_POST, remove: &REMOVE_POST, key_columns: 1 };

/// Puts the account, who it is where the event says so, and its posts.
pub(crate) fn project(
    projected: &Projected<'_>,
    event: &Event,
    account: &Account,
    writes: &mut Writes,
) {
    let stream = projected.header.stream.as_str();
    put_account(projected, account, writes);
    match event {
        Event::Opened { person: Some(person), .. }
        | Event::Amended { person: Some(person), .. } => {
            put_person(projected.born, stream, person, writes);
        }
        Event::Proposed { .. }
        | Event::Approved { .. }
        | Event::Declined { .. }
        | Event::PostEnded { .. } => {
            for held in &account.posts {
                put_post(projected.born, stream, held, writes);
            }
        }
        // Erased persons have no row, and the rest changes none.
        Event::Opened { person: None, .. }
        | Event::Amended { person: None, .. }
        | Event::PasswordSet {}
        | Event::Secured { .. }
        | Event::Unsecured { .. }
        | Event::Linked { .. }
        | Event::Unlinked { .. }
        | Event::SignedIn { .. }
        | Event::Consented { .. }
        | Event::Withdrew { .. }
        | Event::Held { .. }
        | Event::Released { .. }
        | Event::Closed { .. }
        | Event::Reopened { .. }
        | Event::Forgotten { .. } => {}
    }
}

fn put_account(projected: &Projected<'_>, account: &Account, writes: &mut Writes) {
    let row = vec![
        projected.header.stream.as_str().into(),
        account.kind.id().into(),
        i64::from(account.closed).into(),
        i64::try_from(account.factors.len()).unwrap_or(i64::MAX).into(),
        account.opened.0.into(),
        account.last.0.into(),
    ];
    writes.put(&ACCOUNTS, vec![Key::Int(projected.born)], row);
}

fn put_person(born: i64, stream: &str, person: &Person, writes: &mut Writes) {
    let json = serde_json::to_string(person).expect("invariant: persons serialise");
    let row: Vec<Value> = vec![
        stream.into(),
        person.name.as_str().into(),
        sort_key(&person.name).into(),
        json.into(),
    ];
    writes.put(&PERSONS, vec![Key::Int(born)], row);
    let texts = [Some(&person.name), person.login.as_ref(), person.identity_number.as_ref()];
    let found: Vec<String> = texts.into_iter().flatten().flat_map(|text| words(text)).collect();
    writes.words(WORDS, born, Some(found.join(" ")));
}

fn put_post(born: i64, stream: &str, held: &Held, writes: &mut Writes) {
    let posts_max = i64::try_from(POSTS_MAX).unwrap_or(i64::MAX) + 1;
    let post = &held.post;
    let row = vec![
        stream.into(),
        i64::from(held.number).into(),
        post.office.as_str().into(),
        post.position.as_str().into(),
        serde_json::to_string(&post.roles).expect("invariant: roles serialise").into(),
        post.from.to_string().into(),
        post.to.map_or_else(|| NO_END.to_owned(), |day| day.to_string()).into(),
        post.deputy_of.as_ref().map(domain::StreamId::as_str).into(),
        standing(held.standing).into(),
        held.proposed_by.as_str().into(),
        held.decided_by.as_deref().into(),
    ];
    writes.put(&POSTS, vec![Key::Int(born * posts_max + i64::from(held.number))], row);
}

/// The standing in rows and text keys.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Proposed => "proposed",
        Standing::Held => "held",
        Standing::Declined => "declined",
    }
}

/// Takes away who an erased account was, and asks that what it signed in with follows.
pub(crate) fn erase(projected: &Projected<'_>, writes: &mut Writes) {
    let born = projected.born;
    writes.remove(&PERSONS, vec![Key::Int(born)]);
    writes.words(WORDS, born, None);
    let payload = serde_json::json!({ "account": projected.header.stream.as_str() }).to_string();
    writes.jobs.push(Job { kind: crate::jobs::STRIP, payload });
}

//! Opening an officer's account: who it is, its first post, and the code that sets it up once.

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::{Action, Thing};
use domain::account::{self, Account, Act, Kind, Person};
use domain::{MachineTime, StreamId};
use page::ask::{self, Ask};
use page::people::{Link, Told};

use super::filled::{Filled, Wrong};
use super::form::{self, Sort};
use super::one::load;
use super::posts::{answer, begin, on, tell};
use super::read::Whole;
use super::{path, reach, store, tree};
use crate::commit::{Error, IdempotencyKey};
use crate::web::sent::Sent;
use crate::web::turn::Turn;
use crate::web::{Missing, Problem, Site};

/// Letters of a set-up code: none that is easily taken for another.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Letters of a set-up code: 100 bits.
const CODE_LETTERS: usize = 20;
/// Letters of a group, as a code is written.
const GROUP_LETTERS: usize = 5;
/// How long a set-up code works, in microseconds: seven days.
pub const SET_UP_US: i64 = 7 * 24 * 3600 * 1_000_000;

/// Whether nobody has made the account their own yet: it has no means of signing in.
pub fn is_new(account: &Account) -> bool {
    account.factors.is_empty() && account.last == account.opened
}

/// The hash under which a set-up code is kept, however it was typed.
pub fn set_up_hash(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    URL_SAFE_NO_PAD.encode(ledger::hash::sha256(&[plain.to_ascii_uppercase().as_bytes()]).0)
}

/// Makes the one-time code with which an account is set up; earlier ones work no more.
async fn make_code(site: &Site, account: &StreamId) -> Result<String, Problem> {
    let source = &site.house().source;
    let chance: [u8; CODE_LETTERS] = source.chance();
    let letters = chance.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let code: String = letters.collect();
    let payload = serde_json::json!({ "account": account.as_str() }).to_string();
    let (hash, ends) = (set_up_hash(&code), MachineTime(source.machine().0 + SET_UP_US));
    let keep = move |tx: &mut db::Tx<'_>| -> Result<(), Error> {
        tx.execute(&store::END_SET_UP, &[payload.as_str().into()])?;
        tx.execute(&store::ADD_SET_UP, &[hash.into(), payload.into(), ends.0.into()])?;
        Ok(())
    };
    site.door().work(keep).await?;
    let groups = code.as_bytes().chunks(GROUP_LETTERS).map(String::from_utf8_lossy);
    Ok(groups.collect::<Vec<_>>().join("-"))
}

/// The form that opens an account.
pub async fn ask_new(turn: Turn) -> Result<Response<Body>, Problem> {
    // The first post is proposed with the account, which asks for the second factor once more:
    // better before the form is filled in than after.
    if let Err(refused) = turn.gate.may_do(Action::ProposePost, &Thing::nothing(), None) {
        return Ok(axum::response::IntoResponse::into_response(refused));
    }
    let page = new_page(&turn, &form::begun(turn.today())).await?;
    Ok(answer(&turn, &Wrong::default(), page))
}

async fn new_page(turn: &Turn, filled: &Filled) -> Result<Ask, Problem> {
    let text = turn.text();
    let tree = tree(turn).await?;
    let person = [
        ask::line("name", text.people_full_name(), &filled.one("name")),
        ask::hinted(
            ask::line("login", text.people_login(), &filled.one("login")),
            text.people_login_hint(),
        ),
        ask::optional(ask::mail("email", text.people_mail(), &filled.one("email"))),
    ];
    let offer = form::Offer::of(&turn.site, turn.gate.caller().who(), &tree, text);
    let post = offer.questions(Sort::Post, filled);
    Ok(Ask {
        name: text.people_open(),
        back: ("/people".to_owned(), text.people_title()),
        lead: text.people_open_lead(),
        questions: person.into_iter().chain(post).collect(),
        action: "/people/new".to_owned(),
        button: text.people_open_button(),
        ..Ask::default()
    })
}

/// Opens an account and proposes its first post; the code is shown this once.
pub async fn new(turn: Turn, sent: Sent<Filled>) -> Result<Response<Body>, Problem> {
    let wrong = match opened(&turn, &sent).await? {
        Ok(account) => return told(&turn, &account).await,
        Err(wrong) => wrong,
    };
    let page = new_page(&turn, &sent.form).await?;
    Ok(answer(&turn, &wrong, page))
}

/// A login: what can be typed anywhere and read out loud.
fn is_login(login: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
    (3..=40).contains(&login.len()) && login.bytes().all(plain)
}

async fn opened(turn: &Turn, sent: &Sent<Filled>) -> Result<Result<StreamId, Wrong>, Problem> {
    let (site, gate, text, filled) = (&turn.site, &turn.gate, turn.text(), &sent.form);
    let read = form::read(site, text, Sort::Post, filled).await?;
    let mut wrong = read.as_ref().err().cloned().unwrap_or_default();
    let (name, login) = (filled.composed("name"), filled.one("login").to_lowercase());
    let email = Some(filled.one("email")).filter(|email| !email.is_empty());
    if name.is_empty() {
        wrong.add("name", text.people_refused_name());
    }
    if !is_login(&login) {
        wrong.add("login", text.people_login_hint());
    }
    if email.as_ref().is_some_and(|email| !email.contains('@')) {
        wrong.add("email", text.people_refused_mail());
    }
    let Ok((post, reason)) = read else { return Ok(Err(wrong)) };
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    let tree = tree(turn).await?;
    let thing = reach::of_roles(&tree, &site.province().terms, &post.office, &post.roles);
    let granted = gate.may(&thing)?;
    let granted_post = gate.may_do(Action::ProposePost, &thing, None)?;
    let person = Person { name, login: Some(login), email, ..Person::default() };
    let secret = site.house().secret().map_err(|fault| Problem::bug(&fault))?;
    let keys = secret.keys(&person);
    let command = account::Command::Open { kind: Kind::Staff, keys, person };
    let accepted = match tell(turn, &granted, command, sent.key.clone()).await? {
        Ok(accepted) => accepted,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let account = accepted.events.first().map(|event| event.stream.clone()).ok_or(Missing)?;
    // The same form sent twice proposes the post once.
    let key =
        sent.key.clone().map(|key| IdempotencyKey { key: format!("{}-post", key.key), ..key });
    let command = on(&account, Act::Propose { post, reason });
    let proposed = tell(turn, &granted_post, command, key).await?;
    Ok(proposed.map(|_| account))
}

async fn told(turn: &Turn, account: &StreamId) -> Result<Response<Body>, Problem> {
    let text = turn.text();
    let page = Told {
        name: text.people_opened_title(),
        lead: text.people_opened_lead(turn.site.absolute("/set-up")),
        label: text.people_code(),
        secret: make_code(&turn.site, account).await?,
        note: text.people_code_note(),
        next: Link { path: path(account), name: text.people_to_account() },
    };
    Ok(turn.page(&page))
}

/// An account that nobody has set up yet.
async fn unset(turn: &Turn, id: &str) -> Result<Whole, Problem> {
    let whole = load(&turn.site, &turn.gate, id).await?;
    turn.gate.may(&reach::of_account(&whole.tree, &whole.account, &whole.state))?;
    match is_new(&whole.state) && !whole.state.closed {
        true => Ok(whole),
        false => Err(Missing.into()),
    }
}

/// The page that makes a new set-up code for an account that nobody has set up yet.
pub async fn ask_set_up(turn: Turn, Path(id): Path<String>) -> Result<Response<Body>, Problem> {
    let whole = unset(&turn, &id).await?;
    let text = turn.text();
    let page = begin(text, &whole, "set-up", text.people_set_up_again());
    Ok(turn.page(&Ask { lead: text.people_set_up_lead(), ..page }))
}

/// Makes a new set-up code.
pub async fn set_up(
    turn: Turn,
    Path(id): Path<String>,
    _sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    let whole = unset(&turn, &id).await?;
    told(&turn, &whole.account).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_up_code_is_known_however_it_is_typed() {
        assert_eq!(set_up_hash("ABCD-EFGH"), set_up_hash(" abcd efgh"));
        assert_ne!(set_up_hash("ABCD"), set_up_hash("ABCE"));
    }

    #[test]
    fn a_login_can_be_typed_anywhere() {
        for good in ["khoi.tm", "motcua-24611", "a_1"] {
            assert!(is_login(good), "{good}");
        }
        for bad in ["ab", "Khoi", "khôi", "a b c", "<b>", &"a".repeat(41)] {
            assert!(!is_login(bad), "{bad}");
        }
    }
}

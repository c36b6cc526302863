//! Which changes of accounts and posts the rules allow.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::{Account, Act, Command, Keys, Kind, Means, Own, Person, Post, Standing};
use crate::access::Factor;
use crate::command::Command as AnyCommand;
use crate::memory::Memory;
use crate::office;
use crate::refusal::Refusal;
use crate::state::State;
use crate::stream::{Claim, StreamId};

const TODAY: Date = date(2019, 12, 16);

/// A register of accounts in memory, with one office.
struct Register(Memory);

impl Register {
    fn new() -> Register {
        let mut memory = Memory::new();
        let description = serde_json::from_value(serde_json::json!({
            "from": "2017-01-01", "name": "Bộ phận một cửa", "level": "commune", "kind": "desk",
        }));
        let describe = office::Command::Describe {
            code: "MC".to_owned(),
            description: Box::new(description.expect("a description")),
        };
        memory.tell(&AnyCommand::Office(describe)).expect("an office");
        Register(memory)
    }

    fn tell(&mut self, actor: &str, command: &AnyCommand) -> Result<usize, Refusal> {
        self.0.tell_as(actor, command)
    }

    /// Opens an officer's account; answers its stream.
    fn open(&mut self, login: &str) -> StreamId {
        let command = open(Kind::Staff, login);
        self.tell("administrator", &command).expect("an account");
        let claim = Claim::new("account-login", login);
        self.0.claims.get(&claim).expect("it is found by its login").clone()
    }

    fn act(&mut self, actor: &StreamId, account: &StreamId, act: Act) -> Result<usize, Refusal> {
        self.tell(actor.as_str(), &on(account, act))
    }

    fn account(&self, stream: &StreamId) -> &Account {
        match self.0.states.get(stream).map(State::open) {
            Some(State::Account(account)) => account,
            other => panic!("{stream} is {other:?}"),
        }
    }

    fn held(&self, stream: &StreamId, day: Date) -> usize {
        self.account(stream).posts_on(day).count()
    }
}

fn keys(login: &str) -> Keys {
    Keys { login: Some(login.to_owned()), ..Keys::default() }
}

fn open(kind: Kind, login: &str) -> AnyCommand {
    let person = Person { name: "Y Thông".to_owned(), ..Person::default() };
    AnyCommand::Account(Command::Open { kind, keys: keys(login), person })
}

fn on(account: &StreamId, act: Act) -> AnyCommand {
    AnyCommand::Account(Command::On { account: account.clone(), act })
}

fn post() -> Post {
    Post {
        office: "MC".to_owned(),
        position: "Cán bộ một cửa".to_owned(),
        roles: vec!["clerk".to_owned()],
        from: TODAY,
        to: None,
        deputy_of: None,
        scopes: Vec::new(),
    }
}

fn propose(post: Post) -> Act {
    Act::Propose { post, reason: "12/QĐ-SNV".to_owned() }
}

#[test]
fn a_post_is_held_once_another_approved_it() {
    let mut register = Register::new();
    let [one, two, three] = ["one", "two", "three"].map(|login| register.open(login));
    assert_eq!(register.act(&one, &three, propose(post())), Ok(1));
    assert_eq!(register.held(&three, TODAY), 0, "a proposal gives no right");
    assert_eq!(register.act(&one, &three, Act::Approve(1)), Err(Refusal::FourEyes));
    assert_eq!(register.act(&three, &three, Act::Approve(1)), Err(Refusal::OwnRights));
    assert_eq!(register.act(&two, &three, Act::Approve(1)), Ok(1));
    assert_eq!(register.held(&three, TODAY), 1);
    assert_eq!(register.act(&two, &three, Act::Approve(1)), Err(Refusal::PostDecided(1)));
    assert_eq!(register.held(&three, date(2019, 12, 15)), 0, "not before its first day");
}

#[test]
fn nobody_proposes_a_post_for_themselves() {
    let mut register = Register::new();
    let one = register.open("one");
    assert_eq!(register.act(&one, &one, propose(post())), Err(Refusal::OwnRights));
}

#[test]
fn only_the_operator_appoints_alone() {
    let mut register = Register::new();
    let [one, two] = ["one", "two"].map(|login| register.open(login));
    assert_eq!(register.act(&one, &two, Act::Appoint(post())), Err(Refusal::FourEyes));
    let told = register.tell("administrator", &on(&two, Act::Appoint(post())));
    assert_eq!(told, Ok(2));
    let again = register.tell("administrator", &on(&two, Act::Appoint(post())));
    assert_eq!(again, Ok(0), "what is so already tells nothing");
    assert_eq!(register.held(&two, TODAY), 1);
}

#[test]
fn a_post_names_an_office_a_role_and_a_span_that_exist() {
    let mut register = Register::new();
    let [one, two] = ["one", "two"].map(|login| register.open(login));
    let mut refused = |post: Post| register.act(&one, &two, propose(post)).expect_err("no");
    let of = |office: &str| Post { office: office.to_owned(), ..post() };
    assert_eq!(refused(of("NO")), Refusal::UnknownOffice("NO".to_owned()));
    let roles = |roles: &[&str]| Post {
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        ..post()
    };
    assert_eq!(refused(roles(&["king"])), Refusal::UnknownRole("king".to_owned()));
    assert_eq!(refused(roles(&[])), Refusal::BadPost("roles"));
    let early = Post { from: date(2016, 12, 31), ..post() };
    assert!(matches!(refused(early), Refusal::NotInForce { .. }));
    let backwards = Post { to: Some(date(2019, 12, 15)), ..post() };
    assert_eq!(refused(backwards), Refusal::BadPost("to"));
    let endless = Post { deputy_of: Some(one.clone()), ..post() };
    assert_eq!(refused(endless), Refusal::BadPost("deputy_of"), "a deputy stands in for a time");
    let own = Post { deputy_of: Some(two.clone()), to: Some(TODAY), ..post() };
    assert_eq!(refused(own), Refusal::BadPost("deputy_of"));
}

#[test]
fn citizens_hold_no_posts() {
    let mut register = Register::new();
    let one = register.open("one");
    register.tell("administrator", &open(Kind::Citizen, "citizen")).expect("an account");
    let claim = Claim::new("account-login", "citizen");
    let citizen = register.0.claims[&claim].clone();
    assert_eq!(register.act(&one, &citizen, propose(post())), Err(Refusal::NotStaff));
}

#[test]
fn a_post_ends_on_its_last_day() {
    let mut register = Register::new();
    let [one, two] = ["one", "two"].map(|login| register.open(login));
    register.tell("administrator", &on(&two, Act::Appoint(post()))).expect("a post");
    let end = |on: Date| Act::EndPost { number: 1, on, reason: "Nghỉ hưu".to_owned() };
    assert_eq!(register.act(&one, &two, end(date(2019, 12, 20))), Ok(1));
    assert_eq!(register.held(&two, date(2019, 12, 20)), 1);
    assert_eq!(register.held(&two, date(2019, 12, 21)), 0);
    assert_eq!(register.act(&one, &two, end(date(2019, 12, 31))), Ok(0), "it ends earlier already");
    let never = Act::EndPost { number: 2, on: TODAY, reason: "?".to_owned() };
    assert_eq!(register.act(&one, &two, never), Err(Refusal::NoSuchPost(2)));
}

#[test]
fn a_closed_account_holds_nothing_and_does_nothing() {
    let mut register = Register::new();
    let [one, two] = ["one", "two"].map(|login| register.open(login));
    register.tell("administrator", &on(&two, Act::Appoint(post()))).expect("a post");
    assert_eq!(register.act(&one, &two, Act::Close("Thôi việc".to_owned())), Ok(1));
    assert_eq!(register.held(&two, TODAY), 0);
    let own = |act| Act::Own(act);
    let refused = register.act(&two, &two, own(Own::SetPassword));
    assert_eq!(refused, Err(Refusal::AccountClosed));
    assert_eq!(register.act(&two, &two, Act::Reopen("…".to_owned())), Err(Refusal::OwnRights));
    assert_eq!(register.act(&one, &two, Act::Reopen("Trở lại".to_owned())), Ok(1));
    assert_eq!(register.held(&two, TODAY), 1);
}

#[test]
fn two_accounts_never_share_what_they_are_found_by() {
    let mut register = Register::new();
    let [one, two] = ["one", "two"].map(|login| register.open(login));
    let refused = register.tell("administrator", &open(Kind::Staff, "one"));
    assert_eq!(refused, Err(Refusal::KeyTaken("account-login")));
    let person = Person { name: "Hai".to_owned(), ..Person::default() };
    let amend = |login: &str| Act::Amend { keys: keys(login), person: person.clone() };
    assert_eq!(register.act(&one, &two, amend("one")), Err(Refusal::KeyTaken("account-login")));
    assert_eq!(register.act(&one, &two, amend("three")), Ok(1));
    assert_eq!(
        register.open("two"),
        register.0.claims[&Claim::new("account-login", "two")].clone()
    );
    let link = |key: &str| {
        let (issuer, subject) = ("https://id.example".to_owned(), "s".to_owned());
        Act::Own(Own::Link { key: key.to_owned(), issuer, subject })
    };
    assert_eq!(register.act(&one, &one, link("k")), Ok(1));
    assert_eq!(register.act(&one, &one, link("k")), Ok(0));
    assert_eq!(register.act(&two, &two, link("k")), Err(Refusal::KeyTaken("account-link")));
}

#[test]
fn factors_and_consents_are_as_they_were_told_last() {
    let mut register = Register::new();
    let one = register.open("one");
    let mut own = |act: Own| register.act(&one, &one, Act::Own(act)).expect("allowed");
    own(Own::Secure { means: Means::Totp, id: String::new() });
    own(Own::Secure { means: Means::Passkey, id: "a".to_owned() });
    own(Own::Unsecure { means: Means::Totp, id: String::new() });
    assert_eq!(own(Own::Unsecure { means: Means::Totp, id: String::new() }), 0);
    let consent =
        |version: &str| Own::Consent { purpose: "notices".to_owned(), version: version.to_owned() };
    assert_eq!([own(consent("1")), own(consent("1")), own(consent("2"))], [1, 0, 1]);
    own(Own::SignIn { means: vec![Means::Password], factor: Factor::One });
    let account = register.account(&one);
    assert_eq!(account.factors, [(Means::Passkey, "a".to_owned())]);
    assert!(account.has_second_factor());
    assert_eq!(account.consents, [("notices".to_owned(), "2".to_owned())]);
}

#[test]
fn an_account_is_forgotten_when_no_rule_keeps_it() {
    let mut register = Register::new();
    let [one, two] = ["one", "two"].map(|login| register.open(login));
    let forget = || Act::Forget {
        ground: "request".to_owned(),
        kept_days: 30,
        dossier_days: None,
        records: Vec::new(),
    };
    let until = TODAY.saturating_add(30.days());
    assert_eq!(register.act(&one, &two, forget()), Err(Refusal::Retained(until)));
    register.0.day = until;
    assert_eq!(register.act(&one, &two, Act::Hold("inspection".to_owned())), Ok(1));
    let held = Refusal::UnderHold("inspection".to_owned());
    assert_eq!(register.act(&one, &two, forget()), Err(held));
    assert_eq!(register.act(&one, &two, Act::Release("inspection".to_owned())), Ok(1));
    assert_eq!(register.act(&one, &two, forget()), Ok(2));
    assert!(register.0.states[&two].is_erased());
    let again = register.open("two");
    assert_ne!(again, two, "the person may come again, as somebody new");
}

#[test]
fn a_declined_proposal_gives_nothing() {
    let mut register = Register::new();
    let [one, two, three] = ["one", "two", "three"].map(|login| register.open(login));
    register.act(&one, &three, propose(post())).expect("a proposal");
    let decline = Act::Decline { number: 1, reason: "Sai cơ quan".to_owned() };
    assert_eq!(register.act(&two, &three, decline), Ok(1));
    assert_eq!(register.account(&three).posts[0].standing, Standing::Declined);
    assert_eq!(register.act(&two, &three, Act::Approve(1)), Err(Refusal::PostDecided(1)));
}

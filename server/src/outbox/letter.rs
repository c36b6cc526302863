//! What is told to people, and how it gets into the outbox.

use domain::MachineTime;
use domain::province::Purpose;
use page::{Language, Text};
use ring::aead::NONCE_LEN;
use serde::{Deserialize, Serialize};

use super::{Way, carries, store};
use crate::account::contact::Contact;
use crate::account::one_time;
use crate::account::secret::HouseSecret;
use crate::commit::Error;
use crate::web::Site;

/// Messages that the tray shows, the latest first.
const TRAY_MAX: i64 = 50;
/// When a message of the tray is due: never.
const NEVER: i64 = i64::MAX;
/// Where messages are sealed for.
const PLACE: &str = "outbox";
/// What must be left of a code's life when it is sent, in seconds: time to read and type it.
const LEFT_S: i64 = 15;
/// How long a notice about a dossier is worth sending, in seconds: three days.
const NOTICE_LIFE_S: i64 = 3 * 24 * 3600;

/// What a message says; the words are of the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Words {
    /// A code to sign in with.
    SignIn(String),
    /// A code that shows that a telephone or a mailbox is one's own.
    Confirm(String),
    /// Somebody wanted to register who has an account already.
    HasAccount,
    /// Strangers guess at the account's password.
    Guessing,
    /// Somebody guesses in a session of the account, or in a browser that was signed in before.
    GuessingInside,
    /// A passkey was copied.
    PasskeyCopied,
    /// A notice about a dossier, in words already: they are the province's own.
    Dossier {
        /// In a line.
        subject: String,
        /// The message.
        text: String,
    },
}

/// What a message is about: all that is kept of it once it is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// See [`Words::SignIn`].
    SignIn,
    /// See [`Words::Confirm`].
    Confirm,
    /// See [`Words::HasAccount`].
    HasAccount,
    /// See [`Words::Guessing`].
    Guessing,
    /// See [`Words::GuessingInside`].
    GuessingInside,
    /// See [`Words::PasskeyCopied`].
    PasskeyCopied,
    /// See [`Words::Dossier`].
    Dossier,
}

impl About {
    /// Everything that a message may be about.
    pub const ALL: [About; 7] = [
        About::SignIn,
        About::Confirm,
        About::HasAccount,
        About::Guessing,
        About::GuessingInside,
        About::PasskeyCopied,
        About::Dossier,
    ];

    /// The name in rows.
    pub fn id(self) -> &'static str {
        match self {
            About::SignIn => "sign-in",
            About::Confirm => "confirm",
            About::HasAccount => "has-account",
            About::Guessing => "guessing",
            About::GuessingInside => "guessing-inside",
            About::PasskeyCopied => "passkey-copied",
            About::Dossier => "dossier",
        }
    }

    /// In a line: the subject of a mail.
    pub fn subject(self, text: Text) -> String {
        match self {
            About::SignIn => text.subject_sign_in(),
            About::Confirm => text.subject_confirm(),
            About::HasAccount => text.subject_has_account(),
            About::Guessing => text.subject_guessing(),
            About::GuessingInside => text.subject_guessing_inside(),
            About::PasskeyCopied => text.subject_passkey_copied(),
            About::Dossier => text.subject_dossier(),
        }
    }

    /// How long it is worth anything, in seconds; `None` for what does not end.
    fn life_s(self) -> Option<i64> {
        match self {
            About::SignIn | About::Confirm => Some(one_time::LIFE_S - LEFT_S),
            About::Dossier => Some(NOTICE_LIFE_S),
            About::HasAccount | About::Guessing | About::GuessingInside | About::PasskeyCopied => {
                None
            }
        }
    }
}

impl Words {
    /// What they are about.
    pub fn about(&self) -> About {
        match self {
            Words::SignIn(_) => About::SignIn,
            Words::Confirm(_) => About::Confirm,
            Words::HasAccount => About::HasAccount,
            Words::Guessing => About::Guessing,
            Words::GuessingInside => About::GuessingInside,
            Words::PasskeyCopied => About::PasskeyCopied,
            Words::Dossier { .. } => About::Dossier,
        }
    }

    /// The message itself.
    pub fn say(&self, text: Text) -> String {
        match self {
            Words::SignIn(code) => text.message_sign_in(code),
            Words::Confirm(code) => text.message_confirm(code),
            Words::HasAccount => text.message_has_account(),
            Words::Guessing => text.message_guessing(),
            Words::GuessingInside => text.message_guessing_inside(),
            Words::PasskeyCopied => text.message_passkey_copied(),
            Words::Dossier { text, .. } => text.clone(),
        }
    }

    /// In a line: the subject of a mail.
    pub fn subject(&self, text: Text) -> String {
        match self {
            Words::Dossier { subject, .. } => subject.clone(),
            Words::SignIn(_)
            | Words::Confirm(_)
            | Words::HasAccount
            | Words::Guessing
            | Words::GuessingInside
            | Words::PasskeyCopied => self.about().subject(text),
        }
    }
}

/// A message to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The telephone number or the mail address.
    pub to: String,
    /// What it says.
    pub words: Words,
    /// The code of the language to say it in.
    pub language: String,
    /// When it was written.
    pub at: MachineTime,
}

impl Message {
    /// The texts of its language.
    pub fn text(&self) -> Text {
        Text::new(Language::parse(&self.language).unwrap_or_default())
    }

    /// Opens a sealed message; `None` for what this house cannot read.
    pub fn open(site: &Site, sealed: &str) -> Result<Option<Message>, Error> {
        let opened = site.porter().secret(site.house())?.open(PLACE, sealed);
        Ok(opened.and_then(|text| serde_json::from_str(&text).ok()))
    }
}

/// A message that is sealed and ready for the outbox.
#[derive(Debug)]
pub struct Letter {
    way: Way,
    about: About,
    state: &'static str,
    sealed: String,
    at: MachineTime,
    due: i64,
}

/// What a letter is written with inside a transaction, where the house cannot be asked: it serves
/// one letter.
#[derive(Debug)]
pub struct Pen {
    secret: HouseSecret,
    purpose: Purpose,
    carried: [bool; Way::ALL.len()],
    now: MachineTime,
    chance: [u8; NONCE_LEN],
}

impl Pen {
    /// A pen of the house.
    pub fn of(site: &Site) -> Result<Pen, Error> {
        let source = &site.house().source;
        Ok(Pen {
            secret: site.porter().secret(site.house())?.clone(),
            purpose: site.province().purpose,
            carried: Way::ALL.map(|way| carries(site, way)),
            now: source.machine(),
            chance: source.chance(),
        })
    }

    /// Whether messages to a contact can go out.
    pub fn reaches(&self, to: &Contact) -> bool {
        self.carried[way(to).place()]
    }

    /// Seals a message in a language.
    pub fn write(self, to: &Contact, words: Words, language: Language) -> Letter {
        let Pen { secret, purpose, now: at, chance, .. } = self;
        let about = words.about();
        let language = language.code().to_owned();
        let message = Message { to: to.text().to_owned(), words, language, at };
        let text = serde_json::to_string(&message).expect("invariant: messages serialise");
        let sealed = secret.seal(PLACE, &text, chance);
        let (state, due) = match purpose {
            Purpose::Demo => (store::IN_TRAY, NEVER),
            Purpose::Production | Purpose::Bench => (store::WAITS, at.0),
        };
        Letter { way: way(to), about, state, sealed, at, due }
    }
}

impl Letter {
    /// Seals a message in a language.
    pub fn new(
        site: &Site,
        to: &Contact,
        words: Words,
        language: Language,
    ) -> Result<Letter, Error> {
        Ok(Pen::of(site)?.write(to, words, language))
    }

    /// The way that it goes.
    pub fn way(&self) -> Way {
        self.way
    }

    /// The state that it begins in.
    pub fn state(&self) -> &'static str {
        self.state
    }

    /// Puts it into the outbox.
    pub fn post(self, tx: &mut db::Tx<'_>) -> Result<(), Error> {
        self.put(tx).map(drop)
    }

    /// The same; answers its identifier.
    pub fn put(self, tx: &mut db::Tx<'_>) -> Result<i64, Error> {
        let id = tx.take_ids("letter_id", 1)?.into_iter().next();
        let id = id.ok_or_else(|| Error::Damaged("a sequence gave no number".to_owned()))?;
        let ends = self.about.life_s().map(|seconds| self.at.0 + seconds * 1_000_000);
        let values = [
            id.into(),
            self.way.id().into(),
            self.about.id().into(),
            self.state.into(),
            self.sealed.into(),
            self.at.0.into(),
            ends.into(),
            self.due.into(),
        ];
        tx.execute(&store::POST, &values)?;
        Ok(id)
    }
}

/// The way to somebody.
pub fn way(to: &Contact) -> Way {
    match to {
        Contact::Mail(_) => Way::Mail,
        Contact::Phone(_) => Way::Sms,
    }
}

/// The messages of the tray, the latest first.
pub async fn tray(site: &Site) -> Result<Vec<Message>, Error> {
    let values = [store::IN_TRAY.into(), TRAY_MAX.into()];
    let read = site.house().db.read(move |tx| {
        let rows = tx.rows(&store::SEALED, &values)?;
        rows.iter().map(|row| Ok::<_, db::Error>(row.text(0)?.to_owned())).collect::<Result<_, _>>()
    });
    let sealed: Vec<String> = read.await?;
    let opened = sealed.iter().map(|text| Message::open(site, text));
    Ok(opened.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

//! Signing in, registering, setting up: one question after the other.

mod field;

use crate::layout::template;
use crate::{Layout, Page, Text};

pub use field::{Field, Kind};

/// An account of the demonstration.
#[derive(Clone, Debug)]
pub struct Role {
    /// The account.
    pub account: String,
    /// The name.
    pub name: String,
    /// The post, or what kind of account it is.
    pub post: String,
}

/// How citizens come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Citizens {
    /// By an account of the province, too.
    Local,
    /// By an account of the province that they have: codes cannot be sent, so none is opened.
    Uncarried,
    /// By the identity provider alone.
    Provider,
}

/// The page to sign in on.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Where to go afterwards.
    pub next: String,
    /// What stood in the box of the login.
    pub login: String,
    /// Why it did not work.
    pub problem: Option<String>,
    /// Where the way to the identity provider begins, where one is set up.
    pub provider: Option<String>,
    /// How citizens come in.
    pub citizens: Citizens,
    /// Accounts of the demonstration to sign in as.
    pub roles: Vec<Role>,
}

impl SignIn {
    fn fields(&self, text: &Text) -> Vec<Field> {
        vec![
            Field::new("login", Kind::Login, text.sign_in_login()).value(&self.login),
            Field::new("password", Kind::Password, text.sign_in_password())
                .hint(text.sign_in_password_hint()),
            Field::new("code", Kind::Code, text.sign_in_code()).hint(text.sign_in_code_hint()),
        ]
    }

    fn is_local(&self) -> bool {
        self.citizens != Citizens::Provider
    }

    fn sends_codes(&self) -> bool {
        self.citizens == Citizens::Local
    }
}

template!(SignIn, "sign_in/sign_in.html");

impl Page for SignIn {
    fn name(&self, text: Text) -> String {
        text.sign_in()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<SignIn> {
        let plain = SignIn {
            next: "/".to_owned(),
            login: String::new(),
            problem: None,
            provider: None,
            citizens: Citizens::Local,
            roles: Vec::new(),
        };
        let role = Role {
            account: "2019/account/a".to_owned(),
            name: "H'Linh Niê".to_owned(),
            post: "Cán bộ một cửa".to_owned(),
        };
        let wrong = SignIn {
            login: "motcua".to_owned(),
            problem: Some("<b>".to_owned()),
            provider: Some("/sign-in/provider?next=%2F".to_owned()),
            citizens: Citizens::Provider,
            roles: vec![role],
            ..plain.clone()
        };
        let uncarried = SignIn { citizens: Citizens::Uncarried, ..plain.clone() };
        vec![plain, wrong, uncarried]
    }
}

/// A step that asks a few things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The second factor.
    Factor,
    /// A recovery code in its place.
    Recovery,
    /// The second factor once more.
    Again,
    /// Back to a locked computer.
    Unlock,
    /// A one-time set-up code.
    SetUp,
    /// The first administrator's account.
    First,
    /// The password of an account that an administrator opened.
    Ready,
    /// A citizen's account.
    Register,
    /// The code that was sent for it.
    RegisterCode,
    /// Where to send a code to sign in.
    Code,
    /// The code that was sent.
    CodeAnswer,
}

impl Step {
    fn all() -> [Step; 11] {
        [
            Step::Factor,
            Step::Recovery,
            Step::Again,
            Step::Unlock,
            Step::SetUp,
            Step::First,
            Step::Ready,
            Step::Register,
            Step::RegisterCode,
            Step::Code,
            Step::CodeAnswer,
        ]
    }

    fn action(self) -> &'static str {
        match self {
            Step::Factor => "/sign-in/factor",
            Step::Recovery => "/sign-in/recovery",
            Step::Again => "/sign-in/again",
            Step::Unlock => "/unlock",
            Step::SetUp => "/set-up",
            Step::First | Step::Ready => "/set-up/account",
            Step::Register => "/register",
            Step::RegisterCode => "/register/code",
            Step::Code => "/sign-in/code",
            Step::CodeAnswer => "/sign-in/code/answer",
        }
    }

    fn title(self, text: Text) -> String {
        match self {
            Step::Factor => text.factor_title(),
            Step::Recovery => text.recovery_title(),
            Step::Again => text.again_title(),
            Step::Unlock => text.lock_title(),
            Step::SetUp => text.set_up_title(),
            Step::First => text.set_up_first_title(),
            Step::Ready => text.set_up_ready_title(),
            Step::Register => text.register_title(),
            Step::RegisterCode => text.register_code_title(),
            Step::Code => text.code_title(),
            Step::CodeAnswer => text.code_answer_title(),
        }
    }

    fn lede(self, text: &Text) -> String {
        match self {
            Step::Factor => text.factor_lede(),
            Step::Recovery => text.recovery_lede(),
            Step::Again => text.again_lede(),
            Step::Unlock => text.lock_lede(),
            Step::SetUp => text.set_up_lede(),
            Step::First => text.set_up_first_lede(),
            Step::Ready => text.set_up_ready_lede(),
            Step::Register => text.register_lede(),
            Step::RegisterCode => text.register_code_lede(),
            Step::Code => text.code_lede(),
            Step::CodeAnswer => text.code_answer_lede(),
        }
    }

    fn button(self, text: &Text) -> String {
        match self {
            Step::Factor | Step::Recovery | Step::CodeAnswer => text.sign_in(),
            Step::Again | Step::SetUp | Step::First | Step::Ready | Step::RegisterCode => {
                text.continue_button()
            }
            Step::Unlock => text.lock_open(),
            Step::Register => text.register_button(),
            Step::Code => text.code_send(),
        }
    }
}

/// A step of signing in, registering or setting up.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Which step.
    pub step: Step,
    /// Where to go afterwards; empty where the errand knows.
    pub next: String,
    /// Why it did not work, as a whole.
    pub problem: Option<String>,
    /// Its boxes.
    pub fields: Vec<Field>,
    /// Other ways: where they lead, and their names.
    pub others: Vec<(&'static str, String)>,
    /// Whether a passkey serves as well.
    pub passkey: bool,
    /// Where the way to the identity provider begins, where it serves as well.
    pub provider: Option<String>,
}

impl Sheet {
    /// Errors with the boxes that they lead to.
    fn errors(&self) -> Vec<(&'static str, &str)> {
        let first = self.fields.first().map_or("content", |field| field.name);
        let whole = self.problem.iter().map(|problem| (first, problem.as_str()));
        let each = self.fields.iter();
        let each = each.filter_map(|field| Some((field.name, field.error.as_deref()?)));
        whole.chain(each).collect()
    }
}

template!(Sheet, "sign_in/sheet.html");

impl Page for Sheet {
    fn name(&self, text: Text) -> String {
        self.step.title(text)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Sheet> {
        let field = Field::new("code", Kind::Code, "Mã".to_owned());
        let choice = Field::new("office", Kind::Choice, "Cơ quan".to_owned())
            .choices(vec![("SNV".to_owned(), "Sở Nội vụ".to_owned())]);
        let plain = |step| Sheet {
            step,
            next: "/".to_owned(),
            problem: None,
            fields: vec![field.clone(), choice.clone()],
            others: vec![("/sign-in", "Khác".to_owned())],
            passkey: step == Step::Again,
            provider: None,
        };
        let wrong = |sheet: Sheet| {
            let wrong = field.clone().hint("6 số".to_owned()).error(Some("<b>".to_owned()));
            Sheet { problem: Some("Sai".to_owned()), fields: vec![wrong], ..sheet }
        };
        let all = Step::all().map(plain);
        let provider = Some("/sign-in/again/provider?next=%2F".to_owned());
        let elsewhere = Sheet { provider, fields: Vec::new(), ..plain(Step::Again) };
        all.iter().cloned().chain(all.iter().cloned().map(wrong)).chain([elsewhere]).collect()
    }
}

/// Setting up a second factor.
#[derive(Clone, Debug)]
pub struct Enrol {
    /// The secret in groups of letters.
    pub secret: String,
    /// The source of the picture.
    pub picture: String,
    /// Why it did not work.
    pub problem: Option<String>,
}

impl Enrol {
    fn field(&self, text: &Text) -> Field {
        let field = Field::new("code", Kind::Code, text.sign_in_code());
        field.hint(text.enrol_code_hint()).error(self.problem.clone())
    }
}

template!(Enrol, "sign_in/enrol.html");

impl Page for Enrol {
    fn name(&self, text: Text) -> String {
        text.enrol_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Enrol> {
        let enrol = |problem: Option<&str>| Enrol {
            secret: "GEZD GNBV".to_owned(),
            picture: "data:image/svg+xml;base64,PHN2Zy8+".to_owned(),
            problem: problem.map(str::to_owned),
        };
        vec![enrol(None), enrol(Some("Sai"))]
    }
}

/// Recovery codes, shown once.
#[derive(Clone, Debug)]
pub struct Codes {
    /// The codes.
    pub codes: Vec<String>,
    /// Where to go on.
    pub next: String,
}

template!(Codes, "sign_in/codes.html");

impl Page for Codes {
    fn name(&self, text: Text) -> String {
        text.codes_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Codes> {
        vec![Codes { codes: vec!["K7QM-W2XD-9RTA".to_owned()], next: "/".to_owned() }]
    }
}

/// What becomes of signing in or out, in words.
#[derive(Clone, Debug)]
pub enum Word {
    /// Signed out here; the provider's page to sign out there too.
    SignedOut(Option<String>),
    /// What to do who cannot sign in.
    Stuck(Citizens),
    /// The provider said no, or the journey failed.
    Failed,
    /// Citizens come in by the provider alone.
    ProviderOnly,
    /// Codes cannot be sent: no carrier is set up.
    Uncarried,
}

template!(Word, "sign_in/word.html");

impl Page for Word {
    fn name(&self, text: Text) -> String {
        match self {
            Word::SignedOut(_) => text.signed_out_title(),
            Word::Stuck(_) => text.stuck_title(),
            Word::Failed => text.provider_failed_title(),
            Word::ProviderOnly => text.provider_only_title(),
            Word::Uncarried => text.uncarried_title(),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Word> {
        vec![
            Word::SignedOut(None),
            Word::SignedOut(Some("/x".to_owned())),
            Word::Stuck(Citizens::Local),
            Word::Stuck(Citizens::Provider),
            Word::Failed,
            Word::ProviderOnly,
            Word::Uncarried,
        ]
    }
}

/// Messages of the demonstration, which never go out.
#[derive(Clone, Debug)]
pub struct Tray {
    /// To whom, and what it says; the latest first.
    pub messages: Vec<(String, String)>,
}

template!(Tray, "sign_in/tray.html");

impl Page for Tray {
    fn name(&self, text: Text) -> String {
        text.tray_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Tray> {
        let message = ("+84912345678".to_owned(), "Mã: <b>12345678</b>".to_owned());
        vec![Tray { messages: Vec::new() }, Tray { messages: vec![message] }]
    }
}

//! The judge of sign-in with another house: the house's own client against a real provider.
//!
//! `cargo xtask judges` starts the provider (`xtask/judges/oidc/provider.mjs`) and this with its
//! address. A check that fails ends the program.

use std::collections::BTreeMap;
use std::process::ExitCode;

use domain::MachineTime;
use server::account::oidc::{
    Ask, Client, Distrust, Error, JOURNEY_S, Journey, Prompt, Returned, Settings, SignedIn,
};
use server::app::Source;

/// The provider has one client for each algorithm that its tokens are signed with.
const ALGORITHMS: [&str; 4] = ["RS256", "PS256", "ES256", "EdDSA"];
const BACK: &str = "http://127.0.0.1/back";
const SIGNED_OUT: &str = "http://127.0.0.1/signed-out";
const COOKIE: &str = "the cookie of this browser";
/// Redirects from the provider's first page to the way back, at most.
const HOPS_MAX: u32 = 10;

fn main() -> ExitCode {
    let Some(issuer) = std::env::args().nth(1) else { return ExitCode::FAILURE };
    let judge = Judge { issuer, source: Source::real() };
    for algorithm in ALGORITHMS {
        judge.a_good_sign_in_is_believed(algorithm);
    }
    judge.the_way_back_belongs_to_one_journey_and_one_browser();
    judge.the_provider_holds_the_house_to_its_word();
    judge.a_spoilt_token_is_not_believed();
    judge.a_false_description_is_not_believed();
    judge.whoever_is_signed_in_proves_anew_that_it_is_still_them();
    judge.signing_out_here_signs_out_there();
    // The last, for the provider keeps its new key.
    judge.a_new_key_is_read_once_and_not_too_often();
    ExitCode::SUCCESS
}

struct Judge {
    issuer: String,
    source: Source,
}

/// A browser that follows redirects and keeps cookies.
struct Browser {
    agent: ureq::Agent,
    cookies: BTreeMap<String, String>,
}

/// Where a walk through the provider ended.
enum End {
    Back(Returned),
    Page { status: u16, text: String },
}

impl Browser {
    fn new() -> Browser {
        let config = ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false);
        Browser { agent: config.build().into(), cookies: BTreeMap::new() }
    }

    fn walk(&mut self, url: &str, issuer: &str) -> End {
        let mut url = url.to_owned();
        for _ in 0..HOPS_MAX {
            let request = self.agent.get(&url).header("cookie", self.cookie());
            let mut answer = self.read(request.call().expect("the provider answers"));
            // A page that sends itself: the provider signs out whoever was there before.
            if answer.2.contains("document.forms[0].submit()") {
                answer = self.sign_out(issuer, &answer.2);
            }
            let (status, to, text) = answer;
            let Some(to) = to else { return End::Page { status, text } };
            if let Some((_, query)) = to.split_once('?').filter(|_| to.starts_with(BACK)) {
                return End::Back(returned(query));
            }
            url = if to.starts_with('/') { format!("{issuer}{to}") } else { to };
        }
        panic!("the provider leads nowhere");
    }

    /// Sends the provider's form that signs out there.
    fn sign_out(&mut self, issuer: &str, page: &str) -> (u16, Option<String>, String) {
        let (_, rest) = page.split_once("name=\"xsrf\" value=\"").expect("a form");
        let form = [("xsrf", rest.split('"').next().unwrap_or_default()), ("logout", "yes")];
        let confirm = format!("{issuer}/session/end/confirm");
        let request = self.agent.post(&confirm).header("cookie", self.cookie());
        let answer = request.send_form(form).expect("the provider answers");
        self.read(answer)
    }

    fn cookie(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// Status, where it leads, and the page.
    fn read(
        &mut self,
        mut answer: ureq::http::Response<ureq::Body>,
    ) -> (u16, Option<String>, String) {
        for set in answer.headers().get_all("set-cookie") {
            let pair = set.to_str().expect("text").split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        let to = answer.headers().get("location").map(|to| to.to_str().expect("text").to_owned());
        let text = answer.body_mut().read_to_string().expect("a page");
        (answer.status().as_u16(), to, text)
    }
}

/// The query of the way back; the provider escapes nothing but the issuer's address.
fn returned(query: &str) -> Returned {
    let value = |name: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let found = pairs.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.replace("%3A", ":").replace("%2F", "/"))
    };
    Returned {
        state: value("state").unwrap_or_default(),
        code: value("code"),
        error: value("error"),
        iss: value("iss"),
    }
}

impl Judge {
    fn settings(&self, algorithm: &str) -> Settings {
        Settings {
            issuer: self.issuer.clone(),
            client_id: format!("motcua-{algorithm}"),
            client_secret: Some("a secret of one run".to_owned()),
            redirect_url: BACK.to_owned(),
            scopes: Vec::new(),
            acr_values: vec!["2".to_owned()],
        }
    }

    fn client(&self) -> Client {
        Client::new(self.settings("RS256")).expect("loopback")
    }

    fn now(&self) -> MachineTime {
        self.source.machine()
    }

    fn set_out(&self, client: &Client, ask: &Ask<'_>) -> (String, Journey) {
        client.begin(ask, COOKIE, self.now(), self.source.chance()).expect("the provider is known")
    }

    /// Walks from the house to the way back.
    fn walk(&self, client: &Client, browser: &mut Browser, ask: &Ask<'_>) -> (Journey, Returned) {
        let (url, journey) = self.set_out(client, ask);
        match browser.walk(&url, &self.issuer) {
            End::Back(returned) => (journey, returned),
            End::Page { status, text } => panic!("no way back, but {status}: {text}"),
        }
    }

    fn sign_in(&self, client: &Client, browser: &mut Browser) -> Result<SignedIn, Error> {
        let (journey, returned) = self.walk(client, browser, &Ask::default());
        client.finish(&journey, &returned, COOKIE, self.now())
    }

    /// Makes the provider misbehave once.
    fn mischief(&self, kind: &str) {
        let url = format!("{}/mischief/{kind}", self.issuer);
        let agent = Browser::new().agent;
        assert!(agent.post(&url).send_empty().expect("it listens").status().is_success());
    }

    fn a_good_sign_in_is_believed(&self, algorithm: &str) {
        let client = Client::new(self.settings(algorithm)).expect("loopback");
        let acr = ["2".to_owned()];
        let ask = Ask {
            prompt: Some(Prompt::Login),
            max_age_s: Some(60),
            acr_values: &acr,
            login_hint: Some("hanh.nt"),
            subject: None,
        };
        let (journey, returned) = self.walk(&client, &mut Browser::new(), &ask);
        let signed_in = client.finish(&journey, &returned, COOKIE, self.now());
        let identity = signed_in.unwrap_or_else(|error| panic!("{algorithm}: {error}")).identity;
        assert_eq!((identity.issuer, identity.subject), (self.issuer.clone(), "9f2".to_owned()));
        assert_eq!(identity.acr.as_deref(), Some("2"), "{algorithm}");
        assert_eq!(identity.amr, ["pwd", "otp"], "{algorithm}");
        let auth_time = identity.auth_time.expect("asked for").0;
        assert!((self.now().0 - auth_time).abs() < 60_000_000, "{algorithm}");
        // A code is worth one token.
        let again = client.finish(&journey, &returned, COOKIE, self.now());
        assert_eq!(again.err(), Some(Error::Refused("invalid_grant".to_owned())));
    }

    fn the_way_back_belongs_to_one_journey_and_one_browser(&self) {
        let client = self.client();
        let (journey, returned) = self.walk(&client, &mut Browser::new(), &Ask::default());
        let (_, other) = self.set_out(&client, &Ask::default());
        let late = MachineTime(self.now().0 + JOURNEY_S * 1_000_000);
        for (journey, cookie, now, error) in [
            (&other, COOKIE, self.now(), Error::OtherState),
            (&journey, "another cookie", self.now(), Error::OtherBrowser),
            (&journey, COOKIE, late, Error::TooLate),
        ] {
            assert_eq!(client.finish(journey, &returned, cookie, now).err(), Some(error));
        }
        let unnamed = Returned { iss: None, ..returned.clone() };
        let error = client.finish(&journey, &unnamed, COOKIE, self.now()).err();
        assert!(matches!(error, Some(Error::OtherIssuer(_))), "{error:?}");
        // None of these has spent the code.
        client.finish(&journey, &returned, COOKIE, self.now()).expect("the right one");
    }

    fn the_provider_holds_the_house_to_its_word(&self) {
        let elsewhere = "http://127.0.0.1/elsewhere".to_owned();
        let settings = Settings { redirect_url: elsewhere, ..self.settings("RS256") };
        let client = Client::new(settings).expect("loopback");
        let (url, _) = self.set_out(&client, &Ask::default());
        match Browser::new().walk(&url, &self.issuer) {
            End::Page { status, text } => {
                assert!(status == 400 && text.contains("redirect_uri"), "{status}: {text}");
            }
            End::Back(_) => panic!("a way back that was not agreed on"),
        }
        let wrong = Some("a wrong secret".to_owned());
        let settings = Settings { client_secret: wrong, ..self.settings("RS256") };
        let client = Client::new(settings).expect("loopback");
        let error = self.sign_in(&client, &mut Browser::new()).err();
        assert_eq!(error, Some(Error::Refused("invalid_client".to_owned())));
        assert_eq!(self.quiet(&self.client(), &mut Browser::new()), Some("login_required"));
    }

    /// What the provider says when it is asked to show nothing.
    fn quiet(&self, client: &Client, browser: &mut Browser) -> Option<&'static str> {
        let ask = Ask { prompt: Some(Prompt::None), ..Ask::default() };
        let (journey, returned) = self.walk(client, browser, &ask);
        match client.finish(&journey, &returned, COOKIE, self.now()) {
            Ok(_) => None,
            Err(Error::Refused(error)) if error == "login_required" => Some("login_required"),
            Err(error) => panic!("{error}"),
        }
    }

    fn a_spoilt_token_is_not_believed(&self) {
        let client = self.client();
        for (kind, why) in [
            ("tampered", Distrust::Signature),
            ("stranger", Distrust::Signature),
            ("none", Distrust::Algorithm),
            ("shared", Distrust::Algorithm),
            ("expired", Distrust::Time),
            ("audience", Distrust::Audience),
            ("issuer", Distrust::Issuer),
            ("nonce", Distrust::Nonce),
            ("access", Distrust::AccessHash),
        ] {
            self.mischief(kind);
            let error = self.sign_in(&client, &mut Browser::new()).err();
            assert_eq!(error, Some(Error::Token(why)), "{kind}");
        }
        self.sign_in(&client, &mut Browser::new()).expect("the mischief is over");
    }

    fn a_false_description_is_not_believed(&self) {
        let begin = || {
            let begun =
                self.client().begin(&Ask::default(), COOKIE, self.now(), self.source.chance());
            begun.map(|_| ())
        };
        self.mischief("false-issuer");
        assert_eq!(begin(), Err(Error::OtherIssuer("https://evil.example".to_owned())));
        for kind in ["foreign-token", "foreign-page"] {
            self.mischief(kind);
            assert!(matches!(begin(), Err(Error::ForeignAddress(_))), "{kind}");
        }
        self.mischief("moved");
        assert!(matches!(begin(), Err(Error::Status { status: 302, .. })));
        assert_eq!(begin(), Ok(()), "the mischief is over");
    }

    fn whoever_is_signed_in_proves_anew_that_it_is_still_them(&self) {
        let (client, mut browser) = (self.client(), Browser::new());
        let before = self.sign_in(&client, &mut browser).expect("good").identity;
        let anew = |browser: &mut Browser| {
            let ask = client.anew(Some(&before.subject));
            let (journey, returned) = self.walk(&client, browser, &ask);
            client.finish(&journey, &returned, COOKIE, self.now())
        };
        // Without being asked to, the provider signs in by its own session, silently.
        let asked_before = self.interactions();
        self.sign_in(&client, &mut browser).expect("silent");
        assert_eq!(self.interactions(), asked_before, "nobody was asked");
        let identity = anew(&mut browser).expect("the same person").identity;
        assert!(self.interactions() > asked_before, "the person was asked again");
        assert_eq!((identity.subject, identity.issuer), (before.subject.clone(), before.issuer));
        assert_eq!(identity.acr.as_deref(), Some("2"));
        let auth_time = identity.auth_time.expect("asked for").0;
        assert!((self.now().0 - auth_time).abs() < 60_000_000);
        self.mischief("stale");
        assert_eq!(anew(&mut browser).err(), Some(Error::Token(Distrust::AuthTime)), "stale");
        self.mischief("untimed");
        assert_eq!(anew(&mut browser).err(), Some(Error::Token(Distrust::AuthTime)), "untimed");
        self.mischief("another-person");
        let error = anew(&mut browser).err();
        assert_eq!(error, Some(Error::Token(Distrust::Subject)), "another person at the keyboard");
        anew(&mut browser).expect("and the person again");
    }

    /// How often the provider has asked a person.
    fn interactions(&self) -> u64 {
        let url = format!("{}/asked", self.issuer);
        let mut answer = Browser::new().agent.get(&url).call().expect("it listens");
        let text = answer.body_mut().read_to_string().expect("a number");
        text.parse().expect("a number")
    }

    fn signing_out_here_signs_out_there(&self) {
        let (client, mut browser) = (self.client(), Browser::new());
        let signed_in = self.sign_in(&client, &mut browser).expect("good");
        assert_eq!(self.quiet(&client, &mut browser), None, "still signed in there");
        let url = client.sign_out(&signed_in.id_token, SIGNED_OUT, self.now());
        let url = url.expect("known").expect("the provider has such a page");
        let End::Page { status: 200, text } = browser.walk(&url, &self.issuer) else {
            panic!("the provider asks first");
        };
        let (_, to, _) = browser.sign_out(&self.issuer, &text);
        assert!(to.is_some_and(|to| to.starts_with(SIGNED_OUT)));
        assert_eq!(self.quiet(&client, &mut browser), Some("login_required"));
    }

    fn a_new_key_is_read_once_and_not_too_often(&self) {
        let client = self.client();
        let unknown = Some(Error::Token(Distrust::UnknownKey));
        self.mischief("rotated");
        assert_eq!(self.sign_in(&client, &mut Browser::new()).err(), unknown, "within a minute");
        self.mischief("rotated");
        let (journey, returned) = self.walk(&client, &mut Browser::new(), &Ask::default());
        let later = MachineTime(self.now().0 + 61_000_000);
        client.finish(&journey, &returned, COOKIE, later).expect("the new key was read");
    }
}

//! The judge of passkeys: the house's side of the two ceremonies against a real browser.
//!
//! `xtask/judges/passkey/passkey.mjs` starts this with the address of its page, and carries each
//! line between it and Chromium: what is asked of the browser goes out, its answer comes in. A check
//! that fails ends the program.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use domain::MachineTime;
use serde_json::{Value, json};
use server::account::passkey::{
    Challenge, Holder, Passkey, Refused, Registration, SignIn, Site, Verification,
};
use server::app::Source;

const HANDLE: &[u8] = b"chance that names an account";
const HOLDER: Holder<'static> =
    Holder { handle: HANDLE, login: "hanh.nt", name: "Nguyễn Thị Hạnh" };

fn main() -> ExitCode {
    let Some(origin) = std::env::args().nth(1) else { return ExitCode::FAILURE };
    let site = Site::of(&origin, "Một Cửa").expect("the page is on localhost");
    let judge = Judge { site, source: Source::real() };
    let first = judge.register(&[]).expect("a passkey is made");
    let second = judge.register(std::slice::from_ref(&first));
    assert_eq!(
        second.err().as_deref(),
        Some("InvalidStateError"),
        "one authenticator, one passkey"
    );
    let passkey = judge.a_sign_in_counts_and_cannot_be_repeated(first);
    judge.a_passkey_signs_in_without_a_login(&passkey);
    judge.a_touch_is_not_a_verification(&passkey);
    ExitCode::SUCCESS
}

struct Judge {
    site: Site,
    source: Source,
}

/// Asks the browser; its answer, or the name of its error.
fn ask(act: &str, options: &Value) -> Result<Value, String> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", json!({"act": act, "options": options})).expect("the browser listens");
    out.flush().expect("the browser listens");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).expect("the browser answers");
    let answer: Value = serde_json::from_str(&line).expect("JSON");
    match answer["error"].as_str() {
        Some(error) => Err(error.to_owned()),
        None => Ok(answer),
    }
}

impl Judge {
    fn now(&self) -> MachineTime {
        self.source.machine()
    }

    fn register(&self, known: &[Passkey]) -> Result<Passkey, String> {
        let chance = self.source.chance();
        let (options, challenge) = self.site.begin_registration(&HOLDER, known, self.now(), chance);
        let answer: Registration =
            serde_json::from_value(ask("create", &options)?).expect("an answer");
        let made = self.site.finish_registration(&challenge, &answer, self.now());
        made.map_err(|refused| refused.to_string())
    }

    fn begin(&self, known: Option<&Passkey>, verification: Verification) -> (Value, Challenge) {
        let known = known.map(|passkey| (HANDLE, std::slice::from_ref(passkey)));
        self.site.begin_sign_in(known, verification, self.now(), self.source.chance())
    }

    fn sign_in(&self, known: Option<&Passkey>, verification: Verification) -> (Challenge, SignIn) {
        let (options, challenge) = self.begin(known, verification);
        let answer = ask("get", &options).expect("the authenticator signs");
        (challenge, serde_json::from_value(answer).expect("an answer"))
    }

    fn finish(
        &self,
        passkey: &Passkey,
        challenge: &Challenge,
        answer: &SignIn,
    ) -> Result<Passkey, Refused> {
        self.site.finish_sign_in(challenge, (HANDLE, passkey), answer, self.now())
    }

    fn a_sign_in_counts_and_cannot_be_repeated(&self, mut passkey: Passkey) -> Passkey {
        for _ in 0..3 {
            let (challenge, answer) = self.sign_in(Some(&passkey), Verification::Required);
            let next = self.finish(&passkey, &challenge, &answer).expect("good");
            assert_eq!(self.finish(&next, &challenge, &answer), Err(Refused::Copied));
            let (_, other) = self.begin(Some(&passkey), Verification::Required);
            assert_eq!(self.finish(&passkey, &other, &answer), Err(Refused::OtherChallenge));
            passkey = next;
        }
        passkey
    }

    fn a_passkey_signs_in_without_a_login(&self, passkey: &Passkey) {
        let (challenge, answer) = self.sign_in(None, Verification::Required);
        assert_eq!(answer.id, passkey.id);
        self.finish(passkey, &challenge, &answer).expect("good");
        let other = self.site.finish_sign_in(&challenge, (b"other", passkey), &answer, self.now());
        assert_eq!(other, Err(Refused::OtherPasskey));
    }

    fn a_touch_is_not_a_verification(&self, passkey: &Passkey) {
        ask("forget who touches", &Value::Null).expect("done");
        let (challenge, answer) = self.sign_in(Some(passkey), Verification::Discouraged);
        self.finish(passkey, &challenge, &answer).expect("a touch is enough here");
        let mut strict = serde_json::to_value(&challenge).expect("text");
        strict["verification"] = json!("required");
        let strict: Challenge = serde_json::from_value(strict).expect("a challenge");
        assert_eq!(self.finish(passkey, &strict, &answer), Err(Refused::Unverified));
    }
}

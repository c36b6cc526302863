use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use sha2::{Digest, Sha256};

use super::*;

const NOW: MachineTime = MachineTime(1_000_000_000);
const HANDLE: &[u8] = b"handle of an account";
const CHANCE: [u8; CHANCE_BYTES] = [9; CHANCE_BYTES];

const TOUCHED: u8 = 0x01;
const KNOWN: u8 = 0x05;

fn site() -> Site {
    Site::of("https://motcua.example.gov.vn", "Một Cửa").expect("a site")
}

fn holder() -> Holder<'static> {
    Holder { handle: HANDLE, login: "hanh.nt", name: "Nguyễn Thị Hạnh" }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// An authenticator in software, with the browser around it. Each field can be made wrong.
struct Authenticator {
    pair: Pair,
    id: Vec<u8>,
    site: &'static str,
    origin: &'static str,
    flags: u8,
    counter: u32,
    embedded: bool,
}

enum Pair {
    Curve(EcdsaKeyPair),
    Edwards(Ed25519KeyPair),
}

impl Authenticator {
    fn curve() -> Authenticator {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random);
        let pkcs8 = pkcs8.expect("made");
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random);
        Authenticator::of(Pair::Curve(pair.expect("a key")))
    }

    fn edwards() -> Authenticator {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[3; 32]).expect("a key");
        Authenticator::of(Pair::Edwards(pair))
    }

    fn of(pair: Pair) -> Authenticator {
        Authenticator {
            pair,
            id: vec![5; 40],
            site: "motcua.example.gov.vn",
            origin: "https://motcua.example.gov.vn",
            flags: KNOWN,
            counter: 1,
            embedded: false,
        }
    }

    fn key(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Curve(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = (&point[1..33], &point[33..]);
                [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", x, b"\x22\x58\x20", y].concat()
            }
            Pair::Edwards(pair) => {
                [b"\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20", pair.public_key().as_ref()].concat()
            }
        }
    }

    fn client(&self, kind: &str, challenge: &Challenge) -> Vec<u8> {
        let word = json!({
            "type": kind, "challenge": challenge.text, "origin": self.origin,
            "crossOrigin": self.embedded,
        });
        word.to_string().into_bytes()
    }

    fn word(&self, flags: u8) -> Vec<u8> {
        let site = Sha256::digest(self.site);
        [&site[..], &[flags], &self.counter.to_be_bytes()].concat()
    }

    fn registration_word(&self) -> Vec<u8> {
        let length = u16::try_from(self.id.len()).expect("short").to_be_bytes();
        let parts = [self.word(self.flags | 0x40), vec![0; 16], length.into(), self.id.clone()];
        [parts.concat(), self.key()].concat()
    }

    fn register_with(&self, challenge: &Challenge, word: &[u8]) -> Registration {
        let length = u16::try_from(word.len()).expect("short").to_be_bytes();
        let attestation =
            [&b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59"[..], &length, word];
        let answer = json!({
            "id": text(&self.id),
            "rawId": text(&self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": text(&self.client("webauthn.create", challenge)),
                "attestationObject": text(&attestation.concat()),
                "transports": ["internal", "hybrid", "<script>"],
            },
        });
        serde_json::from_value(answer).expect("an answer")
    }

    fn register(&self, challenge: &Challenge) -> Registration {
        self.register_with(challenge, &self.registration_word())
    }

    fn sign_in(&self, challenge: &Challenge) -> SignIn {
        let client = self.client("webauthn.get", challenge);
        let word = self.word(self.flags);
        let message = [&word[..], Sha256::digest(&client).as_slice()].concat();
        let signature = match &self.pair {
            Pair::Curve(pair) => {
                pair.sign(&SystemRandom::new(), &message).expect("signed").as_ref().to_vec()
            }
            Pair::Edwards(pair) => pair.sign(&message).as_ref().to_vec(),
        };
        let answer = json!({
            "id": text(&self.id),
            "response": {
                "clientDataJSON": text(&client),
                "authenticatorData": text(&word),
                "signature": text(&signature),
                "userHandle": text(HANDLE),
            },
        });
        serde_json::from_value(answer).expect("an answer")
    }
}

fn registered(authenticator: &Authenticator) -> Passkey {
    let (_, challenge) = site().begin_registration(&holder(), &[], NOW, CHANCE);
    site().finish_registration(&challenge, &authenticator.register(&challenge), NOW).expect("good")
}

fn asked(verification: Verification) -> Challenge {
    site().begin_sign_in(Some((HANDLE, &[])), verification, NOW, CHANCE).1
}

/// Registers a good authenticator, then signs in with it as changed.
fn signed_in(change: impl FnOnce(&mut Authenticator)) -> Result<Passkey, Refused> {
    let mut authenticator = Authenticator::curve();
    let passkey = registered(&authenticator);
    authenticator.counter = 2;
    change(&mut authenticator);
    let challenge = asked(Verification::Required);
    let answer = authenticator.sign_in(&challenge);
    site().finish_sign_in(&challenge, (HANDLE, &passkey), &answer, NOW)
}

/// Registers an authenticator as changed.
fn registered_with(change: impl FnOnce(&mut Authenticator)) -> Result<Passkey, Refused> {
    let mut authenticator = Authenticator::curve();
    change(&mut authenticator);
    let (_, challenge) = site().begin_registration(&holder(), &[], NOW, CHANCE);
    site().finish_registration(&challenge, &authenticator.register(&challenge), NOW)
}

#[test]
fn a_passkey_is_registered_kept_and_signs_in() {
    for mut authenticator in [Authenticator::curve(), Authenticator::edwards()] {
        let passkey = registered(&authenticator);
        assert_eq!(passkey.transports, ["internal", "hybrid"]);
        let kept = serde_json::to_string(&passkey).expect("text");
        let mut passkey: Passkey = serde_json::from_str(&kept).expect("a passkey");
        for counter in 2..5 {
            authenticator.counter = counter;
            let challenge = asked(Verification::Required);
            let answer = authenticator.sign_in(&challenge);
            let next = site().finish_sign_in(&challenge, (HANDLE, &passkey), &answer, NOW);
            passkey = next.expect("good");
            assert_eq!(passkey.counter, counter);
        }
    }
}

#[test]
fn the_browser_is_told_what_the_house_wants() {
    let known = [registered(&Authenticator::curve())];
    let (options, challenge) = site().begin_registration(&holder(), &known, NOW, CHANCE);
    assert_eq!(options["rp"]["id"], "motcua.example.gov.vn");
    assert_eq!(options["challenge"], challenge.text());
    assert_eq!(options["user"]["id"], text(HANDLE));
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(options["excludeCredentials"][0]["id"], known[0].id);
    let account = Some((HANDLE, &known[..]));
    let (options, _) = site().begin_sign_in(account, Verification::Discouraged, NOW, CHANCE);
    assert_eq!(options["allowCredentials"][0]["id"], known[0].id);
    assert_eq!(options["userVerification"], "discouraged");
    let (options, _) = site().begin_sign_in(None, Verification::Required, NOW, CHANCE);
    assert_eq!(options["allowCredentials"], json!([]));
}

#[test]
fn an_answer_to_another_page_site_or_person_is_refused() {
    type Change = fn(&mut Authenticator);
    let changes: [(Change, Refused); 6] = [
        (|it| it.origin = "https://motcua.example.gov.vn.evil.example", Refused::OtherOrigin),
        (|it| it.origin = "http://motcua.example.gov.vn", Refused::OtherOrigin),
        (|it| it.embedded = true, Refused::OtherOrigin),
        (|it| it.site = "evil.example", Refused::OtherSite),
        (|it| it.flags = 0x04, Refused::Absent),
        (|it| it.flags = TOUCHED, Refused::Unverified),
    ];
    for (change, why) in changes {
        assert_eq!(registered_with(change), Err(why));
        assert_eq!(signed_in(change), Err(why));
    }
    assert_eq!(signed_in(|it| it.id = vec![6; 40]), Err(Refused::OtherPasskey));
    assert_eq!(signed_in(|it| it.pair = Authenticator::curve().pair), Err(Refused::Signature));
    assert_eq!(signed_in(|it| it.flags = KNOWN | 0x08), Err(Refused::Malformed));
    assert_eq!(registered_with(|it| it.flags = KNOWN | 0x10), Err(Refused::Malformed));
    assert!(registered_with(|it| it.flags = KNOWN | 0x18).expect("good").is_backed_up);
}

#[test]
fn a_touch_is_enough_where_no_more_is_asked() {
    let mut authenticator = Authenticator::curve();
    let passkey = registered(&authenticator);
    (authenticator.flags, authenticator.counter) = (TOUCHED, 2);
    let challenge = asked(Verification::Discouraged);
    let answer = authenticator.sign_in(&challenge);
    assert!(site().finish_sign_in(&challenge, (HANDLE, &passkey), &answer, NOW).is_ok());
}

#[test]
fn a_copied_passkey_is_noticed_and_one_that_does_not_count_is_not() {
    assert_eq!(signed_in(|it| it.counter = 1), Err(Refused::Copied));
    assert_eq!(signed_in(|it| it.counter = 0), Err(Refused::Copied));
    let mut authenticator = Authenticator::curve();
    authenticator.counter = 0;
    let passkey = registered(&authenticator);
    let challenge = asked(Verification::Required);
    let answer = authenticator.sign_in(&challenge);
    assert!(site().finish_sign_in(&challenge, (HANDLE, &passkey), &answer, NOW).is_ok());
}

#[test]
fn a_challenge_is_for_one_act_and_five_minutes() {
    let authenticator = Authenticator::curve();
    let passkey = registered(&authenticator);
    let challenge = asked(Verification::Required);
    let answer = Authenticator { counter: 2, ..authenticator }.sign_in(&challenge);
    let finish = |challenge: &Challenge, now| {
        site().finish_sign_in(challenge, (HANDLE, &passkey), &answer, now).map(|_| ())
    };
    let after = |seconds: i64| MachineTime(NOW.0 + seconds * 1_000_000);
    assert_eq!(finish(&challenge, after(CHALLENGE_S - 1)), Ok(()));
    assert_eq!(finish(&challenge, after(CHALLENGE_S)), Err(Refused::TooLate));
    let (_, other) = site().begin_registration(&holder(), &[], NOW, CHANCE);
    assert_eq!(finish(&other, NOW), Err(Refused::OtherAct));
    let account = Some((HANDLE, &[][..]));
    let (_, other) = site().begin_sign_in(account, Verification::Required, NOW, [8; CHANCE_BYTES]);
    assert_eq!(finish(&other, NOW), Err(Refused::OtherChallenge));
    let kept = serde_json::to_string(&challenge).expect("text");
    assert_eq!(serde_json::from_str::<Challenge>(&kept).expect("a challenge"), challenge);
}

#[test]
fn a_passkey_opens_its_own_account_alone() {
    let authenticator = Authenticator { counter: 2, ..Authenticator::curve() };
    let passkey = registered(&Authenticator { counter: 1, ..Authenticator::curve() });
    let (_, free) = site().begin_sign_in(None, Verification::Required, NOW, CHANCE);
    let asked = asked(Verification::Required);
    let try_as = |challenge: &Challenge, handle: &[u8]| {
        let answer = authenticator.sign_in(challenge);
        site().finish_sign_in(challenge, (handle, &passkey), &answer, NOW).err()
    };
    // The signature is of another key: who gets as far as that has passed the owner's check.
    assert_eq!(try_as(&asked, HANDLE), Some(Refused::Signature));
    assert_eq!(try_as(&asked, b"another"), Some(Refused::OtherPasskey));
    assert_eq!(try_as(&free, HANDLE), Some(Refused::Signature));
    assert_eq!(try_as(&free, b"another"), Some(Refused::OtherPasskey));
    let mut unnamed = authenticator.sign_in(&free);
    unnamed.response.handle = None;
    let found = site().finish_sign_in(&free, (HANDLE, &passkey), &unnamed, NOW);
    assert_eq!(found, Err(Refused::OtherPasskey), "nobody said whose it is");
}

#[test]
fn a_cut_or_lengthened_word_is_refused() {
    let authenticator = Authenticator::curve();
    let (_, challenge) = site().begin_registration(&holder(), &[], NOW, CHANCE);
    let whole = authenticator.registration_word();
    let finish = |word: &[u8]| {
        let answer = authenticator.register_with(&challenge, word);
        site().finish_registration(&challenge, &answer, NOW)
    };
    assert!(finish(&whole).is_ok());
    for length in 0..whole.len() {
        assert!(finish(&whole[..length]).is_err(), "{length} bytes");
    }
    assert_eq!(finish(&[&whole[..], &[0]].concat()), Err(Refused::Malformed));
    let mut extended = [&whole[..], b"\xa1\x63abc\xf5"].concat();
    assert_eq!(finish(&extended), Err(Refused::Malformed), "no flag announces it");
    extended[32] |= 0x80;
    assert!(finish(&extended).is_ok());
}

#[test]
fn a_key_that_was_not_asked_for_is_refused() {
    let authenticator = Authenticator::curve();
    let (_, challenge) = site().begin_registration(&holder(), &[], NOW, CHANCE);
    let whole = authenticator.registration_word();
    let at = whole.len() - authenticator.key().len();
    // ES384 instead of ES256, another curve, another kind, a shared secret.
    for (offset, byte) in [(4, 0x38), (6, 0x02), (2, 0x03), (2, 0x04)] {
        let mut word = whole.clone();
        word[at + offset] = byte;
        let answer = authenticator.register_with(&challenge, &word);
        let found = site().finish_registration(&challenge, &answer, NOW);
        assert!(matches!(found, Err(Refused::Algorithm | Refused::Malformed)), "{found:?}");
    }
}

#[test]
fn a_site_is_a_name_over_https_or_localhost() {
    for (url, id, origin) in [
        ("https://motcua.gov.vn", "motcua.gov.vn", "https://motcua.gov.vn"),
        ("https://MotCua.gov.vn:443/", "motcua.gov.vn", "https://motcua.gov.vn"),
        ("https://motcua.gov.vn:8443/a", "motcua.gov.vn", "https://motcua.gov.vn:8443"),
        ("http://localhost:8080", "localhost", "http://localhost:8080"),
    ] {
        let site = Site::of(url, "Một Cửa").expect("a site");
        assert_eq!((site.id.as_str(), site.origin.as_str()), (id, origin));
    }
    for url in [
        "http://motcua.gov.vn",
        "https://127.0.0.1",
        "https://[::1]",
        "https://a@b.vn",
        "motcua.gov.vn",
        "https://",
    ] {
        assert_eq!(Site::of(url, "Một Cửa"), None, "{url}");
    }
}

//! What was told once is read for ever.

use super::*;

macro_rules! samples {
    (@) => { None };
    (@ $personal:literal) => { Some(include_str!(concat!("../../samples/", $personal, "-1.json"))) };
    ($($kind:literal $(+ $personal:literal)?,)*) => {
        &[$((
            $kind,
            include_str!(concat!("../../samples/", $kind, "-1.json")),
            samples!(@ $($personal)?),
        ),)*]
    };
}

const SAMPLES: &[(&str, &str, Option<&str>)] = samples![
    "office-opened",
    "office-changed",
    "office-closed",
    "province-founded",
    "province-described",
    "key-rotated",
    "clock-accepted",
    "log-continued",
    "administrator-enrolled",
    "procedure-drafted",
    "revision-described",
    "procedure-reviewed" + "procedure-reviewed-personal",
    "procedure-published" + "procedure-published-personal",
    "procedure-draft-dropped",
    "procedure-ended",
    "national-listed",
    "national-recorded",
    "account-opened" + "account-opened-personal",
    "account-amended" + "account-amended-personal",
    "post-proposed",
    "post-approved",
    "post-declined",
    "post-ended",
    "password-set",
    "factor-added",
    "factor-removed",
    "identity-linked" + "identity-linked-personal",
    "identity-unlinked",
    "signed-in",
    "consent-given",
    "consent-withdrawn",
    "legal-hold-set",
    "legal-hold-lifted",
    "account-closed",
    "account-reopened",
    "account-forgotten",
    "personal-read" + "personal-read-personal",
    "glass-broken" + "glass-broken-personal",
    "glass-reviewed",
    "request-made" + "request-made-personal",
    "request-acknowledged",
    "request-extended",
    "request-finished" + "request-finished-personal",
    "dossier-filed" + "dossier-filed-personal",
    "dossier-accepted",
    "dossier-refused" + "dossier-refused-personal",
    "supplement-asked" + "supplement-asked-personal",
    "dossier-supplemented",
    "dossier-forwarded" + "dossier-forwarded-personal",
    "dossier-acknowledged",
    "dossier-taken",
    "dossier-reassigned",
    "opinion-asked" + "opinion-asked-personal",
    "opinion-given" + "opinion-given-personal",
    "duty-asked",
    "payment-recorded",
    "payment-voided" + "payment-voided-personal",
    "dossier-apologised" + "dossier-apologised-personal",
    "dossier-proposed" + "dossier-proposed-personal",
    "dossier-sent-back" + "dossier-sent-back-personal",
    "dossier-signed",
    "dossier-numbered",
    "dossier-released",
    "dossier-finished",
    "result-returned" + "result-returned-personal",
    "result-attached",
    "result-corrected" + "result-corrected-personal",
    "result-revoked" + "result-revoked-personal",
    "dossier-withdrawn",
    "dossier-stopped" + "dossier-stopped-personal",
    "due-change-asked" + "due-change-asked-personal",
    "due-change-approved",
    "due-change-declined" + "due-change-declined-personal",
    "dossier-became-late",
    "dossier-no-longer-late",
    "dossier-recounted",
    "dossier-linked",
    "paper-added",
    "dossier-excluded",
    "dossier-resumed",
    "dossier-imported" + "dossier-imported-personal",
    "dossier-rated" + "dossier-rated-personal",
    "report-frozen",
    "day-closed" + "day-closed-personal",
    "bench-filed" + "bench-filed-personal",
    "bench-moved",
    "personal-erased",
];

#[test]
fn what_was_told_once_is_read_for_ever() {
    for kind in Event::kinds() {
        assert!(SAMPLES.iter().any(|(known, ..)| *known == kind), "{kind} has no stored sample");
    }
    for (kind, facts, personal) in SAMPLES {
        let (facts, personal) = (facts.trim_end(), personal.map(str::trim_end));
        let event = Event::decode(kind, 1, facts, personal).expect("it decodes");
        let again = event.encode();
        assert_eq!((again.kind, again.facts.as_str()), (*kind, facts), "its bytes stay");
        assert_eq!(again.personal.as_deref(), personal);
        assert!(Event::decode(kind, 99, facts, personal).is_err(), "another schema is unknown");
    }
}

#[test]
fn an_erased_event_is_read_without_its_personal_part() {
    for (kind, facts, _) in SAMPLES.iter().filter(|(_, _, personal)| personal.is_some()) {
        let event = Event::decode(kind, 1, facts, None).expect("it decodes");
        assert_eq!(event.encode().kind, *kind);
    }
    assert!(matches!(
        Event::decode("office-opened", 1, "{}", None),
        Err(DecodeError::Shape { .. })
    ));
}

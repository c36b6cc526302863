//! Whose matter it is, and who brings it.

use super::Wrong;
use super::field::{Field, choose, line, tick};
use crate::Text;

/// A person or an organisation, as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// `person` or `organisation`; empty: a person.
    pub kind: String,
    /// The whole name.
    pub name: String,
    /// `14/03/1993`; children and old people may have a year alone.
    pub birth_date: String,
    /// `female`, `male`, or empty.
    pub gender: String,
    /// `citizen_id`, `cmnd`, `passport`, `tax_code` or `none`; empty: `citizen_id`.
    pub identity_type: String,
    /// Its number.
    pub identity_number: String,
    /// Telephone.
    pub phone: String,
    /// Electronic mail.
    pub email: String,
    /// Residence or seat.
    pub address: String,
}

/// Who brings a dossier, where that is somebody else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submitter {
    /// One of [`RELATIONS`]; empty: the applicant comes in person.
    pub relation: String,
    /// Who it is.
    pub party: Party,
    /// Number, date and place of the authorisation.
    pub authorisation: String,
}

/// What somebody may be to the applicant for whom they come.
pub const RELATIONS: [&str; 5] = ["", "guardian", "family", "authorised", "organisation"];

/// The name of a relation.
pub fn relation(text: Text, id: &str) -> String {
    match id {
        "guardian" => text.counter_relation_guardian(),
        "family" => text.counter_relation_family(),
        "authorised" => text.counter_relation_authorised(),
        "organisation" => text.counter_relation_organisation(),
        _ => text.counter_relation_self(),
    }
}

const BIRTH_LENGTH_MAX: u16 = 10;
const NUMBER_LENGTH_MAX: u16 = 20;
const PHONE_LENGTH_MAX: u16 = 20;

impl Party {
    /// The boxes, under a name.
    pub(super) fn fields(&self, text: Text, under: &str, wrong: &[Wrong]) -> Vec<Field> {
        let name = |part: &str| format!("{under}.{part}");
        let identity = [
            ("citizen_id", text.counter_identity_citizen()),
            ("cmnd", text.counter_identity_cmnd()),
            ("passport", text.counter_identity_passport()),
            ("tax_code", text.counter_identity_tax()),
            ("none", text.counter_identity_none()),
        ];
        let genders = [
            ("", text.counter_gender_unsaid()),
            ("female", text.counter_gender_female()),
            ("male", text.counter_gender_male()),
        ];
        let kinds = [
            ("person", text.counter_kind_person()),
            ("organisation", text.counter_kind_organisation()),
        ];
        let phone = line(name("phone"), text.counter_phone(), &self.phone);
        let phone = phone.typed("tel", "tel").class("c2").at_most(PHONE_LENGTH_MAX);
        let fields = [
            choose(name("kind"), text.counter_kind(), &self.kind, kinds.into()).class("c2 mc-kind"),
            line(name("name"), text.counter_name(), &self.name).class("c4"),
            line(name("birth_date"), text.counter_birth(), &self.birth_date)
                .typed("text", "numeric")
                .class("c2 mc-human")
                .at_most(BIRTH_LENGTH_MAX),
            choose(name("gender"), text.counter_gender(), &self.gender, genders.into())
                .class("c2 mc-human"),
            choose(
                name("identity.type"),
                text.counter_identity(),
                &self.identity_type,
                identity.into(),
            )
            .class("c2"),
            line(name("identity.number"), text.counter_number(), &self.identity_number)
                .class("c2")
                .at_most(NUMBER_LENGTH_MAX),
            if under == "applicant" { phone.key("Alt+T") } else { phone },
            line(name("email"), text.counter_email(), &self.email)
                .typed("email", "email")
                .class("c2"),
            line(name("address"), text.counter_address(), &self.address),
        ];
        fields.into_iter().map(|field| field.judged(wrong)).collect()
    }
}

impl Submitter {
    /// Whether somebody else comes.
    pub(super) fn is_other(&self) -> bool {
        !self.relation.is_empty()
    }

    /// What they are to the applicant.
    pub(super) fn relation(&self, text: Text, wrong: &[Wrong]) -> Field {
        let choices = RELATIONS.iter().map(|id| (*id, relation(text, id))).collect();
        choose("submitter.relation", text.counter_relation(), &self.relation, choices)
            .class("c4")
            .key("Alt+N")
            .judged(wrong)
    }

    /// The boxes of the other person.
    pub(super) fn fields(&self, text: Text, wrong: &[Wrong]) -> Vec<Field> {
        // Whoever comes for somebody else is a person: they stand at the counter.
        let of_a_person = |field: &Field| !field.name.ends_with(".kind");
        let mut fields = self.party.fields(text, "submitter", wrong);
        fields.retain(of_a_person);
        let authorisation =
            line("submitter.authorisation", text.counter_authorisation(), &self.authorisation);
        fields.push(authorisation.judged(wrong));
        fields
    }
}

/// Who signs with a finger.
pub(super) fn fingerprint(text: Text, ticked: bool) -> Field {
    tick("fingerprint", text.counter_fingerprint(), ticked)
}

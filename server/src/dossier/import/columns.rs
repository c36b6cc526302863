//! The columns of an import file: their names in both formats, and what stands in them.

/// A column, and what is to be written in it.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name: the head of a CSV column, the key of a JSON line.
    pub name: &'static str,
    /// What is to be written, told beside whatever is wrong.
    pub expects: &'static str,
    /// Whether every line needs it.
    pub needed: bool,
}

const fn needed(name: &'static str, expects: &'static str) -> Column {
    Column { name, expects, needed: true }
}

const fn maybe(name: &'static str, expects: &'static str) -> Column {
    Column { name, expects, needed: false }
}

/// Every column, in the order in which they are documented.
pub const COLUMNS: [Column; 44] = [
    needed("code", "the dossier's code in the old system, at most 60 characters"),
    needed("system", "the name of the old system, at most 60 characters"),
    needed("office", "the code of the receiving office in the register: see /offices"),
    needed("procedure", "the national code of a procedure that is published here"),
    maybe("case", "the case of the procedure, by its identifier"),
    maybe("channel", "counter, online or post; counter when empty"),
    needed("received_at", "when it was received, like 2019-12-02T09:10 or 02/12/2019 09:10"),
    needed("due", "the promised day as it stands now, like 2019-12-31, not before received_at"),
    maybe("due_legal", "the day by law, like 2019-12-31; as in due when empty"),
    maybe("due_original", "the day that the slip said first, at the latest that in due"),
    needed("state", "received, working, supplementing, paying or excluded; or 2, 4, 5, 6"),
    maybe("paused_since", "since when the clock stands; only with a state in which it does"),
    maybe("supplement_until", "the last day to bring what is missing, like 2019-12-31"),
    maybe("lacks", "what the applicant is to bring; needed when supplementing"),
    maybe("excluded_basis", "the text by which the time is excluded; needed when excluded"),
    maybe("duty_payee", "who is paid; needed when paying"),
    maybe("duty_notice", "number and symbol of the notice; needed when paying"),
    maybe("duty_for", "what is paid for; needed when paying"),
    maybe("duty_vnd", "what is still to be paid, in đồng; needed when paying"),
    maybe("holder_office", "the code of the office that has it; the receiving one when received"),
    maybe("holder", "the login of an officer with a post in that office; empty for its queue"),
    maybe("step", "the step of the procedure by its identifier; found by the office when empty"),
    maybe("apologies", "how often a new date was promised, as a number"),
    maybe("return_by", "counter, post or online; counter when empty"),
    maybe("sets", "sets of papers, as a number from 1"),
    maybe(
        "components",
        "papers as id:form:quantity joined by ; with form one of original, certified_copy, photocopy, electronic",
    ),
    maybe("fee_vnd", "what the procedure costs, in đồng"),
    maybe("paid_vnd", "what of fee_vnd was paid, in đồng"),
    maybe("paid_evidence", "number of the old receipt; needed with paid_vnd"),
    maybe("applicant_kind", "person or organisation; person when empty"),
    needed("applicant_name", "the whole name of the applicant"),
    maybe("birth_date", "like 1990-05-17 or 17/05/1990"),
    maybe("identity_type", "citizen_id, cmnd, passport, tax_code or none"),
    maybe("identity_number", "the number on the paper that identity_type names"),
    maybe("phone", "a telephone number of Vietnam"),
    maybe("email", "an address like name@place.example"),
    needed("address", "the applicant's address"),
    maybe("address_unit", "the code of the commune"),
    maybe("submitter_name", "who brought it, where it was somebody else"),
    maybe("submitter_relation", "how they stand to the applicant; needed with submitter_name"),
    maybe("submitter_authorisation", "number and date of the authorisation"),
    maybe("submitter_identity_number", "the personal number of who brought it"),
    maybe("submitter_phone", "a telephone number of Vietnam"),
    maybe("note", "anything the desk has to know"),
];

/// The column of a name.
pub fn column(name: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.name == name)
}

//! The register as rows: an office as it is described from one day to another.

use db::Value;
use domain::office::{Description, Office};
use domain::text::{sort_key, words};
use jiff::ToSpan;

use crate::commit::project::Projected;
use crate::commit::writes::{Key, Table, Writes};

/// The last day of a description that has no end.
pub const NO_END: &str = "9999-12-31";
/// Full-text words of offices.
pub const WORDS: &str = "office_words";
/// Descriptions that one office may have.
const DESCRIPTIONS_MAX: i64 = 1024;

db::statements! {
    /// Puts a description.
    pub PUT = "INSERT INTO office (id, code, from_day, to_day, name, name_en, sort_key, level,
        kind, parent, description, successors)
        {values(id bigint, code text, from_day text, to_day text, name text, name_en text,
        sort_key text, level text, kind text, parent text, description text,
        successors text)}
        ON CONFLICT (id) DO UPDATE SET to_day = excluded.to_day,
        successors = excluded.successors";
    /// Removes a description.
    pub REMOVE = "DELETE FROM office WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// One office on a day.
    pub ONE = "SELECT id, code, from_day, to_day, name, name_en, level, kind, parent, description,
        successors FROM office WHERE code = $1 AND from_day <= $2 AND to_day >= $2";
    /// Names of offices on a day.
    pub NAMES = "SELECT o.code, o.name, o.name_en FROM {rows(code text) r}
        JOIN office o ON o.code = r.code WHERE o.from_day <= $2 AND o.to_day >= $2";
    /// Every description of an office, oldest first.
    pub HISTORY = "SELECT id, code, from_day, to_day, name, name_en, level, kind, parent,
        description, successors FROM office WHERE code = $1 ORDER BY from_day";
    /// Offices of a day after a place in the alphabet.
    pub LIST = "SELECT id, code, from_day, to_day, name, name_en, level, kind, parent, description,
        successors, sort_key FROM office
        WHERE (sort_key, code) > ($1, $2) AND from_day <= $3 AND to_day >= $3
        ORDER BY sort_key, code LIMIT $4";
    /// The same of one level.
    pub LIST_LEVEL = "SELECT id, code, from_day, to_day, name, name_en, level, kind, parent,
        description, successors, sort_key FROM office
        WHERE (sort_key, code) > ($1, $2) AND from_day <= $3 AND to_day >= $3 AND level = $5
        ORDER BY sort_key, code LIMIT $4";
    /// Offices whose words match.
    pub SEARCH = "SELECT id, code, from_day, to_day, name, name_en, level, kind, parent,
        description, successors, sort_key FROM office
        WHERE id IN {matching office_words $5} AND (sort_key, code) > ($1, $2)
        AND from_day <= $3 AND to_day >= $3 ORDER BY sort_key, code LIMIT $4";
    /// Codes and names of offices on a day, by the alphabet.
    pub OPEN_OFFICES = "SELECT code, name FROM office WHERE from_day <= $1 AND to_day >= $1
        ORDER BY sort_key, code LIMIT $2";
    /// Offices under one.
    pub CHILDREN = "SELECT id, code, from_day, to_day, name, name_en, level, kind, parent,
        description, successors FROM office WHERE parent = $1 AND from_day <= $2 AND to_day >= $2
        ORDER BY sort_key, code LIMIT $3";
    /// Every description of every office, the oldest of each first, as far as a tree shows it.
    pub TREE = "SELECT code, from_day, to_day, parent, name, name_en, sort_key FROM office
        ORDER BY code, from_day";
    /// Offices that one succeeds.
    pub PREDECESSORS = "SELECT DISTINCT code, name FROM office
        WHERE successors LIKE '%\"' || $1 || '\"%' ORDER BY code";
    /// How many offices each level has on a day.
    pub COUNTS = "SELECT level, count(*) FROM office WHERE from_day <= $1 AND to_day >= $1
        GROUP BY level ORDER BY level";
    /// The stream of an office and its version.
    pub STREAM = "SELECT s.stream, s.version FROM claim c JOIN snapshot s ON s.stream = c.stream
        WHERE c.kind = 'office-code' AND c.key = $1";
    /// States of all offices.
    pub STATES = "SELECT state FROM snapshot WHERE stream LIKE '____/office/%' ORDER BY stream";
    /// The state of the province.
    pub PROVINCE = "SELECT state FROM snapshot WHERE stream = $1";
}

static OFFICES: Table = Table { name: "office", put: &PUT, remove: &REMOVE, key_columns: 1 };

/// Puts every description of the office anew: an event may end an earlier one.
pub(crate) fn project(projected: &Projected<'_>, office: &Office, writes: &mut Writes) {
    let successors = office.closing.as_ref().map(|closing| &closing.successors);
    let successors = serde_json::to_string(&successors.cloned().unwrap_or_default())
        .expect("invariant: codes serialise");
    for (place, description) in (0..DESCRIPTIONS_MAX).zip(&office.descriptions) {
        let id = projected.born * DESCRIPTIONS_MAX + place;
        let next = usize::try_from(place).ok().and_then(|at| office.descriptions.get(at + 1));
        let row = row(office, description, next, &successors);
        writes.put(&OFFICES, vec![Key::Int(id)], row);
        writes.words(WORDS, id, Some(search_words(office, description)));
    }
}

fn row(
    office: &Office,
    description: &Description,
    next: Option<&Description>,
    successors: &str,
) -> Vec<Value> {
    let closed = office.closing.as_ref().map(|closing| closing.on);
    let before_next = next.and_then(|next| next.from.checked_sub(1.day()).ok());
    let to_day = before_next.or(closed).map_or_else(|| NO_END.to_owned(), |day| day.to_string());
    vec![
        office.code.as_str().into(),
        description.from.to_string().into(),
        to_day.into(),
        description.name.as_str().into(),
        description.name_en.as_deref().into(),
        sort_key(&description.name).into(),
        description.level.as_str().into(),
        description.kind.as_str().into(),
        description.parent.as_deref().into(),
        serde_json::to_string(description).expect("invariant: descriptions serialise").into(),
        successors.into(),
    ]
}

fn search_words(office: &Office, description: &Description) -> String {
    let identifiers = description.identifiers.iter().map(|identifier| identifier.code.as_str());
    let texts = [office.code.as_str(), &description.name]
        .into_iter()
        .chain(description.name_en.as_deref())
        .chain(description.address.as_deref())
        .chain(identifiers);
    texts.flat_map(words).collect::<Vec<_>>().join(" ")
}

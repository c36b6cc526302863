//! Findings on a description: what keeps it from being published, what somebody should look at.
//!
//! The rules come from what the law asks of a published procedure (NĐ 63/2010/NĐ-CP, Điều 8)
//! and from what the national database was seen to get wrong.

mod compare;
mod parts;
mod sums;

use jiff::civil::Date;

use super::description::Description;
use crate::national::Record;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Notice,
    /// Somebody should look.
    Warning,
    /// It cannot be published.
    Error,
    /// It cannot even be a draft.
    Fault,
}

impl Severity {
    /// The name for machines.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Notice => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
            Severity::Fault => "fault",
        }
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident $key:literal $severity:ident $source:literal,)*) => {
        /// What may be found.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule { $($(#[$doc])* $name,)* }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Rule] = &[$(Rule::$name,)*];

            /// The name for machines and texts.
            pub fn key(self) -> &'static str {
                match self { $(Rule::$name => $key,)* }
            }

            /// How much it weighs.
            pub fn severity(self) -> Severity {
                match self { $(Rule::$name => Severity::$severity,)* }
            }

            /// Where the rule comes from: a legal text, or the house.
            pub fn source(self) -> &'static str {
                match self { $(Rule::$name => $source,)* }
            }
        }
    };
}

rules! {
    /// Markup or a script in a text.
    Markup "markup" Fault "docs/api.md",
    /// A text that is too long.
    TooLong "too-long" Fault "docs/api.md",
    /// A character that no text has.
    ControlCharacter "control-character" Fault "docs/api.md",
    /// Too many rows.
    TooMany "too-many" Fault "docs/api.md",
    /// An hour after 23.
    BadHour "bad-hour" Fault "docs/api.md",
    /// A level of online service that does not exist.
    BadLevel "bad-level" Fault "43/2011/NĐ-CP, Điều 3",
    /// A thing without a name.
    NoName "no-name" Fault "63/2010/NĐ-CP, Điều 8",
    /// An id of another shape.
    BadId "bad-id" Fault "docs/api.md",
    /// An id that stands twice.
    Twice "twice" Fault "docs/api.md",
    /// A case that is not there.
    UnknownCase "unknown-case" Fault "docs/api.md",
    /// A component that is not there.
    UnknownComponent "unknown-component" Fault "docs/api.md",
    /// A condition that cannot be used.
    Condition "condition" Fault "docs/api.md",
    /// A condition that asks about no question.
    UnknownQuestion "unknown-question" Fault "docs/api.md",
    /// A condition that asks about a later question.
    LaterQuestion "later-question" Fault "docs/api.md",
    /// Conditions that wait for each other.
    Circle "circle" Fault "docs/api.md",
    /// A question that cannot be answered.
    NothingToAnswer "nothing-to-answer" Fault "docs/api.md",
    /// A setting that the kind does not take.
    Setting "setting" Fault "docs/api.md",
    /// The least is more than the greatest.
    Bounds "bounds" Fault "docs/api.md",
    /// A group inside a group.
    Nested "nested" Fault "docs/api.md",
    /// A form that its own sample does not finish.
    Unfinished "unfinished" Fault "docs/api.md",
    /// A mandatory part is missing.
    PartMissing "part-missing" Error "63/2010/NĐ-CP, Điều 8, khoản 2",
    /// The province promises more time than the law allows.
    CommittedOverLegal "committed-over-legal" Error "61/2018/NĐ-CP, Điều 4",
    /// Two units for the same time.
    UnitsDisagree "units-disagree" Error "63/2010/NĐ-CP, Điều 8, khoản 2",
    /// A legal text that came after the revision.
    BasisLater "basis-later" Error "80/2015/QH13, Điều 151",
    /// A legal text that had ended before the revision.
    BasisExpired "basis-expired" Error "80/2015/QH13, Điều 154",
    /// Steps that do not add up to the limit.
    StepsDoNotAddUp "steps-do-not-add-up" Error "61/2018/NĐ-CP, Điều 18",
    /// Amounts of time that differ though the unit is the same.
    LimitsDisagree "limits-disagree" Warning "63/2010/NĐ-CP, Điều 8, khoản 2",
    /// A time limit in words only.
    LimitInWords "limit-in-words" Warning "63/2010/NĐ-CP, Điều 8, khoản 2",
    /// Zero đồng, though nothing says that it is free.
    FeeZero "fee-zero" Warning "97/2015/QH13, Điều 10",
    /// A sum that differs from its words.
    FeeDiffers "fee-differs" Warning "97/2015/QH13, Điều 10",
    /// A row that is no paper.
    NoteAsPaper "note-as-paper" Warning "63/2010/NĐ-CP, Điều 8, khoản 2",
    /// No paper is mandatory.
    NothingMandatory "nothing-mandatory" Warning "61/2018/NĐ-CP, Điều 17",
    /// A paper that may be one that an earlier revision had under another id.
    SamePaper "same-paper" Warning "docs/api.md",
    /// It differs from the national record.
    NationalDiffers "national-differs" Warning "08/QĐ-TTg (2015)",
    /// The two levels of online service do not go together.
    LevelsDisagree "levels-disagree" Warning "42/2022/NĐ-CP, Điều 11",
    /// A code of another shape than the national one.
    OddCode "odd-code" Warning "01/2018/TT-VPCP",
    /// A part that a record has and a description cannot hold.
    Unmapped "unmapped" Notice "docs/api.md",
    /// Not in English.
    NoEnglish "no-english" Notice "docs/api.md",
    /// A sample part.
    Sample "sample" Notice "docs/api.md",
}

/// A finding at its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The place: `components[3]`, `form.child_name`.
    pub place: String,
    /// What the sentence needs: amounts, names.
    pub about: Vec<String>,
}

impl Finding {
    pub(super) fn new(rule: Rule, place: impl Into<String>, about: &[&str]) -> Finding {
        let about = about.iter().map(|text| (*text).to_owned()).collect();
        Finding { rule, place: place.into(), about }
    }
}

/// What a description is held against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Against<'a> {
    /// First day in force.
    pub from: Option<Date>,
    /// The revision before.
    pub before: Option<&'a Description>,
    /// The national record.
    pub national: Option<&'a Record>,
    /// The national code.
    pub code: Option<&'a str>,
}

/// Every finding, the weightiest first.
pub fn lint(of: &Description, against: &Against<'_>) -> Vec<Finding> {
    let mut findings = super::check::check(of);
    parts::parts(of, &mut findings);
    sums::limits(of, &mut findings);
    sums::steps(of, &mut findings);
    sums::fees(of, &mut findings);
    compare::compare(of, against, &mut findings);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.rule.severity()));
    findings
}

#[cfg(test)]
mod tests;

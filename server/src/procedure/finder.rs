//! The list of procedures as its page shows it: what was found, and choices that narrow it.

use std::collections::BTreeMap;

use domain::procedure::search::{Tier, marks};
use page::procedure::{Facet, Hit, List, Mark, Said};
use page::{Language, Text};

use super::catalogue::{Catalogue, Filter, Item};
use super::view::{Around, said};
use super::words;
use crate::web::address::with_query;

/// Procedures on one page of the list.
pub const PAGE: usize = 20;
/// Fields offered beside the list.
const FIELDS_MAX: usize = 8;

/// What the list's address asks for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words.
    pub query: String,
    /// How many were shown already.
    pub after: usize,
    /// A field of government.
    pub field: String,
    /// A channel.
    pub channel: String,
    /// A level of government.
    pub level: String,
    /// The code of an office.
    pub office: String,
    /// Whether other provinces' own procedures are wanted; `None` for those who may not see them.
    pub elsewhere: Option<bool>,
}

impl Wanted {
    fn path(&self, after: usize) -> String {
        let after = if after == 0 { String::new() } else { after.to_string() };
        let values = [
            ("q", self.query.as_str()),
            ("field", &self.field),
            ("channel", &self.channel),
            ("level", &self.level),
            ("office", &self.office),
            ("elsewhere", self.elsewhere_value()),
            ("after", &after),
        ];
        with_query("/procedures", &values)
    }

    fn elsewhere_value(&self) -> &'static str {
        if self.elsewhere == Some(true) { "yes" } else { "" }
    }

    /// The way to other provinces' procedures and back: address and name.
    fn elsewhere_link(&self, text: Text) -> Option<(String, String)> {
        let wanted = self.elsewhere?;
        let other = Wanted { elsewhere: Some(!wanted), after: 0, ..self.clone() };
        let name = if wanted { text.procedure_not_elsewhere() } else { text.procedure_elsewhere() };
        Some((other.path(0), name))
    }
}

/// Codes of offices that hits may name.
pub fn offices(items: &[&Item]) -> Vec<String> {
    let described = items.iter().filter_map(|item| item.published.as_deref());
    described.flat_map(super::view::offices).map(str::to_owned).collect()
}

/// Numbers of this page's procedures, how many there are in all, and how many of them are
/// published here.
#[derive(Debug, Default)]
pub struct Found {
    /// Of this page.
    pub numbers: Vec<u32>,
    /// In all.
    pub total: usize,
    /// Published here.
    pub published: usize,
    /// What the question was read as.
    pub read_as: Option<String>,
    /// Whether every one answers the whole question.
    pub whole: bool,
    /// All that would be found in any field.
    in_any_field: Vec<u32>,
    /// All that would be found by any channel.
    by_any_channel: Vec<u32>,
}

/// Looks a page of the list up.
pub fn find(catalogue: &Catalogue, wanted: &Wanted, filter: &Filter) -> Found {
    let found = catalogue.find(&wanted.query, filter);
    let is_published = |number: &&u32| catalogue.item(**number).published.is_some();
    let without = |is_chosen: bool, filter: Filter| match is_chosen {
        true => catalogue.find(&wanted.query, &filter).entries,
        false => found.entries.clone(),
    };
    Found {
        in_any_field: without(filter.field.is_some(), Filter { field: None, ..filter.clone() }),
        by_any_channel: without(
            filter.channel.is_some(),
            Filter { channel: None, ..filter.clone() },
        ),
        total: found.entries.len(),
        published: found.entries.iter().filter(is_published).count(),
        numbers: found.entries.iter().skip(wanted.after).take(PAGE).copied().collect(),
        read_as: found.read_as,
        whole: found.whole,
    }
}

/// The page.
pub fn list(
    catalogue: &Catalogue,
    wanted: &Wanted,
    found: Found,
    around: &Around<'_>,
    office: Option<String>,
) -> List {
    let hit = |number: &u32| hit(catalogue.item(*number), &wanted.query, around);
    let shown = wanted.after + found.numbers.len();
    let kept = [
        ("field", &wanted.field),
        ("channel", &wanted.channel),
        ("level", &wanted.level),
        ("office", &wanted.office),
        ("elsewhere", &wanted.elsewhere_value().to_owned()),
    ];
    let kept = kept.into_iter().filter(|(_, value)| !value.is_empty());
    List {
        query: wanted.query.clone(),
        read_as: found.read_as,
        whole: found.whole,
        total: found.total as u64,
        published: found.published as u64,
        hits: found.numbers.iter().map(hit).collect(),
        fields: fields(catalogue, wanted, &found.in_any_field, around.text),
        channels: channels(catalogue, wanted, &found.by_any_channel, around.text),
        kept: kept.map(|(name, value)| (name.to_owned(), value.clone())).collect(),
        office,
        elsewhere: wanted.elsewhere_link(around.text),
        next: (shown < found.total).then(|| wanted.path(shown)),
    }
}

fn hit(item: &Item, query: &str, around: &Around<'_>) -> Hit {
    let text = around.text;
    let name = words::said(text, &item.entry.name);
    let listing = item.listing.as_deref();
    let of = item.published.as_deref();
    let limits = of.and_then(|of| of.limits.first());
    let time = limits.and_then(|limit| limit.committed.or(limit.legal));
    let fees: Vec<_> = of.map(|of| of.fees.iter().collect()).unwrap_or_default();
    let where_to = of.and_then(|of| of.receiving.first().or_else(|| of.executing.first()));
    let online = of.map(|of| of.online);
    let online = online.filter(|it| it.level_2011.is_some() || it.level_2022.is_some());
    let theirs = listing.filter(|_| of.is_none());
    Hit {
        code: item.entry.code.clone(),
        name: marked(name, query),
        vietnamese: words::is_foreign(text, &item.entry.name),
        published: of.is_some(),
        summary: of.and_then(|of| of.summary.as_ref()).map(|summary| said(text, summary)),
        time: time.map(|time| words::span(text, time)),
        cost: of.map(|_| words::cost(text, &fees).0),
        place: where_to.map(|party| around.party(party)),
        online: online.map(|online| words::online(text, online)),
        field: item.entry.fields.first().cloned().unwrap_or_default(),
        promulgator: theirs.map(|listing| listing.promulgator.clone()),
    }
}

/// A name in parts, those that answer the question marked.
fn marked(name: &str, query: &str) -> Vec<Mark> {
    let mut parts = Vec::new();
    let mut end = 0;
    let mut part = |text: &str, marked| {
        if !text.is_empty() {
            parts.push(Mark { text: text.to_owned(), marked });
        }
    };
    for (from, to) in marks(name, query) {
        part(&name[end..from], false);
        part(&name[from..to], true);
        end = to;
    }
    part(&name[end..], false);
    parts
}

/// Fields to choose among what was found, those with most procedures first; without a question
/// those that this province publishes in, and always the one chosen.
fn fields(catalogue: &Catalogue, wanted: &Wanted, found: &[u32], text: Text) -> Vec<Facet> {
    let all = Facet {
        path: Wanted { field: String::new(), after: 0, ..wanted.clone() }.path(0),
        name: text.procedure_all_fields(),
        count: found.len() as u64,
        chosen: wanted.field.is_empty(),
    };
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for item in found.iter().map(|number| catalogue.item(*number)) {
        for field in item.entry.fields.iter().filter(|field| !field.is_empty()) {
            let (published, count) = counts.entry(field).or_default();
            *published += u64::from(item.published.is_some());
            *count += 1;
        }
    }
    let is_offered = |field: &str, published: u64| {
        !wanted.query.is_empty() || published > 0 || field == wanted.field
    };
    let mut each: Vec<Facet> = counts
        .into_iter()
        .filter(|(field, (published, _))| is_offered(field, *published))
        .map(|(field, (_, count))| Facet {
            path: Wanted { field: field.to_owned(), after: 0, ..wanted.clone() }.path(0),
            name: field.to_owned(),
            count,
            chosen: field == wanted.field,
        })
        .collect();
    each.sort_by_key(|facet| (!facet.chosen, std::cmp::Reverse(facet.count)));
    each.truncate(FIELDS_MAX);
    if each.is_empty() {
        return each;
    }
    std::iter::once(all).chain(each).collect()
}

/// Channels to choose among what was found; only what is published here has any.
fn channels(catalogue: &Catalogue, wanted: &Wanted, found: &[u32], text: Text) -> Vec<Facet> {
    use domain::procedure::description::Channel;
    let published =
        || found.iter().filter_map(|number| catalogue.item(*number).published.as_deref());
    let facet = |id: &str, name: String, count: usize| Facet {
        path: Wanted { channel: id.to_owned(), after: 0, ..wanted.clone() }.path(0),
        name,
        count: count as u64,
        chosen: wanted.channel == id,
    };
    let each = [Channel::Counter, Channel::Online, Channel::Post].map(|channel| {
        let count = published().filter(|of| of.channels.contains(&channel)).count();
        facet(channel.id(), words::channel(text, channel), count)
    });
    let each: Vec<Facet> =
        each.into_iter().filter(|facet| facet.count > 0 || facet.chosen).collect();
    if each.is_empty() {
        return each;
    }
    let any = facet("", text.procedure_any_channel(), found.len());
    std::iter::once(any).chain(each).collect()
}

/// A national procedure that is not published here; `None` for another province's own.
pub fn national(item: &Item) -> Option<page::procedure::National> {
    listed(item).filter(|_| item.entry.tier != Tier::Elsewhere)
}

/// A procedure of the national list that is not published here, whoever's it is.
pub fn listed(item: &Item) -> Option<page::procedure::National> {
    let listing = item.listing.as_deref()?;
    Some(page::procedure::National {
        code: listing.code.clone(),
        name: listing.name.clone(),
        promulgator: listing.promulgator.clone(),
        fields: listing.fields.clone(),
        departments: listing.departments.clone(),
        subjects: listing.subjects.clone(),
        internal: item.entry.tier == Tier::Internal,
        others: with_query(
            "/procedures",
            &[("field", listing.fields.first().map_or("", String::as_str))],
        ),
    })
}

/// A name with the language it is in.
pub fn name(text: Text, item: &Item) -> Said {
    let name = &item.entry.name;
    let vietnamese = text.language == Language::English && name.en.is_none();
    Said { text: words::said(text, name).to_owned(), vietnamese }
}

//! The catalogue in memory: what is published here today, the national list, and the index over
//! both. It is made anew when the catalogue changed or the day turned, which is how a scheduled
//! revision takes effect by itself.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use db::{Db, Tx};
use domain::national::{Listing, Scope};
use domain::procedure::description::{Description, Party};
use domain::procedure::search::{Entry, Index, Tier};
use domain::province::Terms;
use jiff::civil::Date;

use super::{read, store};
use crate::commit::Error;
use crate::office::read::Described;

/// A procedure of the catalogue.
#[derive(Debug)]
pub struct Item {
    /// What is searched.
    pub entry: Entry,
    /// Its content in force, without the long parts; `None` when it is not published here.
    pub published: Option<Box<Description>>,
    /// Its line of the national list.
    pub listing: Option<Box<Listing>>,
}

/// A field of government with how many procedures it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldCount {
    /// Name.
    pub name: String,
    /// Published here.
    pub published: u64,
    /// Of the nation, not published here.
    pub national: u64,
}

/// What a list asks for beside words.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A field of government, by name or code.
    pub field: Option<String>,
    /// A level of government.
    pub level: Option<String>,
    /// A channel: `online` …
    pub channel: Option<String>,
    /// An office that carries it out.
    pub office: Option<Described>,
    /// Whether other provinces' own are found too: for officers only.
    pub elsewhere: bool,
}

/// The catalogue on a day.
#[derive(Debug)]
pub struct Catalogue {
    change: i64,
    day: Date,
    index: Index,
    /// Every procedure by its number in the index.
    pub items: Vec<Item>,
    by_code: HashMap<String, u32>,
    /// Fields in the order of the alphabet.
    pub fields: Vec<FieldCount>,
}

/// Keeps the catalogue of today, so that a request only asks whether it has changed.
#[derive(Debug)]
pub struct Shelf {
    terms: Terms,
    kept: Mutex<Option<Arc<Catalogue>>>,
    making: Mutex<()>,
}

impl Shelf {
    /// An empty shelf of a province.
    pub fn new(terms: Terms) -> Shelf {
        Shelf { terms, kept: Mutex::default(), making: Mutex::default() }
    }

    /// The catalogue of a day as it stands in the database now: one statement, unless it changed.
    pub async fn catalogue(self: &Arc<Shelf>, db: &Db, day: Date) -> Result<Arc<Catalogue>, Error> {
        let shelf = Arc::clone(self);
        db.read(move |tx| shelf.current(tx, day)).await
    }

    /// The same within a read.
    pub fn current(&self, tx: &mut Tx<'_>, day: Date) -> Result<Arc<Catalogue>, Error> {
        let change = tx.row(&store::LAST_CHANGE, &[])?.map(|row| row.int(0)).transpose()?;
        let change = change.unwrap_or(0);
        let known = || self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // A reader may see an older state than the one who made what is kept.
        let is_right = |known: &Arc<Catalogue>| known.change >= change && known.day == day;
        if let Some(known) = known().filter(is_right) {
            return Ok(known);
        }
        // One makes it and the others wait for it: it takes as long as a thousand pages.
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known().filter(is_right) {
            return Ok(known);
        }
        let made = Arc::new(Catalogue::read(tx, &self.terms, day, change)?);
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
        Ok(made)
    }
}

impl Catalogue {
    /// Reads what is in force on a day, as of a change of the house.
    pub fn read(
        tx: &mut Tx<'_>,
        terms: &Terms,
        day: Date,
        change: i64,
    ) -> Result<Catalogue, Error> {
        let mut listings = Vec::new();
        for row in tx.rows(&store::LISTINGS, &[])? {
            let damaged = |source| Error::Damaged(format!("national list: {source}"));
            listings.push(serde_json::from_str(row.text(1)?).map_err(damaged)?);
        }
        let mut contents = Vec::new();
        for row in tx.rows(&store::IN_FORCE, &[day.to_string().into()])? {
            contents.push((row.text(0)?.to_owned(), light(read::parse(row.text(4)?)?)));
        }
        Ok(Catalogue { change, day, ..Catalogue::new(terms, contents, listings) })
    }

    /// A catalogue of contents in force, by code, and lines of the national list.
    pub fn new(
        terms: &Terms,
        contents: Vec<(String, Description)>,
        listings: Vec<Listing>,
    ) -> Catalogue {
        let mut listings: BTreeMap<String, Listing> =
            listings.into_iter().map(|listing| (listing.code.clone(), listing)).collect();
        let ours = contents.into_iter().map(|(code, description)| {
            let listing = listings.remove(&code);
            published(&code, description, listing)
        });
        let mut items: Vec<Item> = ours.collect();
        items.extend(listings.into_values().map(|listing| listed(listing, terms)));
        let entries: Vec<Entry> = items.iter().map(|item| item.entry.clone()).collect();
        let numbers = (0..).zip(&items).map(|(number, item)| (item.entry.code.clone(), number));
        Catalogue {
            change: 0,
            day: Date::default(),
            index: Index::new(&entries, &terms.synonyms),
            by_code: numbers.collect(),
            fields: fields(&items),
            items,
        }
    }

    /// Numbers of procedures that answer a question, the best first, and what it was read as.
    pub fn find(&self, question: &str, filter: &Filter) -> domain::procedure::search::Found {
        self.index.find(question, &|number| {
            let item = &self.items[usize::try_from(number).unwrap_or(0)];
            (filter.elsewhere || item.entry.tier != Tier::Elsewhere) && filter.admits(item)
        })
    }

    /// A procedure by its number.
    pub fn item(&self, number: u32) -> &Item {
        &self.items[usize::try_from(number).unwrap_or(0)]
    }

    /// A procedure by its code, whoever's it is.
    pub fn by_code(&self, code: &str) -> Option<&Item> {
        self.by_code.get(code).map(|number| self.item(*number))
    }

    /// How many are published here.
    pub fn published(&self) -> u64 {
        self.items.iter().filter(|item| item.published.is_some()).count() as u64
    }

    /// How many anybody can find.
    pub fn public(&self) -> u64 {
        self.items.iter().filter(|item| item.entry.tier != Tier::Elsewhere).count() as u64
    }
}

impl Filter {
    fn admits(&self, item: &Item) -> bool {
        let field = self.field.as_ref().is_none_or(|field| {
            let code = item.published.as_ref().and_then(|of| of.field.code.as_ref());
            item.entry.fields.contains(field) || code == Some(field)
        });
        let published = item.published.as_deref();
        let level = self
            .level
            .as_ref()
            .is_none_or(|level| published.is_some_and(|of| of.levels.contains(level)));
        let channel = self.channel.as_ref().is_none_or(|channel| {
            published.is_some_and(|of| of.channels.iter().any(|it| it.id() == channel))
        });
        let office = self.office.as_ref().is_none_or(|office| {
            let is_one = |party: &Party| party.is(&office.code, &office.description);
            published.is_some_and(|of| of.executing.iter().any(is_one))
        });
        field && level && channel && office
    }
}

/// A description without the parts that a list never shows.
fn light(mut of: Description) -> Description {
    of.instructions = Vec::new();
    of.components = Vec::new();
    of.legal_basis = Vec::new();
    of.steps = Vec::new();
    of.form = None;
    of.unmapped = Vec::new();
    of.requirements = None;
    of
}

fn published(code: &str, of: Description, listing: Option<Listing>) -> Item {
    let mut also = of.also.clone();
    // Whoever knows the national name finds it as well.
    also.extend(listing.as_ref().map(|listing| listing.name.clone()));
    Item {
        entry: Entry {
            code: code.to_owned(),
            name: of.name.clone(),
            also,
            fields: vec![of.field.name.vi.clone()],
            tier: Tier::Published,
        },
        published: Some(Box::new(of)),
        listing: listing.map(Box::new),
    }
}

fn listed(listing: Listing, terms: &Terms) -> Item {
    let ours = terms.promulgators.contains(&listing.promulgator);
    let tier = match listing.scope {
        Scope::National => Tier::National,
        Scope::Internal => Tier::Internal,
        Scope::Own if ours => Tier::National,
        // A ministry's own procedures are everybody's; another province's are not.
        Scope::Own if is_local(&listing.promulgator) => Tier::Elsewhere,
        Scope::Own => Tier::National,
    };
    Item {
        entry: Entry {
            code: listing.code.clone(),
            name: listing.name.as_str().into(),
            also: Vec::new(),
            fields: listing.fields.clone(),
            tier,
        },
        published: None,
        listing: Some(Box::new(listing)),
    }
}

/// Whether a People's Committee promulgated it.
fn is_local(promulgator: &str) -> bool {
    let folded = domain::text::fold(promulgator);
    folded.starts_with("ubnd") || folded.starts_with("uy ban nhan dan")
}

fn fields(items: &[Item]) -> Vec<FieldCount> {
    let mut counts: BTreeMap<String, FieldCount> = BTreeMap::new();
    for item in items.iter().filter(|item| item.entry.tier != Tier::Elsewhere) {
        for name in item.entry.fields.iter().filter(|name| !name.is_empty()) {
            let key = domain::text::sort_key(name);
            let new = FieldCount { name: name.clone(), published: 0, national: 0 };
            let count = counts.entry(key).or_insert(new);
            match item.published {
                Some(_) => count.published += 1,
                None => count.national += 1,
            }
        }
    }
    counts.into_values().collect()
}

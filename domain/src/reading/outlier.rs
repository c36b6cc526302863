//! Who read unlike their colleagues in a month: a list of whom to ask first, and never a verdict.
//!
//! Each sign is one number of a reader; how far it stands above what is usual among the readers
//! of the same office makes its weight. Few colleagues say little, so a small office is held
//! against everybody.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Purpose;

/// The fewest readers of an office that are held against each other.
pub const PEERS_MIN: usize = 5;
/// How much one sign weighs at most: no single number decides alone.
pub const WEIGHT_MAX: f64 = 10.0;

/// A sign of a reading that its work may not explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// Readings a day on which they read at all.
    Daily,
    /// How often they came back to the same person.
    Returns,
    /// Readings of people of their own family name.
    Namesakes,
    /// Readings with no dossier.
    Caseless,
    /// Readings outside office hours.
    Late,
    /// Readings of records that nobody has a reason to open.
    Canaries,
    /// Readings for a purpose that hardly anybody there declares.
    Purposes,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Sign; 7] = [
        Sign::Daily,
        Sign::Returns,
        Sign::Namesakes,
        Sign::Caseless,
        Sign::Late,
        Sign::Canaries,
        Sign::Purposes,
    ];

    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Sign::Daily => "daily",
            Sign::Returns => "returns",
            Sign::Namesakes => "namesakes",
            Sign::Caseless => "caseless",
            Sign::Late => "late",
            Sign::Canaries => "canaries",
            Sign::Purposes => "purposes",
        }
    }
}

/// What one reader did in a month, counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted {
    /// The reader.
    pub reader: String,
    /// The office that they read for most.
    pub office: String,
    /// How many readings.
    pub readings: u64,
    /// On how many days.
    pub days: u64,
    /// Of how many persons.
    pub persons: u64,
    /// Readings of people of the reader's family name.
    pub namesakes: u64,
    /// Readings with no dossier.
    pub caseless: u64,
    /// Readings outside office hours.
    pub late: u64,
    /// Readings of canaries.
    pub canaries: u64,
    /// Readings by purpose.
    pub purposes: BTreeMap<Purpose, u64>,
}

/// A reader with what stands out.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlier {
    /// What they did.
    pub counted: Counted,
    /// How far they stand out in all.
    pub score: f64,
    /// What stands out: each sign with its weight, the heaviest first.
    pub signs: Vec<(Sign, f64)>,
}

/// Ranks the readers of a month, whoever stands out most first; those of whom nothing stands out
/// are left away.
pub fn rank(all: &[Counted]) -> Vec<Outlier> {
    let mut offices: BTreeMap<&str, Vec<&Counted>> = BTreeMap::new();
    for counted in all {
        offices.entry(&counted.office).or_default().push(counted);
    }
    let everybody: Vec<&Counted> = all.iter().collect();
    let mut ranked = Vec::new();
    for counted in all {
        let peers = offices.get(&*counted.office).filter(|peers| peers.len() >= PEERS_MIN);
        let outlier = weigh(counted, peers.unwrap_or(&everybody));
        if !outlier.signs.is_empty() {
            ranked.push(outlier);
        }
    }
    ranked.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| a.counted.reader.cmp(&b.counted.reader))
    });
    ranked
}

fn weigh(counted: &Counted, peers: &[&Counted]) -> Outlier {
    let usual = usual_purposes(peers);
    let mut signs = Vec::new();
    for sign in Sign::ALL {
        let values: Vec<f64> = peers.iter().map(|peer| value(peer, sign, &usual)).collect();
        let weight = above(value(counted, sign, &usual), values);
        if weight >= 1.0 {
            signs.push((sign, weight));
        }
    }
    signs.sort_by(|a, b| b.1.total_cmp(&a.1));
    let score = signs.iter().map(|(_, weight)| weight).sum();
    Outlier { counted: counted.clone(), score, signs }
}

/// Purposes for which at least one in twenty readings of the peers was made.
fn usual_purposes(peers: &[&Counted]) -> BTreeSet<Purpose> {
    let mut sums: BTreeMap<Purpose, u64> = BTreeMap::new();
    for (purpose, count) in peers.iter().flat_map(|peer| &peer.purposes) {
        *sums.entry(*purpose).or_default() += count;
    }
    let total: u64 = sums.values().sum();
    sums.into_iter().filter(|(_, count)| count * 20 >= total).map(|(purpose, _)| purpose).collect()
}

fn value(counted: &Counted, sign: Sign, usual: &BTreeSet<Purpose>) -> f64 {
    let per = |count: u64, of: u64| if of == 0 { 0.0 } else { number(count) / number(of) };
    match sign {
        Sign::Daily => per(counted.readings, counted.days),
        Sign::Returns => per(counted.readings, counted.persons),
        Sign::Namesakes => per(counted.namesakes, counted.readings),
        Sign::Caseless => per(counted.caseless, counted.readings),
        Sign::Late => per(counted.late, counted.readings),
        Sign::Canaries => number(counted.canaries),
        Sign::Purposes => {
            let strange = counted.purposes.iter().filter(|(purpose, _)| !usual.contains(purpose));
            per(strange.map(|(_, count)| count).sum(), counted.readings)
        }
    }
}

/// Counts of a month are far below what a float tells apart.
#[expect(clippy::cast_precision_loss, reason = "counts of a month stay far below 2^52")]
fn number(count: u64) -> f64 {
    count as f64
}

/// How many usual deviations a value stands above the median; 0 below it. Median and median
/// deviation, for one snooper would move a mean.
fn above(value: f64, mut peers: Vec<f64>) -> f64 {
    let middle = median(&mut peers);
    let mut deviations: Vec<f64> = peers.iter().map(|peer| (peer - middle).abs()).collect();
    // Where hardly anybody differs, a tenth of what is usual counts as a deviation.
    let deviation = median(&mut deviations).max(middle * 0.1).max(0.005);
    ((value - middle) / deviation / 3.0).clamp(0.0, WEIGHT_MAX)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

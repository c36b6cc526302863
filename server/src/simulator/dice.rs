//! What is drawn, from a seed that gives it again.

use rand::RngExt;
use rand::rngs::StdRng;

use crate::app::repeatable;

/// A generator of its own for each life, so that no life changes what another draws.
pub(super) struct Dice(StdRng);

/// What a generator is for: each has numbers of its own.
#[derive(Clone, Copy)]
pub(super) enum Use {
    /// Which lives there are.
    Lives = 1,
    /// How large an office is.
    Office = 2,
    /// What happens in a life.
    Script = 3,
    /// Who the people of a life are.
    Person = 4,
    /// What a life costs.
    Fees = 5,
    /// Which papers it brings.
    Papers = 6,
    /// Who works in an office.
    Officer = 7,
    /// How fast an office is.
    Pace = 8,
    /// How somebody was served.
    Rating = 9,
}

impl Dice {
    /// The generator of one thing and use.
    pub(super) fn new(seed: u64, what: Use, of: u64) -> Dice {
        Dice(repeatable(seed, (what as u64) << 48 | of & 0xffff_ffff_ffff))
    }

    /// The generator of an office.
    pub(super) fn of_office(seed: u64, what: Use, code: &str) -> Dice {
        // FNV-1a: a number for a name, the same on every machine.
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Dice::new(seed, what, code.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    /// A number from `least` to `most`, both included.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        self.0.random_range(least..=most.max(least))
    }

    /// Whether something of so many in a hundred happens.
    pub(super) fn percent(&mut self, percent: u32) -> bool {
        self.0.random_ratio(percent.min(100), 100)
    }

    /// Whether something of so many in a thousand happens.
    pub(super) fn permille(&mut self, permille: u32) -> bool {
        self.0.random_ratio(permille.min(1000), 1000)
    }

    /// A place in a list; 0 of an empty one.
    pub(super) fn place(&mut self, length: usize) -> usize {
        if length < 2 { 0 } else { self.0.random_range(0..length) }
    }

    /// One of a list of texts; nothing of an empty one.
    pub(super) fn text(&mut self, all: &[String]) -> String {
        let place = self.place(all.len());
        all.get(place).cloned().unwrap_or_default()
    }

    /// A place in a list, by weights; 0 where nothing weighs.
    pub(super) fn weighed(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let total: u64 = weights.clone().sum();
        if total == 0 {
            return 0;
        }
        let mut left = self.0.random_range(0..total);
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        0
    }

    /// A part of one.
    pub(super) fn part(&mut self) -> f64 {
        self.0.random::<f64>()
    }

    /// Around nothing, mostly within a half, never beyond one and a half.
    pub(super) fn bell(&mut self) -> f64 {
        self.part() + self.part() + self.part() - 1.5
    }
}

//! Amounts of time as laws and promises tell them: how much, of what unit.

use serde::{Deserialize, Serialize};

/// An amount of time in steps of a quarter: the national database has 4.75 days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity {
    /// Four times the amount.
    pub quarters: u32,
}

impl Serialize for Quantity {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.quarters % 4 {
            0 => serializer.serialize_u32(self.quarters / 4),
            _ => serializer.serialize_f64(f64::from(self.quarters) / 4.0),
        }
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Quantity, D::Error> {
        let amount = f64::deserialize(deserializer)?;
        Quantity::of(amount)
            .ok_or_else(|| serde::de::Error::custom("an amount is 0 to 10000 in steps of 0.25"))
    }
}

impl Quantity {
    /// An amount in whole units.
    pub fn whole(amount: u32) -> Quantity {
        Quantity { quarters: amount * 4 }
    }

    /// An amount in steps of a quarter, up to 10,000.
    pub fn of(amount: f64) -> Option<Quantity> {
        let quarters = amount * 4.0;
        let fits = quarters.fract() == 0.0 && (0.0..=40_000.0).contains(&quarters);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be a whole number from 0 to 40000"
        )]
        fits.then_some(Quantity { quarters: quarters as u32 })
    }

    /// The amount.
    pub fn amount(self) -> f64 {
        f64::from(self.quarters) / 4.0
    }
}

/// The unit of a time limit.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Working days (ngày làm việc).
    #[default]
    WorkingDay,
    /// Calendar days (ngày).
    CalendarDay,
    /// Hours of work (giờ làm việc).
    WorkingHour,
    /// Months (tháng).
    Month,
    /// On the day itself (trong ngày).
    SameDay,
    /// As each project needs (theo dự án), or as the words say.
    Other,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Unit; 6] = [
        Unit::WorkingDay,
        Unit::CalendarDay,
        Unit::WorkingHour,
        Unit::Month,
        Unit::SameDay,
        Unit::Other,
    ];

    /// The name in data and findings.
    pub fn id(self) -> &'static str {
        match self {
            Unit::WorkingDay => "working-day",
            Unit::CalendarDay => "calendar-day",
            Unit::WorkingHour => "working-hour",
            Unit::Month => "month",
            Unit::SameDay => "same-day",
            Unit::Other => "other",
        }
    }

    /// The unit of a name.
    pub fn parse(id: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.id() == id)
    }
}

/// A span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// How much; 0 with `same-day`.
    #[serde(default)]
    pub quantity: Quantity,
    /// Of what.
    pub unit: Unit,
}

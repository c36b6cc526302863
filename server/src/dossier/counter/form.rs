//! What the intake form sends: names and values, kept as they were typed, and read into a filing.

use domain::dossier::{
    Address, Applicant, ApplicantKind, Handed, Identity, IdentityKind, Paper, ReturnBy, Submitter,
};
use domain::phone::Phone;
use domain::procedure::description::Channel;
use jiff::civil::Date;
use page::counter::{Party, Submitter as ShownSubmitter};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

/// The form as it was sent.
#[derive(Clone, Debug, Default)]
pub struct Form(pub Vec<(String, String)>);

/// A kind of the rules by its name in data.
pub fn kind<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(Json::String(name.to_owned())).ok()
}

/// A text that says something.
pub fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// A day as people type it: `14/03/1993`, `14-3-1993`, `14031993`.
pub fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    let (day, month, year) = match parts.as_slice() {
        [day, month, year] => (*day, *month, *year),
        [whole] if whole.len() == 8 => (&whole[..2], &whole[2..4], &whole[4..]),
        [..] => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A year alone, as old papers have it.
pub fn year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

/// A day as the form shows it.
pub fn typed(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// A sum as people type it: `100.000`.
pub fn sum(text: &str) -> Option<u64> {
    let plain: String = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
    plain.parse().ok()
}

impl Form {
    /// What stands under a name, without spaces around it; empty where nothing does.
    pub fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(sent, _)| sent == name).map_or("", |(_, value)| value.trim())
    }

    /// Whether anything was sent under a name.
    pub fn has(&self, name: &str) -> bool {
        !self.one(name).is_empty()
    }

    /// Puts a value in the place of what stood there.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(sent, _)| sent != name);
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// The same, where nothing was sent.
    fn or(&self, name: &str, otherwise: &str) -> String {
        some(self.one(name)).unwrap_or_else(|| otherwise.to_owned())
    }

    /// How the dossier comes.
    pub fn channel(&self) -> Channel {
        kind(self.one("channel")).unwrap_or(Channel::Counter)
    }

    /// How the result is collected.
    pub fn return_by(&self) -> ReturnBy {
        kind(self.one("return_by")).unwrap_or_default()
    }

    /// A person or organisation as the page shows it.
    pub fn party(&self, under: &str) -> Party {
        let part = |name: &str| self.one(&format!("{under}.{name}")).to_owned();
        Party {
            kind: self.or(&format!("{under}.kind"), "person"),
            name: part("name"),
            birth_date: part("birth_date"),
            gender: part("gender"),
            identity_type: self.or(&format!("{under}.identity.type"), "citizen_id"),
            identity_number: part("identity.number"),
            phone: part("phone"),
            email: part("email"),
            address: part("address"),
        }
    }

    /// Who brings it, as the page shows it.
    pub fn submitter(&self) -> ShownSubmitter {
        ShownSubmitter {
            relation: self.one("submitter.relation").to_owned(),
            party: self.party("submitter"),
            authorisation: self.one("submitter.authorisation").to_owned(),
        }
    }

    /// The identity paper under a name.
    pub fn identity(&self, under: &str) -> Identity {
        let party = self.party(under);
        let kind = kind(&party.identity_type).unwrap_or(IdentityKind::CitizenId);
        let number: String = party.identity_number.split_whitespace().collect();
        Identity { kind, number: some(&number) }
    }

    /// A person or organisation as it is handed in; names of boxes that hold no day.
    pub fn applicant(&self, under: &str, wrong: &mut Vec<String>) -> Applicant {
        let party = self.party(under);
        let is_organisation = under == "applicant" && party.kind == "organisation";
        let birth = party.birth_date.as_str();
        let birth_date = day(birth).filter(|_| !is_organisation);
        let is_right = is_organisation || birth.is_empty() || year(birth).is_some();
        if birth_date.is_none() && !is_right {
            wrong.push(format!("{under}.birth_date"));
        }
        Applicant {
            kind: match is_organisation {
                true => ApplicantKind::Organisation,
                false => ApplicantKind::Person,
            },
            name: party.name,
            birth_date,
            identity: self.identity(under),
            // What is no number is told by the rules, as it was typed.
            phone: some(&party.phone).map(|it| Phone::parse(&it).map_or(it, |it| it.e164())),
            email: some(&party.email),
            address: Address { text: party.address, unit_code: None },
        }
    }

    /// Who brings it, where it is somebody else.
    pub fn brought_by(&self, wrong: &mut Vec<String>) -> Option<Submitter> {
        let relation = self.one("submitter.relation");
        let is_named = self.has("submitter.name") || self.has("submitter.identity.number");
        if relation.is_empty() && !is_named {
            return None;
        }
        let mut who = self.applicant("submitter", wrong);
        // Whoever stands at the counter may have shown no paper.
        if who.identity.number.is_none() {
            who.identity.kind = IdentityKind::None;
        }
        Some(Submitter {
            who,
            relation: relation.to_owned(),
            authorisation: some(self.one("submitter.authorisation")),
        })
    }

    /// Papers that lie on the counter; names of boxes that hold no number.
    pub fn components(&self, wrong: &mut Vec<String>) -> Vec<Handed> {
        let named = |name: &str| name.strip_prefix("component.").map(str::to_owned);
        let ids = self.0.iter().filter(|(name, value)| {
            named(name).is_some() && value == "1" && !name.ends_with(".quantity")
        });
        let ids = ids.filter_map(|(name, _)| named(name));
        let ids: Vec<String> = ids.filter(|id| !id.ends_with(".presented")).collect();
        ids.into_iter()
            .map(|id| {
                let part = |part: &str| self.one(&format!("component.{id}.{part}"));
                let quantity = match part("quantity") {
                    "" => Some(1),
                    text => text.parse().ok(),
                };
                if quantity.is_none() {
                    wrong.push(format!("component.{id}.quantity"));
                }
                Handed {
                    form: kind(part("form")).unwrap_or(Paper::Original),
                    quantity: quantity.unwrap_or(1),
                    presented: part("presented") == "1",
                    attachment: None,
                    id,
                }
            })
            .collect()
    }

    /// What the desk writes beside: what the rules have no field for.
    pub fn note(&self) -> String {
        let born = self.one("applicant.birth_date");
        let born = year(born).map(|year| format!("Năm sinh: {year}"));
        let is_posted = self.return_by() == ReturnBy::Post;
        let post = some(self.one("return_address")).filter(|_| is_posted);
        let post = post.map(|address| format!("Gửi kết quả đến: {address}"));
        let notes: Vec<String> = born.into_iter().chain(post).collect();
        notes.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_as_people_type_it() {
        for text in ["14/03/1993", "14-3-1993", "14.03.1993", "14031993", "14 3 1993"] {
            assert_eq!(day(text), Some(date(1993, 3, 14)), "{text}");
        }
        for text in ["", "1993", "03/1993", "31/02/1993", "1993-03-14", "a/b/c", "ééé8"] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!((year("1950"), year("195"), year("19a0")), (Some(1950), None, None));
    }

    #[test]
    fn only_the_tick_counts_a_paper() {
        let pairs = [
            ("component.a", "1"),
            ("component.a.form", "photocopy"),
            ("component.a.quantity", "2"),
            ("component.a.presented", "1"),
            ("component.b.form", "original"),
            ("component.b.quantity", "1"),
            ("component.c", "1"),
            ("component.c.quantity", "x"),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut wrong = Vec::new();
        let papers = Form(pairs.into()).components(&mut wrong);
        let told: Vec<_> = papers
            .iter()
            .map(|it| (it.id.as_str(), it.form.id(), it.quantity, it.presented))
            .collect();
        assert_eq!(told, [("a", "photocopy", 2, true), ("c", "original", 1, false)]);
        assert_eq!(wrong, ["component.c.quantity"]);
    }
}

//! Whether a result was issued: what anybody may ask who holds a paper or a file of one.
//!
//! A page says number, date, office, procedure and whether it still holds, and compares a file with
//! the one that the ledger names; the file is hashed as it comes and not kept. Nobody's name stands
//! there, and what was never issued gets the same answer as what is not known.

pub mod pages;
pub mod store;

use db::Tx;
use domain::access::Action;
use domain::dossier::{Dossier, Phase};
use domain::dossier_code::DossierCode;

use crate::commit::Error;
use crate::dossier::read::{self, Known};
use crate::web::gate::Routes;

/// The addresses.
pub fn routes(routes: Routes) -> Routes {
    let open = Action::ReadPublic;
    routes
        .get("/v", open, pages::ask)
        .get("/v/{code}", open, pages::show)
        .post("/v/{code}", open, pages::compare)
        .get("/v/{code}/proof", open, pages::proof)
        .get("/v/{code}/qr", open, pages::qr)
}

/// How a result is named by whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// By its dossier's code.
    Code(String),
    /// By its number in an office's book of a year: `X24611-2019-12`.
    Number(String, i64, i64),
}

impl Name {
    /// Reads what was typed or scanned.
    pub fn read(typed: &str) -> Option<Name> {
        if let Ok(code) = DossierCode::read(typed) {
            return Some(Name::Code(code.as_str().to_owned()));
        }
        let mut parts = typed.trim().rsplitn(3, '-');
        let (number, year, office) = (parts.next()?, parts.next()?, parts.next()?);
        let (number, year) = (number.parse().ok()?, year.parse().ok()?);
        let is_code = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (!office.is_empty() && office.len() <= 24 && office.chars().all(is_code))
            .then(|| Name::Number(office.to_ascii_uppercase(), year, number))
    }
}

/// The dossier of a result that was issued.
pub fn find(tx: &mut Tx<'_>, name: &Name) -> Result<Option<Known>, Error> {
    let code = match name {
        Name::Code(code) => code.clone(),
        Name::Number(office, year, number) => {
            let values = [office.as_str().into(), (*year).into(), (*number).into()];
            match tx.row(&store::BY_NUMBER, &values)? {
                Some(row) => row.text(0)?.to_owned(),
                None => return Ok(None),
            }
        }
    };
    Ok(read::one(tx, &code)?.filter(|known| is_issued(&known.dossier)))
}

/// Whether a dossier has a result that left the house.
pub fn is_issued(dossier: &Dossier) -> bool {
    let is_released = dossier.result.as_ref().is_some_and(|it| it.released.is_some());
    is_released && matches!(dossier.phase, Phase::Finished | Phase::Returned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_named_by_its_code_or_its_number() {
        let number = Some(Name::Number("X24611".to_owned(), 2019, 12));
        assert_eq!(Name::read(" x24611-2019-12 "), number);
        let desk = Some(Name::Number("MC-X24611".to_owned(), 2019, 7));
        assert_eq!(Name::read("MC-X24611-2019-7"), desk);
        let code = Name::read("000.00.31.H16-191114-0007");
        assert!(matches!(code, Some(Name::Code(_))), "{code:?}");
        for typed in ["", "12", "2019-12", "a b-2019-1", "X-2019-x", "../-2019-1"] {
            assert_eq!(Name::read(typed), None, "{typed}");
        }
    }
}

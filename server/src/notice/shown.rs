//! What became of notices, as officers and the applicant read it.

use db::{Row, Tx};
use domain::notice::Subject;
use domain::{LawTime, MachineTime};
use page::Text;
use page::dossier::Notice;

use super::store;
use crate::account::contact::Contact;
use crate::commit::Error;
use crate::outbox::{self, Way, store as letters};

/// Digits of a telephone number that are shown, at its end.
const DIGITS_SHOWN: usize = 3;
/// Notices of an account that its page shows.
const LATEST_MAX: i64 = 60;

/// An address with most of it hidden: enough to see which of one's own it is.
pub fn veiled(to: &Contact) -> String {
    match to {
        Contact::Mail(mail) => {
            let (name, host) = mail.rsplit_once('@').unwrap_or((mail, ""));
            let mut host = host.chars();
            let (first, rest) = (name.chars().next(), host.next());
            let end = host.as_str().rsplit_once('.').map_or("", |(_, end)| end);
            format!("{}…@{}….{end}", first.unwrap_or('…'), rest.unwrap_or('…'))
        }
        Contact::Phone(number) => {
            let from = number.len().saturating_sub(DIGITS_SHOWN);
            format!("…{}", number.get(from..).unwrap_or_default())
        }
    }
}

/// A notice with one of its letters, as rows tell it.
#[derive(Clone, Debug)]
pub struct Line {
    about: String,
    at: LawTime,
    state: String,
    letter: Option<LetterLine>,
}

#[derive(Clone, Debug)]
struct LetterLine {
    way: String,
    to: Option<String>,
    state: String,
    at: Option<MachineTime>,
    reason: Option<String>,
}

fn line(row: &Row) -> Result<Line, db::Error> {
    let text = |column| Ok::<_, db::Error>(row.maybe_text(column)?.map(str::to_owned));
    let letter = match (text(3)?, text(5)?) {
        (Some(way), Some(state)) => Some(LetterLine {
            way,
            to: text(4)?,
            state,
            at: row.maybe_int(6)?.map(MachineTime),
            reason: text(7)?,
        }),
        _ => None,
    };
    Ok(Line {
        about: row.text(0)?.to_owned(),
        at: LawTime(row.int(1)?),
        state: row.text(2)?.to_owned(),
        letter,
    })
}

/// The notices of a dossier, the first first.
pub fn of_dossier(tx: &mut Tx<'_>, dossier: i64) -> Result<Vec<Line>, Error> {
    let rows = tx.rows(&store::OF_DOSSIER, &[dossier.into()])?;
    Ok(rows.iter().map(line).collect::<Result<_, _>>()?)
}

/// The latest notices about an account's own dossiers, each with the dossier's code.
pub fn of_account(
    tx: &mut Tx<'_>,
    account: &domain::StreamId,
) -> Result<Vec<(String, Line)>, Error> {
    let rows = tx.rows(&store::OF_ACCOUNT, &[account.as_str().into(), LATEST_MAX.into()])?;
    let each = rows.iter().map(|row| Ok::<_, db::Error>((row.text(8)?.to_owned(), line(row)?)));
    Ok(each.collect::<Result<_, _>>()?)
}

/// A notice in words. One that said nothing new when it was looked at was told to nobody.
pub fn told(text: Text, line: &Line) -> Option<Notice> {
    let about = Subject::parse(&line.about)?;
    let (words, failed) = match (line.state.as_str(), &line.letter) {
        (store::UNTIMELY, _) => return None,
        (store::DUE, _) => (text.notice_due(), false),
        (store::NOWHERE, _) => (text.notice_nowhere(), true),
        (store::UNCARRIED, _) => (text.notice_uncarried(), true),
        (_, Some(letter)) => letter_words(text, letter),
        (_, None) => (text.notice_unknown(), false),
    };
    Some(Notice { at: moment(line.at), about: subject(text, about), words, failed })
}

fn letter_words(text: Text, letter: &LetterLine) -> (String, bool) {
    let to = letter.to.clone().unwrap_or_else(|| text.notice_hidden());
    let by = match letter.way == Way::Mail.id() {
        true => text.notice_by_mail(to),
        false => text.notice_by_sms(to),
    };
    let at = letter.at.map(|at| text.instant(&moment(LawTime(at.0)))).unwrap_or_default();
    let why = || letter.reason.as_deref().map(|why| outbox::pages::why_of(text, why));
    match letter.state.as_str() {
        letters::TAKEN => (text.notice_taken(at, by), false),
        letters::IN_TRAY => (text.notice_tray(by), false),
        letters::FAILED => (text.notice_failed(by, why().unwrap_or_default()), true),
        _ => match why() {
            Some(why) => (text.notice_again(by, why), false),
            None => (text.notice_waits(by), false),
        },
    }
}

fn moment(at: LawTime) -> page::dossier::Moment {
    crate::reading::words::when(at)
}

/// What a notice is about, in words.
pub fn subject(text: Text, about: Subject) -> String {
    match about {
        Subject::Submitted => text.notice_submitted(),
        Subject::Received => text.notice_received(),
        Subject::Refused => text.notice_refused(),
        Subject::Supplement => text.notice_supplement(),
        Subject::Payment => text.notice_payment(),
        Subject::Apology => text.notice_apology(),
        Subject::DueChanged => text.notice_due_changed(),
        Subject::Ready => text.notice_ready(),
        Subject::Withdrawn => text.notice_withdrawn(),
        Subject::Stopped => text.notice_stopped(),
        Subject::Corrected => text.notice_corrected(),
        Subject::Revoked => text.notice_revoked(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_its_owner_alone() {
        let mail = |text: &str| veiled(&Contact::Mail(text.to_owned()));
        assert_eq!(mail("h.bia@example.vn"), "h…@e….vn");
        let phone = Contact::Phone("+84912345742".to_owned());
        assert_eq!(veiled(&phone), "…742");
    }
}

//! Files of a dossier: named when papers are handed in, shown to whoever may read its papers.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::Response;
use domain::StreamId;
use domain::access::{Fields, Why};
use domain::attachment::Kind;
use domain::dossier::{At, FileFacts, Flaw, Handed, NoFile};
use page::Text;
use page::dossier::{Document, DocumentKind};
use page::procedure::{Kept, Said};
use serde::Deserialize;

use super::pages::one::{self, Opened};
use super::pages::scene::Scene;
use super::store;
use crate::attachment::read::{Wanted, answer};
use crate::attachment::reference::{self, NotReady};
use crate::attachment::{Attachment, State as FileState};
use crate::commit::{Error, IdempotencyKey};
use crate::procedure::view::said;
use crate::web::gate::Gate;
use crate::web::{Missing, Problem, Site};

/// Digits of a file's hash that a page shows.
const HASH_DIGITS: usize = 12;

/// What is wrong with a text that must stand on official papers: letters that they cannot show.
pub fn printed(place: &str, text: &str) -> Option<At> {
    let letters = pdf::unprintable(text);
    let flaw = Flaw::Letters(letters.clone());
    (!letters.is_empty()).then(|| At { place: place.to_owned(), flaw })
}

/// Looks at the files that papers name and says in the papers what each of them is; answers the
/// places where one cannot be named. A file is named by whoever sent it, once, when it was checked.
/// A request that was done before under its key is answered by the door, whatever it names.
pub async fn name(
    site: &Site,
    gate: &Gate,
    papers: &mut [Handed],
    stream: Option<&StreamId>,
    key: Option<&IdempotencyKey>,
) -> Result<Vec<At>, Problem> {
    for paper in &mut *papers {
        paper.file = None;
    }
    let ids: Vec<Option<String>> = papers.iter().map(|paper| paper.attachment.clone()).collect();
    let Some(owner) = gate.caller().account().filter(|_| ids.iter().any(Option::is_some)) else {
        return Ok(Vec::new());
    };
    let (owner, stream) = (owner.clone(), stream.cloned());
    let key = key.map(|key| key.key.clone());
    let read = site.house().db.read(move |tx| {
        let is_done = match key {
            Some(key) => {
                let values = [owner.as_str().into(), key.into()];
                tx.row(&store::KEY_KNOWN, &values)?.is_some()
            }
            None => false,
        };
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.push(match id {
                Some(id) => Some(reference::ready(tx, &owner, &[id], stream.as_ref())?),
                None => None,
            });
        }
        Ok::<_, Error>((found, is_done))
    });
    let (found, is_done) = read.await?;
    let mut wrongs = Vec::new();
    for (paper, found) in papers.iter_mut().zip(found) {
        let Some(found) = found else { continue };
        match found.map_err(|not| why(&not)).and_then(|files| facts(&files)) {
            Ok(facts) => paper.file = Some(facts),
            Err(_) if is_done => {}
            Err(why) => wrongs.push(At {
                place: format!("components[{}].attachment", paper.id),
                flaw: Flaw::File(why),
            }),
        }
    }
    Ok(wrongs)
}

fn why(not: &NotReady) -> NoFile {
    match not {
        NotReady::Unknown(_) => NoFile::Unknown,
        NotReady::Unfinished(_) => NoFile::Unfinished,
        NotReady::Refused(_) => NoFile::Refused,
        NotReady::Taken(_) => NoFile::Taken,
    }
}

fn facts(files: &[Attachment]) -> Result<FileFacts, NoFile> {
    let file = files.first().ok_or(NoFile::Unknown)?;
    match (file.state, &file.sha256, file.kind) {
        (FileState::Checked, Some(sha256), Some(kind)) => Ok(FileFacts {
            sha256: sha256.clone(),
            size: file.size,
            kind: kind.media_type().to_owned(),
        }),
        _ => Err(NoFile::Unchecked),
    }
}

/// The documents of a dossier, for those who may see its papers.
pub fn documents(scene: &Scene, opened: &Opened, files: &[Attachment]) -> Vec<Document> {
    if !opened.granted.sees.contains(&Fields::Papers) {
        return Vec::new();
    }
    let filing = &opened.known.dossier.filing;
    let content = scene.content(&filing.procedure, filing.revision);
    let handed = filing.components.iter().chain(&opened.known.dossier.added);
    let named = |id: &str| {
        let component = content.and_then(|it| it.components.iter().find(|it| it.id == id));
        component.map_or_else(|| Said::plain(id), |it| said(scene.text, &it.name))
    };
    let papers = handed.filter_map(|paper| Some((paper.attachment.as_ref()?, named(&paper.id))));
    let scan = opened.known.dossier.result.as_ref().and_then(|it| it.file.as_ref());
    let scan = scan.map(|it| (&it.attachment, Said::plain(scene.text.dossier_result_file())));
    let letters = opened.known.dossier.consultations.iter().filter_map(|asked| {
        let letter = asked.letter.as_ref()?;
        let name = scene.text.dossier_letter_of(&asked.office, &letter.number);
        Some((&letter.scan.attachment, Said::plain(name)))
    });
    let all = scan.into_iter().chain(papers).chain(letters).filter_map(|(id, component)| {
        let file = files.iter().find(|file| file.id == *id)?;
        Some(document(scene.text, &filing.code, file, component))
    });
    all.collect()
}

fn document(text: Text, code: &str, file: &Attachment, component: Said) -> Document {
    Document {
        file: file.name.clone(),
        component,
        kind: match file.kind {
            Some(Kind::Pdf) => DocumentKind::Pdf,
            Some(Kind::Jpeg | Kind::Png) => DocumentKind::Image,
            Some(Kind::Tiff | Kind::Docx | Kind::Xlsx | Kind::Odt) | None => DocumentKind::Other,
        },
        path: format!("/dossiers/{code}/files/{}", file.id),
        size: size(text, file.size),
        hash: file.sha256.iter().flat_map(|hash| hash.chars()).take(HASH_DIGITS).collect(),
    }
}

/// A file that came with a form which is shown again; `None` where it can no longer be named.
pub async fn kept(site: &Site, gate: &Gate, text: Text, id: &str) -> Result<Option<Kept>, Problem> {
    let Some(owner) = gate.caller().account().filter(|_| !id.is_empty() && !id.contains('\0'))
    else {
        return Ok(None);
    };
    let (owner, id) = (owner.clone(), id.to_owned());
    let read = site.house().db.read(move |tx| reference::ready(tx, &owner, &[id], None));
    let found = read.await.map_err(|error: Error| Problem::from(error))?;
    let file = found.ok().and_then(|files| files.into_iter().next());
    Ok(file.map(|file| Kept {
        told: format!("{}, {}", file.name, size(text, file.size)),
        id: file.id,
    }))
}

/// A size in words: `1,2 MB`.
fn size(text: Text, bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    if bytes < MIB {
        return text.dossier_file_size(text.number(bytes.div_ceil(KIB)), "KB");
    }
    let tenths = (bytes * 10).div_ceil(MIB);
    let mark = match text.language {
        page::Language::Vietnamese => ',',
        page::Language::English => '.',
    };
    text.dossier_file_size(format!("{}{mark}{}", tenths / 10, tenths % 10), "MB")
}

/// How a file is wanted.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct How {
    save: bool,
}

/// A file of a dossier. The dossier says who may read it, and that is recorded; a file of another
/// record is not found here.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    Path((code, id)): Path<(String, String)>,
    Query(how): Query<How>,
) -> Result<Response<Body>, Problem> {
    let opened = one::open(&site, &gate, &code).await?;
    if !opened.granted.sees.contains(&Fields::Papers) || id.contains('\0') {
        return Err(Missing.into());
    }
    let dossier = &opened.known.dossier;
    let scan = dossier.result.as_ref().and_then(|it| it.file.as_ref());
    let is_scan = scan.is_some_and(|it| it.attachment == id);
    if is_scan && opened.granted.why == Why::Own && !dossier.is_handed_out() {
        return Err(Missing.into());
    }
    let read = site.house().db.read(move |tx| reference::find(tx, &id));
    let file: Option<Attachment> = read.await.map_err(|error: Error| Problem::from(error))?;
    let is_its_own = |file: &Attachment| file.record.as_ref() == Some(&opened.known.stream);
    let file = file.filter(is_its_own).ok_or(Missing)?;
    let wanted = if how.save { Wanted::Saved } else { Wanted::Shown };
    Ok(answer(&site, &file, wanted).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use page::Language;

    #[test]
    fn sizes_are_told_in_the_readers_way() {
        let vi = Text::new(Language::Vietnamese);
        assert_eq!(size(vi, 1), "1 KB");
        assert_eq!(size(vi, 1_258_291), "1,2 MB");
        assert_eq!(size(Text::new(Language::English), 20 * 1024 * 1024), "20.0 MB");
    }

    #[test]
    fn a_text_that_no_paper_can_show_is_told_at_its_place() {
        assert_eq!(printed("applicant.name", "H'Bia Niê Kđăm"), None);
        let wrong = printed("applicant.name", "Trần 漢").expect("it is told");
        assert_eq!(
            (wrong.place.as_str(), wrong.flaw),
            ("applicant.name", Flaw::Letters(vec!['漢']))
        );
    }
}

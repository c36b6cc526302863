//! Typesetting: the templates, the typeface, and one form at a time.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Serialize;
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{Error, Form, clean, spell};

/// The licence of the typeface (SIL Open Font License 1.1), to be shown wherever licences are.
pub const FONT_LICENCE: &str = include_str!(concat!(env!("OUT_DIR"), "/licence.txt"));

/// Tinos has the widths of Times New Roman, which NĐ 30/2020/NĐ-CP asks for.
const FONTS: [&[u8]; 4] = [
    include_bytes!(concat!(env!("OUT_DIR"), "/regular.ttf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/bold.ttf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/italic.ttf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/bold-italic.ttf")),
];

const COMMON: (&str, &str) = ("common.typ", include_str!("../templates/common.typ"));
const TEMPLATES: [(&str, &str); 11] = [
    COMMON,
    ("slip.typ", include_str!("../templates/slip.typ")),
    ("supplement_request.typ", include_str!("../templates/supplement_request.typ")),
    ("refusal.typ", include_str!("../templates/refusal.typ")),
    ("apology.typ", include_str!("../templates/apology.typ")),
    ("stop.typ", include_str!("../templates/stop.typ")),
    ("control_sheet.typ", include_str!("../templates/control_sheet.typ")),
    ("register.typ", include_str!("../templates/register.typ")),
    ("hand_over_list.typ", include_str!("../templates/hand_over_list.typ")),
    ("fee_receipt.typ", include_str!("../templates/fee_receipt.typ")),
    ("report.typ", include_str!("../templates/report.typ")),
];

/// Vietnam's offset from UTC in minutes.
const OFFSET_MINUTES: i32 = 7 * 60;
/// How many forms a memory of typesetting outlives its last use. The common parts are used by
/// every form and stay; what one form alone needed goes with it.
const MEMORY_FORMS: usize = 0;

/// What every form shares, made once.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<Source>,
    /// Files of the form at hand. File names are interned for the life of the process and are
    /// few: these two never change.
    form: FileId,
    qr: FileId,
    standards: PdfStandards,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().flat_map(|data| Font::iter(Bytes::new(*data))).collect();
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    Press {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        sources: TEMPLATES
            .iter()
            .map(|(name, text)| Source::new(file(name), (*text).to_owned()))
            .collect(),
        form: file("form.json"),
        qr: file("qr.svg"),
        standards: standards.expect("invariant: both stand on PDF 1.7"),
    }
});

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("invariant: a name of a file is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One form as typst sees the world: a template, its values and its QR code.
struct Sheet {
    template: FileId,
    form: Bytes,
    qr: Bytes,
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &PRESS.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        self.template
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = PRESS.sources.iter().find(|source| source.id() == id);
        source.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == PRESS.form => Ok(self.form.clone()),
            id if id == PRESS.qr => Ok(self.qr.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        PRESS.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The letters of a text that no form can show, each once: a name in other scripts, a picture
/// letter. Ask before a text is taken in, so that its writer can change it.
pub fn unprintable(text: &str) -> Vec<char> {
    let letters = clean::composed(text);
    let missing: BTreeSet<char> =
        letters.chars().filter(|letter| *letter != '\n' && !is_known(*letter)).collect();
    missing.into_iter().collect()
}

/// Whether every style of the typeface has the letter, small and capital: some texts are printed
/// in capitals.
fn is_known(letter: char) -> bool {
    let has =
        |letter: char| PRESS.fonts.iter().all(|font| font.info().coverage.contains(letter.into()));
    has(letter) && letter.to_uppercase().all(has)
}

/// Makes the file: PDF/A-2a and PDF/UA-1, with title, language and date, the typeface inside.
/// The same form gives the same bytes.
///
/// # Errors
/// [`Error::Letters`] for letters that the typeface lacks, [`Error::Address`] for a tracking
/// address beyond a QR code; the other two are bugs of this crate.
pub fn render(form: &Form) -> Result<Vec<u8>, Error> {
    let file = lay_out(form).and_then(|(document, _)| write(form, &document));
    // typst remembers what it laid out; after an error too, or a house that meets many would grow.
    comemo::evict(MEMORY_FORMS);
    file
}

/// The pages of a form, and what typst warned of.
pub(crate) fn lay_out(form: &Form) -> Result<(PagedDocument, Vec<String>), Error> {
    lay_out_parts(parts(form)?)
}

/// The pages of what a form was taken apart to.
pub(crate) fn lay_out_parts(mut parts: Parts) -> Result<(PagedDocument, Vec<String>), Error> {
    let mut missing = BTreeSet::new();
    clean::clean(&mut parts.values, is_known, &mut missing);
    if !missing.is_empty() {
        return Err(Error::Letters(missing.into_iter().collect()));
    }
    let sheet = Sheet {
        template: file(parts.template),
        form: Bytes::from_string(parts.values.to_string()),
        qr: Bytes::from_string(parts.qr),
    };
    let done = typst::compile::<PagedDocument>(&sheet);
    let warnings = done.warnings.iter().map(|warning| warning.message.to_string()).collect();
    let document = done.output.map_err(|errors| Error::Layout(told(&errors)))?;
    Ok((document, warnings))
}

fn write(form: &Form, document: &PagedDocument) -> Result<Vec<u8>, Error> {
    let issued = form.issued();
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    let issued = Datetime::from_ymd_hms(
        issued.year().into(),
        part(issued.month()),
        part(issued.day()),
        part(issued.hour()),
        part(issued.minute()),
        part(issued.second()),
    );
    let options = PdfOptions {
        creator: Smart::Custom(Some("motcua".to_owned())),
        timestamp: issued.and_then(|issued| Timestamp::new_local(issued, OFFSET_MINUTES)),
        standards: PRESS.standards.clone(),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|errors| Error::Export(told(&errors)))
}

fn told(errors: &[SourceDiagnostic]) -> String {
    let messages = errors.iter().map(|error| error.message.as_str());
    messages.collect::<Vec<_>>().join("; ")
}

/// What typesetting a form needs of it.
pub(crate) struct Parts {
    template: &'static str,
    /// The form as its template reads it.
    pub(crate) values: Value,
    /// The QR code as SVG; empty where the form has none.
    qr: String,
}

/// Takes a form apart.
pub(crate) fn parts(form: &Form) -> Result<Parts, Error> {
    let plain = |template, values| Ok(Parts { template, values, qr: String::new() });
    match form {
        Form::Slip(slip) => {
            Ok(Parts { template: "slip.typ", values: values(slip)?, qr: qr(&slip.tracking)? })
        }
        Form::SupplementRequest(form) => plain("supplement_request.typ", values(form)?),
        Form::Refusal(form) => plain("refusal.typ", values(form)?),
        Form::Apology(form) => plain("apology.typ", values(form)?),
        Form::Stop(form) => plain("stop.typ", values(form)?),
        Form::ControlSheet(form) => plain("control_sheet.typ", values(form)?),
        Form::Register(form) => plain("register.typ", values(form)?),
        Form::Report(form) => plain("report.typ", values(form)?),
        Form::HandOverList(form) => plain("hand_over_list.typ", values(form)?),
        Form::FeeReceipt(receipt) => {
            let mut values = values(receipt)?;
            values["total"] = crate::paper::thousands(receipt.total_vnd()).into();
            values["words"] = spell::dong(receipt.total_vnd(), receipt.empty_ten).into();
            plain("fee_receipt.typ", values)
        }
    }
}

fn values(form: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(form).map_err(|source| Error::Layout(source.to_string()))
}

fn qr(address: &str) -> Result<String, Error> {
    let code = fast_qr::QRBuilder::new(address).build();
    let code = code.map_err(|_| Error::Address(address.len()))?;
    Ok(fast_qr::convert::svg::SvgBuilder::default().to_str(&code))
}

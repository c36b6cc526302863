//! Files of every kind, and files that mean harm.

use std::io::{Seek, Write};

use domain::attachment::{Kind, Wrong};

use super::samples::{docx, jpeg, odt, packed, pdf, pdf_with_objects, png, tiff, xlsx, zip};
use crate::attachment::check::look;

/// What a file is found to be.
fn found(name: &str, bytes: &[u8]) -> Result<(Kind, String), Wrong> {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(bytes).and_then(|()| file.rewind()).expect("it is written");
    look(&mut file, name).expect("the disk is well")
}

fn wrong(bytes: &[u8]) -> Option<Wrong> {
    found("tệp", bytes).err()
}

#[test]
fn every_kind_is_told_by_its_content() {
    for (kind, bytes) in [
        (Kind::Pdf, pdf("")),
        (Kind::Jpeg, jpeg(1000, 2000)),
        (Kind::Png, png(1000, 2000)),
        (Kind::Tiff, tiff(1000, 2000)),
        (Kind::Docx, docx(&[("word/media/anh.png", &png(9, 9))])),
        (Kind::Xlsx, xlsx()),
        (Kind::Odt, odt(&[])),
    ] {
        let name = format!("đơn.{}", kind.endings()[0]);
        assert_eq!(found(&name, &bytes), Ok((kind, name)), "{kind:?}");
        let bare = format!("đơn.{}", kind.endings()[0]);
        assert_eq!(found("đơn", &bytes), Ok((kind, bare)), "{kind:?} without an ending");
    }
}

#[test]
fn the_ending_of_another_kind_is_refused() {
    assert_eq!(found("đơn.pdf", &docx(&[])), Err(Wrong::Ending));
    assert_eq!(found("đơn.pdf.exe", &pdf("")), Err(Wrong::Ending));
    assert_eq!(found("anh.jpg", &png(9, 9)), Ok((Kind::Png, "anh.png".to_owned())));
}

#[test]
fn what_is_not_taken_is_refused_with_what_to_do() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Word";
    let locked: Vec<u8> = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        .iter()
        .copied()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for (expected, bytes) in [
        (Wrong::Empty, &b""[..]),
        (Wrong::Unknown, b"xin chao"),
        (Wrong::Unknown, b"<!DOCTYPE html><script>alert(1)</script>"),
        (Wrong::Unknown, b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        (Wrong::Unknown, b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"),
        (Wrong::Unknown, b"GIF89a\x01\0\x01\0"),
        (Wrong::Heic, heic),
        (Wrong::OldOffice, old),
        (Wrong::Locked, &locked),
        (Wrong::Archive, b"Rar!\x1a\x07\x01\0"),
        (Wrong::Archive, b"7z\xbc\xaf\x27\x1c\0\x04"),
        (Wrong::Archive, &zip(&[("a.txt", b"x")])),
        (
            Wrong::Unknown,
            &zip(&[("[Content_Types].xml", b"<T/>"), ("ppt/presentation.xml", b"<p/>")]),
        ),
    ] {
        assert_eq!(wrong(bytes), Some(expected), "{:?}", bytes.get(..12));
    }
}

#[test]
fn a_pdf_that_runs_something_or_is_locked_is_refused() {
    for (expected, with) in [
        (Wrong::Active, "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        (Wrong::Active, "/OpenAction << /S /Java#53cript /JS (x) >>"),
        (Wrong::Active, "/AA << /O << /S /Launch /F (cmd.exe) >> >>"),
        (Wrong::Active, "/AcroForm << /XFA 9 0 R >>"),
        (Wrong::Active, "/Annots [ << /Subtype /RichMedia >> ]"),
        (Wrong::Locked, "/Encrypt 7 0 R"),
        (Wrong::Locked, "/#45ncrypt 7 0 R"),
    ] {
        assert_eq!(wrong(&pdf(with)), Some(expected), "{with}");
    }
    for harmless in [
        "/Title (JavaScript)",
        "/EncryptMetadata true",
        "/JavaScripts 1",
        "/OpenAction [2 0 R /Fit]",
    ] {
        assert_eq!(wrong(&pdf(harmless)), None, "{harmless}");
    }
}

#[test]
fn a_script_in_packed_objects_is_found() {
    let script = packed(b"1 0 << /S /JavaScript /JS (x) >>");
    let flate = "/N 1 /First 4 /Filter /FlateDecode";
    assert_eq!(wrong(&pdf_with_objects(flate, &script)), Some(Wrong::Active));
    let array = "/N 1 /First 4 /Filter [ /FlateDecode ]";
    assert_eq!(wrong(&pdf_with_objects(array, &script)), Some(Wrong::Active));
    let calm = packed(b"1 0 << /Type /Page >>");
    assert_eq!(wrong(&pdf_with_objects(flate, &calm)), None);
    for hidden in [
        "/Filter /LZWDecode",
        "/Filter [ /ASCIIHexDecode /FlateDecode ]",
        "/Filter 5 0 R",
        "/Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
    ] {
        assert_eq!(wrong(&pdf_with_objects(hidden, &calm)), Some(Wrong::Damaged), "{hidden}");
    }
    let bomb = packed(&vec![b' '; 65 * 1024 * 1024]);
    assert_eq!(wrong(&pdf_with_objects(flate, &bomb)), Some(Wrong::Bomb));
    let many: Vec<u8> = b"1 0 obj <</Type /ObjStm>> stream\n".repeat(10_001);
    let many = [b"%PDF-1.7\n".as_slice(), &many, b"%%EOF"].concat();
    assert_eq!(wrong(&many), Some(Wrong::Parts));
}

#[test]
fn a_file_whose_end_is_missing_is_refused() {
    for whole in [pdf(""), jpeg(9, 9), png(9, 9), docx(&[]), xlsx(), odt(&[])] {
        assert_eq!(wrong(&whole), None);
        for cut in [whole.len() / 2, whole.len() - 8] {
            assert_eq!(wrong(&whole[..cut]), Some(Wrong::Damaged), "{:?} {cut}", &whole[..8]);
        }
    }
    assert_eq!(wrong(&tiff(9, 9)[..20]), Some(Wrong::Damaged));
}

#[test]
fn a_picture_with_too_many_points_is_refused_by_its_header() {
    for bytes in [png(20_001, 1), png(20_000, 20_000), jpeg(20_001, 9), tiff(100_000, 100_000)] {
        assert_eq!(wrong(&bytes), Some(Wrong::Pixels));
    }
    assert_eq!(wrong(&png(10_000, 10_000)), None);
    assert_eq!(wrong(&png(0, 10)), Some(Wrong::Damaged));
}

#[test]
fn macros_and_programs_in_a_document_are_refused() {
    let types = b"<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>";
    let named = zip(&[("[Content_Types].xml", types), ("word/document.xml", b"<d/>")]);
    assert_eq!(wrong(&named), Some(Wrong::Macros));
    for part in [
        "word/vbaProject.bin",
        "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin",
        "word/embeddings/a.xlsm",
        "word/run.JS",
    ] {
        assert_eq!(wrong(&docx(&[(part, b"x")])), Some(Wrong::Macros), "{part}");
    }
    assert_eq!(wrong(&odt(&[("Basic/script-lc.xml", b"x")])), Some(Wrong::Macros));
    assert_eq!(wrong(&odt(&[("Scripts/python/a.py", b"x")])), Some(Wrong::Macros));
    assert_eq!(wrong(&docx(&[("word/media/a.zip", b"x")])), Some(Wrong::Archive));
}

#[test]
fn what_grows_without_measure_is_refused() {
    let zeros = vec![0; 16 * 1024 * 1024];
    assert_eq!(wrong(&docx(&[("word/media/bomb.bmp", &zeros)])), Some(Wrong::Bomb));
    let many: Vec<(String, Vec<u8>)> =
        (0..2001).map(|n| (format!("word/part{n}.xml"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    assert_eq!(wrong(&docx(&many)), Some(Wrong::Parts));
}

#[test]
fn a_directory_that_lies_of_sizes_deceives_nobody() {
    // The directory says that the part has one byte; what is unpacked is counted.
    let zeros = vec![0; 16 * 1024 * 1024];
    let mut bytes = docx(&[("word/media/bomb.bmp", &zeros)]);
    let size = u32::try_from(zeros.len()).expect("it fits").to_le_bytes();
    let places: Vec<usize> =
        bytes.windows(4).enumerate().filter(|(_, it)| *it == size).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
    }
    assert!(matches!(wrong(&bytes), Some(Wrong::Bomb | Wrong::Damaged)), "{:?}", wrong(&bytes));
}

#[test]
fn a_file_that_is_two_kinds_at_once_is_refused() {
    let before = [b"PK\x03\x04 not the archive yet ".as_slice(), &docx(&[])].concat();
    assert_eq!(wrong(&before), Some(Wrong::Damaged));
    let both = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", b"<d/>"),
        ("xl/workbook.xml", b"<w/>"),
    ]);
    assert_eq!(wrong(&both), Some(Wrong::Damaged));
    let page = [b"<html>".as_slice(), &pdf("")].concat();
    assert_eq!(wrong(&page), Some(Wrong::Damaged), "a PDF begins with its first byte");
}

#[test]
fn parts_that_climb_out_of_their_folder_are_refused() {
    for part in ["../../etc/passwd", "word/../../../x"] {
        assert_eq!(wrong(&docx(&[(part, b"x")])), Some(Wrong::Damaged), "{part}");
    }
}

#[test]
fn no_bytes_make_the_look_fail() {
    let whole = [pdf("/A /B#"), jpeg(9, 9), png(9, 9), docx(&[]), tiff(9, 9)];
    for bytes in whole {
        for cut in 0..bytes.len().min(400) {
            drop(found("a", &bytes[..cut]));
            let mut other = bytes.clone();
            other[cut] ^= 0xff;
            drop(found("a", &other));
        }
    }
}

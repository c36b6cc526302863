//! Files made up for the tests, of every kind that is taken.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A small PDF with something in its catalogue.
pub(super) fn pdf(with: &str) -> Vec<u8> {
    format!(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {with} >>\nendobj\n\
         2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n\
         trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )
    .into_bytes()
}

pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("it is packed");
    encoder.finish().expect("it is packed")
}

/// A PDF with a stream of objects.
pub(super) fn pdf_with_objects(dictionary: &str, stream: &[u8]) -> Vec<u8> {
    let head = format!("%PDF-1.7\n1 0 obj\n<< /Type /ObjStm {dictionary} >>\nstream\n");
    [head.as_bytes(), stream, b"\nendstream\nendobj\ntrailer\n<< >>\n%%EOF\n"].concat()
}

/// A PNG of a size; its one chunk of points is not looked at.
pub(super) fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).expect("a small chunk").to_be_bytes();
        [&length[..], kind, body, &[0; 4]].concat()
    };
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let head = [size.as_slice(), &[8, 2, 0, 0, 0]].concat();
    let signature = b"\x89PNG\r\n\x1a\n".to_vec();
    [signature, chunk(b"IHDR", &head), chunk(b"IDAT", &[0; 16]), chunk(b"IEND", &[])].concat()
}

/// A JPEG of a size with a preview that has an end of its own.
pub(super) fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let preview = [0xff, 0xd8, 0xff, 0xd9];
    let size = [height.to_be_bytes(), width.to_be_bytes()].concat();
    [
        &[0xff, 0xd8, 0xff, 0xe0, 0, 16][..],
        b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
        &[0xff, 0xe1, 0, 6],
        &preview,
        &[0xff, 0xc0, 0, 11, 8],
        &size,
        &[1, 1, 0x11, 0],
        &[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
        &[1, 2, 3, 0xff, 0xd9],
    ]
    .concat()
}

/// A TIFF of a size.
pub(super) fn tiff(width: u32, height: u32) -> Vec<u8> {
    let entry = |tag: u16, value: u32| {
        [&tag.to_le_bytes()[..], &4_u16.to_le_bytes(), &1_u32.to_le_bytes(), &value.to_le_bytes()]
            .concat()
    };
    let entries = [entry(256, width), entry(257, height)].concat();
    [&b"II*\0\x08\0\0\0\x02\0"[..], &entries, &[0; 4]].concat()
}

/// A packed file of parts.
pub(super) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = match *name {
            "mimetype" => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("a part");
        writer.write_all(bytes).expect("a part");
    }
    writer.finish().expect("an archive").into_inner()
}

const DOCX_TYPES: &[u8] = b"<Types><Override PartName=\"/word/document.xml\" ContentType=\"\
    application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

/// A text of Office with parts beside its own.
pub(super) fn docx(beside: &[(&str, &[u8])]) -> Vec<u8> {
    let own: [(&str, &[u8]); 2] =
        [("[Content_Types].xml", DOCX_TYPES), ("word/document.xml", b"<document/>")];
    zip(&[&own[..], beside].concat())
}

/// A sheet of Office.
pub(super) fn xlsx() -> Vec<u8> {
    zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")])
}

/// A text of OpenDocument with parts beside its own.
pub(super) fn odt(beside: &[(&str, &[u8])]) -> Vec<u8> {
    let own: [(&str, &[u8]); 2] = [
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"<document-content/>"),
    ];
    zip(&[&own[..], beside].concat())
}

//! Prints the counter's sample pages as an officer sees them, and the assets they need, for the
//! browser journey that tries their keys before and beside the server's own.
//!
//! Each document follows a line `=== PATH`: `/intake-2-vi`, `/assets/counter-….js`.

use std::io::{self, Write};

use page::{Door, Language, Layout, Page, Room, Visitor, asset, counter};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    print::<counter::Intake>(&mut out, "intake")?;
    print::<counter::Slip>(&mut out, "slip")?;
    print::<counter::Returning>(&mut out, "returning")?;
    print::<counter::Shortfall>(&mut out, "shortfall")?;
    print::<counter::HandOver>(&mut out, "handover")?;
    print::<counter::Lookup>(&mut out, "lookup")?;
    print::<counter::Whereabouts>(&mut out, "whereabouts")?;
    print::<counter::DayClose>(&mut out, "day")?;
    print::<counter::Online>(&mut out, "online")?;
    let births = counter::Intake::samples().into_iter().find_map(|sample| sample.found);
    let part = counter::found(&births.unwrap_or_default(), page::Text::new(Language::Vietnamese));
    document(&mut out, "/counter/procedures", part.as_bytes())?;
    for asset in asset::ASSETS {
        document(&mut out, asset.path, asset.bytes)?;
    }
    Ok(())
}

fn print<P: Page>(out: &mut impl Write, name: &str) -> io::Result<()> {
    for language in Language::ALL {
        for (number, sample) in P::samples().iter().enumerate() {
            let path = format!("/{name}-{number}-{}", language.code());
            let html = sample.render(&Layout { path: path.clone(), ..officer(language) });
            document(out, &path, html.as_bytes())?;
        }
    }
    Ok(())
}

fn document(out: &mut impl Write, path: &str, bytes: &[u8]) -> io::Result<()> {
    writeln!(out, "=== {path}")?;
    out.write_all(bytes)?;
    writeln!(out)
}

/// What stands around a page of somebody at desk 3.
fn officer(language: Language) -> Layout {
    let door = |path, name: &str| Door { path, name: name.to_owned() };
    let visitor = Visitor {
        name: "Lê Thị Hồng Nhung".to_owned(),
        post: "Cán bộ một cửa, quầy 3, thị xã Gia Nghĩa".to_owned(),
        room: Room::Staff,
        doors: vec![
            door("/intake", "Tiếp nhận"),
            door("/returning", "Trả kết quả"),
            door("/online", "Trực tuyến"),
            door("/handover", "Giao nhận"),
            door("/day", "Chốt ngày"),
        ],
        csrf: "c".to_owned(),
    };
    Layout { visitor: Some(visitor), ..Layout::sample(language) }
}

//! Writes every sample and a slip of all letters for judges and eyes (`forms FOLDER`), or makes one slip many times and tells
//! what that costs (`forms --measure COUNT`).

#![expect(clippy::disallowed_methods, reason = "a tool for developers: it writes where it is told")]

use std::fs;
use std::path::Path;

use pdf::{Form, Slip};

/// Every letter of Vietnamese with its marks, and those of Êđê, M'nông and Gia Rai beside them; their
/// capitals are printed too.
const LETTERS: [&str; 4] = [
    "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹ",
    "êềểễếệiìỉĩíịoòỏõóọôồổỗốộ",
    "ơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ",
    "đbcčƀghklmnpqrstvxĕĭŏŭñ",
];

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--measure", count] => measure(count.parse()?),
        [folder] => write(Path::new(folder)),
        _ => Err("forms FOLDER | forms --measure COUNT".into()),
    }
}

fn write(folder: &Path) -> Outcome {
    fs::create_dir_all(folder)?;
    for (name, form) in Form::samples() {
        fs::write(folder.join(name).with_extension("pdf"), pdf::render(&form)?)?;
    }
    let mut slip = Slip::sample();
    let small = LETTERS.join(" ");
    slip.subject.procedure = format!("{small} {}", small.to_uppercase());
    fs::write(folder.join("letters.txt"), &slip.subject.procedure)?;
    fs::write(folder.join("letters.pdf"), pdf::render(&Form::Slip(slip))?)?;
    Ok(())
}

/// Slips that differ, as those of a desk do.
fn measure(count: u32) -> Outcome {
    let slip = Slip::sample();
    let mut bytes = pdf::render(&Form::Slip(slip.clone()))?.len();
    println!("before: {} ms of processor time, {} KiB", processor_ms()?, resident_kib()?);
    let began = processor_ms()?;
    for number in 1..=count {
        let mut slip = slip.clone();
        slip.subject.code = format!("H16.20.12-260713-{number:04}");
        slip.subject.applicant.name = format!("Nguyễn Văn Mẫu {number}");
        slip.running_number = number;
        bytes = pdf::render(&Form::Slip(slip))?.len();
        if number.is_multiple_of(count.div_ceil(5)) {
            println!("{number}: {} KiB resident", resident_kib()?);
        }
    }
    let each = (processor_ms()? - began) as f64 / f64::from(count);
    println!("{each:.2} ms of processor time each, {bytes} bytes");
    Ok(())
}

/// The processor time of this process; the kernel counts in hundredths of a second.
fn processor_ms() -> Result<u64, Box<dyn std::error::Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let rest = stat.rsplit_once(')').ok_or("a name in brackets")?.1;
    let ticks = rest.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    Ok(ticks.sum::<Result<u64, _>>()? * 10)
}

fn resident_kib() -> Result<u64, Box<dyn std::error::Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.split_whitespace().next().ok_or("no figure")?.parse()?)
}

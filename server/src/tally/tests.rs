//! Windows of tallies.

use jiff::civil::{Date, date};

use super::Window;

fn ranges(from: Date, to: Date) -> Vec<String> {
    let window = Window::new(from, to).expect("a window");
    window.ranges().into_iter().map(|(from, to)| format!("{from}..{to}")).collect()
}

#[test]
fn a_window_is_whole_months_and_the_days_at_its_edges() {
    let year = ranges(date(2018, 12, 15), date(2019, 12, 14));
    let expected = ["2018-12-15..2018-12-31", "M2019-01..M2019-11", "2019-12-01..2019-12-14"];
    assert_eq!(year, expected);
    assert_eq!(ranges(date(2019, 1, 1), date(2019, 12, 31)), ["M2019-01..M2019-12"]);
    assert_eq!(ranges(date(2019, 2, 1), date(2019, 2, 27)), ["2019-02-01..2019-02-27"]);
    assert_eq!(ranges(date(2019, 2, 2), date(2019, 2, 28)), ["2019-02-02..2019-02-28"]);
    assert_eq!(ranges(date(2019, 2, 1), date(2019, 2, 28)), ["M2019-02..M2019-02"]);
    assert_eq!(ranges(date(2019, 2, 2), date(2019, 3, 30)), ["2019-02-02..2019-03-30"]);
    assert_eq!(Window::new(date(2019, 2, 2), date(2019, 2, 1)), None);
}

#[test]
fn the_ranges_of_a_window_meet_each_of_its_days_once() {
    let first = date(2019, 1, 1);
    for length in 0..100 {
        for start in 0..62 {
            let from = first.checked_add(jiff::Span::new().days(start)).expect("a day");
            let to = from.checked_add(jiff::Span::new().days(length)).expect("a day");
            let window = Window::new(from, to).expect("a window");
            let mut met = 0;
            for (a, b) in window.ranges() {
                let is_months = a.starts_with('M');
                let day = |text: &str| -> Date {
                    let text =
                        text.strip_prefix('M').map_or(text.to_owned(), |it| format!("{it}-01"));
                    text.parse().expect("a day")
                };
                let (a, b) = (day(&a), if is_months { day(&b).last_of_month() } else { day(&b) });
                assert!(window.from <= a && b <= window.to, "{window:?}");
                met += a.until(b).expect("days").get_days() + 1;
            }
            assert_eq!(i64::from(met), length + 1, "{window:?}");
        }
    }
}

//! Drawings of figures: attributes carry the numbers, words stand beside them.

use std::fmt::Write;

/// Value and threshold on one line, from 0 to its end.
#[derive(Clone, Debug)]
pub struct Meter {
    /// The value in percent of the line; none where there is no value.
    pub value: Option<f64>,
    /// The threshold in percent of the line.
    pub threshold: f64,
    /// Whether it is reached.
    pub reached: bool,
    /// The threshold in words.
    pub words: String,
    /// All of it in words.
    pub label: String,
}

impl Meter {
    /// A meter whose line ends at 100, or at twice a threshold that is small.
    pub fn new(
        value: Option<f64>,
        threshold: f64,
        reached: bool,
        (words, label): (String, String),
    ) -> Meter {
        let end = if threshold <= 40.0 { (threshold * 2.0).max(1.0) } else { 100.0 };
        let part = |value: f64| (value / end * 100.0).clamp(0.0, 100.0);
        Meter { value: value.map(part), threshold: part(threshold), reached, words, label }
    }

    fn width(&self) -> String {
        format!("{:.1}%", self.value.unwrap_or_default())
    }

    /// The place of the mark, kept within the line.
    fn at(&self) -> String {
        format!("{:.1}%", self.threshold.min(99.7))
    }

    /// On which side of the mark its words stand, so that they stay within the line.
    fn anchor(&self) -> &'static str {
        if self.threshold > 50.0 { "end" } else { "start" }
    }

    /// The drawing.
    pub fn svg(&self) -> String {
        let mut svg =
            String::from("<svg class=\"mc-meter\" aria-hidden=\"true\" focusable=\"false\">");
        match self.value {
            Some(_) => {
                let class = if self.reached { "mc-v mc-v--ok" } else { "mc-v" };
                let width = self.width();
                write!(
                    svg,
                    "<rect class=\"mc-rail\" width=\"100%\" height=\"9\" y=\"4\" rx=\"2\"/>\
                     <rect class=\"{class}\" width=\"{width}\" height=\"9\" y=\"4\" rx=\"2\"/>"
                )
            }
            None => write!(
                svg,
                "<rect x=\".75\" width=\"99%\" height=\"9\" y=\"4\" rx=\"2\" fill=\"none\" \
                 stroke=\"#84786c\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/>"
            ),
        }
        .ok();
        let (at, anchor) = (self.at(), self.anchor());
        write!(
            svg,
            "<line x1=\"{at}\" x2=\"{at}\" y1=\"0\" y2=\"17\"/>\
             <text x=\"{at}\" y=\"32\" text-anchor=\"{anchor}\">{}</text></svg>",
            escaped(&self.words)
        )
        .ok();
        svg
    }
}

/// The last months in a line.
#[derive(Clone, Debug)]
pub struct Spark {
    /// Values in percent, oldest first; none where nothing was counted.
    pub values: Vec<Option<f64>>,
    /// The threshold.
    pub threshold: Option<f64>,
    /// The line in words.
    pub label: String,
}

/// Width and height of a spark's drawing.
const SPARK: (f64, f64) = (140.0, 30.0);

impl Spark {
    /// The drawing; nothing of fewer than two values.
    pub fn svg(&self) -> String {
        let known = || self.values.iter().flatten().copied().chain(self.threshold);
        let (low, high) = known().fold((f64::MAX, f64::MIN), |(a, b), it| (a.min(it), b.max(it)));
        let points = self.points(low, high);
        if points.len() < 2 {
            return String::new();
        }
        let label = escaped(&self.label);
        let mut svg = format!("<svg viewBox=\"0 0 140 30\" role=\"img\" aria-label=\"{label}\">");
        if let Some(threshold) = self.threshold {
            let y = height(threshold, low, high);
            write!(svg, "<path d=\"M0 {y:.1}h140\" stroke=\"#84786c\" stroke-dasharray=\"3 3\"/>")
                .ok();
        }
        let mut path = String::new();
        for (at, (x, y)) in points.iter().enumerate() {
            write!(path, "{}{x:.1} {y:.1}", if at == 0 { "M" } else { " " }).ok();
        }
        write!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"#23406f\" stroke-width=\"2\" \
             stroke-linejoin=\"round\"/>"
        )
        .ok();
        if let Some((x, y)) = points.last() {
            write!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.2\" fill=\"#23406f\"/></svg>")
                .ok();
        }
        svg
    }

    fn points(&self, low: f64, high: f64) -> Vec<(f64, f64)> {
        let last = self.values.len().saturating_sub(1).max(1);
        let step = SPARK.0 / as_float(last);
        let all = self.values.iter().enumerate();
        all.filter_map(|(at, value)| Some((as_float(at) * step, height((*value)?, low, high))))
            .collect()
    }
}

/// Where a value stands in a spark: 3 at the top, 27 at the bottom.
fn height(value: f64, low: f64, high: f64) -> f64 {
    let range = if high > low { high - low } else { 1.0 };
    27.0 - (value - low) / range * 24.0
}

fn as_float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// A bar of a chart.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Under it.
    pub name: String,
    /// Its value in percent.
    pub value: Option<f64>,
    /// The value in words.
    pub words: String,
    /// Whether its time is not over.
    pub open: bool,
}

/// Bars over months.
#[derive(Clone, Debug)]
pub struct Chart {
    /// The bars.
    pub bars: Vec<Bar>,
    /// The threshold, and its words.
    pub threshold: Option<(f64, String)>,
    /// What it shows.
    pub caption: String,
    /// Words under it.
    pub foot: String,
}

/// Where the drawing of a chart begins, its width, and its foot.
const CHART: (f64, f64, f64) = (44.0, 596.0, 290.0);
/// How high bars may be.
const BARS: f64 = 262.0;

impl Chart {
    /// The drawing, named by its caption's identifier.
    pub fn svg(&self, id: &str) -> String {
        let values = self.bars.iter().filter_map(|bar| bar.value);
        let most = values.chain(self.threshold.iter().map(|(it, _)| *it)).fold(0.0, f64::max);
        let step = grid(most);
        let end = (most / step).ceil().max(1.0) * step;
        let y = |value: f64| CHART.2 - value.clamp(0.0, end) / end * BARS;
        let mut svg = format!(
            "<svg class=\"mc-chart\" viewBox=\"0 0 640 340\" role=\"img\" aria-labelledby=\"{id}\">"
        );
        let mut line = 0.0;
        while line <= end + 0.01 {
            let at = y(line);
            write!(
                svg,
                "<path d=\"M44 {at:.1}H640\" stroke=\"#ddd2c1\"/>\
                 <text x=\"36\" y=\"{:.1}\" text-anchor=\"end\">{line:.0}\u{a0}%</text>",
                at + 4.0
            )
            .ok();
            line += step;
        }
        self.bars(&mut svg, &y);
        if let Some((value, words)) = &self.threshold {
            let at = y(*value);
            write!(
                svg,
                "<path d=\"M44 {at:.1}H640\" stroke=\"#26211f\" stroke-width=\"1.5\" \
                 stroke-dasharray=\"6 4\"/><text x=\"640\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                at - 6.0,
                escaped(words)
            )
            .ok();
        }
        write!(svg, "<text x=\"44\" y=\"332\">{}</text></svg>", escaped(&self.foot)).ok();
        svg
    }

    fn bars(&self, svg: &mut String, y: &dyn Fn(f64) -> f64) {
        let room = CHART.1 / as_float(self.bars.len().max(1));
        let width = (room * 0.68).min(64.0);
        for (at, bar) in self.bars.iter().enumerate() {
            let left = CHART.0 + as_float(at) * room + (room - width) / 2.0;
            let middle = left + width / 2.0;
            if let Some(value) = bar.value {
                let top = y(value);
                let look = match bar.open {
                    true => {
                        "fill=\"#c5cfe0\" stroke=\"#23406f\" stroke-width=\"1.5\" \
                         stroke-dasharray=\"4 3\""
                    }
                    false => "fill=\"#23406f\"",
                };
                write!(
                    svg,
                    "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" \
                     height=\"{:.1}\" {look}/>",
                    CHART.2 - top
                )
                .ok();
            }
            let top = y(bar.value.unwrap_or_default()) - 6.0;
            write!(
                svg,
                "<text x=\"{middle:.1}\" y=\"{top:.1}\" text-anchor=\"middle\">{}</text>\
                 <text x=\"{middle:.1}\" y=\"308\" text-anchor=\"middle\">{}</text>",
                escaped(&bar.words),
                escaped(&bar.name)
            )
            .ok();
        }
    }
}

/// How far apart lines of a grid stand, in percent.
fn grid(most: f64) -> f64 {
    [1.0, 2.0, 5.0, 10.0, 20.0].into_iter().find(|step| most / step <= 5.0).unwrap_or(25.0)
}

/// A text as it may stand in markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> (String, String) {
        (text.to_owned(), text.to_owned())
    }

    #[test]
    fn a_meter_keeps_its_mark_and_its_value_within_the_line() {
        let full = Meter::new(Some(120.0), 100.0, true, words("<b>"));
        assert_eq!(
            (full.width(), full.at(), full.anchor()),
            ("100.0%".into(), "99.7%".into(), "end")
        );
        assert!(full.svg().contains("&lt;b&gt;") && full.svg().contains("mc-v--ok"));
        let small = Meter::new(Some(12.6), 30.0, false, words("30 %"));
        assert_eq!((small.width(), small.at()), ("21.0%".to_owned(), "50.0%".to_owned()));
        let below = Meter::new(Some(-3.0), 20.0, false, words("20 %"));
        assert_eq!(below.width(), "0.0%");
        let none = Meter::new(None, 80.0, false, words("80 %"));
        assert!(none.svg().contains("stroke-dasharray") && !none.svg().contains("mc-rail"));
    }

    #[test]
    fn a_line_of_one_month_is_not_drawn() {
        let mut spark =
            Spark { values: vec![None, Some(4.0)], threshold: None, label: "\"".into() };
        assert_eq!(spark.svg(), "");
        spark.values.push(Some(8.0));
        let drawn = spark.svg();
        assert!(drawn.contains("aria-label=\"&quot;\"") && drawn.contains("M70.0 27.0 140.0 3.0"));
    }

    #[test]
    fn a_chart_reaches_its_highest_value_and_shows_a_month_without_any() {
        let bar = |value: Option<f64>| Bar {
            name: "1".to_owned(),
            value,
            words: "x".to_owned(),
            open: value.is_none(),
        };
        let chart = Chart {
            bars: vec![bar(Some(6.0)), bar(None), bar(Some(47.0))],
            threshold: Some((30.0, "30 %".to_owned())),
            caption: String::new(),
            foot: String::new(),
        };
        let drawn = chart.svg("c");
        assert_eq!(drawn.matches("<rect").count(), 2);
        assert!(drawn.contains(">50\u{a0}%<") && !drawn.contains(">60\u{a0}%<"), "{drawn}");
        assert_eq!(grid(0.3).to_string(), "1");
    }
}

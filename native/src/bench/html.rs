//! [`page`]: a report as one self-contained HTML file: a plot, and the same in tables.

use std::fmt::{self, Display, Write};

use super::report::{BenchReport, Row};
use super::table::TextTable;
use crate::units::count_text;

/// Width of the plot, and where its bars begin and end.
const WIDTH: f64 = 760.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 700.0;
/// Height of a bar, and of a design's two bars.
const BAR: f64 = 14.0;
const BAND: f64 = 44.0;

const STYLE: &str = "
:root { color-scheme: light dark; --wall: #1f6feb; --cpu: #9a6700; --line: #8884; }
@media (prefers-color-scheme: dark) { :root { --wall: #6cb0ff; --cpu: #e0b050; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child, td:nth-child(2), th:nth-child(2) { text-align: left; }
svg { width: 100%; height: auto; font: 13px system-ui, sans-serif; }
svg text { fill: currentColor; }
.wall { fill: var(--wall); } .cpu { fill: var(--cpu); }
.scroll { overflow-x: auto; }
";

/// Text, escaped for HTML.
struct Escaped<T>(T);

impl<T: Display> Display for Escaped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.to_string().chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// A report as a page.
pub(crate) fn page(report: &BenchReport) -> String {
    let machine = &report.machine;
    let spec = serde_json::to_string(&report.spec).unwrap_or_default();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>fraudgen bench</title>\n<style>{STYLE}</style>\n<main>\n<h1>fraudgen bench</h1>\n\
         <p>{} transactions to {}, by {}, on {} processors ({} {}), {} threads; medians of {}.</p>\n\
         {}\n{}<p>Spec: <code>{}</code></p>\n</main>\n</html>\n",
        count_text(report.spec.transactions),
        Escaped(&report.location),
        Escaped(&report.generator),
        machine.processors,
        machine.os,
        machine.arch,
        report.threads,
        report.repeat,
        plot(&report.designs),
        report.tables().iter().map(table).collect::<String>(),
        Escaped(spec),
    )
}

/// Wall and processor time of each design, as bars.
fn plot(rows: &[Row]) -> String {
    let measured: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row.name, row.median?)))
        .collect();
    let most = measured
        .iter()
        .map(|(_, median)| median.wall_seconds.max(median.cpu_seconds))
        .fold(f64::MIN_POSITIVE, f64::max);
    let height = BAND * measured.len() as f64 + 30.0;
    let told: Vec<_> = measured
        .iter()
        .map(|(name, m)| {
            format!(
                "{name}: {:.2} s and {:.2} CPU s",
                m.wall_seconds, m.cpu_seconds
            )
        })
        .collect();
    let mut svg = format!(
        "<svg role=\"img\" aria-labelledby=\"plot-title plot-text\" viewBox=\"0 0 {WIDTH} {height}\">\n\
         <title id=\"plot-title\">Seconds by design</title>\n<desc id=\"plot-text\">{}.</desc>\n\
         <rect class=\"wall\" x=\"{LEFT}\" y=\"4\" width=\"12\" height=\"12\"/><text x=\"88\" y=\"15\">wall time</text>\n\
         <rect class=\"cpu\" x=\"170\" y=\"4\" width=\"12\" height=\"12\"/><text x=\"188\" y=\"15\">CPU time</text>\n",
        told.join("; ")
    );
    for (index, (name, median)) in measured.iter().enumerate() {
        let top = 30.0 + BAND * index as f64;
        let middle = top + BAR + 5.0;
        svg += &format!("<text x=\"0\" y=\"{middle}\">{name}</text>\n");
        for (bar, (class, seconds)) in [("wall", median.wall_seconds), ("cpu", median.cpu_seconds)]
            .into_iter()
            .enumerate()
        {
            let y = top + bar as f64 * (BAR + 2.0);
            let width = (RIGHT - LEFT) * seconds / most;
            svg += &format!(
                "<rect class=\"{class}\" x=\"{LEFT}\" y=\"{y:.0}\" width=\"{width:.1}\" height=\"{BAR}\"/>\
                 <text x=\"{:.1}\" y=\"{:.0}\">{seconds:.2} s</text>\n",
                LEFT + width + 5.0,
                y + BAR - 2.0,
            );
        }
    }
    svg + "</svg>"
}

fn table(table: &TextTable) -> String {
    let mut text = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table>\n<caption>{0}</caption>\n",
        Escaped(table.title)
    );
    for (number, line) in table.lines.iter().enumerate() {
        text += "<tr>";
        for (column, cell) in line.iter().enumerate() {
            let cell = Escaped(cell);
            text += &match (number, column) {
                (0, _) => format!("<th scope=\"col\">{cell}</th>"),
                (_, 0) => format!("<th scope=\"row\">{cell}</th>"),
                _ => format!("<td>{cell}</td>"),
            };
        }
        text += "</tr>\n";
    }
    text += "</table>\n</div>\n";
    for note in &table.notes {
        text += &format!("<p>{}</p>\n", Escaped(note));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::report::Measure;
    use super::*;

    #[test]
    fn text_is_escaped() {
        let table = table(&TextTable {
            title: "a & b",
            lines: vec![vec!["<i>".into()], vec!["\"x\"".into(), "<script>".into()]],
            notes: vec!["1 < 2".into()],
        });
        assert!(table.contains("<p>1 &lt; 2</p>"), "{table}");
        assert!(table.contains("<caption>a &amp; b</caption>"), "{table}");
        assert!(
            table.contains("<th scope=\"col\">&lt;i&gt;</th>"),
            "{table}"
        );
        assert!(
            table.contains("<th scope=\"row\">&quot;x&quot;</th><td>&lt;script&gt;</td>"),
            "{table}"
        );
    }

    #[test]
    fn bars_are_as_long_as_their_seconds() {
        let mut row = Row::new("v3", "");
        row.add(
            Measure {
                wall_seconds: 1.0,
                cpu_seconds: 2.0,
                ..Default::default()
            },
            None,
        );
        let svg = plot(&[row, Row::new("v1", "")]);
        assert_eq!(
            svg.matches("<rect class=\"wall\"").count(),
            2,
            "the legend, and what was measured: {svg}"
        );
        assert!(
            svg.contains("width=\"315.0\"") && svg.contains("width=\"630.0\""),
            "{svg}"
        );
        assert!(svg.contains("v3: 1.00 s and 2.00 CPU s"), "{svg}");
    }
}

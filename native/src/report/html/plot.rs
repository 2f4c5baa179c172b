//! Plots as inline SVG, each with a description and its numbers as a table.

use maud::{Markup, html};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 220.0;
/// Margins for the numbers at the left and the names below, and for the legend.
const LEFT: f64 = 52.0;
const BELOW: f64 = 22.0;
const ABOVE: f64 = 20.0;
/// The number of grid lines.
const GRID: usize = 4;
/// The approximate width of a letter.
const LETTER: f64 = 6.0;

/// A plot.
pub(super) struct Plot<'a> {
    pub(super) title: &'a str,
    /// What it shows, for readers who cannot see it.
    pub(super) description: String,
    /// What the names along the bottom are: the header of the table's first column.
    pub(super) along: &'a str,
    pub(super) names: Vec<String>,
    pub(super) series: Vec<(&'a str, Vec<f64>)>,
    /// The indexes of marked names.
    pub(super) marked: Vec<usize>,
}

impl Plot<'_> {
    /// The plot as groups of bars.
    pub(super) fn bars(&self) -> Markup {
        let count = self.series.len().max(1) as f64;
        let slot = self.slot();
        let width = slot * 0.8 / count;
        self.figure(html! {
            @for (series, (name, values)) in self.series.iter().enumerate() {
                @for (index, value) in values.iter().enumerate() {
                    rect class={ "bar s" (series) }
                        x=(number(LEFT + slot * (index as f64 + 0.1) + width * series as f64))
                        y=(number(self.y(*value))) width=(number(width)) height=(number(self.y(0.0) - self.y(*value))) {
                        title { (name) ", " (self.names[index]) ": " (short(*value)) }
                    }
                }
            }
        })
    }

    /// The plot as lines.
    pub(super) fn lines(&self) -> Markup {
        let x = |index: usize| LEFT + self.slot() * (index as f64 + 0.5);
        let points = |values: &[f64]| {
            let point = |(index, value): (usize, &f64)| {
                format!("{},{}", number(x(index)), number(self.y(*value)))
            };
            values
                .iter()
                .enumerate()
                .map(point)
                .collect::<Vec<_>>()
                .join(" ")
        };
        self.figure(html! {
            @for (series, (_, values)) in self.series.iter().enumerate() {
                polyline class={ "line s" (series) } points=(points(values)) {}
            }
            @if let Some((name, values)) = self.series.first() {
                @for index in &self.marked {
                    circle class="dot" cx=(number(x(*index))) cy=(number(self.y(values[*index]))) r="3.5" {
                        title { (name) ", " (self.names[*index]) ": " (short(values[*index])) }
                    }
                }
            }
        })
    }

    fn figure(&self, shapes: Markup) -> Markup {
        let longest = self.names.iter().map(|name| name.chars().count()).max();
        let name_width = LETTER * (longest.unwrap_or(0) + 2) as f64;
        let every = (name_width / self.slot()).ceil().max(1.0) as usize;
        let top = self.top();
        html! {
            figure {
                figcaption { (self.title) }
                p.soft { (self.description) }
                svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label={ (self.title) ". " (self.description) } {
                    @for step in 0..=GRID {
                        @let value = top * step as f64 / GRID as f64;
                        line.axis x1=(LEFT) x2=(WIDTH) y1=(number(self.y(value))) y2=(number(self.y(value))) {}
                        text x=(LEFT - 6.0) y=(number(self.y(value) + 4.0)) text-anchor="end" { (tick(value)) }
                    }
                    @for (index, name) in self.names.iter().enumerate().step_by(every) {
                        text x=(number(LEFT + self.slot() * (index as f64 + 0.5))) y=(HEIGHT - 6.0) text-anchor="middle" { (name) }
                    }
                    @if self.series.len() > 1 {
                        @for (series, (name, _)) in self.series.iter().enumerate() {
                            @let x = LEFT + 8.0 + 150.0 * series as f64;
                            line class={ "line s" (series) } x1=(x) x2=(x + 24.0) y1="9" y2="9" {}
                            text x=(x + 30.0) y="13" { (name) }
                        }
                    }
                    (shapes)
                }
                (self.table())
            }
        }
    }

    fn table(&self) -> Markup {
        html! {
            details {
                summary { "Numbers" }
                div.scroll tabindex="0" role="region" aria-label={ "Numbers of: " (self.title) } {
                    table {
                        caption { (self.title) }
                        thead { tr {
                            th scope="col" { (self.along) }
                            @for (name, _) in &self.series { th.number scope="col" { (name) } }
                        } }
                        tbody { @for (index, name) in self.names.iter().enumerate() { tr {
                            th scope="row" { (name) }
                            @for (_, values) in &self.series { td.number { (short(values[index])) } }
                        } } }
                    }
                }
            }
        }
    }

    fn slot(&self) -> f64 {
        (WIDTH - LEFT) / self.names.len().max(1) as f64
    }

    fn top(&self) -> f64 {
        let values = self.series.iter().flat_map(|(_, values)| values);
        round_up(values.copied().fold(0.0, f64::max))
    }

    fn y(&self, value: f64) -> f64 {
        let bottom = HEIGHT - BELOW;
        bottom - (bottom - ABOVE) * value / self.top()
    }
}

/// Areas from 0.5, which is chance, to 1 as horizontal bars, with a line at a limit.
pub(super) fn ranking(title: &str, description: &str, rows: &[(&str, f64)], limit: f64) -> Markup {
    const ROW: f64 = 16.0;
    const NAME: f64 = 170.0;
    const VALUE: f64 = 40.0;
    let x = |area: f64| NAME + (WIDTH - NAME - VALUE) * (area.max(0.5) - 0.5) / 0.5;
    let bottom = ROW * rows.len() as f64;
    html! {
        figure.ranking {
            figcaption { (title) }
            p.soft { (description) }
            svg viewBox={ "0 0 " (WIDTH) " " (bottom + 20.0) } role="img" aria-label={ (title) ". " (description) } {
                @for (index, (name, area)) in rows.iter().enumerate() {
                    @let y = ROW * index as f64;
                    text x=(NAME - 8.0) y=(y + 12.0) text-anchor="end" { (name) }
                    rect class={ "bar s" (usize::from(*area > limit)) } x=(NAME) y=(y + 2.0)
                        width=(number(x(*area) - NAME)) height=(ROW - 4.0) {}
                    text x=(WIDTH) y=(y + 12.0) text-anchor="end" { (format!("{area:.3}")) }
                }
                @for (name, area) in [("0.5, chance", 0.5), ("1", 1.0)] {
                    line.axis x1=(x(area)) x2=(x(area)) y1="0" y2=(bottom) {}
                    text x=(x(area)) y=(bottom + 14.0) text-anchor="middle" { (name) }
                }
                line.limit x1=(number(x(limit))) x2=(number(x(limit))) y1="0" y2=(bottom) {}
                text x=(number(x(limit))) y=(bottom + 14.0) text-anchor="middle" { (limit) ", limit" }
            }
        }
    }
}

/// A few values as a small line, for a table that also gives the numbers.
pub(super) fn spark(values: &[f64]) -> Markup {
    let top = values.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let last = values.len().saturating_sub(1).max(1) as f64;
    let point = |(index, value): (usize, &f64)| {
        format!(
            "{},{}",
            number(118.0 * index as f64 / last + 1.0),
            number(19.0 - 18.0 * value / top)
        )
    };
    let points: Vec<_> = values.iter().enumerate().map(point).collect();
    html! {
        svg.spark viewBox="0 0 120 20" preserveAspectRatio="none" aria-hidden="true" {
            polyline class="line s0" points=(points.join(" ")) {}
        }
    }
}

/// A coordinate, no finer than can be seen.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(String::from).unwrap_or(text)
}

/// A value on an axis.
fn tick(value: f64) -> String {
    if value >= 1_000.0 {
        return short(value);
    }
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').into()
}

/// A value with three significant digits and grouped thousands.
pub(super) fn short(value: f64) -> String {
    match value.abs() {
        0.0 => "0".into(),
        size if size >= 1_000.0 => crate::units::count_text(value.round() as u64),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 0.01 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

/// The lowest of 1, 2, 4 and 8 times a power of ten that is not lower.
fn round_up(value: f64) -> f64 {
    let mut unit = 1e-9;
    while unit * 10.0 <= value {
        unit *= 10.0;
    }
    let steps = [1.0, 2.0, 4.0, 8.0, 10.0].map(|step| step * unit);
    steps.into_iter().find(|step| *step >= value).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_round_number() {
        for (value, end) in [
            (0.07, 0.08),
            (1.0, 1.0),
            (3.0, 4.0),
            (81.0, 100.0),
            (25_000.0, 40_000.0),
        ] {
            assert!(
                (round_up(value) / end - 1.0).abs() < 1e-9,
                "{value}: {}",
                round_up(value)
            );
        }
        assert!(round_up(0.0) > 0.0);
    }

    #[test]
    fn numbers_have_the_digits_that_matter() {
        assert_eq!(
            [0.0, 0.001, 0.1234, 12.34, 123.4, 12_345.6].map(short),
            ["0", "0.0010", "0.12", "12.3", "123", "12,346"]
        );
        assert_eq!([1.0, 1.25].map(number), ["1", "1.2"]);
        assert_eq!(
            [0.0, 0.25, 20.0, 4_000.0].map(tick),
            ["0", "0.25", "20", "4,000"]
        );
    }

    #[test]
    fn a_plot_has_a_description_and_its_numbers() {
        let plot = Plot {
            title: "Hours",
            description: "Most at noon.".into(),
            along: "hour",
            names: vec!["11".into(), "12".into()],
            series: vec![("Pix", vec![1.0, 3.0])],
            marked: vec![1],
        };
        for markup in [plot.bars(), plot.lines()] {
            let text = markup.into_string();
            for part in [
                "role=\"img\"",
                "Most at noon.",
                "<caption>Hours</caption>",
                "scope=\"row\"",
            ] {
                assert!(text.contains(part), "{part} in {text}");
            }
        }
    }
}

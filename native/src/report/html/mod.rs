//! [`page`]: a report as a self-contained HTML page, without scripts, fonts or requests.

mod calibration;
mod coherence;
mod difficulty;
mod leakage;
mod life;
mod parts;
mod plot;
mod shapes;
mod stories;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::calibration::calibration;
use self::coherence::coherence;
use self::difficulty::difficulty;
use self::leakage::leakage;
use self::life::{graph_and_time, money};
use self::parts::data_table;
use self::stories::stories;
use super::model::Report;
use crate::units::{bytes_text, count_text};

const STYLE: &str = include_str!("style.css");

/// The page of a report.
pub fn page(report: &Report) -> String {
    let sections: [(&str, &str, Markup); 8] = [
        ("dataset", "Dataset", dataset(report)),
        ("calibration", "Calibration", calibration(report)),
        ("money", "Money", money(&report.life)),
        (
            "graph-and-time",
            "Graph and time",
            graph_and_time(&report.life),
        ),
        ("coherence", "Coherence", coherence(report)),
        ("leakage", "Leakage", leakage(&report.leakage)),
        ("difficulty", "Difficulty", difficulty(report)),
        ("stories", "Example cases", stories(&report.stories)),
    ];
    let title = format!("fraudgen report: {}", report.dataset.place);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the report" }
                header {
                    h1 { (title) }
                    (coverage(report))
                    nav aria-label="Sections" { ul {
                        @for (id, title, _) in &sections { li { a href={ "#" (id) } { (title) } } }
                    } }
                }
                main id="main" {
                    @for (id, title, section) in &sections {
                        section id=(id) aria-labelledby={ (id) "-title" } {
                            h2 id={ (id) "-title" } { (title) }
                            (section)
                        }
                    }
                }
                footer.soft { p { "Made by fraudgen " (env!("CARGO_PKG_VERSION")) ". Every record is synthetic." } }
            }
        }
    }
    .into_string()
}

/// How much was read.
fn coverage(report: &Report) -> Markup {
    let coverage = &report.coverage;
    html! {
        p {
            @if coverage.is_all {
                "All " (count_text(coverage.transactions)) " transactions were read"
            } @else {
                (count_text(coverage.transactions)) " transactions were read, from " (coverage.files)
                " files spread evenly over the dataset"
            }
            ", of which " (count_text(coverage.frauds)) " are labelled as fraud. These files hold "
            (count_text(coverage.customers)) " customers; of each customer who was read, all payments were."
        }
    }
}

fn dataset(report: &Report) -> Markup {
    let dataset = &report.dataset;
    let spec = serde_json::to_string_pretty(&dataset.spec).unwrap_or_default();
    html! {
        (data_table("Contents", &["what", "value"], &[false, false], [
            ["rows", count_text(dataset.rows).as_str()],
            ["bytes", bytes_text(dataset.bytes).as_str()],
            ["content digest", dataset.digest.as_str()],
            ["generator", dataset.generator.as_str()],
            ["dataset version", dataset.dataset_version.to_string().as_str()],
        ].map(|row| row.map(|cell| html! { (cell) }).to_vec())))
        (data_table("Tables", &["table", "rows", "bytes", "files", "rows read"], &[false, true, true, true, true],
            dataset.tables.iter().map(|size| vec![
                html! { (size.table) }, html! { (count_text(size.rows)) }, html! { (bytes_text(size.bytes)) },
                html! { (count_text(size.files)) }, html! { (count_text(size.rows_read)) },
            ])))
        details { summary { "Spec" } pre { code { (spec) } } }
    }
}

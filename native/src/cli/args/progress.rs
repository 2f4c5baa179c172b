//! [`ProgressStyle`]: how progress is shown, on standard error.

use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle as BarStyle};
use serde_json::json;

use crate::parallel::{NoProgress, Progress, ProgressSink, Stage};
use crate::units::bytes_text;

const BAR: &str = "{bar:30} {percent:>3} %  {human_pos} of {human_len} rows  {msg}  {eta} left";
const EVENT_EVERY: Duration = Duration::from_secs(1);

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum ProgressStyle {
    /// A bar on a terminal, nothing elsewhere.
    Auto,
    /// A bar.
    Bar,
    /// One JSON object per line.
    Json,
    /// Nothing.
    None,
}

impl ProgressStyle {
    /// What shows progress in this style.
    pub(in crate::cli) fn sink(self) -> Box<dyn ProgressSink> {
        match self {
            Self::Auto if !std::io::stderr().is_terminal() => Box::new(NoProgress),
            Self::Auto | Self::Bar => Box::new(Bar::new()),
            Self::Json => Box::new(JsonLines::new()),
            Self::None => Box::new(NoProgress),
        }
    }
}

/// A bar on a terminal.
#[derive(Debug)]
struct Bar {
    bar: ProgressBar,
    began: Mutex<Instant>,
}

impl Bar {
    fn new() -> Self {
        Self {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()),
            began: Mutex::new(Instant::now()),
        }
    }
}

impl ProgressSink for Bar {
    fn report(&self, stage: Stage, progress: &Progress) {
        let mut began = self.began.lock().unwrap_or_else(PoisonError::into_inner);
        match stage {
            Stage::Start => {
                *began = Instant::now();
                self.bar.set_length(progress.total_rows);
                if let Ok(style) = BarStyle::with_template(BAR) {
                    self.bar.set_style(style);
                }
            }
            Stage::Work => {
                let seconds = began.elapsed().as_secs_f64().max(1e-3);
                let rows_a_second = progress.rows as f64 / seconds;
                let bytes_a_second = bytes_text((progress.bytes as f64 / seconds) as u64);
                self.bar
                    .set_message(format!("{rows_a_second:.0} rows/s  {bytes_a_second}/s"));
                self.bar.set_position(progress.rows);
            }
            Stage::End => self.bar.finish_and_clear(),
        }
    }
}

/// One JSON object per line: at the start, once a second, and at the end.
#[derive(Debug)]
struct JsonLines(Mutex<Times>);

#[derive(Debug)]
struct Times {
    began: Instant,
    last: Instant,
}

impl JsonLines {
    fn new() -> Self {
        let now = Instant::now();
        Self(Mutex::new(Times {
            began: now,
            last: now,
        }))
    }
}

impl ProgressSink for JsonLines {
    fn report(&self, stage: Stage, progress: &Progress) {
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let event = match stage {
            Stage::Start => {
                times.began = Instant::now();
                "start"
            }
            Stage::Work if times.last.elapsed() < EVENT_EVERY => return,
            Stage::Work => {
                times.last = Instant::now();
                "progress"
            }
            Stage::End => "end",
        };
        let line = json!({
            "event": event,
            "rows": progress.rows,
            "total_rows": progress.total_rows,
            "parts": progress.parts,
            "total_parts": progress.total_parts,
            "bytes": progress.bytes,
            "seconds": times.began.elapsed().as_secs_f64(),
        });
        // A failure to show progress is no reason to stop.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}

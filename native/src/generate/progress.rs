//! [`Progress`]: how far a run is, on standard error.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::units::bytes_text;

const STYLE: &str = "{bar:30} {percent:>3} %  {human_pos} of {human_len} rows  {msg}  {eta} left";
const EVENT_EVERY: Duration = Duration::from_secs(1);

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Style {
    /// A bar on a terminal, nothing elsewhere.
    Auto,
    /// A bar.
    Bar,
    /// A JSON object a line.
    Json,
    /// Nothing.
    None,
}

/// How far a run is.
#[derive(Debug)]
pub struct Progress {
    view: View,
    began: Instant,
    rows: u64,
    bytes: u64,
    parts: usize,
    total_rows: u64,
    total_parts: usize,
}

#[derive(Debug)]
enum View {
    Bar(ProgressBar),
    Json { last: Instant },
    None,
}

impl Progress {
    /// Progress of a run that has not begun.
    pub fn new(style: Style) -> Self {
        let began = Instant::now();
        let view = match style {
            Style::Auto if !std::io::stderr().is_terminal() => View::None,
            Style::Auto | Style::Bar => View::Bar(ProgressBar::with_draw_target(
                None,
                ProgressDrawTarget::stderr(),
            )),
            Style::Json => View::Json { last: began },
            Style::None => View::None,
        };
        Self {
            view,
            began,
            rows: 0,
            bytes: 0,
            parts: 0,
            total_rows: 0,
            total_parts: 0,
        }
    }

    /// Begins.
    pub(crate) fn start(&mut self, total_rows: u64, total_parts: usize) {
        (self.began, self.total_rows, self.total_parts) = (Instant::now(), total_rows, total_parts);
        if let View::Bar(bar) = &self.view {
            bar.set_length(total_rows);
            if let Ok(style) = ProgressStyle::with_template(STYLE) {
                bar.set_style(style);
            }
        }
        self.event("start");
    }

    /// Tells how many rows are made, and the bytes of a part that was finished.
    pub(crate) fn update(&mut self, rows: u64, part_bytes: Option<u64>) {
        self.rows = rows;
        if let Some(bytes) = part_bytes {
            self.bytes += bytes;
            self.parts += 1;
        }
        match &mut self.view {
            View::Bar(bar) => {
                let seconds = self.began.elapsed().as_secs_f64().max(1e-3);
                let rows_a_second = self.rows as f64 / seconds;
                let bytes_a_second = bytes_text((self.bytes as f64 / seconds) as u64);
                bar.set_message(format!("{rows_a_second:.0} rows/s  {bytes_a_second}/s"));
                bar.set_position(self.rows);
            }
            View::Json { last } if last.elapsed() >= EVENT_EVERY => {
                *last = Instant::now();
                self.event("progress");
            }
            View::Json { .. } | View::None => {}
        }
    }

    /// Ends, whether all is made or not.
    pub(crate) fn finish(&mut self) {
        match &self.view {
            View::Bar(bar) => bar.finish_and_clear(),
            View::Json { .. } => self.event("end"),
            View::None => {}
        }
    }

    fn event(&self, event: &str) {
        if matches!(self.view, View::Json { .. }) {
            let line = json!({
                "event": event,
                "rows": self.rows,
                "total_rows": self.total_rows,
                "parts": self.parts,
                "total_parts": self.total_parts,
                "bytes": self.bytes,
                "seconds": self.began.elapsed().as_secs_f64(),
            });
            // Progress that no one reads is no reason to stop.
            let _ = writeln!(std::io::stderr(), "{line}");
        }
    }
}

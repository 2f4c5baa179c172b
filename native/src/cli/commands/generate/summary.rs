//! What `fraudgen generate` prints at the end.

use std::io::Write;

use serde_json::json;

use crate::cli::table;
use crate::dataset::manifest::Manifest;
use crate::storage::Location;
use crate::units::{bytes_text, count_text};

/// How fast a run was.
pub(super) struct Speed {
    pub(super) seconds: f64,
    pub(super) cpu_seconds: f64,
    pub(super) threads: usize,
}

/// Prints what was made, for people.
pub(super) fn summarise(
    out: &Location,
    manifest: &Manifest,
    kept: usize,
    speed: &Speed,
) -> anyhow::Result<()> {
    let mut stderr = std::io::stderr().lock();
    let row = |name: &str, rows, bytes| {
        vec![
            name.to_owned(),
            count_text(rows),
            "rows".into(),
            bytes_text(bytes),
        ]
    };
    let mut rows: Vec<_> = manifest
        .tables
        .iter()
        .map(|table| row(table.table.name(), table.rows, table.bytes))
        .collect();
    rows.push(row("total", manifest.rows, manifest.bytes));
    table::print(&mut stderr, &rows, |column| column == 1 || column == 3)?;
    let parts = match kept {
        0 => format!("{} files", manifest.parts.len()),
        kept => format!("{} files, {kept} of them kept", manifest.parts.len()),
    };
    writeln!(
        stderr,
        "{parts} in {out} in {:.1} s on {} threads ({:.1} CPU s): {} rows/s, {}/s",
        speed.seconds,
        speed.threads,
        speed.cpu_seconds,
        count_text((manifest.rows as f64 / speed.seconds) as u64),
        bytes_text((manifest.bytes as f64 / speed.seconds) as u64),
    )?;
    writeln!(stderr, "digest {}", manifest.digest)?;
    Ok(())
}

/// What was made, as one line of JSON.
pub(super) fn receipt_line(
    out: &Location,
    manifest: &Manifest,
    kept: usize,
    speed: &Speed,
) -> serde_json::Value {
    let tries = match out {
        Location::Folder(_) | Location::Null => None,
        Location::Store(store) => Some(store.puts()),
    };
    json!({
        "out": out.to_string(),
        "shard": manifest.shard.to_string(),
        "rows": manifest.rows,
        "bytes": manifest.bytes,
        "digest": manifest.digest.to_string(),
        "tables": manifest.tables,
        "parts": manifest.parts.len(),
        "kept": kept,
        "tries": tries,
        "seconds": speed.seconds,
        "cpu_seconds": speed.cpu_seconds,
        "threads": speed.threads,
        // The manifest of a whole run is where its files are.
        "manifest": (!manifest.shard.is_whole()).then_some(manifest),
    })
}

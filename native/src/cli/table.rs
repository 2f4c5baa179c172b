//! [`print`]: rows of text in aligned columns.

use std::io::{self, Write};

/// Prints rows; columns are as wide as their widest value. `right` columns are aligned to the right.
pub(super) fn print(
    out: &mut dyn Write,
    rows: &[Vec<String>],
    right: impl Fn(usize) -> bool,
) -> io::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let widths: Vec<_> = (0..columns)
        .map(|column| width(column).unwrap_or(0))
        .collect();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let padding = " ".repeat(widths[column] - cell.chars().count());
            let gap = if column == 0 { "" } else { "  " };
            line += &if right(column) {
                format!("{gap}{padding}{cell}")
            } else {
                format!("{gap}{cell}{padding}")
            };
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

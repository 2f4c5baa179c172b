//! [`note`]: what a user should know although nothing is wrong.

use std::io::Write;

/// Prints a note on standard error. A failure to say so is no reason to stop.
pub(super) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "note: {text}");
}

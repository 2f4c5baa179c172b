//! [`say`]: what a test has to tell.

use std::io::{self, Write};

/// Prints past the test harness, which hides what passing tests print.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr(), "\nnote: {text}");
}

//! A reader that has seen enough, or an output that cannot be written to.

use std::fs::File;
use std::io::pipe;

use fraudgen_tests::{fraudgen, run};
use tempfile::tempdir;

/// Calls that print: long and short, of every kind.
const CALLS: [&str; 10] = [
    "sample --rows 20000 --output-format jsonl",
    "sample --rows 20000 --output-format csv",
    "sample",
    "generate --transactions 9000 --format arrow-stream --tables cards --out -",
    "schema",
    "schema --output-format json",
    "plan --transactions 1000 --json",
    "completions bash",
    "man",
    "--help",
];

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for line in CALLS {
        let (reader, writer) = pipe().expect("a pipe");
        drop(reader);
        let outcome = run(fraudgen(line).stdout(writer));
        assert_eq!(
            (outcome.code, outcome.stderr.as_str()),
            (Some(0), ""),
            "{line}"
        );
    }
}

#[test]
fn a_reader_of_the_receipt_that_goes_away_costs_nothing() {
    let root = tempdir().expect("a folder");
    let (reader, writer) = pipe().expect("a pipe");
    drop(reader);
    let outcome = run(fraudgen("generate --transactions 1000 --json --out")
        .arg(root.path())
        .stdout(writer));
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert!(root.path().join("_SUCCESS").exists());
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_is_full_is_a_failure_with_its_cause() {
    for line in CALLS.into_iter().filter(|line| *line != "--help") {
        let full = File::create("/dev/full").expect("it is there");
        let outcome = run(fraudgen(line).stdout(full));
        assert_eq!(outcome.code, Some(1), "{line}");
        assert!(
            outcome.stderr.contains("No space left"),
            "{line}: {}",
            outcome.stderr
        );
    }
}

//! `--size` comes to the bytes asked for, within 3 %.

use fraudgen_tests::{done, fraudgen, tree};
use tempfile::tempdir;

/// Makes a dataset of that size, and compares the bytes of all its tables' files with it.
fn comes_to(bytes: u64, flags: &str) {
    let root = tempdir().expect("a folder");
    done(fraudgen(&format!("generate --size {bytes}B {flags} --out")).arg(root.path()));
    let files = tree(root.path())
        .into_iter()
        .filter(|(path, _)| !path.starts_with('_'));
    let made: u64 = files
        .filter_map(|(_, receipt)| receipt)
        .map(|receipt| receipt.bytes)
        .sum();
    let off = made as f64 / bytes as f64 - 1.0;
    assert!(
        off.abs() <= 0.03,
        "{flags}: {made} bytes, {:+.1} % of {bytes}",
        100.0 * off
    );
}

#[test]
fn parquet_comes_to_its_size() {
    comes_to(20_000_000, "");
}

#[test]
fn small_parquet_files_come_to_their_size() {
    comes_to(8_000_000, "--rows-per-file 10000");
}

#[test]
fn jsonl_comes_to_its_size() {
    comes_to(40_000_000, "--format jsonl");
}

#[test]
fn csv_comes_to_its_size() {
    comes_to(20_000_000, "--format csv");
}

#[test]
fn compressed_text_comes_to_its_size() {
    comes_to(10_000_000, "--format jsonl --compression zstd");
}

#[test]
fn few_customers_and_tables_come_to_their_size() {
    comes_to(
        15_000_000,
        "--customers 3000 --tables transactions,customers --days 90",
    );
}

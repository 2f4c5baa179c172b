//! What the targets feed to the library, and what must hold for any input. A panic is a fault, and so is
//! the use of too much memory.

#![forbid(unsafe_code)]

mod dataset;

use std::alloc::System;

use cap::Cap;
use fraudgen::dataset::TargetFile;
use fraudgen::fuzzing;
use fraudgen_core::schema::Table;
use fraudgen_core::{Generator, Spec};
use sha2::{Digest as _, Sha256};

pub use libfuzzer_sys;

pub use self::dataset::{journal, manifest, receipt, report_footer, seeds, verify_footer};

/// The most memory that a target may use: an input of some kilobytes must not take gigabytes.
const MOST_BYTES: usize = 256 << 20;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MOST_BYTES);

/// A spec as JSON: a valid one has a plan, and records.
pub fn spec(data: &[u8]) {
    let Ok(spec) = serde_json::from_slice::<Spec>(data) else {
        return;
    };
    let text = serde_json::to_string(&spec).expect("a spec has a text");
    assert_eq!(
        serde_json::from_str::<Spec>(&text).expect("it reads back"),
        spec
    );
    let Ok(generator) = Generator::new(&spec) else {
        return;
    };
    let plan = generator.plan();
    assert_eq!(plan.table_rows(Table::Transactions), spec.transactions);
    // Only units of few rows, so that many are made.
    if spec.transactions / plan.customers() <= 50 {
        let last = plan.units(Table::Transactions) - 1;
        let rows = plan.rows(Table::Transactions, last..last + 1);
        let made = generator.maker().make(Table::Transactions, last).rows() as u64;
        // Without some of its cases a dataset has fewer payments than its plan.
        assert!(made == rows || made < rows && !plan.counts(Table::Transactions));
    }
}

/// A target file, as it is and with the right hash in its last line, which no random input has.
pub fn target_file(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let lines = text
        .trim_end_matches('\n')
        .rsplit_once('\n')
        .map_or("", |(lines, _)| lines);
    let lines = format!("{lines}\n");
    let objects = lines.lines().count() - 1;
    let end = format!(
        "{{\"end\":{objects},\"sha256\":\"{}\"}}\n",
        sha256(lines.as_bytes())
    );
    for text in [text, &(lines + &end)] {
        let Ok(file) = TargetFile::parse(text) else {
            continue;
        };
        assert_eq!(
            TargetFile::parse(&file.to_text()).expect("it reads back"),
            file
        );
        if let Ok(generator) = Generator::new(&file.header.run.spec) {
            let _ = file.check(&generator);
        }
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What a store says is in a bucket.
pub fn listing(data: &[u8]) {
    fuzzing::listing(data);
}

/// What a store says, as an error; the first two bytes choose the status.
pub fn store_answer(data: &[u8]) {
    if let [first, second, body @ ..] = data {
        fuzzing::store_answer(u16::from_le_bytes([*first, *second]), body);
    }
}

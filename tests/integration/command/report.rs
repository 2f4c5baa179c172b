//! `report` measures a dataset in a folder or a store, and says what it will not read.

use std::fs;
use std::path::{Path, PathBuf};

use fraudgen_tests::s3::Store;
use fraudgen_tests::upload::{DATASET, with_key};
use fraudgen_tests::{Outcome, done, fraudgen, run};
use serde_json::Value;
use tempfile::tempdir;

checks! {
    a_store_is_read_as_a_folder_is
}

const GENERATE: &str = "generate --transactions 60000 --customers 2000 --rows-per-file 10000";
const MUCH_FRAUD: &str = "--fraud-rate 0.02";

fn generate(root: &Path, name: &str, flags: &str) -> PathBuf {
    let out = root.join(name);
    done(fraudgen(&format!("{GENERATE} {flags} --out")).arg(&out));
    out
}

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

/// The ids of the broken rules, with the number of violations.
fn broken(report: &Value) -> Vec<(&str, u64)> {
    let rules = report["coherence"].as_array().expect("rules").iter();
    rules
        .map(|rule| {
            let id = rule["id"].as_str().expect("an id");
            (id, rule["violations"].as_u64().expect("a number"))
        })
        .filter(|(_, violations)| *violations > 0)
        .collect()
}

fn a_store_is_read_as_a_folder_is(store: &Store) {
    let admin = |line: &str| done(&mut with_key(store, &store.admin, line));
    admin(&format!("generate --out s3://lake/x {DATASET}"));
    let mut there = json(&admin("report s3://lake/x --all --json -"));
    let root = tempdir().expect("a folder");
    let folder = root.path().join("x");
    done(fraudgen(&format!("generate {DATASET} --out")).arg(&folder));
    let mut here = json(&done(fraudgen("report --all --json -").arg(&folder)));
    assert_eq!(there["dataset"]["place"], "s3://lake/x");
    for report in [&mut there, &mut here] {
        report["dataset"]["place"] = Value::Null;
    }
    assert!(there == here, "the store's report differs");
}

#[test]
fn a_page_and_json_are_written_and_what_stands_out_is_printed() {
    let root = tempdir().expect("a folder");
    let data = generate(root.path(), "data", MUCH_FRAUD);
    let report =
        |flags: &str| run(fraudgen(&format!("report data {flags}")).current_dir(root.path()));
    let made = report("--html report.html --json report.json");
    assert_eq!(made.code, Some(0), "{made:?}");
    for words in [
        "60,000 transactions, all",
        "published figures met",
        "0 violations",
        "strongest column",
    ] {
        assert!(made.stdout.contains(words), "no {words}: {}", made.stdout);
    }
    let page = fs::read_to_string(root.path().join("report.html")).expect("a page");
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"));
    let text = fs::read(root.path().join("report.json")).expect("a report");
    let whole: Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(
        (&whole["version"], &whole["sample"]["transactions"]),
        (&1.into(), &60_000.into())
    );

    // Existing files are kept without --force, and that is checked before anything is read.
    fs::rename(&data, root.path().join("away")).expect("a folder");
    for file in ["--html report.html", "--json report.json"] {
        let refused = report(file);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(
            refused.stderr.contains("replace it with --force"),
            "{refused:?}"
        );
    }
    fs::rename(root.path().join("away"), &data).expect("a folder");
    assert_eq!(report("--html report.html --force").code, Some(0));
    let names: Vec<_> = fs::read_dir(root.path()).expect("a folder").collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn a_sample_is_in_whole_parts() {
    let root = tempdir().expect("a folder");
    let data = generate(root.path(), "data", MUCH_FRAUD);
    let some = json(&done(
        fraudgen("report --sample-rows 20k --json -").arg(&data),
    ));
    assert_eq!(
        (&some["sample"]["is_all"], &some["sample"]["files"]),
        (&false.into(), &2.into())
    );
    assert_eq!(broken(&some), []);
    let least = json(&done(
        fraudgen("report --sample-rows 1 --json -").arg(&data),
    ));
    assert_eq!(least["sample"]["files"], 1);
}

#[test]
fn a_dataset_without_fraud_has_a_report() {
    let root = tempdir().expect("a folder");
    let data = generate(root.path(), "data", "--fraud-rate 0");
    let report = json(&done(fraudgen("report --all --json -").arg(&data)));
    assert_eq!(broken(&report), []);
    assert_eq!(
        (
            &report["sample"]["frauds"],
            &report["leakage"]["best_of_one"]
        ),
        (&0.into(), &Value::Null)
    );
    done(
        fraudgen("report --html")
            .arg(root.path().join("report.html"))
            .arg(&data),
    );
}

#[test]
fn records_that_do_not_agree_are_found() {
    let root = tempdir().expect("a folder");
    let [data, other] = [
        generate(root.path(), "data", MUCH_FRAUD),
        generate(root.path(), "other", "--seed 43 --fraud-rate 0.02"),
    ];
    let report = || {
        let outcome = run(fraudgen("report --all --json -").arg(&data));
        let found = json(&outcome);
        let code = if broken(&found).is_empty() { 0 } else { 3 };
        assert_eq!(outcome.code, Some(code), "{}", outcome.stderr);
        found
    };
    assert_eq!(broken(&report()), []);
    let replace = |path: &str| {
        let mine = fs::read(data.join(path)).expect("a part");
        fs::copy(other.join(path), data.join(path)).expect("a copy");
        let report = report();
        fs::write(data.join(path), mine).expect("a part");
        report
    };
    let found = |report: &Value, id: &str| {
        let broken = broken(report);
        assert!(
            broken.iter().any(|(rule, _)| *rule == id),
            "no {id}: {broken:?}"
        );
    };
    let cases = replace("fraud_cases/part-00000.parquet");
    found(&cases, "label-case");
    found(&cases, "case-totals");
    let accounts = replace("accounts/part-00000.parquet");
    found(&accounts, "balance-after");
    let devices = replace("devices/part-00000.parquet");
    found(&devices, "new-device");
    assert_eq!(broken(&report()), []);
}

#[test]
fn what_cannot_be_measured_is_refused_with_the_remedy() {
    let root = tempdir().expect("a folder");
    let refused = |name: &str, flags: &str, words: &[&str]| {
        let data = generate(root.path(), name, flags);
        let outcome = run(fraudgen("report").arg(&data));
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        for word in words {
            assert!(
                outcome.stderr.contains(word),
                "no {word}: {}",
                outcome.stderr
            );
        }
        data
    };
    refused(
        "text",
        "--format jsonl",
        &["jsonl", "--format parquet", "_manifest.json"],
    );
    refused(
        "few",
        "--tables transactions,customers",
        &["no accounts, cards", "--spec"],
    );
    let unfinished = refused(
        "shard",
        "--shard 0/2",
        &["_manifest.json", "no run of `generate` has ended here"],
    );
    fs::remove_dir_all(&unfinished).expect("a folder");
    let gone = run(fraudgen("report").arg(&unfinished));
    assert!(
        gone.code == Some(1) && gone.stderr.contains("No such file"),
        "{gone:?}"
    );

    let data = generate(root.path(), "data", MUCH_FRAUD);
    let part = data.join("transactions/part-00002.parquet");
    fs::write(&part, "no Parquet").expect("a part");
    let torn = run(fraudgen("report").arg(&data));
    assert!(
        torn.code == Some(1)
            && torn
                .stderr
                .contains("part-00002.parquet is not a valid Parquet file"),
        "{torn:?}"
    );
    fs::remove_file(&part).expect("a part");
    let missing = run(fraudgen("report").arg(&data));
    assert!(
        missing.code == Some(1) && missing.stderr.contains("fraudgen verify"),
        "{missing:?}"
    );

    for flags in [
        "--sample-rows 0",
        "--sample-rows many",
        "--all --sample-rows 5",
        "--threads 0",
    ] {
        let outcome = run(fraudgen(&format!("report {flags}")).arg(&data));
        assert_eq!(outcome.code, Some(2), "{flags}: {outcome:?}");
    }
}

//! Any part of a dataset of any size can be made alone.

use fraudgen_core::plan::CELL_CUSTOMERS;
use fraudgen_core::{MAX_CUSTOMERS, MAX_TRANSACTIONS};
use fraudgen_tests::{done, fraudgen, run};
use serde_json::Value;

#[test]
fn the_middle_of_ten_billion_rows_is_made_at_once() {
    let sample = "sample --transactions 10G --rows 2 --output-format jsonl";
    for (table, unit) in [
        ("transactions", 217_013),
        ("customers", 6_000),
        ("fraud_cases", 13_000),
    ] {
        let sample = done(&mut fraudgen(&format!(
            "{sample} --table {table} --unit {unit}"
        )))
        .stdout;
        let records: Vec<Value> = sample
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(records.len(), 2, "{table}");
    }
    let sample = done(&mut fraudgen(&format!("{sample} --cell 217013"))).stdout;
    let first: Value =
        serde_json::from_str(sample.lines().next().expect("a record")).expect("JSON");
    let id = first["transaction_id"].as_u64().expect("a number");
    assert!((4_999_000_000..5_001_000_000).contains(&id), "{id}");
}

#[test]
fn the_last_cell_of_the_largest_dataset_is_made_at_once() {
    let unit = (MAX_CUSTOMERS - 1) / CELL_CUSTOMERS;
    let sample = format!(
        "sample --transactions {MAX_TRANSACTIONS} --unit {unit} --rows 1 --output-format jsonl"
    );
    let sample = done(&mut fraudgen(&sample)).stdout;
    let record: Value = serde_json::from_str(&sample).expect("JSON");
    let id = record["transaction_id"].as_u64().expect("a number");
    assert!(
        (MAX_TRANSACTIONS - 256_000..=MAX_TRANSACTIONS).contains(&id),
        "{id}"
    );
}

#[test]
fn the_largest_number_of_transactions_needs_no_other_flag() {
    done(&mut fraudgen(&format!(
        "sample --transactions {MAX_TRANSACTIONS} --rows 1"
    )));
}

#[test]
fn as_much_as_all_of_brazil_can_make_is_planned_at_once() {
    for format in ["parquet", "csv"] {
        let plan = done(&mut fraudgen(&format!(
            "plan --size 40TB --json --format {format}"
        )))
        .stdout;
        let plan: Value = serde_json::from_str(&plan).expect("JSON");
        let bytes = plan["bytes"].as_f64().expect("a number");
        assert!(
            (0.97 * 40e12..1.03 * 40e12).contains(&bytes),
            "{format}: {bytes}"
        );
        assert!(plan["rows"].as_u64() > Some(100_000_000_000), "{plan}");
    }
}

#[test]
fn more_than_all_of_brazil_can_make_is_refused_with_what_to_change() {
    for (flags, words) in [
        ("--size 1PB", ["1.00 PB", "another seed"]),
        ("--transactions 813T", ["--transactions", "812323024000"]),
        (
            "--transactions 500G --days 30",
            ["--transactions", "more days"],
        ),
        (
            "--transactions 10G --customers 300M",
            ["--customers", "203080756"],
        ),
    ] {
        let outcome = run(&mut fraudgen(&format!("plan {flags}")));
        assert_eq!(outcome.code, Some(2), "{flags}: {outcome:?}");
        for word in words {
            assert!(
                outcome.stderr.contains(word),
                "{flags}: no {word}: {outcome:?}"
            );
        }
    }
}

#[test]
fn a_plan_counts_rows_and_parts_exactly() {
    let root = tempfile::tempdir().expect("a folder");
    // Cards and credits are counted only once they are made.
    let tables = "customers,accounts,devices,merchants,transactions,fraud_cases";
    let flags = format!(
        "--transactions 60000 --customers 6000 --rows-per-file 5000 --tables {tables} --json"
    );
    let plan = done(&mut fraudgen(&format!("plan {flags}"))).stdout;
    let made = done(fraudgen(&format!("generate {flags} --out")).arg(root.path())).stdout;
    let [plan, made]: [Value; 2] =
        [plan, made].map(|text| serde_json::from_str(&text).expect("JSON"));
    assert_eq!(
        (&plan["rows"], &plan["parts"]),
        (&made["rows"], &made["parts"])
    );
}

const LARGE: &str = "--size 40TB --rows-per-file 20M";

#[test]
fn a_large_run_is_planned_down_to_what_each_worker_needs() {
    let flags = "--workers 1000 --cores 16 --bandwidth 2.5GB";
    let line = format!("plan {LARGE} {flags} --json");
    let plan: Value = serde_json::from_str(&done(&mut fraudgen(&line)).stdout).expect("JSON");
    let bytes = plan["bytes"].as_f64().expect("bytes");
    assert!((bytes / 40e12 - 1.0).abs() < 0.03, "{bytes}");
    let scale = &plan["scale"];
    assert_eq!(scale["files"], plan["parts"]);
    assert_eq!(scale["limits"], serde_json::json!([]));
    let whole =
        plan["costs"]["record"].as_u64().expect("a cost") * plan["parts"].as_u64().expect("parts");
    assert_eq!(scale["manifest"], whole);

    let text = done(&mut fraudgen(&format!("plan {LARGE} {flags}"))).stdout;
    for word in [
        "by 1,000 workers",
        "the workers' cores",
        "presign",
        "of memory",
        "manifest",
    ] {
        assert!(text.contains(word), "no {word}: {text}");
    }
    assert!(!text.contains("limit: "), "{text}");
    let without = done(&mut fraudgen("plan --transactions 1000")).stdout;
    assert!(!without.contains("workers"), "{without}");
}

#[test]
fn more_files_than_a_manifest_tells_of_are_planned_but_not_begun() {
    let root = tempfile::tempdir().expect("a folder");
    let out = root.path().join("data");
    let dataset = "--transactions 800G --rows-per-file 100000";
    let plan = done(&mut fraudgen(&format!("plan {dataset} --workers 10"))).stdout;
    for line in [
        format!("generate {dataset} --shard 0/1000 --out"),
        format!("presign {dataset} --no-check --to s3://lake/x --out"),
    ] {
        let mut command = fraudgen(&line);
        let keys = [("AWS_ACCESS_KEY_ID", "k"), ("AWS_SECRET_ACCESS_KEY", "s")];
        let outcome = run(command.envs(keys).arg(&out));
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
        for text in [&plan, &outcome.stderr] {
            for word in ["1,000,000 at most", "--rows-per-file"] {
                assert!(text.contains(word), "no {word}: {text}");
            }
        }
        assert!(!out.exists());
    }
}

//! Any part of a dataset of any size can be made alone.

use fraudgen_tests::{done, fraudgen};
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
    let sample = "sample --transactions 1000T --customers 1000G --unit 15624999999 --rows 1 --output-format jsonl";
    let sample = done(&mut fraudgen(sample)).stdout;
    let record: Value = serde_json::from_str(&sample).expect("JSON");
    let id = record["transaction_id"].as_u64().expect("a number");
    assert!((999_999_999_900_000..1 << 53).contains(&id), "{id}");
}

#[test]
fn the_largest_number_of_transactions_needs_no_other_flag() {
    done(&mut fraudgen("sample --transactions 1000T --rows 1"));
}

#[test]
fn a_petabyte_is_planned_at_once() {
    for format in ["parquet", "csv"] {
        let plan = done(&mut fraudgen(&format!(
            "plan --size 1000TB --json --format {format}"
        )))
        .stdout;
        let plan: Value = serde_json::from_str(&plan).expect("JSON");
        let bytes = plan["bytes"].as_f64().expect("a number");
        assert!((0.97e15..1.03e15).contains(&bytes), "{format}: {bytes}");
        assert!(plan["rows"].as_u64() > Some(1_000_000_000_000), "{plan}");
    }
}

#[test]
fn a_plan_counts_rows_and_parts_exactly() {
    let root = tempfile::tempdir().expect("a folder");
    let flags = "--transactions 60000 --customers 6000 --rows-per-file 5000 --json";
    let plan = done(&mut fraudgen(&format!("plan {flags}"))).stdout;
    let made = done(fraudgen(&format!("generate {flags} --out")).arg(root.path())).stdout;
    let [plan, made]: [Value; 2] =
        [plan, made].map(|text| serde_json::from_str(&text).expect("JSON"));
    assert_eq!(
        (&plan["rows"], &plan["parts"]),
        (&made["rows"], &made["parts"])
    );
}

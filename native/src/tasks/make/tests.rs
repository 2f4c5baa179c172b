//! What is written for each kind: every payment once, and nothing by which labels are known.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::Path;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use fraudgen_core::schema::{Role, Table as Records};
use fraudgen_core::{Difficulty, Spec};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::*;
use crate::tasks::{Task, Truth};

/// A variant that is made in a second.
fn order(kind: Kind, blind: bool) -> Order {
    let task = Task {
        kind,
        level: Difficulty::Realistic,
    };
    let spec = Spec {
        seed: 918_273_645,
        transactions: 60_000,
        customers: None,
        fraud_rate: 0.05,
        ..task.spec()
    };
    Order { task, spec, blind }
}

/// All rows of a table.
fn read(root: &Path, table: &Table) -> RecordBatch {
    let batches = table.files.iter().flat_map(|file| {
        let file = File::open(root.join(&file.path)).expect("a file");
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
        let batches = reader.build().expect("a reader");
        batches.map(|batch| batch.expect("rows"))
    });
    let batches: Vec<_> = batches.collect();
    concat_batches(&batches[0].schema(), &batches).expect("the same columns")
}

fn ids(batch: &RecordBatch, key: &str) -> Vec<i64> {
    let keys = batch.column_by_name(key).expect("keys");
    keys.as_primitive::<Int64Type>().values().to_vec()
}

/// A column as numbers; of text only whether there is any.
fn numbers(array: &ArrayRef) -> Vec<f64> {
    let plain = match array.data_type() {
        DataType::Timestamp(..) => cast(array, &DataType::Int64).expect("a cast"),
        DataType::Date32 => cast(array, &DataType::Int32).expect("a cast"),
        _ => ArrayRef::clone(array),
    };
    let floats = cast(&plain, &DataType::Float64).ok();
    let floats = floats.filter(|_| *array.data_type() != DataType::Utf8);
    let value = |row| match &floats {
        Some(floats) => floats.as_primitive::<Float64Type>().value(row),
        None => 1.0,
    };
    (0..array.len())
        .map(|row| {
            if array.is_valid(row) {
                value(row)
            } else {
                -1e18
            }
        })
        .collect()
}

/// How well a column separates fraud, in either direction.
fn separation(values: &[f64], is_fraud: &[bool]) -> f64 {
    let mut rows: Vec<_> = values.iter().zip(is_fraud).collect();
    rows.sort_by(|a, b| a.0.total_cmp(b.0));
    let (mut below, mut area) = (0.0, 0.0);
    for run in rows.chunk_by(|a, b| a.0 == b.0) {
        let frauds = run.iter().filter(|(_, is_fraud)| **is_fraud).count() as f64;
        let others = run.len() as f64 - frauds;
        area += frauds * (below + others / 2.0);
        below += others;
    }
    let frauds = is_fraud.iter().filter(|is_fraud| **is_fraud).count() as f64;
    let area = area / frauds / below;
    area.max(1.0 - area)
}

#[test]
fn every_payment_is_there_once() {
    let root = tempfile::tempdir().expect("a folder");
    for kind in [Kind::Sequence, Kind::Delayed, Kind::Drift, Kind::Federated] {
        let path = root.path().join(kind.name());
        let order = order(kind, false);
        let made = make(&Context::new(2), &order, &path, false).expect("made");
        let mut seen = HashSet::new();
        let mut sizes = HashMap::new();
        for split in ["train", "validation", "test", "context"] {
            let Some(table) = made.tables.get(split) else {
                assert!(split == "context" && matches!(kind, Kind::Delayed | Kind::Drift));
                continue;
            };
            let ids = ids(&read(&path, table), "transaction_id");
            assert_eq!(ids.len() as u64, table.rows);
            sizes.insert(split, ids.len());
            seen.extend(ids);
        }
        assert_eq!(seen.len(), 60_000, "{kind:?}");
        assert_eq!(sizes.values().sum::<usize>(), 60_000, "{kind:?}");
        let tested = ids(&read(&path, &made.tables["test"]), "transaction_id");
        let truth = Truth::of(&Context::new(1), kind, &order.spec).expect("the truth");
        let known: HashSet<_> = truth.rows.iter().map(|row| row.id).collect();
        assert_eq!(known, tested.into_iter().collect(), "{kind:?}");
    }
}

#[test]
fn a_blind_task_tells_no_label_by_name_or_value() {
    let root = tempfile::tempdir().expect("a folder");
    let labels = Records::ALL.iter().flat_map(|table| table.columns());
    let mut labels: Vec<_> = labels
        .filter(|column| column.role == Role::Label && column.name != "blocked_at")
        .map(|column| column.name)
        .collect();
    // In `edges` and `incoming` they say what the other side is, as in payments.
    labels.retain(|name| *name != "beneficiary_kind");
    labels.extend(["is_illicit", "role", "ring_id", "fraud_amount"]);
    for kind in Kind::ALL {
        let path = root.path().join(kind.name());
        let order = order(kind, true);
        let made = make(&Context::new(2), &order, &path, false).expect("made");
        assert!(!made.tables.contains_key("test_labels") && !path.join("fraud_cases").exists());
        for document in ["task.json", "README.md"] {
            let text = std::fs::read_to_string(path.join(document)).expect("a document");
            assert!(!text.contains("918273645"), "{document}");
        }
        let truth = Truth::of(&Context::new(1), kind, &order.spec).expect("the truth");
        let rows = truth.rows.iter();
        let is_fraud: HashMap<_, _> = rows.map(|row| (row.id, row.group.is_some())).collect();
        for (name, table) in &made.tables {
            // A label of fraud cases such as `transactions` may be a feature elsewhere, under its own table only.
            let shown = table.columns.iter().map(|column| column.name.as_str());
            let shown: Vec<_> = shown.filter(|name| labels.contains(name)).collect();
            assert!(shown.is_empty(), "{kind:?} {name} {shown:?}");
            let batch = read(&path, table);
            let key = kind.key();
            if batch.column_by_name(key).is_none() || !matches!(&**name, "test" | "nodes") {
                continue;
            }
            let keys = ids(&batch, key);
            let tested: Vec<_> = (0..keys.len())
                .filter(|&row| is_fraud.contains_key(&keys[row]))
                .collect();
            let truth: Vec<_> = tested.iter().map(|&row| is_fraud[&keys[row]]).collect();
            assert!(truth.iter().filter(|is_fraud| **is_fraud).count() > 10);
            for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
                let all = numbers(column);
                let values: Vec<_> = tested.iter().map(|&row| all[row]).collect();
                let found = separation(&values, &truth);
                assert!(found < 0.95, "{kind:?} {name}.{} {found}", field.name());
            }
        }
    }
}

#[test]
fn nothing_tells_what_came_after_the_cut() {
    let root = tempfile::tempdir().expect("a folder");
    let order = order(Kind::Delayed, false);
    let path = root.path().join("task");
    let made = make(&Context::new(1), &order, &path, false).expect("made");
    let cut = Splits::new(Kind::Delayed, &order.spec).cut() as f64;
    let latest = |table: &str, column: &str| {
        let batch = read(&path, &made.tables[table]);
        let values = numbers(batch.column_by_name(column).expect("a column"));
        values.into_iter().fold(f64::MIN, f64::max)
    };
    for (table, column) in [
        ("accounts", "blocked_at"),
        ("cards", "blocked_at"),
        ("devices", "first_seen"),
        ("devices", "registered_at"),
        ("train", "label_known_at"),
        ("validation", "label_known_at"),
    ] {
        assert!(latest(table, column) <= cut, "{table}.{column}");
    }
    let credits = read(&path, &made.tables["credits"]);
    let kinds = credits
        .column_by_name("kind")
        .expect("kinds")
        .as_string::<i32>();
    let times = numbers(credits.column_by_name("timestamp").expect("times"));
    let refunds = kinds.iter().zip(&times);
    let refunds = refunds.filter(|(kind, _)| matches!(kind, Some("MED_RETURN" | "CHARGEBACK")));
    let (early, late): (Vec<_>, Vec<_>) = refunds.partition(|(_, time)| **time < cut);
    assert!(!early.is_empty() && late.is_empty());
}

#[test]
fn files_are_the_same_on_any_number_of_threads() {
    let root = tempfile::tempdir().expect("a folder");
    let made = [1, 3].map(|threads| {
        let path = root.path().join(threads.to_string());
        make(
            &Context::new(threads),
            &order(Kind::Federated, false),
            &path,
            false,
        )
        .expect("made")
    });
    let hashes = made.map(|made| {
        let files = made.tables.into_values().flat_map(|table| table.files);
        files
            .map(|file| (file.path, file.sha256))
            .collect::<Vec<_>>()
    });
    assert_eq!(hashes[0], hashes[1]);
}

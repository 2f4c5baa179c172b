use std::fs;

use arrow::array::{AsArray, Int64Array};
use arrow::compute::{max, min};
use arrow::datatypes::Int64Type;
use fraudgen_core::Spec;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::*;

/// Customers of four districts.
fn generator() -> Arc<Generator> {
    let spec = Spec {
        transactions: 100_000,
        customers: Some(9_000),
        fraud_rate: 0.02,
        ..Spec::default()
    };
    Generator::new(&spec).expect("a valid spec").into()
}

/// The rows of a column of numbers of a file, in order.
fn numbers(folder: &Path, path: &str, column: &str) -> Vec<i64> {
    let file = fs::File::open(folder.join(path)).expect("a file");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let mut numbers = Vec::new();
    for batch in reader.build().expect("readable") {
        let batch = batch.expect("a batch");
        let column = batch.column_by_name(column).expect("the column");
        numbers.extend_from_slice(column.as_primitive::<Int64Type>().values());
    }
    numbers
}

#[test]
fn nodes_are_numbered_by_their_rows_and_edges_lead_to_them() {
    let root = tempfile::tempdir().expect("a folder");
    let (out, format) = (root.path().join("graph"), GraphFormat::Parquet);
    let files = export(&Context::new(2), &generator(), &out, format, false).expect("made");
    let of = |kind: Kind| {
        let mut files = files.iter();
        files.find(|file| file.kind == kind).expect("a file")
    };
    for kind in Kind::ALL {
        let file = of(kind);
        match kind {
            Kind::Nodes(_) => {
                let nodes = numbers(&out, &file.path, "node");
                assert!(nodes.into_iter().eq(0..file.rows as i64), "{kind:?}");
            }
            Kind::Edges(edge) => {
                let (source, _, target) = edge.triple();
                for (end, node) in [("source", source), ("target", target)] {
                    let ends: Int64Array = numbers(&out, &file.path, end).into();
                    let last = of(Kind::Nodes(node)).rows as i64 - 1;
                    assert!(
                        min(&ends) >= Some(0) && max(&ends) <= Some(last),
                        "{kind:?}"
                    );
                }
            }
        }
    }
    let plan = generator();
    let plan = plan.plan();
    for (node, table) in [
        (Node::Customer, Table::Customers),
        (Node::Account, Table::Accounts),
        (Node::Device, Table::Devices),
        (Node::Merchant, Table::Merchants),
    ] {
        assert_eq!(of(Kind::Nodes(node)).rows, plan.table_rows(table));
    }
}

#[test]
fn bytes_are_the_same_on_any_number_of_threads() {
    for format in GraphFormat::ALL {
        let roots = [1, 5].map(|threads| {
            let root = tempfile::tempdir().expect("a folder");
            let context = Context::new(threads);
            export(&context, &generator(), root.path(), format, false).expect("made");
            root
        });
        let paths = Kind::ALL.map(|kind| format.path(kind));
        for path in paths.iter().map(String::as_str).chain([README]) {
            let [one, five] = [0, 1].map(|root: usize| fs::read(roots[root].path().join(path)));
            assert!(one.expect("a file") == five.expect("a file"), "{path}");
        }
    }
}

#[test]
fn nothing_is_left_of_one_that_is_cancelled() {
    let root = tempfile::tempdir().expect("a folder");
    let context = Context::new(2);
    context.cancel.cancel();
    let out = root.path().join("graph");
    let made = export(&context, &generator(), &out, GraphFormat::Neo4j, false);
    assert!(matches!(made, Err(Error::Cancelled)));
    assert_eq!(fs::read_dir(root.path()).expect("a folder").count(), 0);
}

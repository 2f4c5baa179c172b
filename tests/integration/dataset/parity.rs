//! The same spec gives the same records and, in the same layout, the same bytes, however it is made.

use std::path::Path;

use fraudgen::Context;
use fraudgen::dataset::{Run, Shard};
use fraudgen::encode::Format;
use fraudgen::generate::{Destination, Mode, Records, Waiting};
use fraudgen::storage::{Folder, Location};
use fraudgen_core::schema::Table;
use fraudgen_core::{DATASET_VERSION, Digest, Generator, Spec};
use fraudgen_tests::{Tree, done, fraudgen, manifest, read_table, tree};
use tempfile::tempdir;

/// 94 cells of 640 rows, in 3 districts.
const GENERATE: &str = "generate --transactions 60000 --customers 6000";

fn generate(flags: &str, out: &Path) -> Tree {
    done(fraudgen(&format!("{GENERATE} {flags} --out")).arg(out));
    tree(out)
}

fn digest(flags: &str) -> Digest {
    let root = tempdir().expect("a folder");
    let out = root.path().join("data");
    generate(flags, &out);
    manifest(&out, Shard::WHOLE).digest
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let root = tempdir().expect("a folder");
    for format in ["parquet", "jsonl"] {
        let on = |threads: usize| {
            let flags = format!("--rows-per-file 5000 --format {format} --threads {threads}");
            generate(&flags, &root.path().join(format!("{format}-{threads}")))
        };
        let one = on(1);
        assert!(one.len() > 20, "{one:?}");
        assert_eq!(one, on(2), "{format} on 2 threads");
        assert_eq!(one, on(8), "{format} on 8 threads");
    }
}

#[test]
fn the_rows_per_file_change_no_record() {
    let root = tempdir().expect("a folder");
    let records = |rows_per_file: u64| {
        let out = root.path().join(rows_per_file.to_string());
        generate(
            &format!("--format jsonl --rows-per-file {rows_per_file}"),
            &out,
        );
        let manifest = manifest(&out, Shard::WHOLE);
        let text: Vec<_> = Table::ALL
            .map(|table| read_table(&out, table.name()))
            .into();
        (manifest.parts.len(), manifest.digest, text)
    };
    let (many, digest, text) = records(1_000);
    assert!(many > 60, "{many}");
    assert_eq!(text[Table::Transactions as usize].lines().count(), 60_000);
    for rows_per_file in [7_000, 268_000] {
        let (fewer, same_digest, same_text) = records(rows_per_file);
        assert!(fewer < many);
        assert_eq!(digest, same_digest, "{rows_per_file} rows per file");
        assert!(text == same_text, "{rows_per_file} rows per file");
    }
}

#[test]
fn shards_put_together_are_the_whole() {
    let root = tempdir().expect("a folder");
    let whole = root.path().join("whole");
    let together = root.path().join("together");
    let mut files = generate("--rows-per-file 2000", &whole);
    let mut digests = Vec::new();
    for index in 0..4 {
        let shard = Shard { index, count: 4 };
        let alone = root.path().join(index.to_string());
        let flags = format!("--rows-per-file 2000 --shard {shard}");
        generate(&flags, &together);
        let made_alone = generate(&flags, &alone);
        let shared = tree(&together);
        assert!(
            made_alone
                .iter()
                .all(|(path, receipt)| shared.get(path) == Some(receipt)),
            "{shard}"
        );
        digests.push(manifest(&alone, shard).digest);
    }
    assert_eq!(
        digests.into_iter().sum::<Digest>(),
        manifest(&whole, Shard::WHOLE).digest
    );
    done(fraudgen("verify --deep").arg(&together));
    files.retain(|path, _| path.contains('/'));
    let mut shared = tree(&together);
    shared.retain(|path, _| path.contains('/'));
    assert_eq!(files, shared);
}

#[test]
fn formats_and_compressions_hold_the_same_records() {
    let parquet = digest("");
    for flags in [
        "--format jsonl",
        "--format csv",
        "--format csv --compression zstd(3)",
        "--compression none",
    ] {
        assert_eq!(parquet, digest(flags), "{flags}");
    }
}

#[test]
fn every_seed_makes_other_records() {
    assert_ne!(
        digest("--tables transactions --seed 1"),
        digest("--tables transactions --seed 2")
    );
}

#[test]
fn a_manifest_is_a_spec() {
    let root = tempdir().expect("a folder");
    let [first, again, other] = ["first", "again", "other"].map(|name| root.path().join(name));
    let made = generate(
        "--seed 7 --start 2024-02-01 --days 60 --fraud-rate 0.05 --fraud-mix FALSA_CENTRAL=1",
        &first,
    );
    let from_manifest = || {
        let mut command = fraudgen("generate --spec");
        command.arg(first.join("_manifest.json"));
        command
    };
    done(from_manifest().arg("--out").arg(&again));
    assert_eq!(made, tree(&again));
    done(from_manifest().args(["--seed", "8", "--out"]).arg(&other));
    assert_eq!(
        manifest(&other, Shard::WHOLE).spec,
        Spec {
            seed: 8,
            ..manifest(&first, Shard::WHOLE).spec
        }
    );
}

#[test]
fn the_plan_of_a_spec_is_a_spec() {
    let root = tempdir().expect("a folder");
    let [first, again] = ["first", "again"].map(|name| root.path().join(name));
    let spec = root.path().join("plan.json");
    let plan = done(&mut fraudgen(
        "plan --json --transactions 60000 --customers 6000",
    ));
    std::fs::write(&spec, plan.stdout).expect("a file");
    done(
        fraudgen("generate --spec")
            .arg(&spec)
            .arg("--out")
            .arg(&again),
    );
    assert_eq!(generate("", &first), tree(&again));
}

#[test]
fn the_library_makes_what_the_command_makes() {
    let root = tempdir().expect("a folder");
    let [command, library] = ["command", "library"].map(|name| root.path().join(name));
    let made = generate("--rows-per-file 9000", &command);

    let spec = Spec {
        transactions: 60_000,
        customers: Some(6_000),
        ..Spec::default()
    };
    let generator = Generator::new(&spec).expect("a valid spec");
    let run = Run {
        dataset_version: DATASET_VERSION,
        spec: generator.plan().spec().clone(),
        format: Format::Parquet,
        compression: Format::Parquet.default_compression(),
        rows_per_file: 9_000,
        tables: Table::ALL.into(),
        shard: Shard::WHOLE,
    };
    let context = Context::new(2);
    let destination = Destination::prepare(
        &context,
        Location::Folder(Folder::new(&library)),
        Records::AtDestination,
        &run,
        generator.plan(),
        Mode::Fresh,
    )
    .expect("an empty folder");
    let manifest =
        fraudgen::generate::generate(&context, &generator, &run, destination, Waiting::default())
            .expect("a finished run");
    assert_eq!(made, tree(&library));
    assert_eq!(
        manifest.digest,
        Table::ALL
            .into_iter()
            .map(|table| generator.digest(table))
            .sum()
    );
}

#[test]
fn the_environment_changes_no_byte() {
    let root = tempdir().expect("a folder");
    let [usual, bare, odd] = ["usual", "bare", "odd"].map(|name| root.path().join(name));
    let made = generate("--format csv", &usual);
    done(
        fraudgen(GENERATE)
            .args(["--format", "csv", "--out"])
            .arg(&bare)
            .env_clear(),
    );
    assert_eq!(made, tree(&bare), "without an environment");
    let variables = [
        ("TZ", "Pacific/Kiritimati"),
        ("LANG", "pt_BR.UTF-8"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("HOME", "/nonexistent"),
        ("SOURCE_DATE_EPOCH", "0"),
        ("RAYON_NUM_THREADS", "1"),
        ("RUST_LOG", "trace"),
    ];
    let mut command = fraudgen(GENERATE);
    command
        .args(["--format", "csv", "--out"])
        .arg(&odd)
        .env_clear()
        .envs(variables)
        .current_dir("/");
    assert_eq!(done(&mut command).stdout, "");
    assert_eq!(made, tree(&odd), "with an odd environment");
}

#[test]
fn tables_made_alone_are_the_same() {
    let root = tempdir().expect("a folder");
    let [all, some] = ["all", "some"].map(|name| root.path().join(name));
    let all = generate("", &all);
    let some = generate("--tables fraud_cases,customers", &some);
    let parts: Vec<_> = some.keys().filter(|path| path.contains('/')).collect();
    assert!(parts.iter().all(|&path| some[path] == all[path]));
    let tables: Vec<_> = some.keys().filter(|&path| some[path].is_none()).collect();
    assert_eq!(tables, ["customers", "fraud_cases"]);
}

#[test]
fn a_sample_shows_the_records_of_the_files() {
    let root = tempdir().expect("a folder");
    generate("--format jsonl", root.path());
    let sample = "sample --transactions 60000 --customers 6000 --output-format jsonl";
    for (table, unit, rows) in [
        ("transactions", 50, 1_500),
        ("customers", 1, 9),
        ("merchants", 0, 30),
    ] {
        let sample = done(&mut fraudgen(&format!(
            "{sample} --table {table} --unit {unit} --rows {rows}"
        )))
        .stdout;
        assert_eq!(sample.lines().count(), rows);
        assert!(read_table(root.path(), table).contains(&sample), "{table}");
    }
}

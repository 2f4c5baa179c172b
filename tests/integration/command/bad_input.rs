//! Invalid input is refused before anything is written, with the flag, the value and the remedy.

use std::fs;
use std::path::Path;

use fraudgen_tests::{Outcome, done, fraudgen, run, tree};
use tempfile::tempdir;

/// Runs a call in a folder that has to stay as it is.
fn refused(folder: &Path, line: &str) -> Outcome {
    let before = tree(folder);
    let outcome = run(fraudgen(line).current_dir(folder));
    assert_eq!(before, tree(folder), "{line} wrote something");
    assert_eq!(outcome.stdout, "", "{line}");
    outcome
}

/// Runs calls that are wrong usage; their messages must contain all the words.
fn wrong_usage(cases: &[(&str, &[&str])]) {
    let folder = tempdir().expect("a folder");
    let mut faults = Vec::new();
    for (line, words) in cases {
        let outcome = refused(folder.path(), line);
        let missing: Vec<_> = words
            .iter()
            .filter(|word| !outcome.stderr.contains(**word))
            .collect();
        if outcome.code != Some(2) || !missing.is_empty() {
            faults.push(format!(
                "{line}\n  exit {:?}, without {missing:?}: {}",
                outcome.code, outcome.stderr
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_stream_is_one_table_on_standard_output() {
    const STREAM: &str = "generate --transactions 1000 --format arrow-stream";
    let cases = [
        ("--out data --tables cards", &["--out -"][..]),
        ("--out -", &["--tables"]),
        ("--out - --tables cards,devices", &["--tables"]),
        ("--out - --tables cards --columns", &["--columns"]),
        (
            "--out - --tables cards --columns card_id,pin",
            &["'pin'", "--columns", "card_brand"],
        ),
        (
            "--out - --tables cards --columns card_id,card_id",
            &["'card_id'", "twice"],
        ),
        ("--out - --tables cards --resume", &["--resume"]),
        (
            "--out - --tables cards --compression none",
            &["--compression"],
        ),
        ("--targets x", &["--format"]),
    ];
    let lines: Vec<_> = cases
        .iter()
        .map(|(flags, words)| (format!("{STREAM} {flags}"), *words))
        .collect();
    let mut lines: Vec<_> = lines
        .iter()
        .map(|(line, words)| (line.as_str(), *words))
        .collect();
    lines.push(("generate --out -", &["arrow-stream", "sample"]));
    lines.push(("generate --out data --columns card_id", &["arrow-stream"]));
    wrong_usage(&lines);
}

#[test]
fn every_dataset_flag_has_bounds() {
    wrong_usage(&[
        (
            "generate --out data --seed x",
            &["--seed", "'x'", "whole number"],
        ),
        ("generate --out data --seed -1", &["--seed", "'-1'"]),
        ("generate --out data --seed 1.5", &["--seed", "'1.5'"]),
        (
            "generate --out data --seed 18446744073709551616",
            &["--seed", "'18446744073709551616'"],
        ),
        (
            "generate --out data --days 30.0",
            &["--days", "'30.0'", "365"],
        ),
        (
            "generate --out data --fraud-rate 2%",
            &["--fraud-rate", "'2%'", "0.02"],
        ),
        // Before credentials are asked for.
        ("generate --out gs://lake/x", &["gs://lake/x", "s3://"]),
        (
            "generate --out data --transactions 0",
            &["--transactions", "'0'", "10"],
        ),
        (
            "generate --out data --transactions 9",
            &["--transactions", "'9'", "10"],
        ),
        (
            "generate --out data --transactions 1001T",
            &["--transactions", "'1001000000000000'", "812323024000"],
        ),
        (
            "generate --out data --transactions -5",
            &["--transactions", "'-5'"],
        ),
        (
            "generate --out data --transactions 1.5",
            &["--transactions", "'1.5'", "whole number"],
        ),
        (
            "generate --out data --transactions many",
            &["--transactions", "'many'"],
        ),
        (
            "generate --out data --transactions 99999999999999999999",
            &["--transactions", "'99999999999999999999'"],
        ),
        ("generate --out data --size 30", &["--size", "'30'", "unit"]),
        ("generate --out data --size 1B", &["--size", "'1 B'"]),
        ("generate --out data --size 100000TB", &["--size"]),
        ("generate --out data --size -1GB", &["--size", "'-1GB'"]),
        (
            "generate --out data --size 20MB --tables merchants",
            &["--size", "--tables"],
        ),
        (
            "generate --out data --size 20MB --transactions 100",
            &["--size", "--transactions"],
        ),
        ("generate --out data --customers 0", &["--customers", "'0'"]),
        (
            "generate --out data --customers 10G",
            &["--customers", "'10000000000'"],
        ),
        ("generate --out data --customers x", &["--customers", "'x'"]),
        (
            "generate --out data --start 2020-11-15",
            &["--start", "'2020-11-15'", "2020-11-16"],
        ),
        (
            "generate --out data --start 2090-01-02",
            &["--start", "'2090-01-02'", "2090-01-01"],
        ),
        (
            "generate --out data --start 2025-02-30",
            &["--start", "'2025-02-30'"],
        ),
        (
            "generate --out data --start tomorrow",
            &["--start", "'tomorrow'", "YYYY-MM-DD"],
        ),
        ("generate --out data --days 0", &["--days", "'0'", "3660"]),
        (
            "generate --out data --days 3661",
            &["--days", "'3661'", "3660"],
        ),
        (
            "generate --out data --days 99999999999",
            &["--days", "'99999999999'"],
        ),
        (
            "generate --out data --end 2024-12-31",
            &["--end", "'2024-12-31'", "2025-01-01"],
        ),
        (
            "generate --out data --end 2089-01-01",
            &["--end", "'2089-01-01'"],
        ),
        (
            "generate --out data --end 2025-13-01",
            &["--end", "'2025-13-01'"],
        ),
        (
            "generate --out data --end 2025-12-31 --days 3",
            &["--end", "--days"],
        ),
        (
            "generate --out data --fraud-rate 0.3",
            &["--fraud-rate", "'0.3'", "0.2"],
        ),
        (
            "generate --out data --fraud-rate=-0.1",
            &["--fraud-rate", "'-0.1'", "0.2"],
        ),
        (
            "generate --out data --fraud-rate nan",
            &["--fraud-rate", "'NaN'", "0.2"],
        ),
        (
            "generate --out data --fraud-rate inf",
            &["--fraud-rate", "'inf'", "0.2"],
        ),
        (
            "generate --out data --fraud-rate 2%",
            &["--fraud-rate", "'2%'"],
        ),
        (
            "generate --out data --fraud-mix GOLPE=1",
            &["--fraud-mix", "GOLPE", "FALSA_CENTRAL"],
        ),
        (
            "generate --out data --fraud-mix FALSA_CENTRAL",
            &["--fraud-mix", "FALSA_CENTRAL", "NAME=WEIGHT"],
        ),
        (
            "generate --out data --fraud-mix FALSA_CENTRAL=-1",
            &["--fraud-mix", "FALSA_CENTRAL=-1"],
        ),
        (
            "generate --out data --fraud-mix FALSA_CENTRAL=1000001",
            &["--fraud-mix", "FALSA_CENTRAL=1000001"],
        ),
        (
            "generate --out data --fraud-mix FALSA_CENTRAL=0",
            &["--fraud-mix", "above 0"],
        ),
        (
            "generate --out data --fraud-mix FALSA_CENTRAL=1,FALSA_CENTRAL=2",
            &["--fraud-mix", "twice"],
        ),
    ]);
}

#[test]
fn every_output_flag_has_bounds() {
    wrong_usage(&[
        ("generate", &["--out"]),
        ("generate --out=", &["--out"]),
        (
            "generate --out data --format xml",
            &["--format", "'xml'", "parquet"],
        ),
        (
            "generate --out data --tables payments",
            &["--tables", "'payments'", "transactions"],
        ),
        (
            "generate --out data --tables transactions,payments",
            &["--tables", "'payments'"],
        ),
        ("generate --out data --tables=", &["--tables", "''"]),
        (
            "generate --out data --rows-per-file 999",
            &["--rows-per-file", "'999'", "1000"],
        ),
        (
            "generate --out data --rows-per-file 101M",
            &["--rows-per-file", "'101M'", "100000000"],
        ),
        (
            "generate --out data --rows-per-file x",
            &["--rows-per-file", "'x'"],
        ),
        (
            "generate --out data --compression gzip",
            &["--compression", "'gzip'", "zstd"],
        ),
        (
            "generate --out data --compression zstd(23)",
            &["--compression", "'zstd(23)'", "22"],
        ),
        (
            "generate --out data --threads 0",
            &["--threads", "'0'", "1"],
        ),
        (
            "generate --out data --threads 1025",
            &["--threads", "'1025'", "1024"],
        ),
        ("generate --out data --threads two", &["--threads", "'two'"]),
        (
            "generate --out data --shard 4/4",
            &["--shard", "'4/4'", "0/8"],
        ),
        ("generate --out data --shard 0/0", &["--shard", "'0/0'"]),
        ("generate --out data --shard -1/4", &["--shard", "'-1/4'"]),
        (
            "generate --out data --shard 0/1000001",
            &["--shard", "'0/1000001'", "1000000"],
        ),
        ("generate --out data --shard x", &["--shard", "'x'", "0/8"]),
        (
            "generate --out data --resume --force",
            &["--resume", "--force"],
        ),
        (
            "generate --out data --progress loud",
            &["--progress", "'loud'", "none"],
        ),
        ("generate --out data --nope", &["--nope"]),
        ("generate --out data data", &["'data'"]),
    ]);
}

#[test]
fn the_other_subcommands_have_bounds_too() {
    wrong_usage(&[
        ("", &["Usage"]),
        ("make", &["'make'"]),
        ("plan --transactions 9", &["--transactions", "'9'"]),
        ("plan --rows-per-file 1", &["--rows-per-file", "'1'"]),
        ("plan --workers 0", &["--workers", "'0'"]),
        ("plan --cores 4", &["--workers"]),
        (
            "plan --workers 2 --bandwidth 9",
            &["--bandwidth", "'9'", "1.25GB"],
        ),
        ("sample --unit 44", &["--unit", "'44'", "43"]),
        ("sample --unit x", &["--unit", "'x'"]),
        ("sample --rows 0", &["--rows", "'0'"]),
        ("sample --rows 1000001", &["--rows", "'1000001'"]),
        ("sample --table x", &["--table", "'x'", "customers"]),
        (
            "sample --output-format xml",
            &["--output-format", "'xml'", "jsonl"],
        ),
        ("schema --tables x", &["--tables", "'x'", "customers"]),
        (
            "schema --output-format xml",
            &["--output-format", "'xml'", "markdown"],
        ),
        ("graph", &["--out"]),
        ("graph --out s3://lake/graph", &["'--out'", "folder"]),
        (
            "graph --out x --format csv",
            &["--format", "'csv'", "neo4j"],
        ),
        ("graph --out x --transactions 9", &["--transactions", "'9'"]),
        ("verify", &["<PLACE>"]),
        ("verify data --threads 0", &["--threads", "'0'"]),
        ("completions csh", &["'csh'", "bash"]),
        ("task make row-realistic", &["--out"]),
        ("task make row --out x", &["'row'", "federated"]),
        ("score row-medium x.csv", &["'row-medium'", "realistic"]),
        ("score row-easy", &["<FILE>"]),
    ]);
}

#[test]
fn a_bad_spec_is_refused_by_name() {
    let folder = tempdir().expect("a folder");
    let mut faults = Vec::new();
    let cases: [(&str, &[&str]); 14] = [
        (r#"{"seed": 1, "sead": 2}"#, &["sead", "seed"]),
        (r#"{"seed": 1, "#, &["not JSON"]),
        ("", &["not JSON"]),
        ("seed = 1", &["not JSON"]),
        ("[]", &[]),
        ("3", &[]),
        ("null", &[]),
        (r#"{"seed": -1}"#, &["seed", "-1"]),
        (r#"{"transactions": 1e6}"#, &["transactions"]),
        (r#"{"transactions": 9}"#, &["transactions", "9", "10"]),
        (r#"{"days": 0}"#, &["days", "0", "3660"]),
        (r#"{"start": "soon"}"#, &["soon", "YYYY-MM-DD"]),
        (
            r#"{"fraud_mix": {"GOLPE": 1}}"#,
            &["GOLPE", "FALSA_CENTRAL"],
        ),
        (r#"{"dataset_version": 0, "spec": {}}"#, &["version 0"]),
    ];
    for (spec, words) in cases {
        fs::write(folder.path().join("bad.json"), spec).expect("a file");
        let before = tree(folder.path());
        let outcome =
            run(fraudgen("generate --spec bad.json --out data").current_dir(folder.path()));
        let missing: Vec<_> = words
            .iter()
            .filter(|word| !outcome.stderr.contains(**word))
            .collect();
        if outcome.code != Some(2) || !missing.is_empty() || before != tree(folder.path()) {
            faults.push(format!(
                "{spec}\n  exit {:?}, without {missing:?}: {}",
                outcome.code, outcome.stderr
            ));
        }
        let _ = fs::remove_dir_all(folder.path().join("data"));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_spec_that_cannot_be_read_is_named() {
    let folder = tempdir().expect("a folder");
    fs::write(folder.path().join("bytes.json"), [0xff, 0xfe, 0x00]).expect("a file");
    for (spec, cause) in [
        ("nowhere.json", "No such file"),
        (".", "directory"),
        ("bytes.json", "UTF-8"),
    ] {
        let outcome = refused(folder.path(), &format!("generate --out data --spec {spec}"));
        assert!(matches!(outcome.code, Some(1 | 2)), "{outcome:?}");
        assert!(
            outcome.stderr.contains(spec) && outcome.stderr.contains(cause),
            "{}",
            outcome.stderr
        );
    }
}

#[test]
fn files_that_no_reader_takes_for_data_are_told_and_stay() {
    let folder = tempdir().expect("a folder");
    let out = folder.path().join("data");
    fs::create_dir_all(out.join("transactions")).expect("a folder");
    fs::create_dir(out.join("lost+found")).expect("a folder");
    let foreign = [".DS_Store", "transactions/.part-00000.parquet.crc"];
    for path in foreign {
        fs::write(out.join(path), "mine").expect("a file");
    }
    let generate = "generate --transactions 1000 --out data";
    let made = done(fraudgen(generate).current_dir(folder.path()));
    let verified = done(fraudgen("verify data").current_dir(folder.path()));
    for stderr in [&made.stderr, &verified.stderr] {
        for word in ["note: data also holds", ".DS_Store", "lost+found", ".crc"] {
            assert!(stderr.contains(word), "no {word}: {stderr}");
        }
    }
    for path in foreign {
        assert_eq!(fs::read(out.join(path)).expect("it stays"), b"mine");
    }
}

#[test]
fn a_folder_with_what_a_reader_takes_for_data_is_refused() {
    let folder = tempdir().expect("a folder");
    let out = folder.path().join("data");
    fs::create_dir_all(out.join("transactions")).expect("a folder");
    fs::write(out.join("transactions/mine.parquet"), "mine").expect("a file");
    for flags in ["", "--resume"] {
        let outcome = refused(
            folder.path(),
            &format!("generate --transactions 1000 --out data {flags}"),
        );
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
        for word in [
            "data",
            if flags.is_empty() {
                "holds transactions/mine.parquet"
            } else {
                "no run to resume"
            },
            "--force",
        ] {
            assert!(outcome.stderr.contains(word), "{word}: {}", outcome.stderr);
        }
    }
}

#[test]
fn a_finished_dataset_is_refused_and_force_replaces_it_alone() {
    let folder = tempdir().expect("a folder");
    let out = folder.path().join("data");
    let generate = "generate --transactions 1000 --out data";
    done(fraudgen(&format!("{generate} --format csv")).current_dir(folder.path()));
    fs::write(out.join("notes.txt"), "mine").expect("a file");
    fs::write(out.join("cards/notes.txt"), "mine").expect("a file");
    let outcome = refused(folder.path(), generate);
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    done(fraudgen(&format!("{generate} --force")).current_dir(folder.path()));
    let mut forced = tree(&out);
    assert!(forced.remove("notes.txt").is_some() && forced.remove("cards/notes.txt").is_some());
    done(fraudgen("generate --transactions 1000 --out fresh").current_dir(folder.path()));
    assert_eq!(forced, tree(&folder.path().join("fresh")));
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let folder = tempdir().expect("a folder");
    fs::write(folder.path().join("data"), "mine").expect("a file");
    for out in ["data", "data/below"] {
        for mode in ["", "--resume", "--force"] {
            let outcome = refused(
                folder.path(),
                &format!("generate --transactions 1000 --out {out} {mode}"),
            );
            assert_eq!(outcome.code, Some(1), "{outcome:?}");
            assert!(
                outcome.stderr.contains(out) && outcome.stderr.contains("ot a directory"),
                "{}",
                outcome.stderr
            );
        }
    }
}

#[test]
fn a_cause_is_told_once() {
    let folder = tempdir().expect("a folder");
    let outcome = refused(folder.path(), "verify nowhere");
    assert_eq!(
        outcome.stderr.matches("No such file").count(),
        1,
        "{}",
        outcome.stderr
    );
}

/// Root may write to a folder of mode 0555, and so tries a read-only file system.
#[test]
#[cfg(target_os = "linux")]
fn a_read_only_folder_is_refused() {
    use fraudgen_tests::mount::{is_root, on_tmpfs};
    use std::os::unix::fs::PermissionsExt;

    let check = |out: &Path, causes: &[&str]| {
        let outcome = run(fraudgen("generate --transactions 1000 --out").arg(out));
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (Some(1), ""),
            "{outcome:?}"
        );
        let text = &outcome.stderr;
        assert!(text.contains(&out.display().to_string()), "{text}");
        assert!(causes.iter().any(|cause| text.contains(cause)), "{text}");
        assert!(tree(out).is_empty());
    };
    check(
        Path::new("/proc/fraudgen"),
        &["No such file", "not permitted"],
    );
    if is_root() {
        on_tmpfs("ro,size=4m", |mount| {
            check(mount.path(), &["Read-only file system"]);
        });
    } else {
        let folder = tempdir().expect("a folder");
        let out = folder.path().join("data");
        fs::create_dir(&out).expect("a folder");
        fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).expect("it is mine");
        check(&out, &["Permission denied"]);
    }
}

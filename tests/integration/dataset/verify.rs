//! `verify` finds everything that is not as the manifest says.

use std::fs;
use std::path::{Path, PathBuf};

use fraudgen::dataset::{Manifest, PartRecord, Shard};
use fraudgen_tests::{copy, done, fraudgen, manifest, run};
use serde_json::Value;
use tempfile::{TempDir, tempdir};

const GENERATE: &str = "generate --transactions 20000 --customers 2000 --rows-per-file 2000";

fn generate(root: &TempDir, name: &str, flags: &str) -> PathBuf {
    let out = root.path().join(name);
    done(fraudgen(&format!("{GENERATE} {flags} --out")).arg(&out));
    out
}

/// The problems that are found in a copy of a dataset with a change.
fn problems(dataset: &Path, flags: &str, change: impl FnOnce(&Path)) -> Vec<String> {
    let root = tempdir().expect("a folder");
    let damaged = root.path().join("data");
    copy(dataset, &damaged);
    change(&damaged);
    let outcome = run(fraudgen(&format!("verify --json {flags}")).arg(&damaged));
    let found: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let problems = found["problems"].as_array().expect("a list");
    assert_eq!(
        outcome.code,
        Some(i32::from(!problems.is_empty())),
        "{outcome:?}"
    );
    assert_eq!(found["ok"], problems.is_empty());
    problems
        .iter()
        .map(|problem| problem.as_str().expect("a sentence").into())
        .collect()
}

/// Changes a file's bytes.
fn edit(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).expect("a file");
    change(&mut bytes);
    fs::write(path, bytes).expect("a file");
}

/// Changes a manifest and its totals.
fn doctor(dataset: &Path, change: impl FnOnce(&mut Vec<PartRecord>)) {
    let path = dataset.join("_manifest.json");
    let manifest = manifest(dataset, Shard::WHOLE);
    let mut parts = manifest.parts.clone();
    change(&mut parts);
    fs::write(path, Manifest::new(&manifest.run(), parts).to_json()).expect("a manifest");
}

#[test]
fn a_good_dataset_passes() {
    let root = tempdir().expect("a folder");
    for flags in [
        "",
        "--format jsonl",
        "--format csv",
        "--format csv --compression zstd(3)",
    ] {
        let dataset = generate(&root, &flags.replace(' ', ""), flags);
        for deep in ["", "--deep"] {
            assert!(
                problems(&dataset, deep, |_| ()).is_empty(),
                "{flags} {deep}"
            );
        }
    }
}

#[test]
fn every_damage_is_found_and_named() {
    let root = tempdir().expect("a folder");
    for format in ["parquet", "jsonl", "csv"] {
        let dataset = generate(&root, format, &format!("--format {format}"));
        let part = format!("transactions/part-00003.{format}");
        let cards = format!("cards/part-00000.{format}");
        let stranger = format!("transactions/part-00099.{format}");
        type Change<'a> = Box<dyn Fn(&Path) + 'a>;
        let changes: [(&str, &str, Change<'_>); 9] = [
            (
                &part,
                "not there",
                Box::new(|root| fs::remove_file(root.join(&part)).expect("a part")),
            ),
            (
                &part,
                "bytes, not",
                Box::new(|root| edit(&root.join(&part), |bytes| bytes.truncate(bytes.len() - 1))),
            ),
            (
                &part,
                "bytes, not",
                Box::new(|root| edit(&root.join(&part), Vec::clear)),
            ),
            (
                &part,
                "SHA-256",
                Box::new(|root| edit(&root.join(&part), |bytes| bytes[5_000] ^= 1)),
            ),
            (
                &cards,
                "SHA-256",
                Box::new(|root| edit(&root.join(&cards), |bytes| bytes[900] ^= 1)),
            ),
            (
                &stranger,
                "does not list",
                Box::new(|root| {
                    fs::copy(root.join(&part), root.join(&stranger)).expect("a copy");
                }),
            ),
            (
                "_SUCCESS",
                "not there",
                Box::new(|root| fs::remove_file(root.join("_SUCCESS")).expect("it is there")),
            ),
            (
                "manifest",
                "cut short",
                Box::new(|root| doctor(root, |parts| drop(parts.pop()))),
            ),
            (
                "manifest",
                "totals",
                Box::new(|root| {
                    let path = root.join("_manifest.json");
                    let text = fs::read_to_string(&path).expect("a manifest");
                    fs::write(&path, text.replacen("\"rows\": ", "\"rows\": 1", 1))
                        .expect("a manifest");
                }),
            ),
        ];
        for (name, word, change) in changes {
            let found = problems(&dataset, "", change);
            assert!(
                found
                    .iter()
                    .any(|text| text.contains(name) && text.contains(word)),
                "{name} {word}: {found:?}"
            );
            assert_eq!(found.len(), 1, "{name} {word}: {found:?}");
        }
    }
}

#[test]
fn a_foreign_manifest_is_found() {
    let root = tempdir().expect("a folder");
    let dataset = generate(&root, "mine", "");
    let other = generate(&root, "other", "--seed 43");
    let foreign = |damaged: &Path| {
        drop(fs::copy(
            other.join("_manifest.json"),
            damaged.join("_manifest.json"),
        ))
    };
    let found = problems(&dataset, "", foreign);
    let parts = manifest(&dataset, Shard::WHOLE).parts;
    for part in parts {
        assert!(
            found.iter().any(|text| text.starts_with(&part.path)),
            "{}: {found:?}",
            part.path
        );
    }
}

#[test]
fn a_dataset_without_a_manifest_or_with_none_at_all_is_an_error() {
    let root = tempdir().expect("a folder");
    let dataset = generate(&root, "data", "");
    let manifest = dataset.join("_manifest.json");
    let check = |words: &[&str]| {
        let outcome = run(fraudgen("verify").arg(&dataset));
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        for word in words {
            assert!(
                outcome.stderr.contains(word),
                "no {word}: {}",
                outcome.stderr
            );
        }
    };
    edit(&manifest, |bytes| bytes.truncate(bytes.len() / 2));
    check(&["_manifest.json", "not a valid manifest"]);
    fs::remove_file(&manifest).expect("a manifest");
    check(&["_manifest.json", "not there"]);
    fs::remove_dir_all(&dataset).expect("a folder");
    check(&["data", "No such file"]);
}

#[test]
fn records_of_another_spec_are_found_though_checksums_and_manifest_were_made_to_fit() {
    let root = tempdir().expect("a folder");
    for format in ["parquet", "jsonl"] {
        let dataset = generate(
            &root,
            &format!("mine-{format}"),
            &format!("--format {format}"),
        );
        let other = generate(
            &root,
            &format!("other-{format}"),
            &format!("--format {format} --seed 43"),
        );
        let part = format!("transactions/part-00004.{format}");
        let foreign = |damaged: &Path| {
            fs::copy(other.join(&part), damaged.join(&part)).expect("a copy");
            let made = manifest(&other, Shard::WHOLE);
            let record = made.parts.into_iter().find(|record| record.path == part);
            doctor(damaged, |parts| {
                let place = parts
                    .iter_mut()
                    .find(|record| record.path == part)
                    .expect("a part");
                *place = record.expect("a part");
            });
            // The documents fit, too.
            done(fraudgen("finish").arg(damaged));
        };
        let found = problems(&dataset, "--deep", foreign);
        assert_eq!(
            found,
            [format!("{part}: its records are not those of the spec")]
        );
    }
}

#[test]
fn a_missing_shard_is_found() {
    let root = tempdir().expect("a folder");
    let out = root.path().join("data");
    for index in [0, 2] {
        done(fraudgen(&format!("{GENERATE} --shard {index}/3 --out")).arg(&out));
    }
    let found = problems(&out, "", |_| ());
    assert!(
        found.len() == 1 && found[0].contains("shard 1/3"),
        "{found:?}"
    );
}

//! Manifests, receipts, target files and journals read back as they were written.

use std::collections::BTreeMap;

use fraudgen_core::DATASET_VERSION;
use jiff::Timestamp;
use proptest::prelude::*;

use super::journal::{Journal, JournalLocation};
use super::manifest::Manifest;
use super::run::Run;
use super::targets::{Header, ObjectTargets, TARGETS_VERSION, TargetFile};
use crate::arbitrary::{any_manifest, any_part, any_run};
use crate::storage::s3::{Method, Target};

fn any_time() -> impl Strategy<Value = Timestamp> {
    let times = Timestamp::MIN.as_second()..=Timestamp::MAX.as_second();
    (times, 0..1_000_000_000).prop_map(|(second, nanosecond)| {
        Timestamp::new(second, nanosecond).unwrap_or(Timestamp::MAX)
    })
}

fn any_target() -> impl Strategy<Value = Target> {
    let methods = [Method::Get, Method::Head, Method::Put, Method::Delete];
    (
        prop::sample::select(methods.to_vec()),
        "https?://[a-z]{1,9}(:[1-9][0-9]{1,3})?/[a-z/]{0,9}(\\?[a-zA-Z0-9=&%]{0,9})?",
        prop::collection::btree_map(any::<String>(), any::<String>(), 0..3),
        any_time(),
    )
        .prop_map(|(method, url, headers, expires_at)| Target {
            method,
            url: url.parse().expect("a URL"),
            headers,
            expires_at,
        })
}

fn any_target_file() -> impl Strategy<Value = TargetFile> {
    let targets = [any_target(), any_target(), any_target()];
    let object = (any::<String>(), targets).prop_map(|(path, [put, head, get])| {
        (
            path.clone(),
            ObjectTargets {
                path,
                put,
                head,
                get,
            },
        )
    });
    let objects = prop::collection::vec(object, 0..4).prop_map(BTreeMap::from_iter);
    (
        any::<[String; 2]>(),
        [any_time(), any_time()],
        any_run(),
        objects,
    )
        .prop_map(
            |([location, endpoint], [signed_at, expires_at], run, objects)| TargetFile {
                header: Header {
                    fraudgen_targets: TARGETS_VERSION,
                    location,
                    endpoint,
                    signed_at,
                    expires_at,
                    run: Run {
                        dataset_version: DATASET_VERSION,
                        ..run
                    },
                    guard: None,
                },
                objects,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn manifests_read_back_as_written(manifest in any_manifest()) {
        let read = Manifest::parse(manifest.to_json().as_bytes(), "m");
        prop_assert_eq!(read.expect("a manifest"), manifest);
    }

    #[test]
    fn receipts_read_back_as_written(manifests in prop::collection::vec(any_manifest(), 1..4), printed: bool) {
        let text: String = manifests
            .iter()
            .map(|manifest| match printed {
                true => format!("{{\"rows\": 1, \"manifest\": {}}}\n", manifest.to_json().replace('\n', " ")),
                false => manifest.to_json(),
            })
            .collect();
        let read = Manifest::parse_receipts(text.as_bytes(), "r");
        prop_assert_eq!(read.expect("receipts"), manifests);
    }

    #[test]
    fn target_files_read_back_as_written(file in any_target_file(), at: prop::sample::Index) {
        let text = file.to_text();
        prop_assert_eq!(TargetFile::parse(&text).expect("a target file"), file);
        // A file that lost a line is refused.
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        let lost = at.index(lines.len());
        let rest: String = lines.iter().enumerate().filter(|(line, _)| *line != lost).map(|(_, line)| *line).collect();
        prop_assert!(TargetFile::parse(&rest).is_err());
    }

    #[test]
    fn journals_read_back_as_written(
        run in any_run(),
        parts in prop::collection::vec(any_part(), 0..5),
        kept: prop::sample::Index,
        torn: prop::sample::Index,
    ) {
        let folder = tempfile::tempdir()?;
        let location = JournalLocation::File(folder.path().join("journal"));
        let (before, after) = parts.split_at(kept.index(parts.len() + 1));
        let mut journal = Journal::create(location.clone(), &run, before).expect("created");
        after.iter().for_each(|part| journal.add(part).expect("added"));
        drop(journal);
        let read = || Journal::read(&location).expect("read");
        prop_assert_eq!(read(), Some((run.clone(), parts.clone())));

        // However much of it is lost, its complete lines are read.
        let JournalLocation::File(path) = &location else { unreachable!() };
        let bytes = std::fs::read(path)?;
        let len = torn.index(bytes.len());
        std::fs::write(path, &bytes[..len])?;
        let lines = bytes[..len].iter().filter(|byte| **byte == b'\n').count();
        let expected = lines.checked_sub(1).map(|whole| (run, parts[..whole].to_vec()));
        prop_assert_eq!(read(), expected);
    }
}

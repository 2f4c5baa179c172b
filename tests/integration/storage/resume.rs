//! An interrupted upload leaves whole objects only, and is continued to the same bytes.

use std::process::Command;
use std::sync::LazyLock;

use fraudgen_tests::s3::{Options, Server, Store};
use fraudgen_tests::upload::{
    Desk, Objects, assert_whole, below, parts_in, start, wait_until, with_key,
};
use fraudgen_tests::{Outcome, done, fraudgen, run};
use serde_json::Value;
use tempfile::tempdir;

/// Some 130 files.
const LONGER: &str = "--transactions 120000 --customers 12000 --rows-per-file 1000 --threads 2";

recipes! {
    runs_of_each_kind_that_were_killed_are_continued
}

static PARTS: LazyLock<Objects> = LazyLock::new(|| {
    let folder = tempdir().expect("a folder");
    done(fraudgen(&format!("generate {LONGER} --out")).arg(folder.path()));
    parts_in(folder.path())
});

/// The command of a run with more flags, such as the one that continues it.
trait Run: Fn(&Store, &Desk, &str) -> Command {}
impl<F: Fn(&Store, &Desk, &str) -> Command> Run for F {}

fn with_a_key(store: &Store, _: &Desk, flags: &str) -> Command {
    let line = format!("generate --out s3://lake/x {LONGER} {flags}");
    with_key(store, &store.admin, &line)
}

fn with_targets(store: &Store, desk: &Desk, flags: &str) -> Command {
    if !desk.path("targets.jsonl").exists() {
        let line = format!("presign --to s3://lake/x {LONGER}");
        done(with_key(store, &store.admin, &line).current_dir(desk.root()));
    }
    desk.worker(&format!("targets.jsonl {flags}"))
}

fn with_targets_and_a_spool(store: &Store, desk: &Desk, flags: &str) -> Command {
    with_targets(store, desk, &format!("--upload spool {flags}"))
}

/// Asserts that every object is whole, and that there is no `_SUCCESS` yet.
fn nothing_is_half_done(store: &Store) {
    for (path, bytes) in below(store, "x") {
        assert_ne!(path, "_SUCCESS");
        if path.contains('/') {
            assert_eq!(PARTS.get(&path), Some(&bytes), "{path} is not whole");
        }
    }
}

/// Interrupts a run with a signal when there are this many objects. Returns how it ended, if it was midway.
fn broken_off(
    store: &Store,
    mut command: Command,
    signal: &str,
    objects: usize,
) -> Option<Outcome> {
    let mut child = start(&mut command);
    wait_until(&mut child, || store.list("x/").len() >= objects);
    let sent = Command::new("kill")
        .arg(format!("-{signal}"))
        .arg(child.id().to_string())
        .output();
    sent.expect("kill is there");
    let output = child.wait_with_output().expect("it was started");
    (!output.status.success()).then(|| output.into())
}

/// Kills a run when there are this many objects, and continues it. Returns whether it was killed midway.
fn is_killed_and_continued(store: &Store, run: impl Run, objects: usize) -> bool {
    let desk = Desk::default();
    let killed = broken_off(store, run(store, &desk, ""), "KILL", objects).is_some();
    if killed {
        nothing_is_half_done(store);
    }
    done(&mut run(store, &desk, "--resume"));
    assert_whole(store, "x", &PARTS);
    killed
}

/// The numbers of objects at which runs are killed.
const MOMENTS: [usize; 5] = [1, 15, 40, 80, 120];

#[test]
fn a_run_that_was_killed_is_continued_to_the_same_bytes() {
    let midway = MOMENTS.map(|objects| {
        let server = Server::start(Options::default());
        is_killed_and_continued(server.store(), with_a_key, objects)
    });
    assert!(midway.iter().filter(|midway| **midway).count() >= 4);
}

#[test]
fn a_worker_that_was_killed_is_continued_to_the_same_bytes() {
    let midway = MOMENTS.map(|objects| {
        let server = Server::start(Options::default());
        is_killed_and_continued(server.store(), with_targets, objects)
    });
    assert!(midway.iter().filter(|midway| **midway).count() >= 4);
}

fn runs_of_each_kind_that_were_killed_are_continued(store: &Store) {
    for run in [
        with_a_key as fn(&Store, &Desk, &str) -> Command,
        with_targets_and_a_spool,
    ] {
        assert!(is_killed_and_continued(store, run, 20));
        for name in store.list("x/") {
            store.ask(rusty_s3::Method::Delete, &name);
        }
    }
}

#[test]
fn a_run_killed_again_and_again_comes_to_its_end() {
    let server = Server::start(Options::default());
    let desk = Desk::default();
    for step in 0..4 {
        let command = with_targets(server.store(), &desk, "--resume");
        broken_off(server.store(), command, "KILL", 1 + 30 * step);
        nothing_is_half_done(server.store());
    }
    done(&mut with_targets(server.store(), &desk, "--resume"));
    assert_whole(server.store(), "x", &PARTS);
}

#[test]
fn a_signal_ends_an_upload_cleanly_and_it_can_be_continued() {
    for (run, journal) in [
        (with_a_key as fn(&Store, &Desk, &str) -> Command, true),
        (with_targets, false),
    ] {
        for signal in ["INT", "TERM"] {
            let server = Server::start(Options::default());
            let desk = Desk::default();
            let command = run(server.store(), &desk, "");
            let outcome = broken_off(server.store(), command, signal, 20).expect("it was midway");
            assert_eq!(outcome.code, Some(75), "{outcome:?}");
            assert!(outcome.stderr.contains("--resume"), "{outcome:?}");
            nothing_is_half_done(server.store());
            let left = below(server.store(), "x");
            let records: Vec<_> = left.keys().filter(|path| path.starts_with('_')).collect();
            let expected: &[&str] = if journal { &["_progress.jsonl"] } else { &[] };
            assert_eq!(records, expected, "no stray objects");

            // Finished parts are known, so that hardly any part is made again.
            let parts = left.len() - records.len();
            let outcome = done(&mut run(server.store(), &desk, "--resume --json"));
            let receipt: Value = serde_json::from_str(&outcome.stdout).expect("a receipt");
            let kept = receipt["kept"].as_u64().expect("a number") as usize;
            assert!(
                kept <= parts && kept + 16 >= parts,
                "{kept} of {parts} kept"
            );
            assert_whole(server.store(), "x", &PARTS);
        }
    }
}

#[test]
fn a_run_is_continued_as_it_was_begun_or_not_at_all() {
    let server = Server::start(Options::default());
    let desk = Desk::default();
    let store = server.store();
    broken_off(store, with_a_key(store, &desk, ""), "INT", 20).expect("it was midway");
    let before = server.objects();
    let other = LONGER.replace("--rows-per-file 1000", "--rows-per-file 2000");
    let line = format!("generate --out s3://lake/x {other} --resume");
    let outcome = run(&mut with_key(store, &store.admin, &line));
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    for word in ["_progress.jsonl", "another run", "rows per file"] {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    let outcome = run(&mut with_a_key(store, &desk, ""));
    assert_eq!(outcome.code, Some(2), "it is not empty: {outcome:?}");
    let early = run(&mut with_key(store, &store.admin, "verify s3://lake/x"));
    assert_eq!(early.code, Some(1), "{early:?}");
    assert!(early.stderr.contains("--resume"), "{early:?}");
    assert!(before == server.objects(), "something changed");
}

#[test]
fn parts_that_are_lost_or_changed_in_the_store_are_found_and_made_again() {
    let server = Server::start(Options::default());
    let store = server.store();
    let desk = Desk::default();
    done(&mut with_a_key(store, &desk, ""));
    let part = |number: usize| format!("x/transactions/part-{number:05}.parquet");
    store.ask(rusty_s3::Method::Delete, &part(0));
    let mut bytes = store.get(&part(1)).expect("a part").to_vec();
    bytes[100] ^= 1;
    store.put(&part(1), &bytes);
    store.put(&part(2), &bytes[..1000]);

    let found = run(&mut with_key(store, &store.admin, "verify s3://lake/x"));
    assert_eq!(found.code, Some(1), "{found:?}");
    for word in [
        "part-00000.parquet: the file is not there",
        "part-00001.parquet: its SHA-256",
        "part-00002.parquet: it has 1000 bytes",
    ] {
        assert!(found.stdout.contains(word), "no {word}: {found:?}");
    }
    done(&mut with_a_key(store, &desk, "--resume"));
    assert_whole(store, "x", &PARTS);
}

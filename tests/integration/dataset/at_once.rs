//! Several runs into one folder at once: one wins, and the others say so.

use std::fs;

use fraudgen_tests::upload::{start, wait_until};
use fraudgen_tests::{Outcome, done, fraudgen, run};
use tempfile::tempdir;

const LONG: &str = "generate --transactions 3M --threads 1 --tables transactions --out";

#[test]
fn one_run_wins_and_the_others_say_so() {
    let root = tempdir().expect("a folder");
    let out = root.path().join("data");
    let mut first = start(fraudgen(LONG).arg(&out));
    assert!(wait_until(&mut first, || out
        .join("_progress.jsonl")
        .exists()));
    for flags in ["", "--resume", "--force", "--shard 0/2"] {
        let other = run(fraudgen(&format!("{LONG} "))
            .arg(&out)
            .args(flags.split_whitespace()));
        assert_eq!(other.code, Some(75), "{flags}: {other:?}");
        for word in ["another run is writing to", "data", "wait"] {
            assert!(other.stderr.contains(word), "no {word}: {other:?}");
        }
    }
    // A dead owner keeps no lock.
    first.kill().expect("it was running");
    first.wait().expect("it was started");
    done(fraudgen(&format!("{LONG} ")).arg(&out).arg("--resume"));
    done(fraudgen("verify").arg(&out));
    let names = fs::read_dir(&out).expect("a folder");
    let names: Vec<_> = names
        .map(|name| name.expect("a name").file_name())
        .collect();
    assert_eq!(names.len(), 6, "no lock is left: {names:?}");
}

#[test]
fn equal_runs_leave_one_dataset() {
    let root = tempdir().expect("a folder");
    let out = root.path().join("data");
    let line = "generate --transactions 100000 --threads 1 --out";
    let runs: Vec<_> = (0..6).map(|_| start(fraudgen(line).arg(&out))).collect();
    let codes: Vec<_> = runs
        .into_iter()
        .map(|run| Outcome::from(run.wait_with_output().expect("it was started")))
        .map(|outcome| {
            let said = ["another run", "not empty", "digest"];
            let words = said.iter().filter(|word| outcome.stderr.contains(*word));
            assert_eq!(words.count(), 1, "{outcome:?}");
            outcome.code
        })
        .collect();
    let won = codes.iter().filter(|code| **code == Some(0)).count();
    assert_eq!(won, 1, "{codes:?}");
    done(fraudgen("verify --deep").arg(&out));
}

/// Two runs whose receipts lie in one folder.
#[test]
fn receipts_of_several_runs_do_not_collide() {
    use fraudgen_tests::s3::{Options, Server};
    use fraudgen_tests::upload::{Desk, with_key};
    let server = Server::start(Options::default());
    let (store, desk) = (server.store(), Desk::default());
    for prefix in ["x", "y"] {
        let line = format!(
            "presign --to s3://lake/{prefix} --transactions 1000 --shards 2 --out {prefix}.jsonl"
        );
        done(with_key(store, &store.admin, &line).current_dir(desk.root()));
    }
    let files = ["x-0-of-2", "x-1-of-2", "y-0-of-2", "y-1-of-2"];
    let worker = |file: &&str| start(&mut desk.worker(&format!("{file}.jsonl")));
    let workers: Vec<_> = files.iter().map(worker).collect();
    for worker in workers {
        let outcome = Outcome::from(worker.wait_with_output().expect("it was started"));
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
    }
    let names: Vec<_> = fraudgen_tests::tree(desk.root())
        .into_keys()
        .filter(|name| name.starts_with("fraudgen-receipt-"))
        .collect();
    assert_eq!(names.len(), 4, "{names:?}");
    // Renewed targets are of the same run.
    let renew = "presign --to s3://lake/x --transactions 1000 --shards 2 --out x.jsonl --resume";
    done(with_key(store, &store.admin, renew).current_dir(desk.root()));
    let again = done(&mut desk.worker("x-0-of-2.jsonl --resume --json"));
    assert!(!again.stdout.contains("\"kept\":0"), "{again:?}");
}

//! A dataset goes straight into a store, by one process with a key or by workers without one, and is the
//! same there as in a folder.
//!
//! The same against the server in this process and against real ones.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use fraudgen_tests::s3::{Kind, Options, Server, Store};
use fraudgen_tests::upload::{
    CLOSING, DATASET, DOCUMENTS, Desk, PARTS, assert_whole, bare, below, parts_in, reference,
    start, with_key,
};
use fraudgen_tests::{Outcome, RealStore, done, fraudgen, run};
use rusty_s3::Method;
use serde_json::Value;
use tempfile::tempdir;

recipes! {
    a_run_into_a_store_is_that_into_a_folder
    a_run_by_way_of_a_spool_is_that_into_a_folder
    workers_without_credentials_make_a_dataset_together
    one_target_file_serves_every_worker
    a_worker_with_all_targets_closes_the_run
    shards_with_a_key_are_finished_with_a_key
    text_and_compressed_text_arrive
    a_prefix_may_have_any_letters
    force_replaces_what_fraudgen_wrote_and_nothing_else
    a_shard_made_twice_at_once_is_there_once
    empty_objects_for_folders_are_no_obstacle
    a_foreign_file_of_a_table_is_an_obstacle
}

fn admin(store: &Store, line: &str) -> Outcome {
    done(&mut with_key(store, &store.admin, line))
}

fn a_run_into_a_store_is_that_into_a_folder(store: &Store) {
    let generate = format!("generate --out s3://lake/x {DATASET}");
    admin(store, &generate);
    assert_whole(store, "x", reference());
    let manifest = store.get("x/_manifest.json").expect("a manifest");
    let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
    let folder = tempdir().expect("a folder");
    done(fraudgen(&format!("generate {DATASET} --out")).arg(folder.path()));
    let local = fs::read(folder.path().join("_manifest.json")).expect("a manifest");
    let local: Value = serde_json::from_slice(&local).expect("JSON");
    assert_eq!(manifest["digest"], local["digest"]);
    assert!(manifest["parts"][0]["md5"].is_string());

    for flags in ["", "--deep"] {
        let outcome = admin(store, &format!("verify s3://lake/x {flags}"));
        assert!(
            outcome.stdout.starts_with(&format!("whole: {PARTS} files")),
            "{}",
            outcome.stdout
        );
    }
    // A second run is refused, and one that continues it has nothing to do.
    let again = run(&mut with_key(store, &store.admin, &generate));
    assert_eq!(again.code, Some(2), "{again:?}");
    assert!(
        again.stderr.contains("s3://lake/x is not empty"),
        "{again:?}"
    );
    let resumed = admin(store, &format!("{generate} --resume --json"));
    let receipt: Value = serde_json::from_str(&resumed.stdout).expect("a receipt");
    assert_eq!(receipt["kept"], PARTS);
    assert_whole(store, "x", reference());
}

fn a_run_by_way_of_a_spool_is_that_into_a_folder(store: &Store) {
    let spool = tempdir().expect("a folder");
    let line = format!("generate --out s3://lake/x {DATASET} --upload spool");
    done(with_key(store, &store.admin, &line).env("TMPDIR", spool.path()));
    assert_whole(store, "x", reference());
    assert_eq!(
        fraudgen_tests::tree(spool.path()).len(),
        0,
        "it is empty again"
    );
    admin(store, "verify s3://lake/x --deep");
}

fn workers_without_credentials_make_a_dataset_together(store: &Store) {
    let desk = Desk::default();
    desk.presign(store, "--shards 3");
    let workers: Vec<_> = (0..3)
        .map(|shard| start(&mut desk.worker(&format!("targets-{shard}-of-3.jsonl"))))
        .collect();
    for worker in workers {
        let outcome = Outcome::from(worker.wait_with_output().expect("it was started"));
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
    }
    assert_eq!(below(store, "x"), *reference(), "not closed yet");

    let receipts = |shards: &[u32]| {
        let name = |shard| format!(" {}", desk.receipt(&format!("{shard}-of-3")));
        shards.iter().map(name).collect::<String>()
    };
    let early = run(&mut desk.bare(&format!(
        "finish --targets targets.jsonl --receipts{}",
        receipts(&[0, 2])
    )));
    assert_eq!(early.code, Some(1), "{early:?}");
    assert!(early.stderr.contains("shard 1/3 is not there"), "{early:?}");
    assert_eq!(below(store, "x").len(), PARTS);

    done(&mut desk.bare(&format!(
        "finish --targets targets.jsonl --receipts{}",
        receipts(&[2, 0, 1])
    )));
    assert_whole(store, "x", reference());
    done(&mut desk.bare("verify --targets targets.jsonl --deep"));
    admin(store, "verify s3://lake/x");
}

fn one_target_file_serves_every_worker(store: &Store) {
    let desk = Desk::default();
    desk.presign(store, "");
    let targets = fs::read(desk.path("targets.jsonl")).expect("targets");
    for shard in ["0/2", "1/2"] {
        let mut worker = desk
            .worker(&format!("- --shard {shard}"))
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command can be started");
        let mut stdin = worker.stdin.take().expect("a pipe");
        stdin.write_all(&targets).expect("it is read");
        drop(stdin);
        let outcome = Outcome::from(worker.wait_with_output().expect("it was started"));
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
    }
    let receipts = ["0-of-2", "1-of-2"].map(|shard| desk.receipt(shard));
    let finish = format!("finish s3://lake/x --receipts {}", receipts.join(" "));
    done(with_key(store, &store.admin, &finish).current_dir(desk.root()));
    assert_whole(store, "x", reference());
}

fn a_worker_with_all_targets_closes_the_run(store: &Store) {
    let desk = Desk::default();
    desk.presign(store, "");
    done(&mut desk.worker("targets.jsonl"));
    assert_whole(store, "x", reference());
    let left: Vec<_> = fraudgen_tests::tree(desk.root()).into_keys().collect();
    assert_eq!(left, [desk.receipt("0-of-1"), "targets.jsonl".into()]);
    done(&mut desk.bare("verify --targets targets.jsonl"));
}

fn shards_with_a_key_are_finished_with_a_key(store: &Store) {
    for shard in ["0/2", "1/2"] {
        admin(
            store,
            &format!("generate --out s3://lake/x {DATASET} --shard {shard}"),
        );
    }
    assert!(!below(store, "x").contains_key("_SUCCESS"));
    admin(store, "verify s3://lake/x");
    admin(store, "finish s3://lake/x");
    assert_whole(store, "x", reference());
}

fn text_and_compressed_text_arrive(store: &Store) {
    for (number, format) in [
        "csv --compression none",
        "csv --compression zstd(1)",
        "jsonl --compression zstd(3)",
    ]
    .iter()
    .enumerate()
    {
        let dataset = format!("{DATASET} --tables customers,transactions --format {format}");
        admin(
            store,
            &format!("generate --out s3://lake/{number} {dataset}"),
        );
        let folder = tempdir().expect("a folder");
        done(fraudgen(&format!("generate {dataset} --out")).arg(folder.path()));
        assert_whole(store, &number.to_string(), &parts_in(folder.path()));
        admin(store, &format!("verify s3://lake/{number} --deep"));
    }
}

fn a_prefix_may_have_any_letters(store: &Store) {
    let prefix = "são 1/b+c&d=e%2F(1)'~*;,@$!";
    let place = format!("s3://lake/{prefix}");
    let command = |line: &str, dataset: &str| {
        let mut command = with_key(store, &store.admin, line);
        command.arg(&place).args(dataset.split_whitespace());
        command
    };
    done(&mut command("generate --out", DATASET));
    assert_whole(store, prefix, reference());
    done(&mut command("verify", "--deep"));
    let again = run(&mut command("generate --out", DATASET));
    assert_eq!(again.code, Some(2), "it is seen to be taken: {again:?}");

    // Listed names are recognised: old parts are removed, shards are found, and other files reported.
    let fewer = format!("{DATASET} --tables customers");
    done(&mut command("generate --force --out", &fewer));
    let customers: fraudgen_tests::upload::Objects = reference()
        .iter()
        .filter(|(path, _)| path.starts_with("customers/"))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    assert_whole(store, prefix, &customers);
    store.put(&format!("{prefix}/customers/part-9 9.parquet"), b"mine");
    let strange = run(&mut command("verify", ""));
    assert_eq!(strange.code, Some(1), "{strange:?}");
    assert!(
        strange
            .stdout
            .contains("customers/part-9 9.parquet: the manifest does not list it"),
        "{strange:?}"
    );
    store.ask(
        Method::Delete,
        &format!("{prefix}/customers/part-9 9.parquet"),
    );

    let desk = Desk::default();
    done(command("presign --force --to", DATASET).current_dir(desk.root()));
    done(&mut desk.worker("targets.jsonl"));
    assert_whole(store, prefix, reference());
}

fn force_replaces_what_fraudgen_wrote_and_nothing_else(store: &Store) {
    admin(
        store,
        "generate --out s3://lake/x --transactions 30000 --seed 7 --rows-per-file 1000",
    );
    store.put("x/notes.txt", b"mine");
    store.put("x/transactions/notes.txt", b"mine");
    store.put("xy/part", b"a neighbour");
    admin(
        store,
        &format!("generate --out s3://lake/x {DATASET} --force"),
    );
    let mut expected = reference().clone();
    for path in ["notes.txt", "transactions/notes.txt"] {
        expected.insert(path.into(), "mine".into());
    }
    let mut there = below(store, "x");
    there.remove("_manifest.json").expect("a manifest");
    there.remove("_SUCCESS").expect("success");
    for name in DOCUMENTS {
        there.remove(name).expect("a document");
    }
    assert!(there == expected, "{:?}", there.keys());
    assert_eq!(store.list("xy/"), ["xy/part"]);
}

fn a_shard_made_twice_at_once_is_there_once(store: &Store) {
    let desk = Desk::default();
    desk.presign(store, "");
    let mut workers: Vec<_> = ["a", "b"]
        .map(|name| start(&mut desk.worker(&format!("targets.jsonl --receipt {name}.json"))))
        .into();
    for worker in workers.drain(..) {
        let outcome = Outcome::from(worker.wait_with_output().expect("it was started"));
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
    }
    assert_whole(store, "x", reference());
    let [a, b] =
        ["a", "b"].map(|name| fs::read(desk.path(&format!("{name}.json"))).expect("a receipt"));
    assert_eq!(a, b);
}

fn empty_objects_for_folders_are_no_obstacle(store: &Store) {
    // As consoles make them; and what macOS leaves.
    for name in ["x/", "x/transactions/", "x/lost+found/", "x/.DS_Store"] {
        // rclone makes files of them, below which nothing can be.
        if store.kind != Kind::Rclone || !name.ends_with('/') {
            store.put(name, b"");
        }
    }
    let desk = Desk::default();
    desk.presign(store, "");
    let made = admin(store, &format!("generate --out s3://lake/x {DATASET}"));
    assert!(made.stderr.contains("holds .DS_Store, which"), "{made:?}");
    let verified = admin(store, "verify s3://lake/x");
    assert!(verified.stdout.starts_with("whole: "), "{verified:?}");
    admin(
        store,
        &format!("generate --out s3://lake/x {DATASET} --force"),
    );
    assert!(store.get("x/.DS_Store").is_some(), "it stays");
}

fn a_foreign_file_of_a_table_is_an_obstacle(store: &Store) {
    store.put("x/cards/mine.parquet", b"mine");
    for line in ["generate --out", "presign --out - --to"] {
        let refused = run(&mut with_key(
            store,
            &store.admin,
            &format!("{line} s3://lake/x {DATASET}"),
        ));
        assert_eq!(refused.code, Some(2), "{refused:?}");
        let holds = "it holds cards/mine.parquet";
        assert!(refused.stderr.contains(holds), "{refused:?}");
    }
}

#[test]
fn another_runs_object_is_not_replaced_unless_asked() {
    let server = Server::start(Options::default());
    let store = server.store();
    let part = "transactions/part-00002.parquet";
    store.put(&format!("x/{part}"), b"of another run");
    let desk = Desk::default();
    desk.presign(store, "--resume");
    let refused = run(&mut desk.worker("targets.jsonl"));
    assert_eq!(refused.code, Some(1), "{refused:?}");
    for word in [part, "other bytes", "--force"] {
        assert!(refused.stderr.contains(word), "no {word}: {refused:?}");
    }
    assert_eq!(refused.stderr.matches("error:").count(), 1, "{refused:?}");
    assert_eq!(below(store, "x")[part], &b"of another run"[..]);
    assert!(!below(store, "x").contains_key("_SUCCESS"));

    desk.presign(store, "--force");
    done(&mut desk.worker("targets.jsonl --resume"));
    assert_whole(store, "x", reference());
}

#[test]
fn a_store_that_replaces_objects_keeps_runs_apart_by_a_marker() {
    let rclone = RealStore::of(Kind::Rclone);
    let store = rclone.store();
    let desk = Desk::default();
    let signed = done(
        with_key(
            store,
            &store.admin,
            &format!("presign --to s3://lake/x {DATASET}"),
        )
        .current_dir(desk.root()),
    );
    assert!(signed.stderr.contains("If-None-Match"), "{signed:?}");
    // Before a worker has written anything, the location is another run's.
    let other = format!("{DATASET} --seed 7");
    for line in ["generate --out", "presign --out - --to"] {
        let refused = run(&mut with_key(
            store,
            &store.admin,
            &format!("{line} s3://lake/x {other}"),
        ));
        assert_eq!(refused.code, Some(1), "{refused:?}");
        for word in ["claimed by another run", "_run.json", "--force"] {
            assert!(refused.stderr.contains(word), "no {word}: {refused:?}");
        }
    }
    // One that replaces it stops the workers of the first.
    admin(
        store,
        &format!("generate --out s3://lake/x {other} --force"),
    );
    let worker = run(&mut desk.worker("targets.jsonl"));
    assert_eq!(worker.code, Some(1), "{worker:?}");
    assert!(worker.stderr.contains("another run"), "{worker:?}");
    admin(store, "verify s3://lake/x --deep");
}

#[test]
fn two_runs_at_once_into_a_store_that_replaces_objects_leave_one_or_none() {
    let rclone = RealStore::of(Kind::Rclone);
    let store = rclone.store();
    let runs = ["1", "2"].map(|seed| {
        let line = format!("generate --out s3://lake/x {DATASET} --seed {seed}");
        start(&mut with_key(store, &store.admin, &line))
    });
    let codes = runs.map(|run| {
        let outcome = Outcome::from(run.wait_with_output().expect("it was started"));
        let is_told = ["another run", "is not empty", "was changed"]
            .iter()
            .any(|words| outcome.stderr.contains(words));
        assert!(outcome.code == Some(0) || is_told, "{outcome:?}");
        outcome.code
    });
    let whole = codes.iter().filter(|code| **code == Some(0)).count();
    assert!(whole <= 1, "{codes:?}");
    if whole == 1 {
        admin(store, "verify s3://lake/x --deep");
    }
}

#[test]
fn a_missing_bucket_is_named_and_made_where_asked() {
    let (server, real) = (Server::start(Options::default()), RealStore::start());
    for store in [server.store(), real.store()] {
        for line in ["generate --out", "presign --out - --to"] {
            let line = format!("{line} s3://pond/x {DATASET}");
            let outcome = run(&mut with_key(store, &store.admin, &line));
            assert_eq!(outcome.code, Some(1), "{outcome:?}");
            for word in ["pond", "NoSuchBucket", "--create-bucket"] {
                assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
            }
            assert_eq!(outcome.stderr.matches("error:").count(), 1, "{outcome:?}");
        }
        for seed in ["", "--seed 1 --force"] {
            let line = format!("generate --create-bucket --out s3://pond/x {DATASET} {seed}");
            admin(store, &line);
        }
        let success = store.presign(&store.admin, Method::Head, "x/_SUCCESS");
        assert_eq!(success.bucket("pond").send(&[]).status, 200);
    }
    assert_eq!(server.objects().len(), 0);
}

#[test]
fn an_empty_object_is_sent_with_its_length_and_no_part_without_its_md5() {
    let server = Server::start(Options::default());
    admin(
        server.store(),
        &format!("generate --out s3://lake/x {DATASET}"),
    );
    let seen = server.seen();
    let puts: Vec<_> = seen.iter().filter(|seen| seen.method == "PUT").collect();
    for put in &puts {
        assert!(put.headers.contains_key("content-md5"), "{put:?}");
        assert!(put.headers.contains_key("content-length"), "{put:?}");
        assert!(
            put.headers["user-agent"].starts_with("fraudgen/"),
            "{put:?}"
        );
        let is_part = put.path.contains("/part-") || put.path.ends_with("/_probe-twice");
        assert_eq!(
            put.headers.contains_key("if-none-match"),
            is_part,
            "{put:?}"
        );
    }
    let success = puts.last().expect("a PUT");
    assert_eq!(success.path, "/lake/x/_SUCCESS");
    assert_eq!(success.headers["content-length"], "0");
    // Parts and what closes them, and when the run began two probes and the journal.
    assert_eq!(puts.len(), PARTS + CLOSING + 3);
}

#[test]
fn places_that_a_store_cannot_have_are_refused_before_any_request() {
    let server = Server::start(Options::default());
    let store = server.store();
    let long = format!("s3://lake/{}", "x".repeat(1025));
    for (place, words) in [
        ("s3://La/x", "bucket name"),
        ("s3://a..b/x", "bucket name"),
        ("s3:///x", "bucket name"),
        ("s3://lake/../x", "\"..\""),
        ("s3://lake//x", "single slashes"),
        ("s3://lake/a\nb", "control characters"),
        ("s3://lake/a\\b", "control characters"),
        (&long, "at most 900"),
        ("https://lake/x", "s3://BUCKET/PREFIX"),
    ] {
        for line in ["generate --out", "presign --out - --to"] {
            let outcome = run(with_key(store, &store.admin, line).arg(place));
            assert_eq!(outcome.code, Some(2), "{place:?}: {outcome:?}");
            assert!(outcome.stderr.contains(words), "{place:?}: {outcome:?}");
        }
    }
    assert!(server.seen().is_empty());
}

#[test]
fn files_larger_than_one_object_are_refused_before_anything_is_sent() {
    let server = Server::start(Options::default());
    let store = server.store();
    let desk = Desk::default();
    for line in ["generate --out", "presign --to"] {
        let line = format!(
            "{line} s3://lake/x --transactions 50M --rows-per-file 50M --format jsonl \
             --compression none --tables transactions"
        );
        let refused = run(with_key(store, &store.admin, &line).current_dir(desk.root()));
        assert_eq!(refused.code, Some(2), "{refused:?}");
        for word in ["a file of transactions", "5.3", "give --rows-per-file"] {
            assert!(refused.stderr.contains(word), "no {word}: {refused:?}");
        }
    }
    assert!(server.seen().is_empty());
}

#[test]
fn no_more_is_sent_per_second_than_asked_for() {
    let server = Server::start(Options::default());
    let store = server.store();
    // Its 6 MB at 2 MB per second.
    for (prefix, spool) in [("x", ""), ("y", "--upload spool")] {
        let began = std::time::Instant::now();
        let line = format!("generate --out s3://lake/{prefix} {DATASET} --bandwidth 2MB {spool}");
        admin(store, &line);
        let seconds = began.elapsed().as_secs_f64();
        assert!(seconds > 2.5, "{seconds} s");
        assert_whole(store, prefix, reference());
    }
}

#[test]
fn a_store_that_is_not_there_is_given_up_soon() {
    let store = {
        let server = Server::start(Options::default());
        server.store().clone()
    };
    let began = std::time::Instant::now();
    let outcome = run(&mut with_key(
        &store,
        &store.admin,
        &format!("generate --out s3://lake/x {DATASET}"),
    ));
    assert_eq!(outcome.code, Some(75), "{outcome:?}");
    for word in [&*store.endpoint, "refused", "--resume"] {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    assert!(began.elapsed().as_secs() < 15);
    let outcome =
        run(bare("verify s3://lake/x --retry-for 1s").envs(store.environment(&store.admin)));
    assert_eq!(outcome.code, Some(75), "{outcome:?}");
}

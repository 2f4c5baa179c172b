//! A refused write is reported at once, with its cause and a remedy; nothing is written without permission.

use std::fs;
use std::time::Duration;

use fraudgen::dataset::TargetFile;
use fraudgen::storage::s3::Target;
use fraudgen_tests::s3::{Key, Kind, Options, Rights, Server, Store};
use fraudgen_tests::upload::{DATASET, Desk, assert_whole, bare, below, reference, with_key};
use fraudgen_tests::{Outcome, run};
use jiff::{SignedDuration, Timestamp};
use rusty_s3::Method;

/// Some 130 files.
const LONGER: &str = "--transactions 120000 --customers 12000 --rows-per-file 1000 --threads 2";

recipes! {
    a_wrong_key_is_told_from_a_wrong_secret
    a_key_that_may_only_read_fails_at_the_admin
    a_target_that_was_changed_serves_nobody
    a_target_that_is_too_old_serves_nobody
}

/// A refusal that is about access, printed once.
fn no_access(outcome: &Outcome, words: &[&str]) {
    assert_eq!(outcome.code, Some(77), "{outcome:?}");
    assert_eq!(outcome.stdout, "");
    for word in words {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    assert_eq!(outcome.stderr.matches("error:").count(), 1, "{outcome:?}");
}

fn a_wrong_key_is_told_from_a_wrong_secret(store: &Store) {
    let stranger = Key::random();
    let wrong = Key {
        secret: stranger.secret.clone(),
        ..store.admin.clone()
    };
    for (key, words) in [
        (&wrong, "the secret key is wrong"),
        (&stranger, "does not know the access key"),
    ] {
        for line in ["generate --out s3://lake/x", "presign --to s3://lake/x"] {
            let desk = Desk::default();
            let line = format!("{line} {DATASET}");
            let outcome = run(with_key(store, key, &line).current_dir(desk.root()));
            no_access(&outcome, &[&store.endpoint, "lake", words]);
            assert_eq!(fraudgen_tests::tree(desk.root()).len(), 0, "no target file");
        }
    }
    assert_eq!(store.list(""), [""; 0]);
}

fn a_key_that_may_only_read_fails_at_the_admin(store: &Store) {
    if store.kind == Kind::Rclone {
        return; // A key that it knows may do everything.
    }
    let desk = Desk::default();
    for line in ["generate --out s3://lake/x", "presign --to s3://lake/x"] {
        let line = format!("{line} {DATASET}");
        let outcome = run(with_key(store, &store.reader, &line).current_dir(desk.root()));
        no_access(&outcome, &["has no permission", "s3:PutObject"]);
    }
    assert_eq!(fraudgen_tests::tree(desk.root()).len(), 0, "no target file");

    // Signing itself sends no request: then the first worker is refused at its first part.
    let line = format!("presign --no-check --to s3://lake/x {LONGER}");
    let signed = run(with_key(store, &store.reader, &line).current_dir(desk.root()));
    assert_eq!(signed.code, Some(0), "{signed:?}");
    let outcome = run(&mut desk.worker("targets.jsonl"));
    no_access(&outcome, &["has no permission", "s3:PutObject", "part-"]);
    assert_eq!(outcome.stderr.matches("refused").count(), 1, "{outcome:?}");
    assert_eq!(store.list(""), [""; 0]);
}

#[test]
fn a_refused_worker_sends_no_more_than_is_under_way() {
    let server = Server::start(Options::default());
    let store = server.store();
    let desk = Desk::default();
    let line = format!("presign --no-check --to s3://lake/x {LONGER}");
    run(with_key(store, &store.reader, &line).current_dir(desk.root()));
    let outcome = run(&mut desk.worker("targets.jsonl"));
    no_access(&outcome, &["has no permission"]);
    let puts = server.count("PUT");
    assert!((1..=16).contains(&puts), "{puts} requests of 130");
}

#[test]
fn a_key_that_may_only_put_is_enough_for_workers() {
    let putter = Key::random();
    let server = Server::start(Options {
        keys: vec![(putter.clone(), Rights::Put)],
        ..Options::default()
    });
    let store = server.store();
    let desk = Desk::default();
    let presign = format!("presign --to s3://lake/x {DATASET}");
    let outcome = run(with_key(store, &putter, &presign).current_dir(desk.root()));
    no_access(&outcome, &["s3:GetObject", "s3:DeleteObject"]);
    let presign = format!("{presign} --no-check");
    let signed = run(with_key(store, &putter, &presign).current_dir(desk.root()));
    assert_eq!(signed.code, Some(0), "{signed:?}");
    let worker = run(&mut desk.worker("targets.jsonl"));
    assert_eq!(worker.code, Some(0), "{worker:?}");
    for (name, _) in server
        .objects()
        .iter()
        .filter(|(name, _)| name.contains("_probe"))
    {
        store.ask(Method::Delete, name);
    }
    assert_whole(store, "x", reference());
}

/// Changes the URLs of the PUTs in a target file, and corrects its last line.
fn change_urls(desk: &Desk, change: impl Fn(&str, &str) -> String) {
    change_targets(desk, |path, target| {
        target.url = change(path, target.url.as_str()).parse().expect("a URL");
    });
}

/// Changes the PUTs in a target file, and corrects its last line.
fn change_targets(desk: &Desk, change: impl Fn(&str, &mut Target)) {
    let path = desk.path("targets.jsonl");
    let text = fs::read_to_string(&path).expect("targets");
    let mut targets = TargetFile::parse(&text).expect("targets");
    for object in targets.objects.values_mut() {
        change(&object.path, &mut object.put);
    }
    fs::write(&path, targets.to_text()).expect("written");
}

fn a_target_that_was_changed_serves_nobody(store: &Store) {
    let changes: [fn(&str) -> String; 3] = [
        |url| {
            let (start, last) = url.split_at(url.len() - 1);
            format!("{start}{}", if last == "0" { "1" } else { "0" })
        },
        |url| url.replace("/lake/x/", "/lake/y/"),
        |url| url.replace("X-Amz-Expires=43200", "X-Amz-Expires=43201"),
    ];
    for change in changes {
        let desk = Desk::default();
        desk.presign(store, "");
        change_urls(&desk, |_, url| {
            let changed = change(url);
            assert_ne!(changed, url);
            changed
        });
        let outcome = run(&mut desk.worker("targets.jsonl"));
        no_access(&outcome, &["part-", "the target was changed"]);
        assert!(below(store, "x").is_empty());
    }
}

/// Signs the PUTs of a target file again, as if at another time.
fn sign_at(desk: &Desk, store: &Store, seconds_from_now: i64, expires: u64) {
    let now = Timestamp::now();
    change_targets(desk, |path, target| {
        let object = format!("x/{path}");
        let content_type = match path.rsplit('.').next() {
            Some("parquet") => "application/vnd.apache.parquet",
            Some("json") => "application/json",
            _ => "application/octet-stream",
        };
        let mut signed = store
            .presign(&store.admin, Method::Put, &object)
            .header("content-type", content_type)
            .seconds_from_now(seconds_from_now)
            .expires(expires);
        if target.headers.contains_key("if-none-match") {
            signed = signed.header("if-none-match", "*");
        }
        target.url = signed.url().parse().expect("a URL");
        let lives = seconds_from_now + expires as i64;
        target.expires_at = now + SignedDuration::from_secs(lives);
    });
}

fn a_target_that_is_too_old_serves_nobody(store: &Store) {
    let desk = Desk::default();
    desk.presign(store, "");
    sign_at(&desk, store, -120, 60);
    let outcome = run(&mut desk.worker("targets.jsonl"));
    no_access(&outcome, &["the target expired", "fraudgen presign"]);
    assert!(below(store, "x").is_empty());
    // With the right time it works, so the time was the cause.
    sign_at(&desk, store, -120, 600);
    let outcome = run(&mut desk.worker("targets.jsonl --resume"));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_whole(store, "x", reference());
}

#[test]
fn a_file_of_targets_that_ended_is_refused_before_anything_is_made() {
    let server = Server::start(Options::default());
    let desk = Desk::default();
    desk.presign(server.store(), "--no-check --expires 1s");
    std::thread::sleep(Duration::from_millis(1100));
    let outcome = run(&mut desk.worker("targets.jsonl"));
    no_access(
        &outcome,
        &["targets.jsonl", "expired at", "fraudgen presign"],
    );
    assert!(server.seen().is_empty());
}

#[test]
fn a_signers_clock_that_is_wrong_is_named() {
    let server = Server::start(Options::default());
    let store = server.store();
    let desk = Desk::default();
    desk.presign(store, "");
    sign_at(&desk, store, 40 * 60, 3600);
    let outcome = run(&mut desk.worker("targets.jsonl"));
    no_access(&outcome, &["clock", "machine that signed"]);
    assert_eq!(store.list(""), [""; 0]);
}

#[test]
fn without_credentials_it_is_said_which_are_wanted() {
    let id = ("AWS_ACCESS_KEY_ID", "AKIDOFNOONE");
    let secret = ("AWS_SECRET_ACCESS_KEY", "a-secret-of-no-one");
    for (variables, words) in [
        (vec![], ["set AWS_ACCESS_KEY_ID", "--targets"]),
        (vec![id], ["AWS_SECRET_ACCESS_KEY is not", "set both"]),
        (vec![secret], ["AWS_ACCESS_KEY_ID is not", "set both"]),
        (
            vec![id, secret, ("AWS_PROFILE", "lake")],
            ["AWS_PROFILE is lake", "/nonexistent/.aws/credentials"],
        ),
    ] {
        for line in [
            "generate --out s3://lake/x",
            "presign --to s3://lake/x",
            "verify s3://lake/x",
            "finish s3://lake/x",
        ] {
            let outcome = run(bare(line).envs(variables.iter().copied()));
            no_access(&outcome, &words);
            assert!(!outcome.stderr.contains(secret.1), "{outcome:?}");
        }
    }
}

#[test]
fn a_key_is_found_in_the_shared_files() {
    let server = Server::start(Options::default());
    let store = server.store();
    let home = tempfile::tempdir().expect("a folder");
    let aws = home.path().join(".aws");
    fs::create_dir(&aws).expect("a folder");
    let Key { id, secret } = &store.admin;
    fs::write(
        aws.join("credentials"),
        format!("[lake]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n"),
    )
    .expect("written");
    fs::write(
        aws.join("config"),
        format!(
            "[profile lake]\nregion = us-east-1\nendpoint_url = {}\n",
            store.endpoint
        ),
    )
    .expect("written");
    let mut command = bare(&format!("generate --out s3://lake/x {DATASET}"));
    let outcome = run(command.env("HOME", home.path()).env("AWS_PROFILE", "lake"));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_whole(store, "x", reference());
}

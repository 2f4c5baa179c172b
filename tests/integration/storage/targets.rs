//! A target file is whole, unchanged and for this fraudgen, or it is refused before any request; and
//! others cannot read it.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::process::Command;

use fraudgen::dataset::TargetFile;
use fraudgen_tests::s3::{Options, Server};
use fraudgen_tests::upload::{DATASET, Desk, bare, with_key};
use fraudgen_tests::{Outcome, done, run};
use s3s::crypto::{Checksum, Sha256};

/// A store and a target file for it, and how many requests it took to make that.
struct Rig {
    server: Server,
    desk: Desk,
    text: String,
}

impl Rig {
    fn new() -> Self {
        let server = Server::start(Options::default());
        let desk = Desk::default();
        desk.presign(server.store(), "--no-check");
        let text = fs::read_to_string(desk.path("targets.jsonl")).expect("targets");
        Self { server, desk, text }
    }

    /// Runs a worker with a text as its targets.
    fn work(&self, text: &str, flags: &str) -> Outcome {
        let path = self.desk.path("other.jsonl");
        let _ = fs::remove_file(&path);
        fs::write(&path, text).expect("written");
        run(&mut self.desk.worker(&format!("other.jsonl {flags}")))
    }

    fn targets(&self) -> TargetFile {
        TargetFile::parse(&self.text).expect("targets")
    }

    /// Asserts that a text is refused, with these words and without its secrets, before any request.
    fn refuses(&self, text: &str, words: &str) {
        let outcome = self.work(text, "");
        assert_eq!(outcome.code, Some(1), "{words}: {outcome:?}");
        for word in ["other.jsonl is not a valid target file", words] {
            assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
        }
        assert!(!outcome.stderr.contains("X-Amz-Signature"), "{outcome:?}");
        assert!(self.server.seen().is_empty(), "{words}");
        let left = fraudgen_tests::tree(self.desk.root());
        assert_eq!(left.len(), 2, "nothing is left behind: {left:?}");
    }
}

/// The text with its last line made again.
fn ended_anew(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    let (_, lines) = lines.split_last().expect("lines");
    let before: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let hash: String = Sha256::checksum(before.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let end = serde_json::json!({ "end": lines.len() - 1, "sha256": hash });
    format!("{before}{end}\n")
}

#[test]
fn a_file_that_is_not_whole_is_refused() {
    let rig = Rig::new();
    let text = &rig.text;
    assert_eq!(ended_anew(text), *text);
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    rig.refuses("", "no lines of targets");
    rig.refuses("\n", "no lines of targets");
    rig.refuses(&text[..text.len() / 2], "cut short");
    rig.refuses(&lines[..lines.len() - 1].concat(), "cut short");
    rig.refuses(&text[..text.len() - 20], "cut short");
    rig.refuses(&lines[1..].concat(), "changed after it was made");
    let without_one = [&lines[..5], &lines[6..]].concat().concat();
    rig.refuses(&without_one, "changed after it was made");
    rig.refuses(&ended_anew(&without_one), "not those of its run");
}

#[test]
fn a_file_that_was_changed_is_refused() {
    let rig = Rig::new();
    let text = &rig.text;
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let other_spec = changed("\"seed\":42", "\"seed\":43");
    rig.refuses(&other_spec, "changed after it was made");
    let other_url = changed("X-Amz-Expires=43200", "X-Amz-Expires=43201");
    rig.refuses(&other_url, "changed after it was made");

    // Also if the last line was made to fit the change.
    let fewer = changed("\"transactions\":41000", "\"transactions\":90000");
    rig.refuses(&ended_anew(&fewer), "not those of its run");
    let impossible = changed("\"customers\":4096", "\"customers\":40960");
    rig.refuses(&ended_anew(&impossible), "customers");
    let version = rig.targets().header.run.dataset_version;
    let other = changed(
        &format!("\"dataset_version\":{version}"),
        &format!("\"dataset_version\":{}", version + 1),
    );
    rig.refuses(&ended_anew(&other), "is for dataset version");
    let form = changed("\"fraudgen_targets\":1", "\"fraudgen_targets\":9");
    rig.refuses(&ended_anew(&form), "format version 9");
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    let twice = [&lines[..3], &lines[2..]].concat().concat();
    rig.refuses(&ended_anew(&twice), "names an object twice");
    let scheme = changed("\"url\":\"http://", "\"url\":\"file://");
    rig.refuses(&ended_anew(&scheme), "is not an object");
    let more = changed("\"path\":", "\"more\":1,\"path\":");
    rig.refuses(&ended_anew(&more), "is not an object");
}

#[test]
fn a_target_file_says_all_and_flags_do_not_contradict_it() {
    let rig = Rig::new();
    for flags in [
        "--seed 43",
        "--transactions 10",
        "--spec x.json",
        "--format csv",
        "--rows-per-file 1000",
        "--tables cards",
        "--out data",
        "--endpoint http://127.0.0.1:1",
        "--create-bucket",
    ] {
        let outcome = rig.work(&rig.text, flags);
        assert_eq!(outcome.code, Some(2), "{flags}: {outcome:?}");
        let flag = flags.split(' ').next().expect("a flag");
        assert!(outcome.stderr.contains(flag), "{flags}: {outcome:?}");
    }
    done(
        with_key(
            rig.server.store(),
            &rig.server.store().admin,
            &format!("presign --no-check --shards 2 --out s.jsonl --to s3://lake/x {DATASET}"),
        )
        .current_dir(rig.desk.root()),
    );
    let outcome = run(&mut rig.desk.worker("s-0-of-2.jsonl --shard 1/2"));
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    for word in ["'1/2'", "--shard", "0/2"] {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    assert!(rig.server.seen().is_empty());
}

#[test]
fn a_target_file_is_for_its_owner_only() {
    let server = Server::start(Options::default());
    let store = server.store();
    let desk = Desk::default();
    let presign = with_key(
        store,
        &store.admin,
        &format!("presign --shards 2 --to s3://lake/x {DATASET}"),
    );
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", r#"umask 000; exec "$@""#, "sh"])
        .arg(presign.get_program())
        .args(presign.get_args())
        .env_clear()
        .envs(store.environment(&store.admin))
        .current_dir(desk.root());
    done(&mut command);
    let names = [
        "targets.jsonl",
        "targets-0-of-2.jsonl",
        "targets-1-of-2.jsonl",
    ];
    for name in names {
        let mode = fs::metadata(desk.path(name)).expect("a file").mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    // One that others can read is used, with a warning.
    done(Command::new("chmod").arg("644").arg(desk.path(names[0])));
    let outcome = done(&mut desk.worker("targets.jsonl"));
    assert!(outcome.stderr.contains("chmod 600"), "{outcome:?}");
    assert_eq!(
        server.objects().len(),
        fraudgen_tests::upload::PARTS + fraudgen_tests::upload::CLOSING
    );
}

#[test]
fn a_file_that_is_there_is_not_replaced_nor_a_link_followed() {
    let server = Server::start(Options::default());
    let store = server.store();
    let desk = Desk::default();
    let presign = |flags: &str| {
        let line = format!("presign --no-check --to s3://lake/x {DATASET} {flags}");
        run(with_key(store, &store.admin, &line).current_dir(desk.root()))
    };
    fs::write(desk.path("mine"), "mine").expect("written");
    for (name, make) in [("there", false), ("link", true)] {
        let path = desk.path(name);
        if make {
            symlink(desk.path("mine"), &path).expect("a link");
        } else {
            fs::write(&path, "mine").expect("written");
        }
        let outcome = presign(&format!("--out {name}"));
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        assert!(outcome.stderr.contains("exists"), "{outcome:?}");
        assert!(outcome.stderr.contains("--force"), "{outcome:?}");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "mine");

        let outcome = presign(&format!("--out {name} --force"));
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
        let metadata = fs::symlink_metadata(&path).expect("a file");
        assert!(metadata.is_file() && metadata.mode() & 0o777 == 0o600);
    }
    assert_eq!(
        fs::read_to_string(desk.path("mine")).expect("a file"),
        "mine"
    );
}

#[test]
fn a_key_of_a_session_is_told_to_end_with_it() {
    let server = Server::start(Options::default());
    let store = server.store();
    let desk = Desk::default();
    let line = format!("presign --no-check --to s3://lake/x {DATASET}");
    let mut command = with_key(store, &store.admin, &line);
    command
        .env("AWS_SESSION_TOKEN", "of-a-session")
        .current_dir(desk.root());
    let outcome = done(&mut command);
    assert!(
        outcome.stderr.contains("session of that key ends"),
        "{outcome:?}"
    );
    let tail = &store.admin.id[store.admin.id.len() - 4..];
    assert!(
        outcome.stderr.contains(tail) && !outcome.stderr.contains(&store.admin.id),
        "{outcome:?}"
    );
}

#[test]
fn presign_has_bounds() {
    for (flags, words) in [
        ("--expires 0s", "1s to 7d"),
        ("--expires 8d", "1s to 7d"),
        ("--expires soon", "1s to 7d"),
        ("--shards 1", "2"),
        ("--create-bucket --no-check", "--no-check"),
    ] {
        let outcome = run(&mut bare(&format!("presign --to s3://lake/x {flags}")));
        assert_eq!(outcome.code, Some(2), "{flags}: {outcome:?}");
        assert!(outcome.stderr.contains(words), "{flags}: {outcome:?}");
    }
}

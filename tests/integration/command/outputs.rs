//! What flags name to be written to: a device or a pipe stays what it is, and a file is replaced if asked.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use fraudgen_tests::s3::{Options, Server};
use fraudgen_tests::upload::{DATASET, Desk, with_key};
use fraudgen_tests::{done, fraudgen, run};
use tempfile::tempdir;

const SMALL: &str = "--transactions 1000 --progress none";

/// Makes a pipe with a name.
fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo is there").success());
}

fn is_pipe(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo())
}

/// Runs a call whose output is a pipe, and returns what came through it.
fn read_through(path: &Path, command: &mut Command) -> String {
    pipe(path);
    let reader = Command::new("cat")
        .arg(path)
        .stdout(Stdio::piped())
        .spawn()
        .expect("cat is there");
    done(command);
    assert!(is_pipe(path), "it stays a pipe");
    let read = reader.wait_with_output().expect("it was started").stdout;
    fs::remove_file(path).expect("a pipe");
    String::from_utf8(read).expect("text")
}

#[test]
fn devices_and_pipes_are_written_to_and_stay() {
    let root = tempdir().expect("a folder");
    let here = |line: &str| {
        let mut command = fraudgen(line);
        command.current_dir(root.path());
        command
    };
    done(&mut here(&format!("generate {SMALL} --out data")));
    let bench = "bench --transactions 1000 --designs v3 --repeat 1 --threads 1";
    let through = root.path().join("pipe");
    for (flag, start) in [("--json", "{"), ("--html", "<!doctype html>")] {
        for line in ["report data --force", "report data", bench] {
            let text = read_through(&through, &mut here(&format!("{line} {flag} pipe")));
            let text = text[..20].to_lowercase();
            assert!(text.starts_with(start), "{line} {flag}: {text}");
        }
    }
    symlink("/dev/null", root.path().join("null")).expect("a link");
    for line in [
        "report data --json null --html null --force",
        "report data --json null",
    ] {
        done(&mut here(line));
    }
    let null = fs::metadata(root.path().join("null")).expect("a link to it");
    assert!(null.file_type().is_char_device());
}

#[test]
fn targets_go_into_a_pipe_and_a_receipt_does_not() {
    let server = Server::start(Options::default());
    let (store, desk) = (server.store(), Desk::default());
    let presign = |flags: &str| {
        let line = format!("presign --to s3://lake/x {DATASET} --no-check {flags}");
        let mut command = with_key(store, &store.admin, &line);
        command.current_dir(desk.root());
        command
    };
    let targets = read_through(&desk.path("pipe"), &mut presign("--out pipe --force"));
    assert!(targets.starts_with("{\"fraudgen_targets\""), "{targets}");
    pipe(&desk.path("pipe"));
    let shards = run(&mut presign("--out pipe-0-of-2 --shards 2"));
    assert_eq!(shards.code, Some(0), "{shards:?}");
    let several = run(&mut presign("--out pipe --shards 2 --force"));
    assert_eq!(several.code, Some(2), "{several:?}");
    done(&mut presign(""));
    for mode in ["", "--force", "--resume"] {
        let worker = run(&mut desk.worker(&format!("targets.jsonl --receipt pipe {mode}")));
        assert_eq!(worker.code, Some(2), "{worker:?}");
        assert!(
            worker.stderr.contains("'pipe' for '--receipt'"),
            "{worker:?}"
        );
    }
    assert!(is_pipe(&desk.path("pipe")));
    let folder = run(&mut desk.worker("targets.jsonl --receipt ."));
    assert_eq!(folder.code, Some(2), "{folder:?}");
    assert!(folder.stderr.contains("is a folder"), "{folder:?}");
}

#[test]
fn a_pipe_in_a_dataset_is_neither_replaced_nor_removed() {
    let root = tempdir().expect("a folder");
    let data = root.path().join("data");
    fs::create_dir(&data).expect("a folder");
    pipe(&data.join("_manifest.json"));
    for mode in ["--force", "--resume", ""] {
        let line = format!("generate {SMALL} {mode} --out");
        let outcome = run(fraudgen(&line).arg(&data));
        assert!(matches!(outcome.code, Some(1 | 2)), "{outcome:?}");
        assert!(is_pipe(&data.join("_manifest.json")), "{mode}");
    }
}

#[test]
fn any_name_that_the_system_allows_is_a_place() {
    let root = tempdir().expect("a folder");
    let name = |bytes: &[u8]| root.path().join(std::ffi::OsStr::from_bytes(bytes));
    let data = name(b"caf\xe9");
    for line in [
        format!("generate {SMALL} --out").as_str(),
        "verify",
        "finish",
        "generate --resume --transactions 1000 --out",
    ] {
        done(fraudgen(line).arg(&data));
    }
    let (html, json) = (name(b"r\xe9.html"), name(b"r\xe9.json"));
    let mut report = fraudgen("report --html");
    done(report.arg(&html).arg("--json").arg(&json).arg(&data));
    assert!(html.exists() && json.exists());
    assert_eq!(fs::read_dir(root.path()).expect("a folder").count(), 3);
    let targets = name(b"t\xe9.jsonl");
    let server = Server::start(Options::default());
    let store = server.store();
    let line = format!("presign --no-check --shards 2 --to s3://lake/x {SMALL_SPEC} --out");
    done(with_key(store, &store.admin, &line).arg(&targets));
    assert!(targets.exists() && name(b"t\xe9-1-of-2.jsonl").exists());
}

const SMALL_SPEC: &str = "--transactions 1000";

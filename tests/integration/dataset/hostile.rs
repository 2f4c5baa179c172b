//! A manifest is not to be trusted: nothing is opened that is no part, and no pipe or device is read.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use fraudgen_tests::{Outcome, copy, done, fraudgen, run};
use serde_json::Value;
use tempfile::tempdir;

/// `verify` and `report` on a copy of a dataset that was changed; both end at once.
fn both(dataset: &Path, change: impl Fn(&Path)) -> [Outcome; 2] {
    ["verify", "report"].map(|command| {
        let root = tempdir().expect("a folder");
        let data = root.path().join("data");
        copy(dataset, &data);
        change(&data);
        let began = Instant::now();
        let outcome = run(Command::new("timeout")
            .args(["--signal=KILL", "20"])
            .arg(fraudgen("").get_program())
            .arg(command)
            .arg(&data));
        assert!(began.elapsed() < Duration::from_secs(10), "{outcome:?}");
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        outcome
    })
}

fn edit(data: &Path, change: impl Fn(&mut Value)) {
    let path = data.join("_manifest.json");
    let text = fs::read(&path).expect("a manifest");
    let mut manifest = serde_json::from_slice(&text).expect("JSON");
    change(&mut manifest);
    fs::write(path, manifest.to_string()).expect("written");
}

fn mkfifo(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo is there").success());
}

#[test]
fn only_parts_are_opened() {
    let root = tempdir().expect("a folder");
    let dataset = root.path().join("data");
    done(fraudgen("generate --transactions 2000 --out").arg(&dataset));
    for path in [
        "../x",
        "/dev/zero",
        "cards/../../x",
        "cards/pipe",
        "cards/part-00001.parquet",
    ] {
        let outcomes = both(&dataset, |data| {
            mkfifo(&data.join("cards/pipe"));
            edit(data, |manifest| manifest["parts"][0]["path"] = path.into());
        });
        for outcome in outcomes {
            assert!(outcome.stderr.contains("no path of a part"), "{outcome:?}");
        }
    }
    let outcomes = both(&dataset, |data| {
        edit(data, |manifest| {
            let parts = manifest["parts"].as_array_mut().expect("parts");
            let again = parts[0].clone();
            parts.extend(vec![again; 30_000]);
        });
    });
    for outcome in outcomes {
        assert!(outcome.stderr.contains("twice"), "{outcome:?}");
    }
    // Other parts than the spec's: none is opened, though each path is one of a part.
    let [verify, report] = both(&dataset, |data| {
        edit(data, |manifest| {
            manifest["spec"]["transactions"] = 2_100.into()
        });
        fs::remove_dir_all(data.join("cards")).expect("a folder");
    });
    for text in [&verify.stdout, &report.stderr] {
        assert!(
            text.contains("not those of its spec") && !text.contains("cards"),
            "{text}"
        );
    }
}

#[test]
fn a_pipe_or_a_device_in_the_place_of_a_file_is_named() {
    let root = tempdir().expect("a folder");
    let dataset = root.path().join("data");
    done(fraudgen("generate --transactions 2000 --out").arg(&dataset));
    for path in ["cards/part-00000.parquet", "_manifest.json"] {
        for (make, kind) in [
            (mkfifo as fn(&Path), "a pipe"),
            (
                |path| symlink("/dev/zero", path).expect("a link"),
                "a device",
            ),
        ] {
            let outcomes = both(&dataset, |data| {
                fs::remove_file(data.join(path)).expect("a file");
                make(&data.join(path));
            });
            for outcome in outcomes {
                let said = outcome.stdout + &outcome.stderr;
                assert!(said.contains(path) && said.contains(kind), "{said}");
            }
        }
    }
}

#[test]
fn a_name_that_a_terminal_would_obey_is_printed_without_it() {
    let root = tempdir().expect("a folder");
    done(fraudgen("generate --transactions 2000 --out").arg(root.path()));
    fs::write(root.path().join("cards/part-\u{1b}[31m.parquet"), "").expect("a file");
    let outcome = run(fraudgen("verify").arg(root.path()));
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stdout.contains("part-[31m.parquet"), "{outcome:?}");
}

#[test]
fn what_never_ends_is_refused() {
    let root = tempdir().expect("a folder");
    for line in [
        "generate --out data --spec /dev/zero",
        "generate --targets /dev/zero",
        "finish data --receipts /dev/zero",
    ] {
        let began = Instant::now();
        let outcome = run(fraudgen(line).current_dir(root.path()));
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        assert!(outcome.stderr.contains("/dev/zero: it is "), "{outcome:?}");
        assert!(began.elapsed() < Duration::from_secs(5), "{line}");
    }
    let mut endless = Command::new("yes");
    let endless = endless.arg("\"\"").stdout(std::process::Stdio::piped());
    let mut endless = endless.spawn().expect("yes is there");
    let text = endless.stdout.take().expect("a pipe");
    let outcome = run(fraudgen("generate --spec - --out")
        .arg(root.path())
        .stdin(text));
    let _ = endless.wait();
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(
        outcome.stderr.contains("longer than 67.11 MB"),
        "{outcome:?}"
    );
}

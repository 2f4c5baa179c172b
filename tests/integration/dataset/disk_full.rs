//! A disk that is full, or files that may not grow, end a run cleanly, and it can be continued.

use std::path::Path;
use std::process::Command;

use fraudgen_tests::{Outcome, Tree, done, fraudgen, run, tree};
use tempfile::tempdir;

/// About 9 MB in 20 files.
const GENERATE: &str = "generate --transactions 120000 --customers 12000 --rows-per-file 10000";

/// The dataset as it should be.
fn reference() -> Tree {
    let root = tempdir().expect("a folder");
    done(fraudgen(GENERATE).arg("--out").arg(root.path()));
    tree(root.path())
}

/// A run that failed while it wrote: it says where and why, and leaves whole files only.
fn failed_cleanly(outcome: &Outcome, out: &Path, cause: &str, whole: &Tree) {
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (Some(1), ""),
        "{outcome:?}"
    );
    for word in [&out.display().to_string(), "part-", cause, "; "] {
        assert!(
            outcome.stderr.contains(word),
            "no {word}: {}",
            outcome.stderr
        );
    }
    assert_eq!(
        outcome.stderr.matches(cause).count(),
        1,
        "the cause is printed once: {}",
        outcome.stderr
    );
    let left = tree(out);
    assert!(
        !left.contains_key("_SUCCESS") && !left.contains_key("_manifest.json"),
        "{left:?}"
    );
    for (path, receipt) in &left {
        assert!(
            path == "_progress.jsonl" || whole.get(path) == Some(receipt),
            "{path} is not whole"
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_a_clear_error_and_the_run_goes_on_when_there_is_space() {
    fraudgen_tests::mount::on_tmpfs("size=4m", |mount| {
        let whole = reference();
        let out = mount.path().join("data");
        let outcome = run(fraudgen(GENERATE).arg("--out").arg(&out));
        failed_cleanly(&outcome, &out, "No space left on device", &whole);
        assert!(outcome.stderr.contains("--resume"), "{}", outcome.stderr);
        let kept = tree(&out).len();

        // Still full: no finished part is lost.
        let outcome = run(fraudgen(GENERATE).arg("--resume").arg("--out").arg(&out));
        failed_cleanly(&outcome, &out, "No space left on device", &whole);
        assert!(tree(&out).len() >= kept);

        mount.resize("64m");
        done(fraudgen(GENERATE).arg("--resume").arg("--out").arg(&out));
        assert_eq!(whole, tree(&out));
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_too_full_to_begin_is_a_clear_error() {
    fraudgen_tests::mount::on_tmpfs("size=4k", |mount| {
        let full = std::fs::write(mount.path().join("ballast"), [0; 4096]);
        assert!(full.is_ok(), "{full:?}");
        let out = mount.path().join("data");
        let outcome = run(fraudgen("generate --transactions 1000 --out").arg(out));
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        assert!(
            outcome.stderr.contains("No space left on device"),
            "{}",
            outcome.stderr
        );
    });
}

#[test]
fn files_that_may_not_grow_are_a_clear_error() {
    let whole = reference();
    let folder = tempdir().expect("a folder");
    // 512-byte blocks; the signal would end the process without a message.
    let limited = r#"trap "" XFSZ; ulimit -f 400; exec "$@""#;
    let generate = fraudgen(GENERATE);
    let mut command = Command::new("sh");
    command
        .args(["-c", limited, "sh"])
        .arg(generate.get_program())
        .args(generate.get_args());
    let outcome = run(command.arg("--out").arg(folder.path()));
    failed_cleanly(&outcome, folder.path(), "File too large", &whole);

    done(
        fraudgen(GENERATE)
            .arg("--resume")
            .arg("--out")
            .arg(folder.path()),
    );
    assert_eq!(whole, tree(folder.path()));
}

//! A disk that is full, or files that may not grow, end a run cleanly, and it can be continued.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use fraudgen_tests::{Outcome, Tree, done, fraudgen, run, tree};
use tempfile::tempdir;

/// About 9 MB in 20 files.
const GENERATE: &str = "generate --transactions 120000 --customers 12000 --rows-per-file 10000";

/// Prints past the test harness, which hides what passing tests print.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "\nnote: {text}");
}

/// Whether this is root.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// A file system in memory, until it is dropped.
pub(crate) struct Mount(PathBuf);

impl Mount {
    /// Mounts one, or says why it cannot.
    pub(crate) fn tmpfs(folder: &Path, options: &str) -> Result<Self, String> {
        let mut command = Command::new("mount");
        command
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(folder);
        let output = command.output().map_err(|error| error.to_string())?;
        if output.status.success() {
            Ok(Self(folder.into()))
        } else {
            Err(String::from_utf8_lossy(&output.stderr).trim().into())
        }
    }

    fn resize(&self, size: &str) {
        let mut command = Command::new("mount");
        command
            .args(["-o", &format!("remount,size={size}")])
            .arg(&self.0);
        assert!(command.status().expect("it was there before").success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

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
fn a_full_disk_is_a_clear_error_and_the_run_goes_on_when_there_is_space() {
    let whole = reference();
    let folder = tempdir().expect("a folder");
    let mount = match Mount::tmpfs(folder.path(), "size=4m") {
        Ok(mount) => mount,
        Err(reason) => {
            say(&format!(
                "a full disk was not tried, only files that may not grow: cannot mount a tmpfs: {reason}"
            ));
            return files_that_may_not_grow_are_a_clear_error();
        }
    };
    let out = folder.path().join("data");
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
}

#[test]
fn a_disk_too_full_to_begin_is_a_clear_error() {
    let folder = tempdir().expect("a folder");
    let Ok(_mount) = Mount::tmpfs(folder.path(), "size=4k") else {
        return say("a_disk_too_full_to_begin_is_a_clear_error: cannot mount a tmpfs here");
    };
    let full = fs::write(folder.path().join("ballast"), [0; 4096]);
    assert!(full.is_ok(), "{full:?}");
    let outcome =
        run(fraudgen("generate --transactions 1000 --out").arg(folder.path().join("data")));
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(
        outcome.stderr.contains("No space left on device"),
        "{}",
        outcome.stderr
    );
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

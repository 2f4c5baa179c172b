//! An interrupted run leaves no partial file under a final name, and is continued to the same bytes.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use fraudgen_tests::{Outcome, Tree, done, fraudgen, run, tree};
use serde_json::Value;
use tempfile::tempdir;

/// About 8 MB in some 130 files.
const GENERATE: &str =
    "generate --transactions 120000 --customers 12000 --rows-per-file 1000 --threads 2";
const JOURNAL: &str = "_progress.jsonl";
const SUCCESS: &str = "_SUCCESS";

fn generate(out: &Path) -> Command {
    let mut command = fraudgen(GENERATE);
    command.arg("--out").arg(out);
    command
}

fn start(command: &mut Command) -> Child {
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command can be started")
}

/// How many parts the journal lists.
fn finished_parts(out: &Path) -> Option<usize> {
    let journal = fs::read_to_string(out.join(JOURNAL)).ok()?;
    journal.matches('\n').count().checked_sub(1)
}

/// Waits until a run has reached a moment, or its end.
fn wait_until(child: &mut Child, moment: impl Fn() -> bool) {
    while !moment() && child.try_wait().expect("it was started").is_none() {
        sleep(Duration::from_micros(300));
    }
}

/// Asserts that every file under a final name is whole, and that `_SUCCESS` comes last.
fn nothing_is_half_done(left: &Tree, whole: &Tree) {
    let is_final = |path: &str| {
        !path
            .split('/')
            .any(|name| name.starts_with('.') || name.starts_with("_progress"))
    };
    for (path, receipt) in left.iter().filter(|(path, _)| is_final(path)) {
        assert_eq!(whole.get(path), Some(receipt), "{path} is not whole");
    }
    if left.contains_key(SUCCESS) {
        assert!(
            whole.keys().all(|path| left.contains_key(path)),
            "{SUCCESS} is there too early: {left:?}"
        );
    }
}

/// Kills a run at a moment, checks what is left, and continues it. Returns whether it was killed midway.
fn kill_and_resume(whole: &Tree, moment: impl Fn(&Path) -> bool) -> bool {
    let root = tempdir().expect("a folder");
    let out = root.path().join("data");
    let mut child = start(&mut generate(&out));
    wait_until(&mut child, || moment(&out));
    let _ = child.kill();
    child.wait().expect("it was started");

    let left = tree(&out);
    nothing_is_half_done(&left, whole);
    let midway = left.contains_key(JOURNAL) && !left.contains_key(SUCCESS);
    let finished = finished_parts(&out);
    let receipt: Value =
        serde_json::from_str(&done(generate(&out).args(["--resume", "--json"])).stdout)
            .expect("a receipt");
    assert_eq!(*whole, tree(&out));
    if let Some(finished) = finished {
        assert_eq!(receipt["kept"], finished, "finished parts are kept");
    }
    midway
}

#[test]
fn a_run_killed_at_any_moment_is_continued_to_the_same_bytes() {
    let reference = tempdir().expect("a folder");
    let began = Instant::now();
    done(&mut generate(reference.path()));
    let took = began.elapsed();
    let whole = tree(reference.path());
    let files = whole.values().flatten().count();

    let mut midway = 0;
    // By finished parts, so that every stage of the run is hit, however busy the machine is ...
    for step in 0..16 {
        let parts = files * step / 16;
        midway += u32::from(kill_and_resume(&whole, |out| {
            finished_parts(out).is_some_and(|n| n >= parts)
        }));
    }
    // ... and by the clock, whatever the run does, from its very start.
    for step in 0..8 {
        let began = Instant::now();
        let moment = took * step / 8;
        midway += u32::from(kill_and_resume(&whole, |_| began.elapsed() >= moment));
    }
    assert!(midway >= 15, "only {midway} of the kills hit a run midway");
}

#[test]
fn a_run_killed_again_and_again_comes_to_its_end() {
    let root = tempdir().expect("a folder");
    let [unbroken, broken] = ["unbroken", "broken"].map(|name| root.path().join(name));
    done(&mut generate(&unbroken));
    let whole = tree(&unbroken);
    for step in 1..=6 {
        let mut child = start(generate(&broken).arg("--resume"));
        wait_until(&mut child, || {
            finished_parts(&broken).is_some_and(|parts| parts >= 15 * step)
        });
        let _ = child.kill();
        child.wait().expect("it was started");
        nothing_is_half_done(&tree(&broken), &whole);
    }
    done(generate(&broken).arg("--resume"));
    assert_eq!(whole, tree(&broken));
}

/// Sends a signal to a command at a moment.
fn signalled(command: &mut Command, signal: &str, moment: impl Fn() -> bool) -> Outcome {
    let mut child = start(command);
    wait_until(&mut child, moment);
    let sent = Command::new("kill")
        .arg(format!("-{signal}"))
        .arg(child.id().to_string())
        .status();
    assert!(
        sent.expect("kill is there").success(),
        "it was over before the signal"
    );
    child.wait_with_output().expect("it was started").into()
}

/// Sends a signal to a run midway.
fn run_signalled(out: &Path, signal: &str) -> Outcome {
    signalled(&mut generate(out), signal, || {
        finished_parts(out).is_some_and(|parts| parts >= 20)
    })
}

#[test]
fn a_signal_ends_a_run_cleanly_and_it_can_be_continued() {
    let root = tempdir().expect("a folder");
    let unbroken = root.path().join("unbroken");
    done(&mut generate(&unbroken));
    let whole = tree(&unbroken);
    for signal in ["INT", "TERM", "HUP"] {
        let out = root.path().join(signal);
        let outcome = run_signalled(&out, signal);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (Some(75), ""),
            "{signal}: {outcome:?}"
        );
        assert!(
            outcome.stderr.contains("--resume"),
            "{signal}: {}",
            outcome.stderr
        );
        let left = tree(&out);
        nothing_is_half_done(&left, &whole);
        assert!(!left.contains_key(SUCCESS), "{signal}");
        assert!(
            !left.keys().any(|path| path.contains(".tmp")),
            "{signal}: {left:?}"
        );
        done(generate(&out).arg("--resume"));
        assert_eq!(whole, tree(&out), "{signal}");
    }
}

#[test]
fn a_folder_that_appears_as_a_whole_leaves_nothing_and_no_advice_to_resume() {
    for command in ["task make row-easy", "graph --transactions 3000000"] {
        let root = tempdir().expect("a folder");
        let mut command = fraudgen(command);
        command.arg("--out").arg(root.path().join("folder"));
        let is_begun = || !tree(root.path()).is_empty();
        let outcome = signalled(&mut command, "INT", is_begun);
        assert_eq!(outcome.code, Some(75), "{outcome:?}");
        assert_eq!(outcome.stderr, "error: interrupted\n");
        assert_eq!(tree(root.path()), Tree::new());
    }
}

#[test]
fn success_is_the_last_to_appear() {
    let root = tempdir().expect("a folder");
    let unbroken = root.path().join("unbroken");
    done(&mut generate(&unbroken));
    let whole = tree(&unbroken);
    let out = root.path().join("data");
    // The second run replaces a finished dataset: its _SUCCESS goes first.
    for mode in [None, Some("--force")] {
        if mode.is_some() {
            fs::remove_file(out.join("cards/part-00000.parquet")).expect("a part");
        }
        let mut child = start(generate(&out).args(mode));
        wait_until(&mut child, || out.join(JOURNAL).exists());
        assert!(!out.join(SUCCESS).exists(), "{mode:?}");
        wait_until(&mut child, || out.join(SUCCESS).exists());
        let missing: Vec<_> = whole
            .keys()
            .filter(|path| !out.join(path).exists())
            .collect();
        assert!(missing.is_empty(), "{mode:?}: {missing:?}");
        assert!(child.wait().expect("it was started").success());
        assert_eq!(whole, tree(&out));
    }
}

/// A folder with a run that was interrupted midway.
fn broken_off(root: &Path) -> std::path::PathBuf {
    let out = root.join("data");
    run_signalled(&out, "INT");
    out
}

#[test]
fn a_run_is_continued_as_it_was_begun_or_not_at_all() {
    let root = tempdir().expect("a folder");
    let out = broken_off(root.path());
    let before = tree(&out);
    let others = [
        ("--seed 43", "spec"),
        ("--days 30 --customers 6000", "spec"),
        ("--transactions 120001", "spec"),
        ("--rows-per-file 2000", "rows per file"),
        ("--format csv", "format"),
        ("--compression zstd(3)", "compression"),
        ("--tables transactions", "list of tables"),
    ];
    for (flags, field) in others {
        // If a flag is given twice, the last one counts.
        let base: Vec<&str> = GENERATE
            .split(" --")
            .filter(|flag| !flags.contains(flag.split(' ').next().unwrap_or(flag)))
            .collect();
        let line = format!("{} {flags} --resume --out", base.join(" --"));
        let outcome = run(fraudgen(&line).arg(&out));
        assert_eq!(outcome.code, Some(2), "{line}: {outcome:?}");
        for word in [&*out.to_string_lossy(), "another run", field] {
            assert!(
                outcome.stderr.contains(word),
                "{flags}: no {word}: {}",
                outcome.stderr
            );
        }
        assert_eq!(before, tree(&out), "{flags} changed something");
    }
    done(fraudgen(GENERATE).args(["--resume", "--out"]).arg(&out));
}

#[test]
fn damaged_parts_are_made_again() {
    let root = tempdir().expect("a folder");
    let out = root.path().join("data");
    done(&mut generate(&out));
    let whole = tree(&out);
    let part = |number: usize| out.join(format!("transactions/part-{number:05}.parquet"));
    let edit = |number: usize, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = fs::read(part(number)).expect("a part");
        change(&mut bytes);
        fs::write(part(number), bytes).expect("a part");
    };
    fs::remove_file(part(0)).expect("a part");
    edit(1, &|bytes| bytes.truncate(bytes.len() / 2));
    edit(2, &|bytes| bytes[1_000] ^= 1);
    edit(3, &Vec::clear);
    let receipt = done(generate(&out).args(["--resume", "--json"])).stdout;
    let receipt: Value = serde_json::from_str(&receipt).expect("a receipt");
    assert_eq!(
        receipt["parts"]
            .as_u64()
            .zip(receipt["kept"].as_u64())
            .map(|(all, kept)| all - kept),
        Some(4)
    );
    assert_eq!(whole, tree(&out));
}

#[test]
fn a_journal_cut_off_in_its_last_line_is_good_to_its_last_whole_line() {
    let root = tempdir().expect("a folder");
    let out = broken_off(root.path());
    let journal = fs::read(out.join(JOURNAL)).expect("a journal");
    let finished = finished_parts(&out).expect("a journal");
    fs::write(out.join(JOURNAL), &journal[..journal.len() - 9]).expect("a journal");
    let receipt = done(generate(&out).args(["--resume", "--json"])).stdout;
    let receipt: Value = serde_json::from_str(&receipt).expect("a receipt");
    assert_eq!(receipt["kept"], finished - 1);
}

#[test]
fn a_journal_that_is_none_is_named() {
    let root = tempdir().expect("a folder");
    let out = broken_off(root.path());
    fs::write(out.join(JOURNAL), "not a journal\n").expect("a journal");
    let before = tree(&out);
    let outcome = run(generate(&out).arg("--resume"));
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stderr.contains(JOURNAL), "{}", outcome.stderr);
    assert_eq!(before, tree(&out));
}

//! Processes that run at the same time, and what the system says each of them took.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use wait4::{ResUse, Wait4};

use super::design::Call;

/// How soon an end is noticed.
const TICK: Duration = Duration::from_millis(2);
/// How long a process may take to stop by itself.
const GRACE: Duration = Duration::from_secs(5);
/// Variables by which a store and the key to it are found begin with one of these.
const STORE_VARIABLES: [&str; 2] = ["AWS_", "MINIO_"];

/// A process that did what it should.
#[derive(Debug)]
pub(super) struct Ended {
    /// User and system time of its processors.
    pub(super) cpu: Duration,
    /// The most memory that it had at a time.
    pub(super) peak: u64,
    /// What it printed.
    pub(super) output: String,
}

/// Runs calls at the same time until the last one ends.
///
/// # Errors
/// Why one of them failed, in its own words.
pub(super) fn run_together(
    program: &Path,
    calls: &[Call],
    scratch: &Path,
    stop: &AtomicBool,
) -> Result<Vec<Ended>, String> {
    let mut running = Running::default();
    for (index, call) in calls.iter().enumerate() {
        let child = start(program, call, scratch, index);
        let child =
            child.map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        running.0.push((child, None));
    }
    running
        .wait(stop)
        .map_err(|error| format!("cannot wait for a process: {error}"))?;
    let ended = running.0.iter().enumerate();
    ended
        .map(|(index, (_, used))| {
            let read = |stream| {
                fs::read_to_string(scratch.join(file_name(stream, index))).unwrap_or_default()
            };
            let Some(used) = used.filter(|used| used.status.success()) else {
                return Err(reason(&read(ERRORS), *used));
            };
            Ok(Ended {
                cpu: used.rusage.utime + used.rusage.stime,
                peak: used.rusage.maxrss,
                output: read(OUTPUT),
            })
        })
        .collect()
}

const OUTPUT: &str = "output";
const ERRORS: &str = "errors";

/// Files rather than pipes, which would have to be emptied meanwhile.
fn file_name(stream: &str, index: usize) -> String {
    format!("{stream}-{index}")
}

fn start(program: &Path, call: &Call, scratch: &Path, index: usize) -> io::Result<Child> {
    let file = |stream| File::create(scratch.join(file_name(stream, index)));
    let mut command = Command::new(program);
    command
        .args(&call.args)
        .stdin(Stdio::null())
        .stdout(file(OUTPUT)?)
        .stderr(file(ERRORS)?);
    // What it spools goes away with the other temporary files, however it ends.
    for variable in ["TMPDIR", "TMP", "TEMP"] {
        command.env(variable, scratch);
    }
    if !call.has_key {
        forget_key(
            &mut command,
            scratch,
            std::env::vars_os().map(|(name, _)| name),
        );
    }
    command.spawn()
}

/// Takes those of the variables out of a command's environment that lead to a store or the key to it, and
/// the way to the AWS shared files.
fn forget_key(command: &mut Command, home: &Path, variables: impl Iterator<Item = OsString>) {
    for name in variables {
        let is_of_a_store = |text: &str| {
            STORE_VARIABLES
                .iter()
                .any(|prefix| text.starts_with(prefix))
        };
        if name.to_str().is_some_and(is_of_a_store) {
            command.env_remove(name);
        }
    }
    command.env("HOME", home).env("USERPROFILE", home);
}

/// Processes, each with what it used once it has ended; those that have not are killed in the end.
#[derive(Default)]
struct Running(Vec<(Child, Option<ResUse>)>);

impl Running {
    fn wait(&mut self, stop: &AtomicBool) -> io::Result<()> {
        let mut stopped: Option<Instant> = None;
        loop {
            for (child, used) in &mut self.0 {
                if used.is_none() {
                    *used = child.try_wait4()?;
                }
            }
            if self.0.iter().all(|(_, used)| used.is_some()) {
                return Ok(());
            }
            // From a terminal they are asked to stop when this process is.
            if stop.load(Ordering::Relaxed)
                && stopped.get_or_insert_with(Instant::now).elapsed() > GRACE
            {
                self.kill();
            }
            std::thread::sleep(TICK);
        }
    }

    fn kill(&mut self) {
        for (child, _) in self.0.iter_mut().filter(|(_, used)| used.is_none()) {
            // It may have ended meanwhile.
            let _ = child.kill();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
        for (child, _) in self.0.iter_mut().filter(|(_, used)| used.is_none()) {
            let _ = child.wait();
        }
    }
}

/// Why a process failed: its last words.
fn reason(errors: &str, used: Option<ResUse>) -> String {
    let said = errors.rfind("error: ").map(|place| errors[place..].trim());
    match (said, used) {
        (Some(said), _) => said.trim_start_matches("error: ").into(),
        (None, Some(used)) => format!("it ended with {}: {}", used.status, errors.trim()),
        (None, None) => "it did not end".into(),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    fn shell(line: &str) -> Call {
        Call {
            args: vec!["-c".into(), line.into()],
            has_key: false,
        }
    }

    fn run(lines: &[&str], stop: bool) -> Result<Vec<Ended>, String> {
        let scratch = tempfile::tempdir().expect("a folder");
        let calls: Vec<_> = lines.iter().map(|line| shell(line)).collect();
        run_together(
            Path::new("sh"),
            &calls,
            scratch.path(),
            &AtomicBool::new(stop),
        )
    }

    #[cfg(unix)]
    #[test]
    fn each_process_is_told_of_by_itself() {
        let busy = "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; echo busy";
        let ended = run(&[busy, "echo idle"], false).expect("both end well");
        let output: Vec<_> = ended
            .iter()
            .map(|process| process.output.as_str())
            .collect();
        assert_eq!(output, ["busy\n", "idle\n"]);
        assert!(ended[0].cpu > 2 * ended[1].cpu, "{ended:?}");
        assert!(
            ended.iter().all(|process| process.peak > 100_000),
            "{ended:?}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_failure_is_told_in_its_own_words() {
        let failed = run(
            &["true", "echo waiting >&2; echo error: no room >&2; exit 3"],
            false,
        );
        assert_eq!(failed.expect_err("it failed"), "no room");
        let silent = run(&["exit 3"], false).expect_err("it failed");
        assert!(silent.contains('3'), "{silent}");
        let unknown = run_together(
            Path::new("/nowhere/at-all"),
            &[shell("")],
            Path::new("/tmp"),
            &AtomicBool::new(false),
        );
        assert!(unknown.expect_err("no program").contains("/nowhere/at-all"));
    }

    #[cfg(unix)]
    #[test]
    fn who_does_not_stop_is_stopped() {
        let began = Instant::now();
        assert!(run(&["exec sleep 100"], true).is_err());
        assert!(began.elapsed() < 3 * GRACE);
    }

    #[test]
    fn a_worker_is_left_no_key() {
        let mut command = Command::new("x");
        let variables = [
            "PATH",
            "AWS_SECRET_ACCESS_KEY",
            "MINIO_ROOT_PASSWORD",
            "LAWS_X",
        ];
        forget_key(
            &mut command,
            Path::new("/nowhere"),
            variables.into_iter().map(OsString::from),
        );
        let changed: Vec<_> = command
            .get_envs()
            .map(|(name, value)| (name.to_str(), value.and_then(OsStr::to_str)))
            .collect();
        assert_eq!(
            changed,
            [
                (Some("AWS_SECRET_ACCESS_KEY"), None),
                (Some("HOME"), Some("/nowhere")),
                (Some("MINIO_ROOT_PASSWORD"), None),
                (Some("USERPROFILE"), Some("/nowhere")),
            ]
        );
    }
}

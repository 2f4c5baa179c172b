//! Processes that run at the same time, and the time and memory that each used.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use wait4::{ResUse, Wait4};

use super::program::Program;
use super::steps::Call;
use crate::parallel::CancelToken;

/// How often processes are polled.
const TICK: Duration = Duration::from_millis(2);
/// How long a process may take to end when cancelled.
const GRACE: Duration = Duration::from_secs(5);
/// Prefixes of the variables that lead to a store and its credentials.
const STORE_VARIABLES: [&str; 2] = ["AWS_", "MINIO_"];

/// A process that ended successfully.
#[derive(Debug)]
pub(super) struct Ended {
    /// User and system time of its processors.
    pub(super) cpu: Duration,
    /// Its peak memory.
    pub(super) peak: u64,
    /// What it printed.
    pub(super) output: String,
}

/// Runs calls at the same time until the last one ends.
///
/// # Errors
/// Why one of them failed, in its own words.
pub(super) fn run_together(
    program: &Program,
    calls: &[Call],
    scratch: &Path,
    cancel: &CancelToken,
) -> Result<Vec<Ended>, String> {
    let mut running = Running::default();
    for (index, call) in calls.iter().enumerate() {
        let child = start(program, call, scratch, index);
        let child = child.map_err(|error| format!("cannot start {program}: {error}"))?;
        running.0.push((child, None));
    }
    running
        .wait(cancel)
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

/// Files instead of pipes, which would have to be drained meanwhile.
fn file_name(stream: &str, index: usize) -> String {
    format!("{stream}-{index}")
}

fn start(program: &Program, call: &Call, scratch: &Path, index: usize) -> io::Result<Child> {
    let file = |stream| File::create(scratch.join(file_name(stream, index)));
    let mut command = program.command();
    command
        .args(&call.args)
        .stdin(Stdio::null())
        .stdout(file(OUTPUT)?)
        .stderr(file(ERRORS)?);
    // What it spools is removed with the other temporary files, however it ends.
    for variable in ["TMPDIR", "TMP", "TEMP"] {
        command.env(variable, scratch);
    }
    if !call.has_key {
        remove_credentials(
            &mut command,
            scratch,
            std::env::vars_os().map(|(name, _)| name),
        );
    }
    command.spawn()
}

/// Removes the variables that lead to a store or its credentials from a command's environment, and hides the
/// AWS shared files.
fn remove_credentials(
    command: &mut Command,
    home: &Path,
    variables: impl Iterator<Item = OsString>,
) {
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

/// Processes, each with what it used once it has ended; the others are killed when this is dropped.
#[derive(Default)]
struct Running(Vec<(Child, Option<ResUse>)>);

impl Running {
    fn wait(&mut self, cancel: &CancelToken) -> io::Result<()> {
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
            // A terminal interrupts them together with this process.
            if cancel.is_cancelled() && stopped.get_or_insert_with(Instant::now).elapsed() > GRACE {
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

/// Why a process failed: the error that it printed.
fn reason(errors: &str, used: Option<ResUse>) -> String {
    let said = errors.rfind("error: ").map(|start| errors[start..].trim());
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

    fn run(lines: &[&str], cancelled: bool) -> Result<Vec<Ended>, String> {
        let scratch = tempfile::tempdir().expect("a folder");
        let calls: Vec<_> = lines.iter().map(|line| shell(line)).collect();
        let cancel = CancelToken::default();
        if cancelled {
            cancel.cancel();
        }
        run_together(
            &Program::new("sh", Vec::new()),
            &calls,
            scratch.path(),
            &cancel,
        )
    }

    #[cfg(unix)]
    #[test]
    fn each_process_is_measured_by_itself() {
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
            &Program::new("/nowhere/at-all", Vec::new()),
            &[shell("")],
            Path::new("/tmp"),
            &CancelToken::default(),
        );
        assert!(unknown.expect_err("no program").contains("/nowhere/at-all"));
    }

    #[cfg(unix)]
    #[test]
    fn a_process_that_does_not_end_is_killed() {
        let began = Instant::now();
        assert!(run(&["exec sleep 100"], true).is_err());
        assert!(began.elapsed() < 3 * GRACE);
    }

    #[test]
    fn a_worker_gets_no_credentials() {
        let mut command = Command::new("x");
        let variables = [
            "PATH",
            "AWS_SECRET_ACCESS_KEY",
            "MINIO_ROOT_PASSWORD",
            "LAWS_X",
        ];
        remove_credentials(
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

//! [`fraudgen`]: the real command, found next to the tests, and the [`Outcome`] of a call.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

/// Names another command to test.
const VARIABLE: &str = "FRAUDGEN_BIN";

/// The command is where cargo puts it: a test is in `target/PROFILE/deps`, the command one folder up.
static PATH: LazyLock<PathBuf> = LazyLock::new(|| {
    let beside_the_tests = || {
        let test = std::env::current_exe().expect("the path of this test");
        let profile = test
            .ancestors()
            .nth(2)
            .expect("a test is in target/PROFILE/deps");
        profile
            .join("fraudgen")
            .with_extension(std::env::consts::EXE_EXTENSION)
    };
    let path = std::env::var_os(VARIABLE).map_or_else(beside_the_tests, PathBuf::from);
    assert!(
        path.is_file(),
        "there is no command at {}: build it with `cargo build --release`, test with \
         `cargo test --release -p fraudgen-tests`, or set {VARIABLE} to its path",
        path.display()
    );
    path.canonicalize()
        .expect("the command has an absolute path")
});

/// A call of the command; `line` is split at spaces, and paths are added with [`Command::arg`].
pub fn fraudgen(line: &str) -> Command {
    let mut command = Command::new(&*PATH);
    command.args(line.split_whitespace()).stdin(Stdio::null());
    command
}

/// How a call ended.
#[derive(Debug)]
pub struct Outcome {
    /// Its exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Its output.
    pub stdout: String,
    /// Its messages.
    pub stderr: String,
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        let outcome = Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        };
        assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
        outcome
    }
}

/// Runs a call to its end. It must not panic, whatever else it does.
pub fn run(command: &mut Command) -> Outcome {
    command.output().expect("the command can be started").into()
}

/// Runs a call that must succeed.
pub fn done(command: &mut Command) -> Outcome {
    let outcome = run(command);
    assert_eq!(outcome.code, Some(0), "{command:?}: {}", outcome.stderr);
    outcome
}

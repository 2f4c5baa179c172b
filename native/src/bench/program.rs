//! [`Program`]: what starts the command in another process.

use std::ffi::OsString;
use std::fmt;
use std::path::Path;
use std::process::Command;

/// What starts the command in another process: a program, and the arguments that come first.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    path: OsString,
    first: Vec<OsString>,
}

impl Program {
    pub(crate) fn new(path: impl Into<OsString>, first: Vec<OsString>) -> Self {
        let path = path.into();
        Self { path, first }
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.args(&self.first);
        command
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Path::new(&self.path).display().fmt(f)
    }
}

//! Errors of the command itself, and exit codes.

use std::io;

use super::remedy::{Again, explain};
use crate::error::Error;
use crate::storage::printable;

/// What the user asked for is not possible: shown like clap's own errors.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Usage(pub(super) String);

/// A check that did not pass; what it found has been printed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Failed(pub(super) String);

/// Records that break rules of the dataset; which ones has been printed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Broken(pub(super) String);

/// Why a command failed.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What went wrong, and what to do, for people.
    pub message: String,
    /// The exit code of a process that fails so.
    pub code: u8,
}

impl Failure {
    pub(super) fn of(error: &anyhow::Error, again: Again) -> Self {
        Self {
            message: printable(&explain(error, again)).to_string(),
            code: exit_code(error),
        }
    }

    /// Without the usage, which is that of a command line.
    pub(super) fn of_usage(error: &clap::Error) -> Self {
        let text = error.to_string();
        let ends = ["\n\nUsage:", "\n\nFor more information"];
        let end = ends.iter().filter_map(|end| text.find(end)).min();
        let text = &text[..end.unwrap_or(text.len())];
        Self {
            message: text.trim_start_matches("error: ").trim_end().into(),
            code: error.exit_code() as u8,
        }
    }
}

/// Whether the reader of the output, such as `head`, has closed it.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let source = match error.downcast_ref::<Error>() {
        Some(Error::Io { source, .. }) => Some(source),
        _ => error.downcast_ref::<io::Error>(),
    };
    source.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// Exit code of a run that can be resumed.
pub(super) const TRY_AGAIN: u8 = 75;

/// The exit code of an error.
fn exit_code(error: &anyhow::Error) -> u8 {
    const FAILED: u8 = 1;
    const USAGE: u8 = 2;
    const BROKEN_RULES: u8 = 3;
    const NO_ACCESS: u8 = 77;
    match error.downcast_ref::<Error>() {
        Some(error) if error.is_temporary() => TRY_AGAIN,
        Some(error) if error.is_about_access() => NO_ACCESS,
        Some(
            Error::Spec(_)
            | Error::SizeIsFixed { .. }
            | Error::SizeIsTooSmall { .. }
            | Error::SizeIsOutOfBounds { .. }
            | Error::NotEmpty { .. }
            | Error::NotGraph { .. }
            | Error::OtherRun { .. }
            | Error::NothingToResume { .. }
            | Error::TooManyFiles { .. }
            | Error::TooLargeObjects { .. },
        ) => USAGE,
        Some(_) => FAILED,
        None if error.is::<Usage>() => USAGE,
        None if error.is::<Broken>() => BROKEN_RULES,
        None => FAILED,
    }
}

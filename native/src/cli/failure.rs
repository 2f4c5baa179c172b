//! Errors of the command itself, and exit codes.

use std::io;
use std::process::ExitCode;

use crate::error::Error;

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
pub(super) fn exit_code(error: &anyhow::Error) -> ExitCode {
    const FAILED: u8 = 1;
    const USAGE: u8 = 2;
    const BROKEN_RULES: u8 = 3;
    const NO_ACCESS: u8 = 77;
    ExitCode::from(match error.downcast_ref::<Error>() {
        Some(error) if error.is_temporary() => TRY_AGAIN,
        Some(error) if error.is_about_access() => NO_ACCESS,
        Some(
            Error::Spec(_)
            | Error::SizeIsFixed { .. }
            | Error::SizeIsTooSmall { .. }
            | Error::SizeIsOutOfBounds { .. }
            | Error::NotEmpty { .. }
            | Error::OtherRun { .. }
            | Error::NothingToResume { .. }
            | Error::TooManyFiles { .. }
            | Error::TooLargeObjects { .. },
        ) => USAGE,
        Some(_) => FAILED,
        None if error.is::<Usage>() => USAGE,
        None if error.is::<Broken>() => BROKEN_RULES,
        None => FAILED,
    })
}

//! [`Error`]: what can go wrong, told so that the reader knows what to do.

use std::io;
use std::path::{Path, PathBuf};

use fraudgen_core::SpecError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A field of the spec is out of bounds.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// A file could not be read or written.
    #[error("cannot {action} {}: {source}{}", path.display(), remedy(source))]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// A file is there but does not hold what it should.
    #[error("{} is not a valid {what}: {reason}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What it should be.
        what: &'static str,
        /// Why it is not.
        reason: String,
    },
    /// The destination holds something already.
    #[error("{} is not empty: choose another folder, continue a broken run with --resume, or replace it with --force", path.display())]
    NotEmpty {
        /// The destination.
        path: PathBuf,
    },
    /// There is no run to continue.
    #[error("{} holds no run to resume: choose an empty folder, or replace it with --force", path.display())]
    NothingToResume {
        /// The destination.
        path: PathBuf,
    },
    /// The run found at the destination is not the one asked for.
    #[error(
        "{} belongs to another run: its {field} is {there}, not {asked}; repeat that run's options, or replace it with --force",
        path.display()
    )]
    OtherRun {
        /// The journal or manifest found.
        path: PathBuf,
        /// In what the runs differ.
        field: &'static str,
        /// What the run found has.
        there: String,
        /// What was asked for.
        asked: String,
    },
    /// No number of transactions comes to the size asked for.
    #[error("a dataset of {asked} cannot be made: {remedy}")]
    Size {
        /// The size asked for.
        asked: String,
        /// What would be right.
        remedy: String,
    },
    /// The system gives no more threads.
    #[error("cannot start the threads: {0}; give fewer with --threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The run was asked to stop.
    #[error(
        "interrupted; the finished parts are kept: run the same command with --resume to continue"
    )]
    Interrupted,
}

impl Error {
    /// What a system call answered about a path.
    pub(crate) fn io(
        action: &'static str,
        path: impl AsRef<Path>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}

fn remedy(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "; the disk or quota is full: free some space and continue with --resume"
        }
        io::ErrorKind::FileTooLarge => {
            "; files may not grow this large here: lower --rows-per-file or raise the limit"
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            "; choose a folder that you may write to with --out"
        }
        _ => "",
    }
}

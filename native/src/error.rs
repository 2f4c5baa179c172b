//! [`Error`]: what can go wrong, told so that the reader knows what to do.

use std::io;
use std::path::{Path, PathBuf};

use fraudgen_core::SpecError;

use crate::dataset::run::MOST_FILES;
use crate::storage::s3::{Failure, NoAccess, StoreError};
use crate::units::count_text;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A field of the spec is out of bounds.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// A file could not be read or written.
    #[error("cannot {action} {}: {source}{}", path.display(), remedy(action, source))]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// A file is there but does not hold what it should.
    #[error("{place} is not a valid {what}: {reason}")]
    Invalid {
        /// The file.
        place: String,
        /// What it should be.
        what: &'static str,
        /// Why it is not.
        reason: String,
    },
    /// The destination holds something already.
    #[error(
        "{place} is not empty: choose another place, continue a broken run with --resume, or replace it with --force"
    )]
    NotEmpty {
        /// The destination.
        place: String,
    },
    /// A store does not tell what is there.
    #[error(
        "{place} cannot be cleared: the key may not list what is there; give it s3:ListBucket, or choose another place"
    )]
    CannotList {
        /// The destination.
        place: String,
    },
    /// There is no run to continue.
    #[error("{place} holds no run to resume: choose an empty place, or replace it with --force")]
    NothingToResume {
        /// The destination.
        place: String,
    },
    /// The run found at the destination is not the one asked for.
    #[error(
        "{place} belongs to another run: its {field} is {there}, not {asked}; repeat that run's options, or replace it with --force"
    )]
    OtherRun {
        /// The journal or manifest found.
        place: String,
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
    /// The run has more files than one manifest can tell of.
    #[error(
        "the dataset comes to {} files, and a manifest holds {} at most: give --rows-per-file {rows_per_file} or more",
        count_text(*files),
        count_text(MOST_FILES)
    )]
    TooManyFiles {
        /// How many.
        files: u64,
        /// With how many rows in each there would be few enough.
        rows_per_file: u64,
    },
    /// Something could not be done in a store.
    #[error(transparent)]
    Store(StoreError),
    /// A run made by several workers cannot be closed.
    #[error("{place} cannot be finished:\n{}", problems.join("\n"))]
    Unfinished {
        /// The destination.
        place: String,
        /// What is missing or wrong, a sentence each.
        problems: Vec<String>,
    },
    /// The targets are too old to be used.
    #[error(
        "{place}: its targets ended at {ended}: make new ones with `fraudgen presign --resume`"
    )]
    Expired {
        /// The target file.
        place: String,
        /// When they ended.
        ended: String,
    },
    /// There is no access to a store.
    #[error(transparent)]
    NoAccess(#[from] NoAccess),
    /// The system gives no more threads.
    #[error("cannot start the threads: {0}; give fewer with --threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The run was asked to stop.
    #[error(
        "interrupted; the finished parts are kept: run the same command with --resume to continue"
    )]
    Interrupted,
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Failure(Failure::Interrupted) => Self::Interrupted,
            error => Self::Store(error),
        }
    }
}

impl Error {
    /// Whether the same command may succeed later, continued.
    pub fn may_heal(&self) -> bool {
        matches!(
            self,
            Self::Interrupted | Self::Store(StoreError::Failure(Failure::Away { .. }))
        )
    }

    /// Whether it is about who may do what.
    pub fn is_about_access(&self) -> bool {
        match self {
            Self::NoAccess(_) | Self::Expired { .. } | Self::CannotList { .. } => true,
            Self::Store(StoreError::Failure(Failure::Refused(refusal))) => {
                refusal.reason.is_about_access()
            }
            _ => false,
        }
    }

    /// What a system call answered about a path.
    pub(crate) fn io(
        action: &'static str,
        path: impl AsRef<Path>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        // What a store answered may come by way of a reader.
        move |source| match source.downcast::<StoreError>() {
            Ok(error) => error.into(),
            Err(source) => Self::Io {
                action,
                path,
                source,
            },
        }
    }
}

fn remedy(action: &str, source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "; the disk or quota is full: free some space and continue with --resume"
        }
        io::ErrorKind::AlreadyExists => "; choose another name, or replace it with --force",
        io::ErrorKind::FileTooLarge => {
            "; files may not grow this large here: lower --rows-per-file or raise the limit"
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied
            if !action.starts_with("read") =>
        {
            "; choose a folder that you may write to with --out"
        }
        _ => "",
    }
}

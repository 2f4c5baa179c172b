//! [`Error`]: what can go wrong; [`PartError`]: what can while parts are made.

mod chain;

use std::io;
use std::path::{Path, PathBuf};

use fraudgen_core::SpecError;
use jiff::Timestamp;

use crate::encode::Format;
use crate::parallel::Cancelled;
use crate::storage::s3::{AccessError, Failure, LARGEST_PUT, Reason, StoreError};
use crate::units::{bytes_text, count_text};

pub(crate) use self::chain::chain;

/// What went wrong. Its text says what and where; [`std::error::Error::source`] says why, if something
/// else is the cause.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A field of the spec is out of bounds.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// A file could not be read or written.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// Something that is not a file is where a file should be.
    #[error("{} is {kind}, not a file", path.display())]
    NoFile {
        /// Its path.
        path: PathBuf,
        /// What it is, such as `a pipe`.
        kind: &'static str,
    },
    /// A file exists but does not hold what it should.
    #[error("{location} is not a valid {what}")]
    Invalid {
        /// The file.
        location: String,
        /// What it should be.
        what: &'static str,
        /// Why it is not.
        #[source]
        reason: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A path that must be written in UTF-8 cannot be.
    #[error("Iceberg needs the folder's path in UTF-8, and {path} is not")]
    NotUtf8 {
        /// The path.
        path: String,
    },
    /// The destination holds something already.
    #[error("{location} is not empty: it holds {holds}")]
    NotEmpty {
        /// The destination.
        location: String,
        /// One of the files that a run would mix with.
        holds: String,
    },
    /// A folder that a graph should replace holds something else.
    #[error("{location} holds {holds}, which is no part of a graph")]
    NotGraph {
        /// The folder.
        location: String,
        /// What it holds.
        holds: String,
    },
    /// Another run is at work at the destination.
    #[error("another run is writing to {location}")]
    InUse {
        /// The destination.
        location: String,
    },
    /// A store does not list what it holds.
    #[error("{location} cannot be cleared: the key may not list what is there")]
    CannotList {
        /// The destination.
        location: String,
    },
    /// There is no run to continue.
    #[error("{location} holds no run to resume")]
    NothingToResume {
        /// The destination.
        location: String,
    },
    /// The run found at the destination is not the one asked for.
    #[error("{location} belongs to another run: its {field} is {there}, not {asked}")]
    OtherRun {
        /// The journal or manifest found.
        location: String,
        /// The property in which the runs differ.
        field: &'static str,
        /// The value of the run found.
        there: String,
        /// The value asked for.
        asked: String,
    },
    /// No number of transactions gives the size asked for.
    #[error(
        "a dataset of {} cannot be made: no table that grows with the transactions is among those asked for",
        bytes_text(*asked)
    )]
    SizeIsFixed {
        /// The size asked for.
        asked: u64,
    },
    /// The size asked for is too small.
    #[error(
        "a dataset of {} cannot be made: the tables come to {} with {transactions} transactions",
        bytes_text(*asked),
        bytes_text(*least)
    )]
    SizeIsTooSmall {
        /// The size asked for.
        asked: u64,
        /// About the smallest size that can be made.
        least: u64,
        /// The transactions of that size.
        transactions: u64,
    },
    /// The size asked for takes a number of transactions that is out of bounds.
    #[error("a dataset of {} cannot be made", bytes_text(*asked))]
    SizeIsOutOfBounds {
        /// The size asked for.
        asked: u64,
        /// The bounds of the number of transactions.
        source: SpecError,
    },
    /// The run has more files than a manifest can list.
    #[error(
        "the dataset comes to {} files, and a manifest holds {} at most",
        count_text(*files),
        count_text(*most)
    )]
    TooManyFiles {
        /// How many files it has.
        files: u64,
        /// How many a manifest can list.
        most: u64,
        /// With this many rows per file, there would be few enough.
        rows_per_file: u64,
    },
    /// A file is larger than one object that is sent at once.
    #[error(
        "a file of {table} comes to about {}, and a store takes {} at once at most",
        bytes_text(*bytes),
        bytes_text(LARGEST_PUT)
    )]
    TooLargeObjects {
        /// The table.
        table: &'static str,
        /// About how many bytes each of its files has.
        bytes: u64,
        /// With this many rows per file, they would be small enough.
        rows_per_file: u64,
    },
    /// Something could not be done in a store.
    #[error(transparent)]
    Store(StoreError),
    /// There is no manifest: the run has not ended.
    #[error("{location} is not there: no run of `generate` has ended here")]
    NoManifest {
        /// The manifest's name.
        location: String,
    },
    /// The dataset does not have a fraud case.
    #[error(
        "case {case} is not in the dataset, whose cases are 1 to {cases} but for those of its without_cases"
    )]
    NoCase {
        /// The `fraud_case_id`.
        case: u64,
        /// The greatest one.
        cases: u64,
    },
    /// A part of a dataset is missing.
    #[error("{location} is not there, though the manifest lists it")]
    NoPart {
        /// The part.
        location: String,
    },
    /// The dataset is in a format that a report does not read.
    #[error("{location}: the files are {}, and reports and table formats need Parquet", format.name())]
    NotParquet {
        /// The manifest.
        location: String,
        /// The format of the files.
        format: Format,
    },
    /// The dataset lacks tables that a report needs.
    #[error("{location}: the dataset has no {}", tables.join(", "))]
    MissingTables {
        /// The manifest.
        location: String,
        /// The tables that are missing.
        tables: Vec<&'static str>,
    },
    /// A run cannot be closed: no shard's manifest was given or found.
    #[error("{location} cannot be finished: there is no shard's manifest")]
    NoShards {
        /// The destination.
        location: String,
    },
    /// A run made by several workers cannot be closed.
    #[error("{location} cannot be finished:\n{}", problems.join("\n"))]
    Unfinished {
        /// The destination.
        location: String,
        /// What is missing or wrong, a sentence each.
        problems: Vec<String>,
    },
    /// The targets have expired.
    #[error("{location}: its targets expired at {}", ended.strftime("%Y-%m-%d %H:%M:%SZ"))]
    Expired {
        /// The target file.
        location: String,
        /// When they expired.
        ended: Timestamp,
    },
    /// There is no access to a store.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A frozen task has come out otherwise.
    #[error(
        "the dataset of {task} has the digest {made}, not {known}: this build does not make the frozen task"
    )]
    OtherTask {
        /// The task.
        task: String,
        /// The digest of the frozen task.
        known: String,
        /// The digest of what was made.
        made: String,
    },
    /// The system gives no more threads.
    #[error("cannot start the threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The work was cancelled. Of a dataset, the parts that are finished are kept, and it can be resumed.
    #[error("interrupted")]
    Cancelled,
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Failure(Failure::Cancelled) => Self::Cancelled,
            error => Self::Store(error),
        }
    }
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl Error {
    /// Whether the same may succeed later.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Cancelled
                | Self::InUse { .. }
                | Self::Store(StoreError::Failure(Failure::Unavailable { .. }))
        )
    }

    /// Whether it is about credentials and permissions.
    pub fn is_about_access(&self) -> bool {
        match self {
            Self::Access(_)
            | Self::Expired { .. }
            | Self::CannotList { .. }
            | Self::Store(StoreError::Access(_)) => true,
            Self::Store(StoreError::Failure(Failure::Refused(refusal))) => {
                refusal.reason.is_about_access()
            }
            _ => false,
        }
    }

    /// Whether a store has no permission for what was asked.
    pub(crate) fn is_denied(&self) -> bool {
        matches!(self, Self::Store(StoreError::Failure(Failure::Refused(refusal))) if refusal.reason == Reason::Denied)
    }

    /// The system's error about a path.
    pub(crate) fn io(
        action: &'static str,
        path: impl AsRef<Path>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        // A store's errors come through readers, too.
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

/// Why parts could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PartError {
    /// The sink cannot be written.
    #[error(transparent)]
    Sink(#[from] io::Error),
    /// The work was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl PartError {
    /// The error of an action on a path.
    pub(crate) fn of(self, action: &'static str, path: impl AsRef<Path>) -> Error {
        match self {
            Self::Sink(error) => Error::io(action, path)(error),
            Self::Cancelled(error) => error.into(),
        }
    }
}

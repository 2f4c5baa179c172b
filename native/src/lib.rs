//! fraudgen: synthetic Brazilian banking data with labelled fraud, into files.
//!
//! [`fraudgen_core`] turns a spec into records; this crate lays them out in files. A [`dataset::Run`] says
//! what is made and how, [`dataset::Layout`] which records go into which part, [`encode`] how a part is
//! encoded, [`storage::Location`] where it goes, and [`generate::generate`] makes it on all cores.
//! [`dataset::Manifest`] says what was made, and [`verify()`] whether it still is. [`encode::ipc`] writes a
//! table as a stream, without files. In a [`storage::s3::Store`] everything goes through presigned targets,
//! signed by this process or given in a [`dataset::TargetFile`].
//!
//! A small dataset in a folder:
//!
//! ```
//! use fraudgen::dataset::{DEFAULT_ROWS_PER_FILE, Run, Shard};
//! use fraudgen::encode::{Compression, Format};
//! use fraudgen::generate::{Destination, Mode, Records, Waiting, generate};
//! use fraudgen::storage::{Folder, Location};
//! use fraudgen::{Context, verify};
//! use fraudgen_core::schema::Table;
//! use fraudgen_core::{DATASET_VERSION, Generator, Spec};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let spec = Spec {
//!     transactions: 1_000,
//!     ..Spec::default()
//! };
//! let generator = Generator::new(&spec)?;
//! let run = Run {
//!     dataset_version: DATASET_VERSION,
//!     spec: generator.plan().spec().clone(),
//!     format: Format::Parquet,
//!     compression: Compression::Zstd(1),
//!     rows_per_file: DEFAULT_ROWS_PER_FILE,
//!     tables: Table::ALL.to_vec(),
//!     shard: Shard::WHOLE,
//! };
//!
//! let folder = tempfile::tempdir()?;
//! let location = Location::Folder(Folder::new(folder.path()));
//! let context = Context::default();
//! let destination = Destination::prepare(
//!     &context,
//!     location.clone(),
//!     Records::AtDestination,
//!     &run,
//!     generator.plan(),
//!     Mode::Fresh,
//! )?;
//! let manifest = generate(&context, &generator, &run, destination, Waiting::default())?;
//! assert_eq!(manifest.tables.len(), Table::ALL.len());
//! assert!(folder.path().join("transactions/part-00000.parquet").exists());
//!
//! let findings = verify(&context, &location, true)?;
//! assert!(findings.problems.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! The feature `cli`, on by default, adds the `fraudgen` command and the crates that only it needs.

#![forbid(unsafe_code)]

#[cfg(test)]
mod arbitrary;
#[cfg(feature = "cli")]
mod bench;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod dataset;
pub mod encode;
mod error;
pub mod estimate;
pub mod generate;
mod parallel;
pub mod report;
pub mod storage;
pub mod tasks;
mod units;
mod verify;

pub use self::error::Error;
pub use self::parallel::{
    CancelToken, Cancelled, Context, Needs, NoProgress, Progress, ProgressSink, Stage, THREADS,
    memory_limit,
};
pub use self::verify::{Findings, verify};

/// What tests/fuzz uses although it is not public.
#[cfg(any(fuzzing, clippy))]
#[doc(hidden)]
pub mod fuzzing {
    pub use crate::storage::s3::fuzzing::{listing, store_answer};
    use crate::{CancelToken, Error, dataset, storage::Location};

    /// What `verify` says of a part.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn part_problems(
        location: &Location,
        run: &dataset::Run,
        record: &dataset::PartRecord,
    ) -> Result<Vec<String>, Error> {
        crate::verify::part_problems(location, run, record, &CancelToken::default())
    }
}

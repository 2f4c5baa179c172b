//! fraudgen: synthetic Brazilian banking data with labelled fraud, into files.
//!
//! [`fraudgen_core`] turns a spec into records; this crate lays them out in files: a [`dataset::Run`]
//! says what is made and how, [`dataset::Layout`] which records go into which part, [`encode`] how
//! a part is encoded, [`storage::Location`] where it goes, and [`generate::generate`] does it on all cores;
//! [`encode::ipc`] hands a table over without files. [`dataset::Manifest`] says what was made and
//! [`verify()`] whether it still is. In a [`storage::s3::Store`] everything goes through presigned
//! targets: of this process's own, or of a [`dataset::TargetFile`].

#![forbid(unsafe_code)]

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
mod units;
mod verify;

pub use self::error::Error;
pub use self::parallel::{
    CancelToken, Cancelled, Context, NoProgress, Progress, ProgressSink, Stage, THREADS,
};
pub use self::verify::{Findings, verify};

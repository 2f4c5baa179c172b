//! fraudgen: synthetic Brazilian banking data with labelled fraud, into files.
//!
//! [`fraudgen_core`] turns a spec into records; this crate lays them out in files: a [`dataset::run::Run`]
//! says what is made and how, [`dataset::layout::Layout`] which records go into which part, [`encode`] how
//! a part is encoded, [`storage::location::Place`] where it goes, and [`generate::pipeline::generate`] does
//! it on all cores; [`encode::ipc`] hands a table over without files.
//! [`dataset::manifest::Manifest`] tells what was made and [`verify::verify`] whether it still is. In a
//! [`storage::s3::Store`] all goes by presigned targets: of this process's own, or of a
//! [`dataset::targets::TargetFile`].

pub mod bench;
pub mod dataset;
pub mod encode;
mod error;
pub mod estimate;
pub mod generate;
pub mod report;
pub mod storage;
pub mod units;
pub mod verify;

pub use error::Error;

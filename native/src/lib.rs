//! fraudgen: synthetic Brazilian banking data with labelled fraud, into files.
//!
//! [`fraudgen_core`] turns a spec into records; this crate lays them out in files: a [`run::Run`] says
//! what is made and how, [`layout::Layout`] which records go into which part, [`mod@format`] how a part is
//! encoded, [`place::Place`] where it goes, and [`pipeline::generate`] does it on all cores;
//! [`mod@stream`] hands a table over without files.
//! [`manifest::Manifest`] tells what was made and [`verify::verify`] whether it still is. In a
//! [`store::Store`] all goes by presigned targets: of this process's own, or of a [`targets::TargetFile`].

pub mod batch;
pub mod bench;
pub mod destination;
mod error;
pub mod finish;
pub mod format;
mod journal;
pub mod layout;
pub mod manifest;
pub mod pipeline;
pub mod place;
pub mod progress;
pub mod quantity;
pub mod report;
pub mod run;
pub mod scale;
pub mod sink;
pub mod size;
pub mod store;
pub mod stream;
pub mod targets;
pub mod upload;
pub mod verify;
pub mod workers;

pub use error::Error;

//! Deterministic synthetic Brazilian banking data with labelled fraud.
//!
//! A [`Spec`] says what is wanted; a [`Generator`] plans it and makes any part of it alone, in memory,
//! without I/O. The same spec gives the same records on every machine, thread count and target.
//!
//! The model on one page:
//!
//! - The population is split into **cells** of 64 customers; 32 cells make a **district** ([`plan`]).
//! - Counts, offsets and ids follow from the plan in O(1): the middle of a dataset of any size is made as
//!   fast as its beginning.
//! - Fraud cases are planned by district, so that one account collects from victims of several cells;
//!   everything else is made by cell.
//! - Within a cell all customers' payments are played in order of time, and every history field and
//!   balance is computed from the rows already written.
//! - The [`schema`] says what tables and columns there are; a [`Batch`] holds the rows of one, by column.
//! - A [`Digest`] fingerprints the records, whatever files they are put in.
//!
//! ```
//! use fraudgen_core::{Digest, Generator, Spec, schema::Table};
//!
//! let spec = Spec { transactions: 10_000, ..Spec::default() };
//! let generator = Generator::new(&spec)?;
//! let mut maker = generator.maker();
//! let batch = maker.make(Table::Transactions, 0);
//! println!("{} rows, digest {}", batch.rows(), Digest::of(batch, 0));
//! # Ok::<(), fraudgen_core::SpecError>(())
//! ```

#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

extern crate alloc;

mod address;
pub mod calendar;
mod catalog;
mod cell;
pub mod column;
mod decoys;
mod digest;
mod end_to_end;
mod fraud;
mod generator;
mod habits;
mod history;
mod life;
mod limits;
mod market;
mod order;
mod pay;
mod people;
mod place;
pub mod plan;
mod record;
mod sample;
pub mod schema;
mod score;
mod spec;
mod stream;
mod tables;
mod words;
mod world;

pub use digest::Digest;
pub use fraud::{Drift, FraudType};
pub use generator::{DATASET_VERSION, Generator, Maker};
pub use plan::Plan;
pub use record::Batch;
pub use spec::{Spec, SpecError};

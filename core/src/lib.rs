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
//! - The [`schema`] says what tables and columns there are; a [`Batch`] holds the rows of one, by column, and
//!   hands them out as [`Row`](schema::Row)s.
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

mod bank;
mod behaviour;
pub mod calendar;
mod catalog;
mod digest;
mod fraud;
mod generator;
pub mod plan;
mod population;
mod random;
pub mod schema;
mod simulation;
mod spec;
mod world;

pub use schema::columns as column;

pub use digest::Digest;
pub use fraud::drift::Drift;
pub use fraud::kinds::FraudType;
pub use generator::{DATASET_VERSION, Generator, Maker};
pub use plan::Plan;
pub use schema::record::Batch;
pub use spec::{MAX_CUSTOMERS, MAX_TRANSACTIONS, Spec, SpecError};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

//! The same dataset made by several designs, each in its own processes, which are measured from outside,
//! and the limits of the machine measured in the same run.

mod cleanup;
mod config;
mod design;
mod html;
mod limits;
mod process;
mod program;
mod report;
mod run;
mod steps;
mod table;

pub(crate) use self::config::Bench;
pub(crate) use self::design::Design;
pub(crate) use self::html::page;
pub(crate) use self::program::Program;
pub(crate) use self::report::BenchReport;

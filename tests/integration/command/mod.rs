//! The command line: its errors, its pages, its examples and its benchmark.

mod bad_input;
mod bench;
mod examples;
mod explain;
#[cfg(unix)]
mod outputs;
mod pipes;
mod report;
mod tasks;

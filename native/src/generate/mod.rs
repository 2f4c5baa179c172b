//! A run, from its plan to closed files, on all cores.

pub mod destination;
pub mod finish;
pub mod pipeline;
pub mod progress;
pub mod workers;

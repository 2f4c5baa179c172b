//! [`Bench`]: what is compared, and where.

use fraudgen_core::Spec;

use super::design::Design;
use super::program::Program;
use crate::storage::Location;

/// What is compared, and where.
#[derive(Debug)]
pub(crate) struct Bench {
    /// The `fraudgen` command, which the processes run.
    pub(crate) program: Program,
    /// The dataset that every design makes.
    pub(crate) spec: Spec,
    /// Where it goes; empty before and after.
    pub(crate) root: Location,
    /// The designs, each with its own location below the root.
    pub(crate) designs: Vec<(Design, Location)>,
    /// Where the limits of the store are measured.
    pub(crate) limits: Location,
    /// Flags that say how to reach the store; none is a secret.
    pub(crate) store_flags: Vec<String>,
    /// Flags that say how long to wait for the store.
    pub(crate) retry_flags: Vec<String>,
    /// Threads of all processes of a design together.
    pub(crate) threads: usize,
    /// Processes of the design that has several.
    pub(crate) workers: usize,
    /// How many times each is run; medians are reported.
    pub(crate) repeat: usize,
    /// Whether what was made last is kept.
    pub(crate) keep: bool,
}

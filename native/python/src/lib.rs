//! What the Python package `fraudgen` takes from the crate: the command, and tables as Arrow record batches.
//!
//! Flags come as a command line's words, so that bounds and refusals are the same in every door.

mod batches;
mod command;
mod failure;
mod generator;

#[pyo3::pymodule]
mod _fraudgen {
    #[pymodule_export]
    use super::batches::{Batch, Stream};
    #[pymodule_export]
    use super::command::{command, main};
    #[pymodule_export]
    use super::failure::FraudgenError;
    #[pymodule_export]
    use super::generator::Generator;
    #[pymodule_export]
    const DATASET_VERSION: u32 = fraudgen_core::DATASET_VERSION;
    #[pymodule_export]
    const LEAST_ROWS_PER_FILE: u64 = *fraudgen::dataset::ROWS_PER_FILE.start();
    #[pymodule_export]
    const DEFAULT_ROWS_PER_FILE: u64 = fraudgen::dataset::DEFAULT_ROWS_PER_FILE;
}

//! A command's failure as an exception.

use fraudgen::cli::Failure;
use pyo3::PyErr;
use pyo3::exceptions::{PyPermissionError, PyRuntimeError, PyValueError};

pyo3::create_exception!(
    fraudgen,
    FraudgenError,
    PyRuntimeError,
    "A command failed, for the reason that it says."
);

/// The exit codes of usage that is refused, and of access that is.
const USAGE: u8 = 2;
const NO_ACCESS: u8 = 77;

/// `ValueError` for what was asked for, `PermissionError` for what a store or a system refuses, else
/// `FraudgenError`, all in the command's words.
pub(crate) fn exception(failure: Failure) -> PyErr {
    match failure.code {
        USAGE => PyValueError::new_err(failure.message),
        NO_ACCESS => PyPermissionError::new_err(failure.message),
        _ => FraudgenError::new_err(failure.message),
    }
}

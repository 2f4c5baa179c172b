//! [`Generator`]: a dataset that was not made yet.

use std::ffi::OsString;
use std::sync::Arc;

use fraudgen::cli;
use fraudgen::encode::batches::Money;
use fraudgen::{CancelToken, Context};
use fraudgen_core::schema::Table;
use pyo3::exceptions::PyValueError;
use pyo3::{PyResult, Python, pyclass, pymethods};

use crate::batches::Stream;
use crate::failure::exception;

/// A dataset: what its tables hold, and how to make them.
#[pyclass(frozen, module = "fraudgen._fraudgen")]
#[derive(Debug)]
pub(crate) struct Generator(Arc<fraudgen_core::Generator>);

#[pymethods]
impl Generator {
    /// The dataset that flags of the command describe.
    #[new]
    fn new(py: Python<'_>, flags: Vec<OsString>) -> PyResult<Self> {
        let made = py.detach(|| cli::spec(&Context::default(), flags));
        let spec = made.map_err(exception)?;
        let generator = fraudgen_core::Generator::new(&spec);
        let generator = generator.map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self(Arc::new(generator)))
    }

    /// What makes it again, in another process.
    fn __getnewargs__(&self) -> PyResult<(Vec<String>,)> {
        Ok((vec![format!("--spec={}", self.spec()?)],))
    }

    /// The spec, as JSON, with every field.
    fn spec(&self) -> PyResult<String> {
        serde_json::to_string(self.0.plan().spec())
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// Each table's name, its number of rows, and whether that is an estimate, known once the table is made.
    fn rows(&self) -> Vec<(&'static str, u64, bool)> {
        let rows = |table: Table| {
            (
                table.name(),
                self.0.plan().table_rows(table),
                !self.0.plan().counts(table),
            )
        };
        Table::ALL.map(rows).into()
    }

    /// A table, or a part of one; nothing is made before it is read.
    fn stream(
        &self,
        py: Python<'_>,
        flags: Vec<OsString>,
        money_as_floats: bool,
    ) -> PyResult<Stream> {
        let money = match money_as_floats {
            true => Money::Float,
            false => Money::Decimal,
        };
        let batches = py.detach(|| cli::batches(CancelToken::default(), &self.0, flags, money));
        batches.map(Stream::new).map_err(exception)
    }
}

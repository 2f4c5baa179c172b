//! [`Stream`] and [`Batch`]: record batches by the Arrow C data interface.

use std::process;
use std::sync::{Mutex, PoisonError};

use arrow::array::{Array, RecordBatch, RecordBatchIterator, RecordBatchReader, StructArray};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ffi::{FFI_ArrowSchema, to_ffi};
use arrow::ffi_stream::FFI_ArrowArrayStream;
use fraudgen::encode::batches::Batches;
use pyo3::types::PyCapsule;
use pyo3::{Bound, PyErr, PyRef, PyResult, Python, pyclass, pymethods};

use crate::failure::FraudgenError;

/// Record batches, to be read once: by iteration, or by another library as an Arrow C stream.
#[pyclass(frozen, module = "fraudgen")]
#[derive(Debug)]
pub(crate) struct Stream {
    schema: SchemaRef,
    /// None once another library reads it.
    batches: Mutex<Option<Interruptible>>,
}

impl Stream {
    pub(crate) fn new(batches: Batches) -> Self {
        Self {
            schema: batches.schema(),
            batches: Mutex::new(Some(Interruptible {
                batches,
                process: None,
            })),
        }
    }
}

#[pymethods]
impl Stream {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Batch>> {
        let next = py.detach(|| {
            let mut batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner);
            batches.as_mut().and_then(Iterator::next)
        });
        next.map(|batch| batch.map(Batch).map_err(python_error))
            .transpose()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema); // A wish, which a producer need not fulfil.
        let mut batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner);
        let batches = batches.take().ok_or_else(|| {
            FraudgenError::new_err("this stream was read already: ask the dataset for another")
        })?;
        stream_capsule(py, Box::new(batches))
    }
}

/// Batches that Ctrl-C ends, whoever reads them, and that only one process reads.
#[derive(Debug)]
struct Interruptible {
    batches: Batches,
    /// That of the threads, once they were started: a fork does not have them.
    process: Option<u32>,
}

impl Iterator for Interruptible {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if *self.process.get_or_insert_with(process::id) != process::id() {
            let text = "this stream was begun by another process: ask the dataset for another";
            return Some(Err(external(FraudgenError::new_err(text))));
        }
        // None when the interpreter ends.
        let interrupted = Python::try_attach(|py| py.check_signals()).and_then(Result::err);
        match interrupted {
            Some(error) => Some(Err(external(error))),
            None => self.batches.next(),
        }
    }
}

impl RecordBatchReader for Interruptible {
    fn schema(&self) -> SchemaRef {
        self.batches.schema()
    }
}

fn external(error: PyErr) -> ArrowError {
    ArrowError::ExternalError(error.into())
}

/// The exception that an error was made of, if it was.
fn python_error(error: ArrowError) -> PyErr {
    match error {
        ArrowError::ExternalError(error) => match error.downcast::<PyErr>() {
            Ok(error) => *error,
            Err(error) => FraudgenError::new_err(error.to_string()),
        },
        error => FraudgenError::new_err(error.to_string()),
    }
}

/// A record batch.
#[pyclass(frozen, module = "fraudgen")]
#[derive(Debug)]
pub(crate) struct Batch(RecordBatch);

#[pymethods]
impl Batch {
    #[getter]
    fn num_rows(&self) -> usize {
        self.0.num_rows()
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __repr__(&self) -> String {
        let fields = self.0.schema();
        let names: Vec<_> = fields
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect();
        format!("<{} rows of {}>", self.0.num_rows(), names.join(", "))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.0.schema())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        drop(requested_schema); // A wish, which a producer need not fulfil.
        let rows = StructArray::from(self.0.clone());
        let (array, schema) = to_ffi(&rows.to_data()).map_err(python_error)?;
        Ok((
            PyCapsule::new_with_value(py, schema, c"arrow_schema")?,
            PyCapsule::new_with_value(py, array, c"arrow_array")?,
        ))
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema); // A wish, which a producer need not fulfil.
        let batches = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        stream_capsule(py, Box::new(batches))
    }
}

fn schema_capsule<'py>(py: Python<'py>, schema: &SchemaRef) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema.as_ref()).map_err(python_error)?;
    PyCapsule::new_with_value(py, schema, c"arrow_schema")
}

fn stream_capsule(
    py: Python<'_>,
    batches: Box<dyn RecordBatchReader + Send>,
) -> PyResult<Bound<'_, PyCapsule>> {
    let stream = FFI_ArrowArrayStream::new(batches);
    PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
}

//! [`column`]: the columns of a table as Arrow arrays, and ids as numbers of nodes.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array};
use arrow::compute::cast;
use arrow::datatypes::Int64Type;
use arrow::error::ArrowError;
use fraudgen_core::Batch;

use crate::encode::arrow::column_array;
use crate::encode::batches::{Money, plain};

/// The numbers of the nodes with these ids.
pub(super) fn ends(batch: &dyn Batch, name: &str) -> Result<ArrayRef, ArrowError> {
    let ids = column(batch, name)?;
    let numbers: Int64Array = ids
        .as_primitive::<Int64Type>()
        .unary(|id| id.wrapping_sub(1));
    Ok(Arc::new(numbers))
}

/// A column by name, of a type that every reader supports.
pub(super) fn column(batch: &dyn Batch, name: &str) -> Result<ArrayRef, ArrowError> {
    let index = batch.table().position(name);
    let index = index.ok_or_else(|| ArrowError::SchemaError(name.into()))?;
    column_at(batch, index)
}

/// A column by its position.
pub(super) fn column_at(batch: &dyn Batch, index: usize) -> Result<ArrayRef, ArrowError> {
    let array = column_array(batch, index);
    cast(&array, &plain(array.data_type(), Money::Float))
}

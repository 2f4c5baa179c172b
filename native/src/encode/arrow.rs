//! [`column_array`]: the core's columns as Arrow arrays, and their schema.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, DictionaryArray, Float32Array, PrimitiveArray, StringArray,
};
use arrow::buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{
    ArrowPrimitiveType, DataType as ArrowType, Date32Type, Decimal64Type, Field, Int32Type,
    Int64Type, Schema, SchemaRef, TimeUnit, TimestampMicrosecondType, UInt16Type,
};
use fraudgen_core::Batch;
use fraudgen_core::schema::columns::{Bits, ColumnView, Dictionary, Text, Values};
use fraudgen_core::schema::{DataType, Table};

/// Digits of money, and how many of them are centavos: up to nine trillion reais.
const MONEY: (u8, i8) = (15, 2);

/// The Arrow schema of a table.
pub fn arrow_schema(table: Table) -> SchemaRef {
    let field = |column: &fraudgen_core::schema::Column| {
        Field::new(column.name, arrow_type(column.data_type), column.nullable)
    };
    let fields: Vec<_> = table.columns().iter().map(field).collect();
    Arc::new(Schema::new(fields))
}

/// The Arrow type of a column's type.
pub(crate) fn arrow_type(data_type: DataType) -> ArrowType {
    match data_type {
        DataType::Bool => ArrowType::Boolean,
        DataType::Int32 => ArrowType::Int32,
        DataType::Int64 => ArrowType::Int64,
        DataType::Float32 => ArrowType::Float32,
        DataType::Money => ArrowType::Decimal64(MONEY.0, MONEY.1),
        DataType::Timestamp => ArrowType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        DataType::Date => ArrowType::Date32,
        DataType::Category => {
            ArrowType::Dictionary(ArrowType::UInt16.into(), ArrowType::Utf8.into())
        }
        DataType::Text => ArrowType::Utf8,
    }
}

/// One column of a unit, by its position in the schema.
pub fn column_array(batch: &dyn Batch, index: usize) -> ArrayRef {
    let data_type = batch.table().columns()[index].data_type;
    array(batch.column(index), data_type)
}

/// A column as an array of its Arrow type.
fn array(column: ColumnView<'_>, data_type: DataType) -> ArrayRef {
    let nulls = column.validity.map(|bits| NullBuffer::new(bools(bits)));
    match (column.values, data_type) {
        (Values::Bool(bits), _) => Arc::new(BooleanArray::new(bools(bits), nulls)),
        (Values::Int32(values), DataType::Date) => numbers::<Date32Type>(values, nulls),
        (Values::Int32(values), _) => numbers::<Int32Type>(values, nulls),
        (Values::Int64(values), DataType::Money) => {
            let decimals = PrimitiveArray::<Decimal64Type>::new(copied(values), nulls);
            Arc::new(decimals.with_data_type(arrow_type(data_type)))
        }
        (Values::Int64(values), DataType::Timestamp) => {
            let times = PrimitiveArray::<TimestampMicrosecondType>::new(copied(values), nulls);
            Arc::new(times.with_data_type(arrow_type(data_type)))
        }
        (Values::Int64(values), _) => numbers::<Int64Type>(values, nulls),
        (Values::Float32(values), _) => Arc::new(Float32Array::new(copied(values), nulls)),
        (Values::Codes(codes, words), _) => {
            let codes = PrimitiveArray::<UInt16Type>::new(copied(codes), nulls);
            let words: ArrayRef = match words {
                Dictionary::Static(words) => Arc::new(StringArray::from_iter_values(words)),
                Dictionary::Local(words) => Arc::new(text(words, None)),
            };
            Arc::new(DictionaryArray::new(codes, words))
        }
        (Values::Text(values), _) => Arc::new(text(values, nulls)),
    }
}

fn numbers<T: ArrowPrimitiveType>(values: &[T::Native], nulls: Option<NullBuffer>) -> ArrayRef {
    Arc::new(PrimitiveArray::<T>::new(copied(values), nulls))
}

fn copied<T: arrow::datatypes::ArrowNativeType>(values: &[T]) -> ScalarBuffer<T> {
    ScalarBuffer::new(Buffer::from_slice_ref(values), 0, values.len())
}

fn bools(bits: &Bits) -> BooleanBuffer {
    BooleanBuffer::new(Buffer::from_slice_ref(bits.as_bytes()), 0, bits.len())
}

fn text(text: &Text, nulls: Option<NullBuffer>) -> StringArray {
    let offsets = OffsetBuffer::new(copied(text.offsets()));
    StringArray::new(offsets, Buffer::from_slice_ref(text.as_bytes()), nulls)
}

#[cfg(test)]
mod tests {
    use arrow::array::AsArray;
    use arrow::datatypes::UInt16Type;
    use fraudgen_core::{Generator, Spec};

    use super::*;
    use crate::encode::plain_text;

    #[test]
    fn arrays_hold_what_the_columns_hold() {
        let spec = Spec {
            transactions: 3_000,
            ..Spec::default()
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let mut maker = generator.maker();
        for table in Table::ALL {
            let batch = maker.make(table, 0);
            for (index, column) in table.columns().iter().enumerate() {
                let (array, view) = (column_array(batch, index), batch.column(index));
                assert_eq!(
                    array.data_type(),
                    arrow_schema(table).field(index).data_type()
                );
                assert_eq!(array.len(), batch.rows());
                for row in (0..batch.rows()).step_by(7) {
                    let name = column.name;
                    assert_eq!(
                        array.is_null(row),
                        view.validity.is_some_and(|valid| !valid.get(row)),
                        "{name} {row}"
                    );
                    if array.is_null(row) {
                        continue;
                    }
                    let value = match column.data_type {
                        DataType::Category => {
                            let words = array.as_dictionary::<UInt16Type>();
                            let code = words.keys().value(row);
                            words
                                .values()
                                .as_string::<i32>()
                                .value(code.into())
                                .to_owned()
                        }
                        DataType::Text => array.as_string::<i32>().value(row).to_owned(),
                        DataType::Bool => array.as_boolean().value(row).to_string(),
                        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
                        DataType::Money => {
                            array.as_primitive::<Decimal64Type>().value_as_string(row)
                        }
                        _ => continue,
                    };
                    assert_eq!(
                        value,
                        plain_text(column.data_type, &view, row),
                        "{name} {row}"
                    );
                }
            }
        }
    }
}

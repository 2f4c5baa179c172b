//! The Parquet schema of a table, from the core's schema.

use std::sync::Arc;

use fraudgen_core::schema::{Column, DataType, Table};
use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::schema::types::{Type, TypePtr};

/// Digits of money: DECIMAL(15,2), up to nine trillion reais.
const MONEY_PRECISION: i32 = 15;
const MONEY_SCALE: i32 = 2;

/// The Parquet schema of a table.
///
/// # Panics
/// Never: every column type of the core has a Parquet type, as the tests show.
pub fn parquet_schema(table: Table) -> TypePtr {
    let fields = table
        .columns()
        .iter()
        .map(|column| Arc::new(field(column)))
        .collect();
    let schema = Type::group_type_builder(table.name())
        .with_fields(fields)
        .build();
    Arc::new(schema.expect("the schema is valid"))
}

fn field(column: &Column) -> Type {
    let (physical, logical) = types(column.data_type);
    let repetition = if column.nullable {
        Repetition::OPTIONAL
    } else {
        Repetition::REQUIRED
    };
    let mut builder = Type::primitive_type_builder(column.name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical);
    if column.data_type == DataType::Money {
        builder = builder
            .with_precision(MONEY_PRECISION)
            .with_scale(MONEY_SCALE);
    }
    builder.build().expect("the column type is valid")
}

fn types(data_type: DataType) -> (Physical, Option<LogicalType>) {
    match data_type {
        DataType::Bool => (Physical::BOOLEAN, None),
        DataType::Int32 => (Physical::INT32, None),
        DataType::Int64 => (Physical::INT64, None),
        DataType::Float32 => (Physical::FLOAT, None),
        DataType::Money => (
            Physical::INT64,
            Some(LogicalType::decimal(MONEY_SCALE, MONEY_PRECISION)),
        ),
        DataType::Timestamp => (
            Physical::INT64,
            Some(LogicalType::timestamp(true, TimeUnit::MICROS)),
        ),
        DataType::Date => (Physical::INT32, Some(LogicalType::Date)),
        DataType::Category | DataType::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_schema() {
        for table in Table::ALL {
            let schema = parquet_schema(table);
            let names: Vec<_> = schema
                .get_fields()
                .iter()
                .map(|field| field.name().to_owned())
                .collect();
            let columns: Vec<_> = table
                .columns()
                .iter()
                .map(|column| column.name.to_owned())
                .collect();
            assert_eq!(names, columns);
        }
    }
}

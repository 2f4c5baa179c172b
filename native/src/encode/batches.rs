//! [`Batches`]: a table as Arrow record batches, in memory.

use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchReader};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use fraudgen_core::schema::Table;
use fraudgen_core::{Batch, Generator};

use crate::dataset::layout::Part;
use crate::encode::arrow::{arrow_schema, column_array};
use crate::parallel::ahead::Ahead;
use crate::parallel::{CancelToken, Context};

/// The type of columns of money.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Money {
    /// Decimals of 128 bits, since some readers support no others.
    #[default]
    Decimal,
    /// Floating-point numbers, which models take; exact to the centavo below 90 trillion reais.
    Float,
}

/// Some columns of a table, as record batches in order, each a unit of the core. Threads of their own make them
/// ahead of the reader, once it asks for the first; the batches are the same on any number of threads.
///
/// Types are those that readers of the Parquet files see: text instead of dictionaries.
#[derive(Debug)]
pub struct Batches {
    work: Arc<Work>,
    /// None before the first batch.
    made: Option<Ahead<Result<RecordBatch, ArrowError>>>,
    threads: usize,
    cancel: CancelToken,
}

/// What the threads share.
#[derive(Debug)]
struct Work {
    generator: Arc<Generator>,
    table: Table,
    units: Vec<u64>,
    columns: Vec<usize>,
    schema: SchemaRef,
}

impl Batches {
    /// Some columns, by position, of parts of a table.
    pub fn new(
        context: &Context,
        generator: &Arc<Generator>,
        table: Table,
        parts: &[Part],
        columns: &[usize],
        money: Money,
    ) -> Self {
        Self {
            made: None,
            threads: context.threads,
            cancel: context.cancel.clone(),
            work: Arc::new(Work {
                generator: Arc::clone(generator),
                table,
                units: parts.iter().flat_map(|part| part.units.clone()).collect(),
                columns: columns.into(),
                schema: batch_schema(table, columns, money),
            }),
        }
    }

    /// Starts the threads.
    fn start(&self) -> Result<Ahead<Result<RecordBatch, ArrowError>>, ArrowError> {
        let work = Arc::clone(&self.work);
        let (cancel, count) = (self.cancel.clone(), work.units.len());
        let ahead = Ahead::start(self.threads, cancel, count, move |numbers, take| {
            let mut maker = work.generator.maker();
            for number in numbers {
                let batch = maker.make(work.table, work.units[number]);
                if !take(record_batch(batch, &work.schema, &work.columns)) {
                    break; // Nobody reads on.
                }
            }
        })?;
        Ok(ahead)
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    /// Waits for the next batch. Once the context is cancelled, or if the system gives no threads, it is an error.
    fn next(&mut self) -> Option<Self::Item> {
        if self.made.is_none() {
            match self.start() {
                Ok(made) => self.made = Some(made),
                Err(error) => return Some(Err(error)),
            }
        }
        match self.made.as_mut()?.next() {
            Ok(batch) => batch,
            Err(cancelled) => Some(Err(ArrowError::from_external_error(Box::new(cancelled)))),
        }
    }
}

impl RecordBatchReader for Batches {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.work.schema)
    }
}

/// The schema of some columns of a table, by position.
pub fn batch_schema(table: Table, columns: &[usize], money: Money) -> SchemaRef {
    let schema = arrow_schema(table);
    let field = |&column: &usize| {
        let field = schema.field(column);
        Field::new(
            field.name(),
            plain(field.data_type(), money),
            field.is_nullable(),
        )
    };
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

/// A type that every reader supports.
pub(crate) fn plain(data_type: &DataType, money: Money) -> DataType {
    match (data_type, money) {
        (DataType::Dictionary(_, words), _) => DataType::clone(words),
        (DataType::Decimal64(precision, scale), Money::Decimal) => {
            DataType::Decimal128(*precision, *scale)
        }
        (DataType::Decimal64(..), Money::Float) => DataType::Float64,
        (other, _) => other.clone(),
    }
}

/// Some columns of a unit.
fn record_batch(
    batch: &dyn Batch,
    schema: &SchemaRef,
    columns: &[usize],
) -> Result<RecordBatch, ArrowError> {
    let arrays = columns
        .iter()
        .zip(schema.fields())
        .map(|(&column, field)| cast(&column_array(batch, column), field.data_type()))
        .collect::<Result<_, _>>()?;
    RecordBatch::try_new(Arc::clone(schema), arrays)
}

#[cfg(test)]
mod tests {
    use arrow::compute::concat_batches;
    use fraudgen_core::Spec;

    use super::*;
    use crate::dataset::layout::{Layout, Shard};
    use crate::encode::{Compression, Format};

    fn batches(table: Table, shard: Shard, threads: usize, money: Money) -> RecordBatch {
        let spec = Spec {
            transactions: 30_000,
            ..Spec::default()
        };
        let generator = Arc::new(Generator::new(&spec).expect("a valid spec"));
        let suffix = Format::Parquet.suffix(Compression::None);
        let layout = Layout::new(generator.plan(), 4_000, suffix);
        let parts: Vec<_> = layout.shard_parts(table, shard).collect();
        let columns: Vec<_> = (0..table.columns().len()).collect();
        let context = Context::new(threads);
        let batches = Batches::new(&context, &generator, table, &parts, &columns, money);
        let schema = batches.schema();
        assert_eq!(schema, batch_schema(table, &columns, money));
        let batches: Vec<_> = batches.map(|batch| batch.expect("a batch")).collect();
        let whole = concat_batches(&schema, &batches).expect("one schema");
        let planned = parts.iter().map(|part| part.rows).sum::<u64>();
        // Some tables are counted once they are made.
        assert!(whole.num_rows() as u64 == planned || !generator.plan().counts(table));
        whole
    }

    #[test]
    fn every_table_is_made_without_dictionaries_on_any_number_of_threads() {
        for table in Table::ALL {
            let one = batches(table, Shard::WHOLE, 1, Money::Decimal);
            assert!(one.schema().fields().iter().all(|field| !matches!(
                field.data_type(),
                DataType::Dictionary(..) | DataType::Decimal64(..)
            )));
            assert_eq!(one, batches(table, Shard::WHOLE, 3, Money::Decimal));
        }
    }

    #[test]
    fn money_as_floats_has_the_same_values() {
        let decimals = batches(Table::Transactions, Shard::WHOLE, 2, Money::Decimal);
        let floats = batches(Table::Transactions, Shard::WHOLE, 2, Money::Float);
        let (amounts, floats) = (
            decimals.column_by_name("amount"),
            floats.column_by_name("amount"),
        );
        let (amounts, floats) = (amounts.expect("a column"), floats.expect("a column"));
        assert_eq!(floats.data_type(), &DataType::Float64);
        assert_eq!(
            &cast(floats, amounts.data_type()).expect("decimals"),
            amounts
        );
    }

    #[test]
    fn a_shard_without_parts_has_no_rows() {
        let last = Shard {
            index: 99,
            count: 100,
        };
        assert_eq!(
            batches(Table::Merchants, last, 2, Money::Decimal).num_rows(),
            0
        );
    }
}

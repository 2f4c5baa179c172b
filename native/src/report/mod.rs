//! `report`: what a finished dataset is like, measured on its own files.
//!
//! It reads row groups that are spread evenly over the transactions (`read`), one at a time on each
//! thread, and compares what it finds with published figures (`figures`), with the records themselves
//! (`coherence`), and with the requirement that no column reveals fraud (`leakage`).

mod coherence;
pub mod explain;
mod figures;
pub mod html;
mod leakage;
mod model;
mod pass;
mod population;
mod read;
mod rows;

use fraudgen_core::calendar::Date;
use fraudgen_core::schema::Table;

pub use self::model::{
    Calibration, ColumnLeakage, Coverage, Dataset, Day, DetectionRule, Event, FigureResult,
    InstrumentShape, KnownShare, Leakage, LimitedResult, Lives, Month, REPORT_VERSION, Report,
    RuleResult, Shapes, Story, TableSize, Typology,
};

use self::coherence::{Reference, check_entities};
use self::model::HORIZONS_DAYS;
use self::pass::{PassInput, Totals, typologies};
use self::population::Population;
use self::read::{Selection, manifest};
use self::rows::Label;
use crate::dataset::manifest::{Manifest, TableRecord};
use crate::error::Error;
use crate::parallel::{Context, Meter, workers};
use crate::storage::Location;

/// The number of transactions that are read unless specified: enough for every figure.
pub const SAMPLE_ROWS: u64 = 2_000_000;
/// The number of transactions that leakage is measured on: more would not make it more precise.
const LEAKAGE_ROWS: u64 = 2_000_000;
/// The topics of figures, in the order in which they are shown.
const TOPICS: [&str; 8] = [
    "payments",
    "credits",
    "people",
    "accounts",
    "cards",
    "devices",
    "merchants",
    "fraud",
];

/// Measures a finished Parquet dataset on about `rows` of its transactions, or all.
///
/// # Errors
/// The dataset is not finished, not in Parquet or not complete, or cannot be read.
pub fn report(context: &Context, location: &Location, rows: Option<u64>) -> Result<Report, Error> {
    let manifest = manifest(location)?;
    let selection = Selection::new(location, &manifest, rows)?;
    // One pass over the selected rows, and one over their columns.
    let mut meter = context.meter(2 * selection.rows(), selection.row_groups.len());
    let measurement = Measurement {
        context,
        location,
        manifest: &manifest,
        selection: &selection,
    };
    let report = measurement.run(&mut meter);
    meter.end();
    report
}

/// A dataset that is being measured.
struct Measurement<'a> {
    context: &'a Context,
    location: &'a Location,
    manifest: &'a Manifest,
    selection: &'a Selection<'a>,
}

impl Measurement<'_> {
    fn run(&self, meter: &mut Meter<'_>) -> Result<Report, Error> {
        let (population, of_tables) = Population::load(self.context, self.selection)?;
        let spec = &self.manifest.spec;
        let input = PassInput {
            reference: Reference {
                period: (spec.start, Date(spec.start.0 + spec.days as i32)),
                customers: self.rows_of(Table::Customers) as i64,
                accounts: self.rows_of(Table::Accounts) as i64,
                merchants: self.rows_of(Table::Merchants) as i64,
            },
            typologies: typologies(),
            everyday: figures::payments(spec.start, spec.days),
            frauds: figures::fraud_payments(),
            credits: figures::credits(spec.start, spec.days),
            lives: figures::lives(spec.days),
            is_all: self.selection.rows() == self.rows_of(Table::Transactions),
            population: &population,
        };
        let mut totals = self.count(&input, meter)?;
        totals.settle_transfers(&input);
        totals.coherence.merge(&check_entities(&population));
        let leakage = self.leakage(&input, &totals, meter)?;
        self.context.cancel.check()?;

        let mut figures = figures::results("payments", &input.everyday, &totals.everyday);
        figures.extend(figures::results("credits", &input.credits, &totals.credits));
        figures.extend(figures::results("fraud", &input.frauds, &totals.frauds));
        figures.extend(of_tables);
        let mut limited = Vec::new();
        for ((topic, lives), meter) in input.lives.iter().zip(&totals.lives) {
            figures.extend(figures::results(topic, lives, meter));
            limited.extend(figures::limited(topic, lives, meter));
        }
        figures.sort_by_key(|figure| TOPICS.iter().position(|topic| *topic == figure.topic));
        let typologies = totals.typologies(&input);
        Ok(Report {
            version: REPORT_VERSION,
            dataset: self.dataset(&population, &totals),
            coverage: Coverage {
                is_all: totals.rows == self.rows_of(Table::Transactions),
                transactions: totals.rows,
                frauds: totals.fraud_count(),
                files: self.selection.parts,
                customers: population.customers.rows().len() as u64,
            },
            calibration: Calibration {
                view: figures::PAYMENTS_VIEW,
                figures,
            },
            life: Lives {
                views: figures::LIFE_VIEWS,
                figures: limited,
            },
            coherence: totals.coherence.results(&input.reference),
            leakage,
            labels_known_by: totals.labels_known_by(),
            horizons_days: HORIZONS_DAYS,
            months: totals.months(),
            shapes: totals.shapes(),
            stories: totals.into_stories(&typologies),
            typologies,
        })
    }

    /// Counts the selected payments.
    fn count(&self, input: &PassInput<'_>, meter: &mut Meter<'_>) -> Result<Totals, Error> {
        let mut totals = Totals::new(input);
        let row_groups: Vec<_> = self.selection.row_groups.iter().enumerate().collect();
        workers::run(
            self.context,
            &row_groups,
            || (),
            |(), (index, row_group), reply| reply.send(Totals::of(input, *index, row_group)),
            |counted| {
                if let Some(counted) = counted {
                    totals.merge(counted);
                    meter.update(totals.rows, None);
                }
                Ok(())
            },
        )?;
        self.context.cancel.check()?;
        Ok(totals)
    }

    /// Measures leakage on some of the selected row groups.
    fn leakage(
        &self,
        input: &PassInput<'_>,
        totals: &Totals,
        meter: &mut Meter<'_>,
    ) -> Result<Leakage, Error> {
        let selected = self.selection.some_row_groups(LEAKAGE_ROWS);
        let row_groups: Vec<_> = selected
            .iter()
            .map(|index| &self.selection.row_groups[*index].transactions)
            .collect();
        let labels: Vec<Label> = selected
            .iter()
            .filter_map(|index| totals.labels.get(index))
            .flatten()
            .copied()
            .collect();
        let names = input.typologies.iter().map(|kind| kind.as_str().into());
        let rows = self.selection.rows();
        let done = |columns: usize, of: usize| {
            meter.update(rows + rows * columns as u64 / of as u64, None);
        };
        leakage::measure(self.context, &row_groups, &labels, names.collect(), done)
    }

    fn rows_of(&self, table: Table) -> u64 {
        let mut tables = self.manifest.tables.iter();
        let table = tables.find(|record| record.table == table);
        table.map_or(0, |record| record.rows)
    }

    /// Describes the dataset, and how much of each table was read.
    fn dataset(&self, population: &Population, totals: &Totals) -> Dataset {
        let manifest = self.manifest;
        let read = |table| match table {
            Table::Customers => population.customers.read,
            Table::Accounts => population.accounts.read,
            Table::Cards => population.cards.read,
            Table::Devices => population.devices.read,
            Table::Transactions => totals.rows,
            Table::Credits => totals.credit_rows,
            Table::FraudCases => population.cases.read,
            Table::Merchants => population.merchants_read,
            _ => 0,
        };
        let size = |record: &TableRecord| TableSize {
            table: record.table.name(),
            rows: record.rows,
            bytes: record.bytes,
            files: manifest
                .parts
                .iter()
                .filter(|part| part.table == record.table)
                .count() as u64,
            rows_read: read(record.table),
        };
        Dataset {
            place: self.location.to_string(),
            generator: manifest.generator.clone(),
            dataset_version: manifest.dataset_version,
            spec: manifest.spec.clone(),
            digest: manifest.digest.to_string(),
            rows: manifest.rows,
            bytes: manifest.bytes,
            tables: manifest.tables.iter().map(size).collect(),
        }
    }
}

//! [`report`]: what a finished dataset is like, measured on its own files.
//!
//! It reads row groups spread evenly over the transactions (see `sample.rs`), a row group at a time on
//! each thread, and holds what it finds against published figures (`figures.rs`), against itself
//! (`coherence.rs`) and against the wish that no column gives fraud away (`leakage.rs`). A [`Report`]
//! is JSON as it stands, and [`html::page`] shows it to people.

mod auc;
mod coherence;
#[rustfmt::skip] // A table: a figure a line.
mod figures;
pub mod html;
mod leakage;
mod measure;
mod payments;
mod population;
mod read;
mod rows;
mod rules;
mod sample;
mod stories;
mod typologies;
mod word;

use std::sync::atomic::AtomicBool;

use fraudgen_core::Spec;
use fraudgen_core::calendar::Date;
use fraudgen_core::schema::Table;
use serde::Serialize;

pub use self::coherence::Checked;
pub use self::leakage::{ColumnLeak, Leakage};
pub use self::rules::Rule;
pub use self::stories::{Event, Story};
pub use self::typologies::{KnownShare, Typology};

use self::coherence::{Coherence, Setting};
use self::measure::{Figure, Meter};
use self::payments::{AMOUNTS, Context, HORIZONS, Label, Shape, Tally, typologies};
use self::population::{Population, Register};
use self::rows::Entity;
use self::sample::{Sample, manifest};
use self::word::Word;
use crate::dataset::manifest::Manifest;
use crate::error::Error;
use crate::generate::progress::Progress;
use crate::generate::workers;
use crate::storage::location::Place;

/// Version of the report's own form.
pub const REPORT_VERSION: u32 = 1;
/// Rows of transactions that are read unless told otherwise: enough for every figure.
pub const SAMPLE_ROWS: u64 = 2_000_000;
/// Most rows that columns are looked through for what they tell of fraud: more would tell no more.
const LEAKAGE_ROWS: u64 = 2_000_000;

/// What a dataset is like.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Version of the report's own form: it rises when a field changes its meaning or goes away.
    pub version: u32,
    /// What was looked at.
    pub dataset: Dataset,
    /// How much of it was read.
    pub sample: SampleRead,
    /// The dataset against published figures.
    pub calibration: Calibration,
    /// Whether its records agree with each other.
    pub coherence: Vec<Checked>,
    /// What single columns, and rules on one or two, tell of fraud.
    pub leakage: Leakage,
    /// Each typology's cases and payments.
    pub typologies: Vec<Typology>,
    /// Whether labels' times are the payments' own (`label_known_at`) or those of the cases' reports.
    pub labels_known_by: &'static str,
    /// Days after a payment that [`KnownShare::after`] is about.
    pub horizons_days: [i64; HORIZONS.len()],
    /// Payments by month, from the first of the period: all, and labelled ones.
    pub months: Vec<Month>,
    /// How payments are spread over time and amounts.
    pub shapes: Shapes,
    /// Some fraud cases, told as time lines.
    pub stories: Vec<Story>,
}

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dataset {
    /// Where it is.
    pub place: String,
    /// What made it: name and version.
    pub generator: String,
    /// Version of the dataset that the core makes.
    pub dataset_version: u32,
    /// What was asked for.
    pub spec: Spec,
    /// Content digest of all records.
    pub digest: String,
    /// Rows of all tables.
    pub rows: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// Each table.
    pub tables: Vec<TableSize>,
}

/// How large a table is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableSize {
    /// Its name.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
    /// Bytes of its files.
    pub bytes: u64,
    /// Its files.
    pub files: u64,
    /// Rows that were read for the report.
    pub rows_read: u64,
}

/// How much of a dataset was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampleRead {
    /// Whether every transaction was.
    pub is_all: bool,
    /// Transactions that were read.
    pub transactions: u64,
    /// Labelled ones among them.
    pub frauds: u64,
    /// Files of transactions that they are of, spread evenly over all.
    pub files: usize,
    /// Customers whose payments they are, every one of them complete.
    pub customers: u64,
}

/// The dataset against published figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// The view `payments` that the figures' queries read, in SQL; `bank_holidays(day)` is a table of the
    /// days on which banks are closed.
    pub view: &'static str,
    /// The figures.
    pub figures: Vec<Calibrated>,
}

/// A published figure, and the same of the dataset.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibrated {
    /// What it is about.
    pub topic: &'static str,
    /// What it is.
    pub name: String,
    /// Its unit: `%`, `R$`, `×`, `h`, or none.
    pub unit: &'static str,
    /// What was published.
    pub published: f64,
    /// How far from it is near enough.
    pub tolerance: f64,
    /// What was measured; none where no row counts.
    pub measured: Option<f64>,
    /// How far chance may have moved it, nineteen times in twenty: few customers tell little.
    pub margin: Option<f64>,
    /// Whether the measured value is within tolerance and margin of the published one.
    pub is_met: Option<bool>,
    /// Who published it, and of when.
    pub source: &'static str,
    /// The same measured by a query over the dataset's tables.
    pub sql: String,
}

/// Payments of a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Month {
    /// Year and month.
    pub month: String,
    /// Payments.
    pub payments: u64,
    /// Labelled ones, by typology in the order of [`Report::typologies`].
    pub frauds: Vec<u64>,
}

/// How payments are spread over time and amounts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shapes {
    /// Upper ends of the classes of amounts, in reais; one class more holds all above.
    pub amount_classes: Vec<f64>,
    /// Each instrument's everyday payments.
    pub everyday: Vec<InstrumentShape>,
    /// Each instrument's labelled payments.
    pub frauds: Vec<InstrumentShape>,
    /// Everyday Pix payments by day.
    pub days: Vec<Day>,
}

/// How an instrument's payments are spread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InstrumentShape {
    /// The instrument.
    pub instrument: String,
    /// How many payments there are.
    pub payments: u64,
    /// Their mean amount, in reais.
    pub mean_amount: f64,
    /// By hour of the day in Brasília.
    pub hours: Vec<u64>,
    /// By weekday, Monday first.
    pub weekdays: Vec<u64>,
    /// By class of amounts.
    pub amounts: Vec<u64>,
}

/// Everyday Pix payments of a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Day {
    /// The day, in Brasília.
    pub day: String,
    /// How many.
    pub payments: u64,
    /// Whether it is the fifth business day of the month, when salaries are paid at the latest.
    pub is_payday: bool,
}

/// Measures a finished Parquet dataset: about `rows` of its transactions, or all.
///
/// # Errors
/// The dataset is not finished, not in Parquet or not whole, or cannot be read.
pub fn report(
    place: &Place,
    rows: Option<u64>,
    threads: usize,
    progress: &mut Progress,
    stop: &AtomicBool,
) -> Result<Report, Error> {
    let manifest = manifest(place)?;
    let sample = Sample::new(place, &manifest, rows)?;
    let leakage_groups = sample.some_groups(LEAKAGE_ROWS);
    let total = sample.rows();
    // One pass over all of the sample, one over its columns.
    progress.start(2 * total, sample.groups.len());
    let report = measure(
        place,
        &manifest,
        &sample,
        &leakage_groups,
        threads,
        progress,
        stop,
    );
    progress.finish();
    report
}

fn measure(
    place: &Place,
    manifest: &Manifest,
    sample: &Sample<'_>,
    leakage_groups: &[usize],
    threads: usize,
    progress: &mut Progress,
    stop: &AtomicBool,
) -> Result<Report, Error> {
    let mut calibration = Vec::new();
    let people = Reader {
        sample,
        threads,
        stop,
    };
    let population = Population {
        customers: people.read("people", figures::customers(), &mut calibration)?,
        accounts: people.read("accounts", figures::accounts(), &mut calibration)?,
        cards: people.read("cards", figures::cards(), &mut calibration)?,
        devices: people.read("devices", figures::devices(), &mut calibration)?,
        cases: people.read("fraud", figures::cases(), &mut calibration)?,
    };
    let rows_of = |table: Table| {
        let table = manifest.tables.iter().find(|record| record.table == table);
        table.map_or(0, |record| record.rows as i64)
    };
    let spec = &manifest.spec;
    let context = Context {
        setting: Setting {
            period: (spec.start, Date(spec.start.0 + spec.days as i32)),
            accounts: rows_of(Table::Accounts),
            devices: rows_of(Table::Devices),
            merchants: rows_of(Table::Merchants),
        },
        typologies: typologies(),
        everyday: figures::payments(spec.start, spec.days),
        frauds: figures::frauds(),
        population: &population,
    };
    let mut tally = count(&context, sample, threads, progress, stop)?;
    tally.coherence.merge(&Coherence::of(&population));
    let labels = std::mem::take(&mut tally.labels);
    let customers = population.customers.rows().len() as u64;

    let groups: Vec<(_, &[Label])> = leakage_groups
        .iter()
        .map(|index| {
            (
                &sample.groups[*index],
                labels.get(index).map_or(&[][..], |labels| labels),
            )
        })
        .collect();
    let names = context
        .typologies
        .iter()
        .map(|kind| kind.as_str().into())
        .collect();
    let total = sample.rows();
    let done = |columns: usize, of: usize| {
        progress.update(total + total * columns as u64 / of as u64, None)
    };
    let leakage = Leakage::measure(&groups, names, threads, stop, done)?;
    workers::check(stop)?;

    let mut payments = calibrated("payments", &context.everyday, &tally.everyday);
    payments.extend(calibrated("fraud", &context.frauds, &tally.frauds));
    payments.append(&mut calibration);
    payments.sort_by_key(|figure| TOPICS.iter().position(|topic| *topic == figure.topic));
    let frauds = tally
        .shapes
        .values()
        .map(|[_, frauds]| frauds.payments)
        .sum();
    let typologies = typologies::describe(&context.typologies, population.cases.rows(), &tally);
    let mut by_cases: Vec<_> = typologies.iter().collect();
    by_cases.sort_by_key(|typology| std::cmp::Reverse(typology.cases));
    let by_cases: Vec<_> = by_cases
        .into_iter()
        .map(|typology| Word::new(&typology.fraud_type))
        .collect();
    let read = [
        (Table::Customers, population.customers.read),
        (Table::Accounts, population.accounts.read),
        (Table::Cards, population.cards.read),
        (Table::Devices, population.devices.read),
        (Table::Transactions, tally.rows),
        (Table::FraudCases, population.cases.read),
    ];
    Ok(Report {
        version: REPORT_VERSION,
        dataset: dataset(place, manifest, &read),
        sample: SampleRead {
            is_all: tally.rows as i64 == rows_of(Table::Transactions),
            transactions: tally.rows,
            frauds,
            files: sample.parts,
            customers,
        },
        calibration: Calibration {
            view: figures::PAYMENTS_VIEW,
            figures: payments,
        },
        leakage,
        labels_known_by: if tally.is_known_by_payment {
            "label_known_at"
        } else {
            "reported_at"
        },
        horizons_days: HORIZONS,
        months: months(&tally),
        shapes: shapes(&tally),
        stories: tally.stories.told(&by_cases),
        coherence: tally.coherence.into_rules(),
        typologies,
    })
}

/// Topics of calibration, as they are shown.
const TOPICS: [&str; 6] = [
    "payments", "people", "accounts", "cards", "devices", "fraud",
];

/// Reads tables for a sample.
struct Reader<'a> {
    sample: &'a Sample<'a>,
    threads: usize,
    stop: &'a AtomicBool,
}

impl Reader<'_> {
    fn read<T: Entity>(
        &self,
        topic: &'static str,
        figures: Vec<Figure<T>>,
        calibration: &mut Vec<Calibrated>,
    ) -> Result<Register<T>, Error> {
        let (rows, meter) = Register::load(self.sample, &figures, self.threads, self.stop)?;
        workers::check(self.stop)?;
        calibration.extend(calibrated(topic, &figures, &meter));
        Ok(rows)
    }
}

/// Counts the payments of a sample.
fn count(
    context: &Context<'_>,
    sample: &Sample<'_>,
    threads: usize,
    progress: &mut Progress,
    stop: &AtomicBool,
) -> Result<Tally, Error> {
    let mut tally = Tally::new(context);
    let groups: Vec<_> = sample.groups.iter().enumerate().collect();
    workers::run(
        &groups,
        threads,
        stop,
        || (),
        |(), (index, group), reply| reply.send(Tally::of(context, *index, group)),
        |counted| {
            if let Some(counted) = counted {
                tally.merge(counted);
                progress.update(tally.rows, None);
            }
            Ok(())
        },
    )?;
    workers::check(stop)?;
    Ok(tally)
}

fn calibrated<R>(topic: &'static str, figures: &[Figure<R>], meter: &Meter) -> Vec<Calibrated> {
    let measured = meter.measured(figures);
    let one = |(figure, measured): (&Figure<R>, Option<measure::Measured>)| Calibrated {
        topic,
        name: figure.name.clone(),
        unit: figure.unit,
        published: figure.published,
        tolerance: figure.tolerance,
        measured: measured.map(|measured| measured.value),
        margin: measured.map(|measured| measured.margin),
        is_met: measured.map(|measured| {
            (measured.value - figure.published).abs() <= figure.tolerance + measured.margin
        }),
        source: figure.source,
        sql: figure.sql.clone(),
    };
    figures.iter().zip(measured).map(one).collect()
}

fn dataset(place: &Place, manifest: &Manifest, read: &[(Table, u64)]) -> Dataset {
    let table = |record: &crate::dataset::manifest::TableRecord| TableSize {
        table: record.table.name(),
        rows: record.rows,
        bytes: record.bytes,
        files: manifest
            .parts
            .iter()
            .filter(|part| part.table == record.table)
            .count() as u64,
        rows_read: read
            .iter()
            .find(|(table, _)| *table == record.table)
            .map_or(0, |(_, rows)| *rows),
    };
    Dataset {
        place: place.to_string(),
        generator: manifest.generator.clone(),
        dataset_version: manifest.dataset_version,
        spec: manifest.spec.clone(),
        digest: manifest.digest.to_string(),
        rows: manifest.rows,
        bytes: manifest.bytes,
        tables: manifest.tables.iter().map(table).collect(),
    }
}

fn months(tally: &Tally) -> Vec<Month> {
    let month = |(month, counts): (&i32, &Vec<u64>)| Month {
        month: format!(
            "{:04}-{:02}",
            month.div_euclid(12),
            month.rem_euclid(12) + 1
        ),
        payments: counts[0],
        frauds: counts[1..].to_vec(),
    };
    tally.months.iter().map(month).collect()
}

fn shapes(tally: &Tally) -> Shapes {
    let shape = |instrument: &Word, shape: &Shape| InstrumentShape {
        instrument: instrument.as_str().into(),
        payments: shape.payments,
        mean_amount: stories::reais(shape.total) / shape.payments.max(1) as f64,
        hours: shape.hours.to_vec(),
        weekdays: shape.weekdays.to_vec(),
        amounts: shape.amounts.to_vec(),
    };
    let of = |kind: usize| {
        let all = tally
            .shapes
            .iter()
            .map(|(word, shapes)| shape(word, &shapes[kind]));
        let mut shapes: Vec<_> = all.filter(|shape| shape.payments > 0).collect();
        shapes.sort_by_key(|shape| std::cmp::Reverse(shape.payments));
        shapes
    };
    Shapes {
        amount_classes: AMOUNTS.to_vec(),
        everyday: of(0),
        frauds: of(1),
        days: tally
            .days
            .iter()
            .map(|(day, payments)| Day {
                day: day.to_string(),
                payments: *payments,
                is_payday: figures::is_payday(*day),
            })
            .collect(),
    }
}

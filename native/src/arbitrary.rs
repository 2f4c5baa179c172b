//! Arbitrary inputs for tests: [`AnyBatch`], specs, runs, parts and manifests.

use std::collections::HashSet;

use fastrand::Rng;
use fraudgen_core::calendar::{DAY, Date};
use fraudgen_core::schema::columns::{Bits, ColumnView, Dictionary, Text, Values};
use fraudgen_core::schema::{DataType, Table};
use fraudgen_core::{Batch, Difficulty, Drift, FraudType, Spec};
use proptest::prelude::*;

use crate::dataset::layout::Shard;
use crate::dataset::manifest::{Manifest, PartRecord, TimeRange};
use crate::dataset::run::Run;
use crate::encode::{Compression, Format};

/// Words that some format must quote, escape or distinguish.
const WORDS: &[&str] = &[
    "",
    "São Paulo",
    ",",
    "\"",
    "a\"b",
    "\n",
    "\r\n",
    "\\",
    "null",
    "\u{1}\t",
    "0",
    "🪙",
    " a ",
];
/// Days of the years 1 to 9999, which ISO 8601 writes in four digits, except the last two, of which jiff
/// has no times.
const DAYS: std::ops::RangeInclusive<i32> = -719_162..=2_932_894;

/// Values of one column, and which of them are not null.
#[derive(Debug)]
pub(crate) struct AnyColumn {
    values: Owned,
    present: Option<Bits>,
}

#[derive(Debug)]
enum Owned {
    Bool(Bits),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Float32(Vec<f32>),
    Local(Vec<u16>, Text),
    Static(Vec<u16>),
    Text(Text),
}

impl AnyColumn {
    /// Random rows of a type: all alike, ascending, of few or many bits, or extreme; with no, some or only
    /// nulls. Times fit into text formats, and floats are finite.
    pub(crate) fn new(data_type: DataType, nullable: bool, rows: usize, random: &mut Rng) -> Self {
        // Each run of this many values is null or not as a whole.
        let (share, run) = (
            random.choice([0.0, 0.02, 0.5, 0.98, 1.0]),
            random.choice([1, 7, 90]),
        );
        let share = share.unwrap_or_default();
        let mut is_null = false;
        let present: Vec<bool> = (0..rows)
            .map(|row| {
                if row % run.unwrap_or(1) == 0 {
                    is_null = random.f64() < share;
                }
                !(nullable && is_null)
            })
            .collect();
        let (bits, step, first) = (random.u32(0..64), random.i64(-3..1000), random.i64(..));
        let mut row = 0;
        let mut long = || {
            row += 1;
            match bits {
                0 => first,
                1 => first.wrapping_add(step.wrapping_mul(row)),
                2 => random
                    .choice([i64::MIN, -1, 0, 1, i64::MAX])
                    .unwrap_or_default(),
                _ => random.i64(..) >> (63 - bits),
            }
        };
        let day =
            |long: i64| DAYS.start() + (long as i32).rem_euclid(DAYS.end() - DAYS.start() + 1);
        let values = match data_type {
            DataType::Bool => {
                Owned::Bool(present.iter().map(|is| *is && long() & 1 == 1).collect())
            }
            DataType::Int32 => Owned::Int32(filled(&present, || long() as i32)),
            DataType::Date => Owned::Int32(filled(&present, || day(long()))),
            DataType::Int64 | DataType::Money => Owned::Int64(filled(&present, long)),
            DataType::Timestamp => Owned::Int64(filled(&present, || {
                i64::from(day(long())) * DAY + long().rem_euclid(DAY)
            })),
            DataType::Float32 => Owned::Float32(filled(&present, || {
                let float = f32::from_bits(long() as u32);
                if float.is_finite() { float } else { -0.0 }
            })),
            DataType::Category if bits % 2 == 0 => Owned::Static(filled(&present, || {
                long().rem_euclid(WORDS.len() as i64) as u16
            })),
            DataType::Category => {
                let words = (0..=bits * 5).map(|_| text(long())).collect::<Vec<_>>();
                let code = |long: i64| long.rem_euclid(words.len() as i64) as u16;
                let codes = filled(&present, || code(long()));
                Owned::Local(codes, words.iter().map(String::as_str).collect())
            }
            DataType::Text => {
                let texts = filled(&present, || text(long()));
                Owned::Text(texts.iter().map(String::as_str).collect())
            }
        };
        let present = nullable.then(|| present.into_iter().collect());
        Self { values, present }
    }

    pub(crate) fn view(&self) -> ColumnView<'_> {
        let values = match &self.values {
            Owned::Bool(bits) => Values::Bool(bits),
            Owned::Int32(ints) => Values::Int32(ints),
            Owned::Int64(longs) => Values::Int64(longs),
            Owned::Float32(floats) => Values::Float32(floats),
            Owned::Local(codes, words) => Values::Codes(codes, Dictionary::Local(words)),
            Owned::Static(codes) => Values::Codes(codes, Dictionary::Static(WORDS)),
            Owned::Text(text) => Values::Text(text),
        };
        ColumnView {
            values,
            validity: self.present.as_ref(),
        }
    }
}

/// A value for each row that is not null; the others hold the default.
fn filled<T: Default>(present: &[bool], mut value: impl FnMut() -> T) -> Vec<T> {
    present
        .iter()
        .map(|is| if *is { value() } else { T::default() })
        .collect()
}

/// Text of up to a few characters or words, of every kind.
fn text(seed: i64) -> String {
    let mut random = Rng::with_seed(seed as u64);
    let len = random.usize(0..6);
    (0..len)
        .map(|_| match random.u8(0..4) {
            0 => random.choice(WORDS).copied().unwrap_or_default().to_owned(),
            1 => random.char(..).to_string(),
            _ => random.alphanumeric().to_string(),
        })
        .collect()
}

/// Rows of a table.
#[derive(Debug)]
pub(crate) struct AnyBatch {
    table: Table,
    rows: usize,
    columns: Vec<AnyColumn>,
}

impl Batch for AnyBatch {
    fn table(&self) -> Table {
        self.table
    }
    fn rows(&self) -> usize {
        self.rows
    }
    fn column(&self, index: usize) -> ColumnView<'_> {
        self.columns[index].view()
    }
}

/// Any table.
pub(crate) fn any_table() -> impl Strategy<Value = Table> {
    prop::sample::select(&Table::ALL[..])
}

/// Some batches of a table.
pub(crate) fn any_batches() -> impl Strategy<Value = (Table, Vec<AnyBatch>)> {
    let rows = prop_oneof![0..3_usize, 62..67_usize, 0..300_usize];
    (any_table(), prop::collection::vec(rows, 0..5), any::<u64>()).prop_map(
        |(table, sizes, seed)| {
            let mut random = Rng::with_seed(seed);
            let column = |rows: usize, random: &mut Rng| {
                let column = |column: &fraudgen_core::schema::Column| {
                    AnyColumn::new(column.data_type, column.nullable, rows, random)
                };
                table.columns().iter().map(column).collect()
            };
            let batch = |rows| AnyBatch {
                table,
                rows,
                columns: column(rows, &mut random),
            };
            (table, sizes.into_iter().map(batch).collect())
        },
    )
}

/// Any spec, valid or not.
pub(crate) fn any_spec() -> impl Strategy<Value = Spec> {
    let kind = || prop::sample::select(FraudType::ALL);
    let drift = prop::sample::select(&Drift::ALL[..]);
    let difficulty = prop::sample::select(&Difficulty::ALL[..]);
    let rate = || {
        prop_oneof![
            0.0..1.0,
            any::<f64>().prop_filter("JSON has finite numbers only", |x| x.is_finite())
        ]
    };
    (
        any::<[u64; 2]>(),
        any::<Option<u64>>(),
        DAYS.prop_map(Date),
        any::<u32>(),
        [rate(), rate(), rate()],
        prop::collection::btree_map(kind(), any::<u32>(), 0..5),
        prop::collection::btree_map(kind(), drift, 0..5),
        (difficulty, prop::collection::btree_set(any::<u64>(), 0..3)),
    )
        .prop_map(
            |(
                [seed, transactions],
                customers,
                start,
                days,
                rates,
                fraud_mix,
                fraud_drift,
                (difficulty, without_cases),
            )| Spec {
                seed,
                transactions,
                customers,
                start,
                days,
                fraud_rate: rates[0],
                fraud_mix,
                fraud_drift,
                label_noise: rates[1],
                inside: rates[2],
                difficulty,
                without_cases,
            },
        )
}

/// Any run, whether it can be made or not.
pub(crate) fn any_run() -> impl Strategy<Value = Run> {
    let shard = (1..=1_000_000_u64).prop_flat_map(|count| (0..count, Just(count)));
    (
        any::<u32>(),
        any_spec(),
        prop::sample::select(&Format::ALL[..]),
        prop_oneof![
            Just(Compression::None),
            (1..=22_u8).prop_map(Compression::Zstd)
        ],
        any::<u64>(),
        prop::sample::subsequence(&Table::ALL[..], 0..=Table::ALL.len()),
        shard,
    )
        .prop_map(
            |(
                dataset_version,
                spec,
                format,
                compression,
                rows_per_file,
                tables,
                (index, count),
            )| Run {
                dataset_version,
                spec,
                format,
                compression,
                rows_per_file,
                tables,
                shard: Shard { index, count },
            },
        )
}

/// The record of any part.
pub(crate) fn any_part() -> impl Strategy<Value = PartRecord> {
    let time_range =
        (any::<String>(), any::<String>()).prop_map(|(first, last)| TimeRange { first, last });
    (
        (any::<String>(), any::<String>(), any::<Option<String>>()),
        any_table(),
        any::<[u64; 5]>(),
        any::<u128>(),
        prop::option::of(time_range),
    )
        .prop_map(
            |((path, sha256, md5), table, [part, first, end, rows, bytes], digest, time_range)| {
                PartRecord {
                    path,
                    table,
                    part: part >> 24,
                    units: [first.min(end) >> 24, first.max(end) >> 24],
                    rows: rows >> 16,
                    bytes: bytes >> 16,
                    sha256,
                    md5,
                    digest: format!("{digest:032x}").parse().expect("a digest"),
                    time_range,
                }
            },
        )
}

/// The manifest of any run, with parts that need not be its own.
pub(crate) fn any_manifest() -> impl Strategy<Value = Manifest> {
    (any_run(), prop::collection::vec(any_part(), 0..4)).prop_map(|(run, mut parts)| {
        let suffix = run.format.suffix(run.compression);
        for part in &mut parts {
            part.path = format!("{}/part-{:05}{suffix}", part.table.name(), part.part);
        }
        let mut paths = HashSet::new();
        parts.retain(|part| paths.insert(part.path.clone()));
        Manifest::new(&run, parts)
    })
}

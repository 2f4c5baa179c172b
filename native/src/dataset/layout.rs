//! [`Layout`]: which units of which table go into which file.
//!
//! It depends only on the spec and the rows asked for per file, never on threads or shards: files of the
//! same layout are byte-identical however a run is split.

use std::ops::Range;

use fraudgen_core::Plan;
use fraudgen_core::schema::Table;
use serde::{Deserialize, Serialize};

use crate::encode::Suffix;

/// Bounds of the rows asked for per file.
pub const ROWS_PER_FILE: std::ops::RangeInclusive<u64> = 1_000..=100_000_000;

/// Rows per file by default: as many as in a file of the previous Python generator.
pub const DEFAULT_ROWS_PER_FILE: u64 = 268_000;

/// Consecutive whole units of one table: one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The table.
    pub table: Table,
    /// Number within the table's parts, from 0.
    pub number: u64,
    /// The units it holds.
    pub units: Range<u64>,
    /// How many rows they have; of credits, about how many.
    pub rows: u64,
    /// The file's path below the destination.
    pub path: String,
}

/// The largest of the tables that a table is made together with: transactions and credits come from one simulation of
/// their cells, customers and what is theirs from one plan of their districts. Parts of the same number then have the
/// same units.
pub(crate) fn made_with(table: Table) -> Table {
    match table {
        Table::Credits => Table::Transactions,
        Table::Customers | Table::Accounts | Table::Devices | Table::FraudCases => Table::Cards,
        _ => table,
    }
}

/// How the tables of a plan are split into parts.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    plan: &'a Plan,
    rows_per_file: u64,
    suffix: Suffix,
}

impl<'a> Layout<'a> {
    /// The layout of a plan in files of about `rows_per_file` rows.
    pub fn new(plan: &'a Plan, rows_per_file: u64, suffix: Suffix) -> Self {
        Self {
            plan,
            rows_per_file: rows_per_file.max(1),
            suffix,
        }
    }

    /// How many parts a table has: as many as come closest to the rows asked for, at least one, and
    /// no more than there are units. Tables that are made together have as many as the largest of them.
    pub fn parts(&self, table: Table) -> u64 {
        let rows = u128::from(self.plan.table_rows(made_with(table)));
        let per_file = u128::from(self.rows_per_file);
        let nearest = ((2 * rows + per_file) / (2 * per_file)) as u64;
        nearest.clamp(1, self.plan.units(table).max(1))
    }

    /// Part `number` of a table.
    pub fn part(&self, table: Table, number: u64) -> Part {
        let (units, parts) = (
            u128::from(self.plan.units(table)),
            u128::from(self.parts(table)),
        );
        let first = |number: u64| (units * u128::from(number) / parts) as u64;
        let units = first(number)..first(number + 1);
        let digits = (parts - 1).to_string().len().max(5);
        Part {
            table,
            number,
            rows: self.plan.rows(table, units.clone()),
            units,
            path: part_path(table, number, digits, self.suffix),
        }
    }

    /// The parts of a table of a shard.
    pub fn shard_parts(&self, table: Table, shard: Shard) -> impl Iterator<Item = Part> + use<'a> {
        let layout = *self;
        (shard.index..layout.parts(table))
            .step_by(shard.count as usize)
            .map(move |number| layout.part(table, number))
    }
}

/// Fewest and most digits of a part's number in its path.
const DIGITS: std::ops::RangeInclusive<usize> = 5..=20;

/// The path of a part below the destination.
fn part_path(table: Table, number: u64, digits: usize, suffix: Suffix) -> String {
    format!("{}/part-{number:0digits$}{suffix}", table.name())
}

/// Whether a path is that of a part in some layout: then it leads nowhere but into the folder of its table.
pub(crate) fn is_part_path(path: &str, table: Table, number: u64, suffix: Suffix) -> bool {
    let digits = path
        .len()
        .checked_sub(part_path(table, 0, 0, suffix).len() - 1);
    digits.is_some_and(|digits| {
        DIGITS.contains(&digits) && path == part_path(table, number, digits, suffix)
    })
}

/// One of several runs that make a dataset together: parts k with k mod `count` = `index`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Shard {
    /// Which one, from 0.
    pub index: u64,
    /// Of how many.
    pub count: u64,
}

/// A shard as it is read, before its numbers are checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    index: u64,
    count: u64,
}

/// Why numbers or a text name no shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give I/N with I from 0 to N-1 and N up to 1000000, such as 0/8")]
pub struct InvalidShard;

impl TryFrom<Unchecked> for Shard {
    type Error = InvalidShard;

    fn try_from(Unchecked { index, count }: Unchecked) -> Result<Self, InvalidShard> {
        let shard = Self { index, count };
        let is_valid = index < count && count <= 1_000_000;
        is_valid.then_some(shard).ok_or(InvalidShard)
    }
}

impl Shard {
    /// The whole dataset.
    pub const WHOLE: Shard = Shard { index: 0, count: 1 };

    /// Whether it is the whole dataset.
    pub fn is_whole(self) -> bool {
        self.count == 1
    }
}

impl std::str::FromStr for Shard {
    type Err = InvalidShard;

    fn from_str(text: &str) -> Result<Self, InvalidShard> {
        let numbers = text
            .split_once('/')
            .and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        // What is not a number is as invalid as 0/0.
        let (index, count) = numbers.unwrap_or((0, 0));
        Unchecked { index, count }.try_into()
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::{Compression, Format};
    use fraudgen_core::Spec;

    fn plan(transactions: u64) -> Plan {
        Plan::new(&Spec {
            transactions,
            ..Spec::default()
        })
        .expect("a valid spec")
    }

    fn layout(plan: &Plan, rows_per_file: u64) -> Layout<'_> {
        Layout::new(
            plan,
            rows_per_file,
            Format::Parquet.suffix(Compression::Zstd(1)),
        )
    }

    #[test]
    fn parts_cover_every_unit_once() {
        for (transactions, rows_per_file) in
            [(10, 1_000), (1_000_003, 50_000), (5_000_000, 268_000)]
        {
            let plan = plan(transactions);
            let layout = layout(&plan, rows_per_file);
            for table in Table::ALL {
                let parts: Vec<_> = layout.shard_parts(table, Shard::WHOLE).collect();
                assert_eq!(parts.len() as u64, layout.parts(table));
                assert_eq!(
                    parts.iter().map(|part| part.rows).sum::<u64>(),
                    plan.table_rows(table)
                );
                assert_eq!(
                    (parts[0].units.start, parts[parts.len() - 1].units.end),
                    (0, plan.units(table))
                );
                assert!(
                    parts
                        .windows(2)
                        .all(|pair| pair[0].units.end == pair[1].units.start)
                );
                assert!(parts.iter().all(|part| !part.units.is_empty()));
            }
        }
    }

    #[test]
    fn tables_that_are_made_together_are_split_at_the_same_units() {
        let plan = plan(30_000_000);
        let layout = layout(&plan, 100_000);
        for table in Table::ALL {
            let parts = |table| layout.shard_parts(table, Shard::WHOLE);
            let units = parts(table).map(|part| part.units);
            assert!(units.eq(parts(made_with(table)).map(|part| part.units)));
        }
        assert!(layout.parts(Table::Customers) > 1);
    }

    #[test]
    fn shards_have_every_part_once() {
        let plan = plan(3_000_000);
        let layout = layout(&plan, 100_000);
        let mut numbers: Vec<u64> = (0..4)
            .flat_map(|index| layout.shard_parts(Table::Transactions, Shard { index, count: 4 }))
            .map(|part| part.number)
            .collect();
        numbers.sort_unstable();
        assert_eq!(
            numbers,
            (0..layout.parts(Table::Transactions)).collect::<Vec<_>>()
        );
    }

    #[test]
    fn names_have_five_digits_or_more() {
        let small = plan(1_000_000);
        assert_eq!(
            layout(&small, 268_000).part(Table::Cards, 0).path,
            "cards/part-00000.parquet"
        );
        let huge = plan(100_000_000_000);
        let path = layout(&huge, 268_000).part(Table::Transactions, 7).path;
        assert_eq!(path, "transactions/part-000007.parquet");
    }

    #[test]
    fn only_the_paths_of_parts_are_such() {
        let suffix = Format::Csv.suffix(Compression::None);
        let is_path = |path: &str| is_part_path(path, Table::Cards, 7, suffix);
        for path in ["cards/part-00007.csv", "cards/part-0000007.csv"] {
            assert!(is_path(path), "{path}");
        }
        let long = format!("cards/part-{:021}.csv", 7);
        for path in [
            "",
            "../x",
            "/etc/passwd",
            "cards/part-00008.csv",
            "cards/part-7.csv",
            "cards/part-00007.parquet",
            "cards/part-+0007.csv",
            "devices/part-00007.csv",
            "cards/../part-00007.csv",
            "/cards/part-00007.csv",
            &long,
        ] {
            assert!(!is_path(path), "{path}");
        }
    }

    #[test]
    fn shards_are_read_from_text() {
        assert_eq!("3/8".parse(), Ok(Shard { index: 3, count: 8 }));
        for text in ["8/8", "1", "a/b", "0/0", "-1/2", "0/1000001"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }

    #[test]
    fn shards_are_checked_wherever_they_come_from() {
        let read = |json: &str| serde_json::from_str::<Shard>(json);
        assert_eq!(
            read(r#"{"index":3,"count":8}"#).ok(),
            Some(Shard { index: 3, count: 8 })
        );
        for json in [
            r#"{"index":0,"count":0}"#,
            r#"{"index":8,"count":8}"#,
            r#"{"index":0}"#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }
}

//! [`Statistics`]: the ranges of a part's ids, times and money, and how many of them are null, from its footer.

use std::io;

use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics as GroupStatistics;

use crate::dataset::manifest::PartRecord;
use crate::encode::parquet::into_io;
use crate::error::Error;
use crate::parallel::{Context, workers};
use crate::storage::Location;

/// The columns of a part whose ranges are known.
pub(super) type Statistics = Vec<Range>;

/// What is known about a column of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    /// Its position among the table's columns.
    pub(super) column: usize,
    pub(super) nulls: u64,
    pub(super) min: i64,
    pub(super) max: i64,
}

/// Reads the statistics of parts, each beside its part, in their order.
///
/// # Errors
/// A part is not there, or is not a Parquet file.
pub(super) fn read<'a>(
    context: &Context,
    location: &Location,
    parts: &[&'a PartRecord],
) -> Result<Vec<(&'a PartRecord, Statistics)>, Error> {
    let numbered: Vec<_> = parts.iter().copied().enumerate().collect();
    let mut read = Vec::with_capacity(parts.len());
    workers::run(
        context,
        &numbered,
        || (),
        |(), (number, part), reply| {
            reply.send(of_part(location, part).map(|found| (*number, *part, found)));
        },
        |found| {
            read.extend(found);
            Ok(())
        },
    )?;
    if read.len() < parts.len() {
        return Err(Error::Cancelled);
    }
    read.sort_by_key(|(number, ..)| *number);
    Ok(read
        .into_iter()
        .map(|(_, part, found)| (part, found))
        .collect())
}

fn of_part(location: &Location, part: &PartRecord) -> Result<Statistics, Error> {
    let failed = |error| Error::io("read", location.name_of(&part.path))(error);
    let file = location.open(&part.path)?;
    let file = file.ok_or_else(|| failed(io::ErrorKind::NotFound.into()))?;
    let footer = file.footer().map_err(|error| match error {
        error @ ParquetError::External(_) => failed(into_io(error)),
        error => failed(io::Error::new(io::ErrorKind::InvalidData, error)),
    })?;
    let columns = 0..part.table.columns().len();
    Ok(columns
        .filter_map(|index| of_column(&footer, index))
        .collect())
}

/// The range of a column over all row groups, if each has one.
fn of_column(footer: &ParquetMetaData, index: usize) -> Option<Range> {
    let mut groups = footer
        .row_groups()
        .iter()
        .map(|group| of_group(group, index));
    let first = groups.next()??;
    groups.try_fold(first, |all, group| {
        let group = group?;
        Some(Range {
            column: index,
            nulls: all.nulls + group.nulls,
            min: all.min.min(group.min),
            max: all.max.max(group.max),
        })
    })
}

fn of_group(group: &RowGroupMetaData, index: usize) -> Option<Range> {
    let statistics = group.columns().get(index)?.statistics()?;
    let (min, max) = match statistics {
        GroupStatistics::Int32(found) => {
            (i64::from(*found.min_opt()?), i64::from(*found.max_opt()?))
        }
        GroupStatistics::Int64(found) => (*found.min_opt()?, *found.max_opt()?),
        _ => return None,
    };
    Some(Range {
        column: index,
        nulls: statistics.null_count_opt()?,
        min,
        max,
    })
}

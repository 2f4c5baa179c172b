//! [`TableFormat`]: a dataset's tables as tables of Delta Lake and Apache Iceberg, written from the published
//! protocols.
//!
//! Each table gets one commit, of all its parts. What makes it visible to readers is written last and at once,
//! when every part is in place, and is the first to go when a run begins again.

mod avro;
mod delta;
mod iceberg;
mod published;
mod statistics;

use fraudgen_core::schema::Table;
use jiff::Timestamp;

use self::published::Published;
use crate::dataset::manifest::Manifest;
use crate::encode::Format;
use crate::error::Error;
use crate::parallel::Context;
use crate::storage::Location;

/// A format of tables over files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum TableFormat {
    /// Delta Lake: a log in each table's folder
    Delta,
    /// Apache Iceberg: metadata of each table, in _iceberg
    Iceberg,
}

/// Publishes every table of a dataset in the formats.
///
/// # Errors
/// The files are not Parquet, cannot be read, or the location cannot be written.
pub(super) fn publish(
    context: &Context,
    location: &Location,
    manifest: &Manifest,
    formats: &[TableFormat],
) -> Result<(), Error> {
    if formats.is_empty() || matches!(location, Location::Null) {
        return Ok(());
    }
    if manifest.format != Format::Parquet {
        return Err(Error::NotParquet {
            location: location.to_string(),
            format: manifest.format,
        });
    }
    for record in &manifest.tables {
        let parts = manifest.parts.iter();
        let parts: Vec<_> = parts.filter(|part| part.table == record.table).collect();
        let table = Published {
            table: record.table,
            id: record.digest.to_string(),
            rows: record.rows,
            location,
            files: statistics::read(context, location, &parts)?,
            at: Timestamp::now(),
        };
        for format in formats {
            match format {
                TableFormat::Delta => delta::publish(&table)?,
                TableFormat::Iceberg => iceberg::publish(&table)?,
            }
        }
    }
    Ok(())
}

/// The files that make a table visible in any format: the first to go.
fn visible(table: Table) -> [String; 3] {
    [
        delta::commit(table),
        iceberg::path(table, iceberg::HINT),
        iceberg::path(table, iceberg::METADATA),
    ]
}

/// Takes tables away from readers, before their files change.
///
/// # Errors
/// The location cannot be changed.
pub(super) fn withdraw(location: &Location, tables: &[Table]) -> Result<(), Error> {
    tables
        .iter()
        .flat_map(|table| visible(*table))
        .try_for_each(|path| location.remove(&path))
}

/// Removes everything about tables, of which none may be visible any more.
///
/// # Errors
/// The location cannot be changed.
pub(super) fn clear(location: &Location) -> Result<(), Error> {
    withdraw(location, &Table::ALL)?;
    for table in Table::ALL {
        for name in [iceberg::MANIFEST, iceberg::MANIFEST_LIST] {
            location.remove(&iceberg::path(table, name))?;
        }
    }
    if let Location::Folder(folder) = location {
        for table in Table::ALL.map(Table::name) {
            for below in [
                format!("{table}/{}", delta::LOG),
                format!("{}/{table}/metadata", iceberg::FOLDER),
                format!("{}/{table}", iceberg::FOLDER),
            ] {
                folder.remove_empty(&below);
            }
        }
        folder.remove_empty(iceberg::FOLDER);
    }
    Ok(())
}

/// Whether a path below a location is of what describes its tables in a format of theirs.
pub(crate) fn is_of_table_format(path: &str) -> bool {
    is_log(path) || path.split('/').next() == Some(iceberg::FOLDER)
}

/// Whether a file or folder in a table's folder is that of a log, which no reader takes for data.
pub(crate) fn is_log(path: &str) -> bool {
    let below = path.split_once('/').map(|(_, below)| below);
    below.is_some_and(|below| below.split('/').next() == Some(delta::LOG))
}

//! [`close`]: the end of a run.

use super::destination::Records;
use super::lakehouse::{TableFormat, publish};
use crate::dataset::describe::documents;
use crate::dataset::manifest::{Manifest, SUCCESS};
use crate::error::Error;
use crate::parallel::Context;
use crate::storage::s3::MARKER;
use crate::storage::{Location, OutputFile, Readers};

/// Writes what says that a run is over: a shard's manifest, or the documents and the manifest of the whole, its tables
/// in some formats and `_SUCCESS`.
pub(crate) fn close(
    context: &Context,
    location: &Location,
    manifest: &Manifest,
    records: &Records,
    formats: &[TableFormat],
) -> Result<(), Error> {
    let json = manifest.to_json();
    if let Records::File(receipt) = records {
        OutputFile::new(receipt, true)?.write(json.as_bytes(), Readers::Usual)?;
    }
    let is_recorded_elsewhere = *records != Records::AtDestination;
    // If the whole run was closed meanwhile, a shard's manifest is of no use.
    if !manifest.shard.is_whole() && (is_recorded_elsewhere || location.has(SUCCESS)?) {
        return Ok(());
    }
    if manifest.shard.is_whole() {
        write_documents(location, manifest)?;
    }
    location.put(&Manifest::file_name(manifest.shard), json.as_bytes())?;
    if manifest.shard.is_whole() {
        publish(context, location, manifest, formats)?;
        location.put(SUCCESS, b"")?;
        location.remove(MARKER)?;
    }
    Ok(())
}

/// Writes what says to others what the dataset is.
fn write_documents(location: &Location, manifest: &Manifest) -> Result<(), Error> {
    if matches!(location, Location::Null) {
        return Ok(());
    }
    documents(manifest)
        .iter()
        .try_for_each(|document| document.write(location))
}

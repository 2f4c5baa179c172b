//! [`close`]: the end of a run.

use std::path::Path;

use super::destination::Records;
use super::lakehouse::{TableFormat, publish};
use crate::dataset::manifest::{Manifest, SUCCESS};
use crate::error::Error;
use crate::parallel::Context;
use crate::storage::{Folder, Location};

/// Writes what says that a run is over: a shard's manifest, or that of the whole, its tables in some formats
/// and `_SUCCESS`.
pub(crate) fn close(
    context: &Context,
    location: &Location,
    manifest: &Manifest,
    records: &Records,
    formats: &[TableFormat],
) -> Result<(), Error> {
    let json = manifest.to_json();
    if let Records::File(receipt) = records {
        let folder = Folder::new(receipt.parent().unwrap_or(Path::new("")));
        let name = receipt.file_name().unwrap_or_default().to_string_lossy();
        folder.put(&name, json.as_bytes())?;
    }
    let is_recorded_elsewhere = *records != Records::AtDestination;
    // If the whole run was closed meanwhile, a shard's manifest is of no use.
    if !manifest.shard.is_whole() && (is_recorded_elsewhere || location.has(SUCCESS)?) {
        return Ok(());
    }
    location.put(&Manifest::file_name(manifest.shard), json.as_bytes())?;
    if manifest.shard.is_whole() {
        publish(context, location, manifest, formats)?;
        location.put(SUCCESS, b"")?;
    }
    Ok(())
}

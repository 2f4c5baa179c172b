//! [`manifest`]: the manifest of a dataset that a report can be made of.

use fraudgen_core::schema::Table;

use crate::dataset::layout::Shard;
use crate::dataset::manifest::Manifest;
use crate::encode::Format;
use crate::error::Error;
use crate::storage::Location;

/// The manifest of a finished Parquet dataset with all tables.
///
/// # Errors
/// The dataset is not finished, is in another format or lacks a table; or its manifest cannot be read.
pub(in crate::report) fn manifest(location: &Location) -> Result<Manifest, Error> {
    if let Location::Folder(folder) = location {
        std::fs::read_dir(folder.root()).map_err(Error::io("read the folder", folder.root()))?;
    }
    let name = location.name_of(&Manifest::file_name(Shard::WHOLE));
    let unfit = |what, reason: String| Error::Invalid {
        location: name.clone(),
        what,
        reason: reason.into(),
    };
    let Some(manifest) = location.manifest(Shard::WHOLE)? else {
        return Err(Error::NoManifest { location: name });
    };
    if manifest.format != Format::Parquet {
        let reason = format!(
            "its files are {}, and a report reads Parquet: make the same dataset in Parquet with `fraudgen generate --spec _manifest.json --format parquet --out FOLDER`",
            manifest.format.name()
        );
        return Err(unfit("manifest of Parquet files", reason));
    }
    let missing: Vec<_> = Table::ALL
        .iter()
        .filter(|needed| manifest.tables.iter().all(|table| table.table != **needed))
        .map(|table| table.name())
        .collect();
    if !missing.is_empty() {
        let reason = format!(
            "the dataset has no {}: make it with all tables with `fraudgen generate --spec _manifest.json --out FOLDER`",
            missing.join(", ")
        );
        return Err(unfit("manifest of all tables", reason));
    }
    Ok(manifest)
}

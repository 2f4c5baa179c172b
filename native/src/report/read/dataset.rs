//! [`manifest`]: the manifest of a dataset that a report can be made of.

use fraudgen_core::schema::Table;
use fraudgen_core::{DATASET_VERSION, Plan};

use crate::dataset::layout::Shard;
use crate::dataset::manifest::Manifest;
use crate::dataset::shards::{OTHER_PARTS, lists_all};
use crate::encode::Format;
use crate::error::Error;
use crate::storage::Location;

/// The manifest of a finished Parquet dataset with all tables.
///
/// # Errors
/// The dataset is not finished, is in another format or lacks a table; or its manifest cannot be read or
/// does not list what its spec says.
pub(in crate::report) fn manifest(location: &Location) -> Result<Manifest, Error> {
    if let Location::Folder(folder) = location {
        std::fs::read_dir(folder.root()).map_err(Error::io("read the folder", folder.root()))?;
    }
    let name = || location.name_of(&Manifest::file_name(Shard::WHOLE));
    let Some(manifest) = location.manifest(Shard::WHOLE)? else {
        return Err(Error::NoManifest { location: name() });
    };
    if manifest.format != Format::Parquet {
        return Err(Error::NotParquet {
            location: name(),
            format: manifest.format,
        });
    }
    let missing: Vec<_> = Table::ALL
        .iter()
        .filter(|needed| manifest.tables.iter().all(|table| table.table != **needed))
        .map(|table| table.name())
        .collect();
    if !missing.is_empty() {
        return Err(Error::MissingTables {
            location: name(),
            tables: missing,
        });
    }
    // Of other versions the layout is not known.
    if manifest.dataset_version == DATASET_VERSION
        && !lists_all(&manifest, &manifest.run(), &Plan::new(&manifest.spec)?)
    {
        return Err(Error::Invalid {
            location: name(),
            what: "manifest",
            reason: OTHER_PARTS.into(),
        });
    }
    Ok(manifest)
}

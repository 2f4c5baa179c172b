//! [`Published`]: what every format says of a table.

use fraudgen_core::schema::Table;
use jiff::Timestamp;

use super::statistics::Statistics;
use crate::dataset::manifest::PartRecord;
use crate::error::Error;
use crate::storage::Location;

/// A table whose parts are all there.
pub(super) struct Published<'a> {
    pub(super) table: Table,
    /// 32 hexadecimal digits that differ from those of other contents.
    pub(super) id: String,
    pub(super) rows: u64,
    /// Where its files are.
    pub(super) location: &'a Location,
    pub(super) files: Vec<(&'a PartRecord, Statistics)>,
    pub(super) at: Timestamp,
}

impl Published<'_> {
    /// The id in the form of a UUID.
    pub(super) fn uuid(&self) -> String {
        let group = |digits| self.id.get(digits).unwrap_or_default();
        [0..8, 8..12, 12..16, 16..20, 20..32].map(group).join("-")
    }
}

/// Writes a small file, and the folders on the way to it.
pub(super) fn put(location: &Location, path: &str, bytes: &[u8]) -> Result<(), Error> {
    if let (Location::Folder(folder), Some((below, _))) = (location, path.rsplit_once('/')) {
        folder.create(below)?;
    }
    location.put(path, bytes)
}

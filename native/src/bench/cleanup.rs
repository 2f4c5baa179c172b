//! [`empty`]: removes what a design made.

use crate::error::Error;
use crate::generate::clear;
use crate::storage::Location;

/// Removes what a design made. A folder below the root belongs to it alone.
pub(super) fn empty(location: &Location) -> Result<(), Error> {
    match location {
        Location::Folder(folder) => match std::fs::remove_dir_all(folder.root()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::io("remove", folder.root())(error))
            }
            _ => Ok(()),
        },
        location => clear(location),
    }
}

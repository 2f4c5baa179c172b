//! [`Document`]: a text at the root of a dataset that says what it is, to people and to programs.

use super::names::MARK;
use crate::error::Error;
use crate::storage::Location;

/// A document of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// Its path below the location.
    pub(crate) name: &'static str,
    /// Its text.
    pub(crate) text: String,
}

/// What is in the place of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// A document that fraudgen wrote.
    Own(Vec<u8>),
    /// Something else, which stays as it is.
    Foreign,
}

impl Found {
    /// Looks at the place of a document.
    ///
    /// # Errors
    /// It cannot be looked at.
    pub(crate) fn at(location: &Location, name: &str) -> Result<Self, Error> {
        let bytes = match location.read(name) {
            // A folder, a pipe or a device.
            Err(Error::NoFile { .. }) => return Ok(Self::Foreign),
            // So a store answers where nothing is, to a key that may not list.
            Err(error) if error.is_denied() => return Ok(Self::Nothing),
            bytes => bytes?,
        };
        let is_own = |bytes: &[u8]| {
            bytes
                .windows(MARK.len())
                .any(|part| part == MARK.as_bytes())
        };
        Ok(match bytes {
            None => Self::Nothing,
            Some(bytes) if is_own(&bytes) => Self::Own(bytes),
            Some(_) => Self::Foreign,
        })
    }

    /// Whether fraudgen wrote what is there.
    pub(crate) fn is_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }
}

impl Document {
    /// Writes it, unless something of somebody else is in its place.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn write(&self, location: &Location) -> Result<(), Error> {
        match Found::at(location, self.name)? {
            Found::Foreign => Ok(()),
            Found::Nothing | Found::Own(_) => location.put(self.name, self.text.as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::Folder;

    #[test]
    fn what_is_not_fraudgens_stays() {
        let root = tempfile::tempdir().expect("a folder");
        let location = Location::Folder(Folder::new(root.path()));
        let document = Document {
            name: "README.md",
            text: MARK.into(),
        };
        let path = root.path().join("README.md");
        document.write(&location).expect("written");
        assert!(Found::at(&location, "README.md").expect("read").is_own());

        fs::write(&path, "mine").expect("written");
        document.write(&location).expect("left");
        assert_eq!(fs::read(&path).expect("read"), b"mine");

        fs::remove_file(&path).expect("removed");
        fs::create_dir(&path).expect("a folder");
        document.write(&location).expect("left");
        assert_eq!(
            Found::at(&location, "README.md").expect("seen"),
            Found::Foreign
        );
    }
}

//! [`Location`]: where a dataset is, or is to be: a folder, an S3 store, or nowhere, with one interface.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use fraudgen_core::schema::Table;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::Length;

use crate::dataset::layout::Shard;
use crate::dataset::manifest::{Manifest, PartRecord};
use crate::encode::parquet::footer;
use crate::error::Error;
use crate::parallel::CancelToken;
use crate::storage::hashing::Checksums;
use crate::storage::limit::Limit;
use crate::storage::local::{Folder, found};
use crate::storage::s3::{ObjectReader, Store};

/// The most bytes of a manifest or a journal: twice those of the longest one.
pub(crate) const MOST_JSON: u64 = 1 << 30;

/// Where a dataset is, or is to be.
#[derive(Debug, Clone)]
pub enum Location {
    /// A folder.
    Folder(Folder),
    /// A location in an S3 store.
    Store(Arc<Store>),
    /// Nowhere: everything is made, and nothing kept.
    Null,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Folder(folder) => folder.root().display().fmt(f),
            Location::Store(store) => f.write_str(&store.location()),
            Location::Null => f.write_str(Self::NULL),
        }
    }
}

impl Location {
    /// The name of nowhere.
    pub const NULL: &str = "null";

    /// The name of a file here, for messages.
    pub fn name_of(&self, path: &str) -> String {
        match self {
            Location::Folder(folder) => folder.path(path).display().to_string(),
            Location::Store(_) | Location::Null => format!("{self}/{path}"),
        }
    }

    /// Reads a file of JSON; none if it does not exist.
    ///
    /// # Errors
    /// It cannot be read, or is longer than it can be.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        self.open(path)?
            .map(|file| Limit::json(MOST_JSON).read(file))
            .transpose()
            .map_err(Error::io("read", self.name_of(path)))
    }

    /// Writes a small file, whole or not at all.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        match self {
            Location::Folder(folder) => folder.put(path, bytes),
            Location::Store(store) => Ok(store.put_small(path, bytes)?),
            Location::Null => Ok(()),
        }
    }

    /// Removes a file, if it exists.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn remove(&self, path: &str) -> Result<(), Error> {
        match self {
            Location::Folder(folder) => folder.remove(path),
            Location::Store(store) => Ok(store.remove(path)?),
            Location::Null => Ok(()),
        }
    }

    /// Whether a file exists.
    ///
    /// # Errors
    /// That cannot be found out.
    pub fn has(&self, path: &str) -> Result<bool, Error> {
        match self {
            Location::Folder(folder) => {
                let path = folder.path(path);
                Ok(found(fs::metadata(&path), &path)?.is_some())
            }
            Location::Store(store) => Ok(store.head(path)?.is_some()),
            Location::Null => Ok(false),
        }
    }

    /// The paths of what is here, in the tables' folders and next to them; none if a store does not list
    /// its objects.
    ///
    /// # Errors
    /// The location cannot be read.
    pub fn paths(&self) -> Result<Option<Vec<String>>, Error> {
        self.paths_until(|_| false)
    }

    /// The same, up to the page of a store's list of which `enough` says so.
    pub(crate) fn paths_until(
        &self,
        mut enough: impl FnMut(&[String]) -> bool,
    ) -> Result<Option<Vec<String>>, Error> {
        match self {
            Location::Folder(folder) => {
                let paths = folder_paths(folder)?;
                enough(&paths);
                Ok(Some(paths))
            }
            Location::Store(store) => Ok(store.list(enough)?),
            Location::Null => Ok(Some(Vec::new())),
        }
    }

    /// Opens a file; none if it does not exist.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(&self, path: &str) -> Result<Option<Opened>, Error> {
        match self {
            Location::Folder(folder) => Ok(folder.open(path)?.map(Opened::File)),
            Location::Store(store) => Ok(ObjectReader::open(store, path)?.map(Opened::Object)),
            Location::Null => Ok(None),
        }
    }

    /// Reads a piece of a file.
    ///
    /// # Errors
    /// It does not exist, is too short, or cannot be read.
    pub fn range(&self, path: &str, range: Range<u64>) -> Result<Bytes, Error> {
        let name = self.name_of(path);
        if range.is_empty() {
            return Ok(Bytes::new());
        }
        let length = range.end - range.start;
        let read = match self {
            Location::Folder(folder) => folder.open(path)?.map_or_else(
                || Err(io::ErrorKind::NotFound.into()),
                |mut file| {
                    let mut bytes = vec![0; length as usize];
                    file.seek(SeekFrom::Start(range.start))?;
                    file.read_exact(&mut bytes)?;
                    Ok(bytes.into())
                },
            ),
            Location::Store(store) => store
                .get(path, Some(range))?
                .filter(|bytes| bytes.len() as u64 == length)
                .ok_or_else(|| io::ErrorKind::UnexpectedEof.into()),
            Location::Null => Err(io::ErrorKind::NotFound.into()),
        };
        read.map_err(Error::io("read", name))
    }

    /// Whether a part is as it was recorded: in a folder by its hash, in a store by length and ETag.
    ///
    /// # Errors
    /// That cannot be found out, or the work was cancelled.
    pub fn holds(&self, record: &PartRecord, cancel: &CancelToken) -> Result<bool, Error> {
        match self {
            Location::Folder(folder) => {
                let Some(file) = folder.open(&record.path)?.map(Opened::File) else {
                    return Ok(false);
                };
                let name = || folder.path(&record.path);
                if file.length().map_err(Error::io("read", name()))? != record.bytes {
                    return Ok(false);
                }
                let checksums = Checksums::read(file, cancel);
                let checksums = checksums.map_err(|error| error.of("read", name()))?;
                Ok(checksums.sha256 == record.sha256)
            }
            Location::Store(store) => Ok(store.head(&record.path)?.is_some_and(|object| {
                let known = |md5: &String| record.md5.as_ref().is_none_or(|ours| ours == md5);
                object.length == record.bytes && object.md5.as_ref().is_none_or(known)
            })),
            Location::Null => Ok(false),
        }
    }

    /// The manifest of a shard, or of the whole; none if it does not exist.
    ///
    /// # Errors
    /// It cannot be read, or is not a manifest.
    pub fn manifest(&self, shard: Shard) -> Result<Option<Manifest>, Error> {
        let name = Manifest::file_name(shard);
        let Some(bytes) = self.read(&name)? else {
            return Ok(None);
        };
        Manifest::parse(&bytes, &self.name_of(&name)).map(Some)
    }
}

/// A file opened for reading.
#[derive(Debug)]
pub enum Opened {
    /// Of a folder.
    File(File),
    /// Of a store.
    Object(ObjectReader),
}

impl Opened {
    /// How many bytes it has.
    ///
    /// # Errors
    /// The system does not say.
    pub fn length(&self) -> io::Result<u64> {
        match self {
            Opened::File(file) => Ok(file.metadata()?.len()),
            Opened::Object(object) => Ok(object.len()),
        }
    }

    /// The footer of a Parquet file.
    ///
    /// # Errors
    /// It is not a Parquet file, or cannot be read.
    pub fn footer(&self) -> Result<ParquetMetaData, ParquetError> {
        match self {
            Opened::File(file) => footer(file),
            Opened::Object(object) => footer(object),
        }
    }
}

impl Read for Opened {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Opened::File(file) => file.read(out),
            Opened::Object(object) => object.read(out),
        }
    }
}

fn folder_paths(folder: &Folder) -> Result<Vec<String>, Error> {
    let mut paths = folder.names("")?;
    for table in Table::ALL.map(Table::name) {
        let names = folder.names(table)?;
        paths.extend(names.iter().map(|name| format!("{table}/{name}")));
    }
    Ok(paths)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_looked_at_does_not_count_as_absent() {
        let root = tempfile::tempdir().expect("a folder");
        fs::write(root.path().join("file"), "").expect("a file");
        let has = |below: &str| Location::Folder(Folder::new(root.path().join(below))).has("x");
        assert!(!has("nowhere").expect("it can be looked at"));
        assert!(has("file").is_err());
    }
}

//! [`Folder`]: parts as files of a folder, each whole or not there at all.
//!
//! A file is written under a temporary name beside its place, synced, and renamed; then the folder is
//! synced. No two drafts have one name, so that two processes that make the same file do not meet: the
//! last one's stays, and the bytes are the same. A killed run leaves drafts only, which the next run, or
//! what closes it, removes.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::hashing::{Hashing, Receipt};
use crate::error::Error;

/// A folder to write to.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder at `root`, which need not be there yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a path below the folder is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Makes the folder, and one below it where `path` names one.
    ///
    /// # Errors
    /// What the system answers.
    pub fn create(&self, path: &str) -> Result<(), Error> {
        let folder = self.path(path);
        fs::create_dir_all(&folder).map_err(Error::io("create the folder", &folder))
    }

    /// Starts a part.
    ///
    /// # Errors
    /// What the system answers.
    pub fn part(&self, path: &str) -> Result<PartFile, Error> {
        self.start(path, Hashing::new)
    }

    /// Starts a part that is to be sent to a store, which will want its MD5.
    ///
    /// # Errors
    /// What the system answers.
    pub fn part_with_md5(&self, path: &str) -> Result<PartFile, Error> {
        self.start(path, Hashing::with_md5)
    }

    fn start(&self, path: &str, hashing: fn(File) -> Hashing<File>) -> Result<PartFile, Error> {
        let place = self.path(path);
        let draft = draft_of(&place);
        let file = File::create(&draft).map_err(Error::io("create", &draft))?;
        Ok(PartFile {
            sink: hashing(file),
            draft: Draft(draft),
            place,
        })
    }

    /// Writes a small file at once.
    ///
    /// # Errors
    /// What the system answers.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let mut file = self.part(path)?;
        file.write_all(bytes)
            .map_err(Error::io("write", &file.place))?;
        file.commit()?;
        Ok(())
    }

    /// The names of what is in a folder below, or in the folder itself; none where it is not there.
    ///
    /// # Errors
    /// What the system answers.
    pub fn names(&self, below: &str) -> Result<Vec<String>, Error> {
        let path = self.path(below);
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(Error::io("read the folder", &path))?,
        };
        entries
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<_>>()
            .map_err(Error::io("read the folder", &path))
    }

    /// Removes a folder below, if nothing is in it.
    pub fn remove_empty(&self, below: &str) {
        let _ = fs::remove_dir(self.path(below));
    }

    /// Removes a file, if it is there.
    ///
    /// # Errors
    /// What the system answers.
    pub fn remove(&self, path: &str) -> Result<(), Error> {
        remove(&self.path(path))
    }
}

/// A temporary name for a file, another one each time: hidden, and of no suffix that a reader looks for.
pub(crate) fn draft_of(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{:08x}.tmp", fastrand::u32(..)))
}

/// The name of the file that a temporary name is for; none for any other name.
pub(crate) fn draft_name(name: &str) -> Option<&str> {
    let (name, mark) = name
        .strip_prefix('.')?
        .strip_suffix(".tmp")?
        .rsplit_once('.')?;
    (mark.len() == 8 && mark.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(name)
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result.map_err(Error::io("remove", path)),
    }
}

/// A file in the making, which goes away unless it is committed.
#[derive(Debug)]
pub struct PartFile {
    sink: Hashing<File>,
    draft: Draft,
    place: PathBuf,
}

/// A temporary file's name; the file is removed with it.
#[derive(Debug)]
struct Draft(PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        // Once renamed there is nothing to remove, and no one to tell if it fails.
        let _ = fs::remove_file(&self.0);
    }
}

impl PartFile {
    /// Puts the file in its place, for good.
    ///
    /// # Errors
    /// What the system answers.
    pub fn commit(self) -> Result<Receipt, Error> {
        let Self { sink, draft, place } = self;
        let (file, receipt) = sink.finish();
        let finish = || -> io::Result<()> {
            file.sync_all()?;
            drop(file);
            fs::rename(&draft.0, &place)?;
            sync_folder_of(&place)
        };
        finish().map_err(Error::io("write", &place))?;
        Ok(receipt)
    }

    /// Where the file will be.
    pub fn place(&self) -> &Path {
        &self.place
    }
}

impl Write for PartFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sink.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

/// Makes a rename last: on Unix a folder's entries are synced with the folder.
#[cfg(unix)]
fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder_of(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_when_it_is_whole() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(root.path());
        let names = || {
            fs::read_dir(root.path())
                .expect("a folder")
                .map(|entry| entry.expect("an entry").file_name())
                .collect::<Vec<_>>()
        };

        let mut abandoned = folder.part("a.txt").expect("a file");
        abandoned.write_all(b"half").expect("written");
        let draft = names().remove(0).into_string().expect("text");
        assert_eq!(draft_name(&draft), Some("a.txt"));
        drop(abandoned);
        assert!(names().is_empty());

        let mut whole = folder.part("a.txt").expect("a file");
        whole.write_all(b"whole").expect("written");
        assert_eq!(whole.commit().expect("in place").bytes, 5);
        assert_eq!(names(), ["a.txt"]);
        assert_eq!(fs::read(root.path().join("a.txt")).expect("read"), b"whole");
    }

    #[test]
    fn errors_name_the_path() {
        let folder = Folder::new("/proc/nowhere");
        let error = folder
            .part("a.txt")
            .expect_err("no such folder")
            .to_string();
        assert!(error.contains("/proc/nowhere/.a.txt."), "{error}");
    }

    #[test]
    fn two_that_make_one_file_do_not_meet() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(root.path());
        let [mut one, mut two] = [(); 2].map(|()| folder.part("a.txt").expect("a file"));
        one.write_all(b"same").expect("written");
        two.write_all(b"sa").expect("written");
        one.commit().expect("in place");
        two.write_all(b"me").expect("written");
        two.commit().expect("in its place");
        assert_eq!(fs::read(root.path().join("a.txt")).expect("read"), b"same");
        assert_eq!(folder.names("").expect("names"), ["a.txt"]);
    }

    #[test]
    fn only_drafts_have_names_of_drafts() {
        for name in [
            "a.txt",
            ".a.txt.tmp",
            ".a.12345678",
            "a.12345678.tmp",
            ".notes.tmp",
        ] {
            assert_eq!(draft_name(name), None, "{name}");
        }
    }
}

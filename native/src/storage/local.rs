//! [`Folder`]: parts as files of a folder, each complete or not there at all.
//!
//! A file is written under a temporary name next to its own, synced, and renamed; then the folder is synced.
//! Temporary names are unique, so that two processes that make the same file do not disturb each other: the
//! last one's stays, and the bytes are the same. A killed run leaves temporary files only, which the next
//! run, or closing it, removes.
//!
//! Only regular files are read, replaced or removed: a pipe or a device in the place of one is refused.

use std::ffi::OsString;
use std::fs::{self, File, FileType};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::hashing::{Checksums, Hashing};
use crate::error::Error;

/// How many bytes are written at a time: encoders hand over a few thousand, and each call of the system has its cost.
const WRITE: usize = 128 << 10;

/// A folder to write to.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder at `root`, which need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The full path of a path below the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Creates the folder, and one below it if `path` names one.
    ///
    /// # Errors
    /// An error of the system.
    pub fn create(&self, path: &str) -> Result<(), Error> {
        let folder = self.path(path);
        fs::create_dir_all(&folder).map_err(Error::io("create the folder", &folder))
    }

    /// Starts a part.
    ///
    /// # Errors
    /// An error of the system.
    pub fn part(&self, path: &str) -> Result<PartFile, Error> {
        self.start(path, Hashing::new)
    }

    /// Starts a part that is to be uploaded, which needs its MD5.
    ///
    /// # Errors
    /// An error of the system.
    pub fn part_with_md5(&self, path: &str) -> Result<PartFile, Error> {
        self.start(path, Hashing::with_md5)
    }

    fn start(
        &self,
        path: &str,
        hashing: fn(BufWriter<File>) -> Hashing<BufWriter<File>>,
    ) -> Result<PartFile, Error> {
        let path = self.path(path);
        let temp = temp_path(&path);
        let file = File::create(&temp).map_err(Error::io("create", &temp))?;
        Ok(PartFile {
            sink: hashing(BufWriter::with_capacity(WRITE, file)),
            temp: TempFile(temp),
            path,
        })
    }

    /// Writes a small file at once.
    ///
    /// # Errors
    /// An error of the system.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let mut file = self.part(path)?;
        file.write_all(bytes)
            .map_err(Error::io("write", &file.path))?;
        file.commit()?;
        Ok(())
    }

    /// Opens a file to read it; none if nothing is there.
    ///
    /// # Errors
    /// It is no regular file, or an error of the system.
    pub fn open(&self, path: &str) -> Result<Option<File>, Error> {
        open(&self.path(path))
    }

    /// The names of what is in a folder below, or in the folder itself; none if it does not exist.
    ///
    /// # Errors
    /// An error of the system.
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

    /// Removes a file, if it exists.
    ///
    /// # Errors
    /// An error of the system.
    pub fn remove(&self, path: &str) -> Result<(), Error> {
        remove(&self.path(path))
    }
}

/// A temporary name for a file, unique, hidden, and without a suffix that readers look for.
pub(crate) fn temp_path(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{:08x}.tmp", fastrand::u32(..)));
    path.with_file_name(name)
}

/// The file that a temporary name stands for; none for any other name.
pub(crate) fn temp_target(name: &str) -> Option<&str> {
    let (name, mark) = name
        .strip_prefix('.')?
        .strip_suffix(".tmp")?
        .rsplit_once('.')?;
    (mark.len() == 8 && mark.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(name)
}

/// Removes a file, if it exists.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    check_replaceable(path)?;
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result.map_err(Error::io("remove", path)),
    }
}

/// Opens a regular file to read it; none if nothing is there. A pipe would wait for a writer, and opening a
/// device may do something.
pub(crate) fn open(path: &Path) -> Result<Option<File>, Error> {
    let Some(metadata) = found(fs::metadata(path), path)? else {
        return Ok(None);
    };
    match metadata.is_file() {
        true => found(File::open(path), path),
        false => Err(no_file(path, metadata.file_type())),
    }
}

/// The result of a call on a path; none if nothing is there.
pub(crate) fn found<T>(result: io::Result<T>, path: &Path) -> Result<Option<T>, Error> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        result => result.map(Some).map_err(Error::io("read", path)),
    }
}

/// Whether nothing is at a path but what may be replaced: a file, or a link, which leads to a file that stays.
pub(crate) fn check_replaceable(path: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() && !metadata.is_symlink() => {
            Err(no_file(path, metadata.file_type()))
        }
        _ => Ok(()),
    }
}

fn no_file(path: &Path, kind: FileType) -> Error {
    Error::NoFile {
        path: path.into(),
        kind: kind_of(kind),
    }
}

/// What something that is no regular file is.
fn kind_of(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    match kind.is_dir() {
        true => "a folder",
        false => "a device",
    }
}

/// A file being written, which is removed unless it is committed.
#[derive(Debug)]
pub struct PartFile {
    sink: Hashing<BufWriter<File>>,
    temp: TempFile,
    path: PathBuf,
}

/// The name of a temporary file, which is removed when this is dropped.
#[derive(Debug)]
struct TempFile(PathBuf);

impl Drop for TempFile {
    fn drop(&mut self) {
        // After the rename there is nothing to remove, and nobody to report a failure to.
        let _ = fs::remove_file(&self.0);
    }
}

impl PartFile {
    /// Moves the finished file to its name, durably.
    ///
    /// # Errors
    /// An error of the system.
    pub fn commit(self) -> Result<Checksums, Error> {
        let Self { sink, temp, path } = self;
        check_replaceable(&path)?;
        let (file, checksums) = sink.finish();
        let finish = || -> io::Result<()> {
            let file = file.into_inner()?;
            file.sync_all()?;
            drop(file);
            fs::rename(&temp.0, &path)?;
            sync_folder_of(&path)
        };
        finish().map_err(Error::io("write", &path))?;
        Ok(checksums)
    }

    /// Where the file will be.
    pub fn path(&self) -> &Path {
        &self.path
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

/// Makes a rename durable: on Unix, the entries of a folder are synced with the folder.
#[cfg(unix)]
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder_of(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_when_it_is_complete() {
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
        let temp = names().remove(0).into_string().expect("text");
        assert_eq!(temp_target(&temp), Some("a.txt"));
        drop(abandoned);
        assert!(names().is_empty());

        let mut whole = folder.part("a.txt").expect("a file");
        whole.write_all(b"whole").expect("written");
        assert_eq!(whole.commit().expect("committed").bytes, 5);
        assert_eq!(names(), ["a.txt"]);
        assert_eq!(fs::read(root.path().join("a.txt")).expect("read"), b"whole");
    }

    #[test]
    fn errors_name_the_path() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(root.path().join("nowhere"));
        let error = folder
            .part("a.txt")
            .expect_err("no such folder")
            .to_string();
        let path = folder.path(".a.txt.").display().to_string();
        assert!(error.contains(&path), "{error}");
    }

    #[test]
    fn two_writers_of_one_file_do_not_disturb_each_other() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(root.path());
        let [mut one, mut two] = [(); 2].map(|()| folder.part("a.txt").expect("a file"));
        one.write_all(b"same").expect("written");
        two.write_all(b"sa").expect("written");
        one.commit().expect("committed");
        two.write_all(b"me").expect("written");
        two.commit().expect("committed");
        assert_eq!(fs::read(root.path().join("a.txt")).expect("read"), b"same");
        assert_eq!(folder.names("").expect("names"), ["a.txt"]);
    }

    #[test]
    #[cfg(unix)]
    fn only_regular_files_are_read_replaced_or_removed() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(root.path());
        let socket = std::os::unix::net::UnixListener::bind(folder.path("socket"));
        folder.create("folder").expect("a folder");
        std::os::unix::fs::symlink("/dev/null", folder.path("device")).expect("a link");
        for (name, kind) in [("socket", "a socket"), ("folder", "a folder")] {
            let refused = [
                folder.open(name).map(drop),
                folder.put(name, b"x"),
                folder.remove(name),
            ];
            for result in refused {
                let error = result.expect_err("no file").to_string();
                assert!(error.contains(kind), "{error}");
            }
        }
        let error = folder.open("device").expect_err("no file").to_string();
        assert!(error.contains("device is a device"), "{error}");
        assert!(folder.open("nowhere").expect("nothing").is_none());
        drop(socket);
    }

    #[test]
    fn only_temporary_files_have_temporary_names() {
        for name in [
            "a.txt",
            ".a.txt.tmp",
            ".a.12345678",
            "a.12345678.tmp",
            ".notes.tmp",
        ] {
            assert_eq!(temp_target(name), None, "{name}");
        }
    }
}

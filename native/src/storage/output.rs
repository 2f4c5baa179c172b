//! [`OutputFile`]: what a flag of the command names to be written to.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::local::{check_replaceable, sync_folder_of};
use crate::error::Error;

/// What a flag of the command names to be written to: standard output, a device or pipe that is there, or a
/// file, which is written whole or not at all.
#[derive(Debug, Clone)]
pub struct OutputFile {
    path: PathBuf,
    kind: Kind,
    /// Whether a file that is there is replaced.
    replace: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    StandardOutput,
    /// A device or a pipe, such as `/dev/null` or `/dev/fd/63`, or a link to one: it stays what it is.
    Stream,
    File,
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Whom the system's settings let read new files.
    Usual,
    /// Its owner.
    Owner,
}

impl OutputFile {
    /// What a path names; `-` is standard output. Checked before the work whose result it is to hold.
    ///
    /// # Errors
    /// There is a file, and `replace` does not say that it may be replaced; or what is there cannot be
    /// written to, such as a folder; or the folder that it should be in does not exist.
    pub fn new(path: &Path, replace: bool) -> Result<Self, Error> {
        let kind = match fs::metadata(path) {
            _ if path == Path::new("-") => Kind::StandardOutput,
            Ok(metadata) if is_stream(&metadata) => Kind::Stream,
            _ => Kind::File,
        };
        let output = Self {
            path: path.into(),
            kind,
            replace,
        };
        if kind == Kind::File {
            output.check()?;
            let folder = output.folder();
            match fs::metadata(folder) {
                Ok(metadata) if !metadata.is_dir() => Err(io::ErrorKind::NotADirectory.into()),
                metadata => metadata.map(drop),
            }
            .map_err(Error::io("write into", folder))?;
        }
        Ok(output)
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is standard output.
    pub fn is_standard_output(&self) -> bool {
        self.kind == Kind::StandardOutput
    }

    /// Whether it is a file, rather than standard output, a device or a pipe.
    pub fn is_file(&self) -> bool {
        self.kind == Kind::File
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// It cannot be written, or what is there has changed.
    pub fn write(&self, bytes: &[u8], readers: Readers) -> Result<(), Error> {
        let written = match self.kind {
            Kind::StandardOutput => io::stdout().lock().write_all(bytes),
            Kind::Stream => OpenOptions::new()
                .write(true)
                .open(&self.path)
                .and_then(|mut stream| stream.write_all(bytes)),
            Kind::File => {
                self.check()?;
                self.write_file(bytes, readers)
            }
        };
        written.map_err(Error::io("write", &self.path))
    }

    /// Whether nothing is in the way of a file.
    fn check(&self) -> Result<(), Error> {
        check_replaceable(&self.path)?;
        match fs::symlink_metadata(&self.path) {
            Ok(_) if !self.replace => Err(Error::Io {
                action: "create",
                path: self.path.clone(),
                source: io::ErrorKind::AlreadyExists.into(),
            }),
            _ => Ok(()),
        }
    }

    fn folder(&self) -> &Path {
        let folder = self.path.parent();
        folder
            .filter(|folder| *folder != Path::new(""))
            .unwrap_or(Path::new("."))
    }

    /// A new file, moved to its name: no link is followed, and nobody has it open.
    fn write_file(&self, bytes: &[u8], readers: Readers) -> io::Result<()> {
        let mut prefix = OsString::from(".");
        prefix.push(self.path.file_name().unwrap_or_default());
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(".tmp");
        #[cfg(unix)]
        if readers == Readers::Usual {
            use std::os::unix::fs::PermissionsExt;
            // The system takes away what its settings say.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(self.folder())?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        match self.replace {
            true => file.persist(&self.path)?,
            false => file.persist_noclobber(&self.path)?,
        };
        sync_folder_of(&self.path)
    }
}

/// Whether it is a device or a pipe, which bytes are written to.
fn is_stream(metadata: &fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = metadata.file_type();
        kind.is_char_device() || kind.is_fifo()
    }
    #[cfg(not(unix))]
    {
        !metadata.is_file() && !metadata.is_dir()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_only_if_asked() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("report");
        let write = |replace, text: &str| {
            OutputFile::new(&path, replace)?.write(text.as_bytes(), Readers::Usual)
        };
        write(false, "first").expect("written");
        let error = write(false, "second").expect_err("it is there");
        assert!(error.to_string().contains("cannot create"), "{error}");
        assert_eq!(fs::read(&path).expect("a file"), b"first");
        write(true, "third").expect("written");
        assert_eq!(fs::read(&path).expect("a file"), b"third");
        assert_eq!(fs::read_dir(root.path()).expect("a folder").count(), 1);
        // What came meanwhile stays, too.
        let late = root.path().join("late");
        let output = OutputFile::new(&late, false).expect("free");
        fs::write(&late, "mine").expect("written");
        assert!(output.write(b"theirs", Readers::Owner).is_err());
        assert_eq!(fs::read(&late).expect("a file"), b"mine");
    }

    #[test]
    fn what_cannot_be_written_to_is_refused_before_the_work() {
        let root = tempfile::tempdir().expect("a folder");
        for replace in [false, true] {
            assert!(OutputFile::new(root.path(), replace).is_err());
            assert!(OutputFile::new(&root.path().join("no/file"), replace).is_err());
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_device_stays_what_it_is() {
        use std::os::unix::fs::{FileTypeExt, MetadataExt};
        let root = tempfile::tempdir().expect("a folder");
        let link = root.path().join("link");
        std::os::unix::fs::symlink("/dev/null", &link).expect("a link");
        for replace in [false, true] {
            let output = OutputFile::new(&link, replace).expect("a device");
            assert!(!output.is_file());
            output.write(b"gone", Readers::Owner).expect("written");
        }
        let metadata = fs::metadata(&link).expect("a link to it");
        assert!(metadata.file_type().is_char_device());
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        let file = root.path().join("secret");
        let output = OutputFile::new(&file, false).expect("free");
        output.write(b"secret", Readers::Owner).expect("written");
        assert_eq!(fs::metadata(&file).expect("a file").mode() & 0o777, 0o600);
    }
}

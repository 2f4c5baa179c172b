//! [`NewFolder`]: a folder that appears complete or not at all.
//!
//! It is made under a temporary name next to its own, which is removed unless it is committed, and then renamed.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::local::{Folder, sync_folder_of, temp_path};
use crate::error::Error;

/// A folder being made, and what checks that nothing is at its name but what it may replace.
#[derive(Debug)]
pub(crate) struct NewFolder<C> {
    made: TempDir,
    out: PathBuf,
    check: C,
}

impl<C: Fn(&Path) -> Result<(), Error>> NewFolder<C> {
    /// Starts a folder.
    ///
    /// # Errors
    /// Something is there that may not be replaced, or an error of the system.
    pub(crate) fn start(out: &Path, check: C) -> Result<Self, Error> {
        // A link is followed, and `.` has a name.
        let out = fs::canonicalize(out).unwrap_or_else(|_| out.to_path_buf());
        let parent = match out.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        check(&out)?;
        fs::create_dir_all(parent).map_err(Error::io("create the folder", parent))?;
        let mut prefix = OsString::from(".");
        prefix.push(out.file_name().unwrap_or_default());
        prefix.push(".");
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // The system takes away what its settings say.
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let made = builder.tempdir_in(parent);
        Ok(Self {
            made: made.map_err(Error::io("create a folder in", parent))?,
            out,
            check,
        })
    }

    /// Where to write until it is committed.
    pub(crate) fn folder(&self) -> Folder {
        Folder::new(self.made.path())
    }

    /// Moves the folder to its name, durably.
    ///
    /// # Errors
    /// Something is there by now that may not be replaced, or an error of the system.
    pub(crate) fn commit(self) -> Result<(), Error> {
        let Self { made, out, check } = self;
        check(&out)?;
        let old = temp_path(&out);
        let is_there = match fs::remove_dir(&out) {
            Ok(()) => false,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(_) => true,
        };
        if is_there {
            fs::rename(&out, &old).map_err(Error::io("replace", &out))?;
        }
        if let Err(error) = fs::rename(made.path(), &out) {
            if is_there {
                let _ = fs::rename(&old, &out);
            }
            return Err(Error::io("create the folder", &out)(error));
        }
        // Nothing is at its name any more.
        let _ = made.keep();
        if is_there {
            fs::remove_dir_all(&old).map_err(Error::io("remove", &old))?;
        }
        sync_folder_of(&out).map_err(Error::io("write", &out))
    }
}

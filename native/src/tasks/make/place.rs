//! [`Place`]: a folder that appears whole under its name, or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::storage::{Folder, temp_path};

/// The document by which a folder is known as that of a task.
pub(super) const DOCUMENT: &str = "task.json";

/// A folder in the making, beside where it will be; what was written is removed unless it is committed.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
    temp: PathBuf,
}

impl Place {
    /// A folder that will be at `path`. With `replace`, another task may be there.
    ///
    /// # Errors
    /// Something is there that may not be replaced, or an error of the system.
    pub(super) fn new(path: &Path, replace: bool) -> Result<Self, Error> {
        // A name such as `.` or `a/..` has no folder beside it.
        let path = std::path::absolute(path).map_err(Error::io("find", path))?;
        let held = Folder::new(&path).names("")?;
        let is_task = held.iter().any(|name| name == DOCUMENT);
        if let Some(first) = held.into_iter().min()
            && !(replace && is_task)
        {
            return Err(Error::NotEmpty {
                location: path.display().to_string(),
                holds: first,
            });
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(Error::io("create the folder", parent))?;
        }
        let temp = temp_path(&path);
        fs::create_dir(&temp).map_err(Error::io("create the folder", &temp))?;
        Ok(Self { path, temp })
    }

    /// The folder to write into.
    pub(super) fn folder(&self) -> Folder {
        Folder::new(&self.temp)
    }

    /// Moves what was written to its place.
    ///
    /// # Errors
    /// An error of the system.
    pub(super) fn commit(self) -> Result<(), Error> {
        let old = temp_path(&self.path);
        let is_there = self.path.exists();
        if is_there {
            fs::rename(&self.path, &old).map_err(Error::io("replace", &self.path))?;
        }
        let moved = fs::rename(&self.temp, &self.path);
        if moved.is_err() && is_there {
            let _ = fs::rename(&old, &self.path);
        }
        moved.map_err(Error::io("write", &self.path))?;
        match is_there {
            true => fs::remove_dir_all(&old).map_err(Error::io("remove", &old)),
            false => Ok(()),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // After the rename there is nothing to remove, and nobody to report a failure to.
        let _ = fs::remove_dir_all(&self.temp);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_appears_when_it_is_whole() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("below/task");
        let place = Place::new(&path, false).expect("free");
        place.folder().put(DOCUMENT, b"{}").expect("written");
        assert!(!path.exists());
        drop(place);
        assert_eq!(
            Folder::new(root.path())
                .names("below")
                .expect("names")
                .len(),
            0
        );

        let place = Place::new(&path, false).expect("free");
        place.folder().put(DOCUMENT, b"{}").expect("written");
        place.commit().expect("committed");
        assert!(path.join(DOCUMENT).exists());
        assert!(matches!(
            Place::new(&path, false),
            Err(Error::NotEmpty { .. })
        ));

        let place = Place::new(&path, true).expect("a task may be replaced");
        place.folder().put("other", b"").expect("written");
        place.commit().expect("committed");
        assert_eq!(
            Folder::new(root.path()).names("below/task").expect("names"),
            ["other"]
        );
        assert_eq!(
            Folder::new(root.path()).names("below").expect("names"),
            ["task"]
        );
        // It is no task any more.
        assert!(matches!(
            Place::new(&path, true),
            Err(Error::NotEmpty { .. })
        ));
    }
}

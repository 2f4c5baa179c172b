//! [`Spool`]: a temporary folder in which finished parts wait to be sent.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::local::Folder;
use super::lock::{FolderLock, Sharing};
use crate::error::Error;

/// How the names of spool folders begin.
const PREFIX: &str = "fraudgen-spool-";

/// A temporary folder that only its owner can look into. It is locked while it is in use, so that what a killed
/// run left is known, and removed.
#[derive(Debug)]
pub(super) struct Spool {
    folder: TempDir,
    _lock: FolderLock,
}

impl Spool {
    /// Makes a spool folder in a folder for temporary files, and removes those that killed runs left there.
    ///
    /// # Errors
    /// It cannot be made.
    pub(super) fn new_in(parent: &Path) -> Result<Self, Error> {
        let spool = Self::make(parent).map_err(Error::io("create a spool folder in", parent))?;
        for path in spool.dead(parent) {
            if let Some(_lock) = FolderLock::take(&path, Sharing::Alone) {
                // Another run may be removing it, too.
                let _ = fs::remove_dir_all(&path);
            }
        }
        Ok(spool)
    }

    /// A new folder, locked before another run could take it for a dead one.
    fn make(parent: &Path) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o700));
        }
        loop {
            let folder = builder.tempdir_in(parent)?;
            let lock = FolderLock::take(folder.path(), Sharing::Alone);
            if let Some(_lock) = lock.filter(|_| folder.path().exists()) {
                return Ok(Self { folder, _lock });
            }
        }
    }

    /// The spool folders of the same user that may be dead.
    fn dead(&self, parent: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        let is_spool = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default();
            name.as_encoded_bytes().starts_with(PREFIX.as_bytes())
                && path != self.folder.path()
                && is_own_folder(path, self.folder.path())
        };
        entries.map(|entry| entry.path()).filter(is_spool).collect()
    }

    /// The folder.
    pub(super) fn folder(&self) -> Folder {
        Folder::new(self.folder.path())
    }
}

/// Whether a path is a folder, and no link to one, of the same owner as another.
fn is_own_folder(path: &Path, own: &Path) -> bool {
    let (Ok(metadata), Ok(own)) = (fs::symlink_metadata(path), fs::symlink_metadata(own)) else {
        return false;
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        metadata.is_dir() && metadata.uid() == own.uid()
    }
    #[cfg(not(unix))]
    {
        // Nothing says whether it is in use.
        let _ = (metadata, own);
        false
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{MetadataExt, symlink};

    use super::*;

    #[test]
    fn what_a_killed_run_left_goes_and_nothing_else() {
        let root = tempfile::tempdir().expect("a folder");
        let path = |name: &str| root.path().join(name);
        let living = Spool::new_in(root.path()).expect("a spool");
        let mode = fs::metadata(living.folder.path()).expect("it").mode();
        assert_eq!(mode & 0o777, 0o700);
        for name in ["fraudgen-spool-dead", "other", "fraudgen-spool-file"] {
            match name.ends_with("file") {
                true => fs::write(path(name), "mine").expect("a file"),
                false => fs::create_dir(path(name)).expect("a folder"),
            }
        }
        fs::write(path("fraudgen-spool-dead/part"), "half").expect("a file");
        symlink(path("other"), path("fraudgen-spool-link")).expect("a link");
        let next = Spool::new_in(root.path()).expect("a spool");
        assert!(!path("fraudgen-spool-dead").exists());
        for there in [living.folder.path(), next.folder.path()] {
            assert!(there.exists());
        }
        for name in ["other", "fraudgen-spool-file", "fraudgen-spool-link"] {
            assert!(path(name).exists(), "{name}");
        }
    }
}

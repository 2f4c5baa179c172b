//! [`FolderLock`]: says that a process is at work in a folder, for as long as it lives.

use std::fs::{File, TryLockError};
use std::path::Path;

/// A lock on a folder, of which nothing is seen in it. The system lets go of it when its process ends,
/// however it ends. Where folders cannot be locked, it locks nothing.
#[derive(Debug)]
pub(crate) struct FolderLock {
    /// Locked while it is open.
    _folder: Option<File>,
}

/// Who else may hold a lock on the same folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// Nobody.
    Alone,
    /// Others who share it.
    Shared,
}

impl FolderLock {
    /// Locks a folder; none if another process is at work there.
    pub(crate) fn take(folder: &Path, sharing: Sharing) -> Option<Self> {
        // Some systems open no folders, and some file systems have no locks.
        let Ok(file) = File::open(folder) else {
            return Some(Self { _folder: None });
        };
        let taken = match sharing {
            Sharing::Alone => file.try_lock(),
            Sharing::Shared => file.try_lock_shared(),
        };
        match taken {
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Error(_)) => Some(Self { _folder: None }),
            Ok(()) => Some(Self {
                _folder: Some(file),
            }),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn one_is_alone_or_several_share() {
        let root = tempfile::tempdir().expect("a folder");
        let take = |sharing| FolderLock::take(root.path(), sharing);
        let alone = take(Sharing::Alone).expect("nobody is there");
        assert!(take(Sharing::Alone).is_none() && take(Sharing::Shared).is_none());
        drop(alone);
        let shared = [(); 2].map(|()| take(Sharing::Shared).expect("they share"));
        assert!(take(Sharing::Alone).is_none());
        drop(shared);
        assert!(take(Sharing::Alone).is_some());
        assert_eq!(std::fs::read_dir(root.path()).expect("a folder").count(), 0);
    }
}

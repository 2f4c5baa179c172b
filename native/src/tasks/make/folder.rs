//! [`new_folder`]: the folder of a task. A task that was there may be replaced, but no folder that holds anything else.

use std::path::Path;

use crate::error::Error;
use crate::storage::{Folder, NewFolder};

/// The document by which a folder is known as that of a task.
pub(super) const DOCUMENT: &str = "task.json";

/// Starts the folder of a task; `replace` says that it may replace one.
pub(super) fn new_folder(
    out: &Path,
    replace: bool,
) -> Result<NewFolder<impl Fn(&Path) -> Result<(), Error>>, Error> {
    NewFolder::start(out, move |out: &Path| check(out, replace))
}

/// Whether nothing is at a path but what may be replaced: an empty folder, or a task if `replace` says so.
fn check(out: &Path, replace: bool) -> Result<(), Error> {
    let held = Folder::new(out).names("")?;
    let is_task = held.iter().any(|name| name == DOCUMENT);
    match held.into_iter().min() {
        Some(first) if !(replace && is_task) => Err(Error::NotEmpty {
            location: out.display().to_string(),
            holds: first,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_appears_when_it_is_whole() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("below/task");
        let new = new_folder(&path, false).expect("free");
        new.folder().put(DOCUMENT, b"{}").expect("written");
        assert!(!path.exists());
        drop(new);
        assert_eq!(
            Folder::new(root.path())
                .names("below")
                .expect("names")
                .len(),
            0
        );

        let new = new_folder(&path, false).expect("free");
        new.folder().put(DOCUMENT, b"{}").expect("written");
        new.commit().expect("committed");
        assert!(path.join(DOCUMENT).exists());
        assert!(matches!(
            new_folder(&path, false),
            Err(Error::NotEmpty { .. })
        ));

        let new = new_folder(&path, true).expect("a task may be replaced");
        new.folder().put("other", b"").expect("written");
        new.commit().expect("committed");
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
            new_folder(&path, true),
            Err(Error::NotEmpty { .. })
        ));
    }
}

//! [`NewFolder`]: a folder that appears complete or not at all.
//!
//! It is made under a temporary name next to its own, which is removed unless it is committed, and then renamed. A graph
//! that was there may be replaced, but no folder that holds anything else.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::file::GraphFormat;
use super::kind::Kind;
use crate::error::Error;
use crate::storage::{Folder, sync_folder_of, temp_path};

/// The document that says what the folder holds.
pub(super) const README: &str = "README.md";

/// A folder being made.
#[derive(Debug)]
pub(super) struct NewFolder {
    made: TempDir,
    out: PathBuf,
    replace: bool,
}

impl NewFolder {
    /// Starts a folder; `replace` says that it may replace a graph.
    pub(super) fn start(out: &Path, replace: bool) -> Result<Self, Error> {
        // A link is followed, and `.` has a name.
        let out = fs::canonicalize(out).unwrap_or_else(|_| out.to_path_buf());
        let parent = match out.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        check(&out, replace)?;
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
            replace,
        })
    }

    /// Where to write until it is committed.
    pub(super) fn folder(&self) -> Folder {
        Folder::new(self.made.path())
    }

    /// Moves the folder to its name, durably.
    pub(super) fn commit(self) -> Result<(), Error> {
        let Self { made, out, replace } = self;
        check(&out, replace)?;
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

/// Whether nothing is at a path but what may be replaced: an empty folder, or a graph if `replace` says so.
fn check(out: &Path, replace: bool) -> Result<(), Error> {
    let holds = match names(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        names => names.map_err(Error::io("read the folder", out))?,
    };
    let location = out.display().to_string();
    match holds.iter().find(|name| !is_of_graph(name)) {
        Some(foreign) => Err(Error::NotGraph {
            location,
            holds: foreign.clone(),
        }),
        None if !holds.is_empty() && !replace => {
            let exists = io::ErrorKind::AlreadyExists;
            Err(Error::io("create", out)(exists.into()))
        }
        None => Ok(()),
    }
}

/// What is in a folder and in those in it, by paths from there.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() && ["nodes", "edges"].contains(&name.as_str()) {
            for inner in fs::read_dir(entry.path())? {
                let inner = inner?.file_name().to_string_lossy().into_owned();
                names.push(format!("{name}/{inner}"));
            }
        } else {
            names.push(name);
        }
    }
    Ok(names)
}

fn is_of_graph(name: &str) -> bool {
    let mut kinds = Kind::ALL.into_iter();
    name == README || kinds.any(|kind| GraphFormat::ALL.iter().any(|of| of.path(kind) == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(out: &Path, replace: bool, text: &str) -> Result<(), Error> {
        let new = NewFolder::start(out, replace)?;
        new.folder().put(README, text.as_bytes())?;
        new.commit()
    }

    fn names_in(folder: &Path) -> usize {
        fs::read_dir(folder).expect("a folder").count()
    }

    #[test]
    fn a_folder_appears_when_it_is_complete() {
        let root = tempfile::tempdir().expect("a folder");
        let out = root.path().join("deep/graph");
        let new = NewFolder::start(&out, false).expect("started");
        new.folder().put(README, b"half").expect("written");
        assert!(!out.exists());
        drop(new);
        assert_eq!(names_in(&root.path().join("deep")), 0);
        fs::create_dir(&out).expect("an empty folder");
        made(&out, false, "whole").expect("made");
        assert_eq!(fs::read(out.join(README)).expect("read"), b"whole");
        assert_eq!(names_in(&root.path().join("deep")), 1);
    }

    #[test]
    fn only_a_graph_is_replaced_and_only_if_asked() {
        let root = tempfile::tempdir().expect("a folder");
        let out = root.path().join("graph");
        made(&out, false, "first").expect("made");
        let error = made(&out, false, "second").expect_err("it is there");
        assert!(matches!(error, Error::Io { .. }), "{error}");
        made(&out, true, "third").expect("replaced");
        assert_eq!(fs::read(out.join(README)).expect("read"), b"third");
        fs::create_dir(out.join("nodes")).expect("a folder");
        fs::write(out.join("nodes/mine.txt"), "mine").expect("written");
        for replace in [false, true] {
            let error = made(&out, replace, "fourth").expect_err("it is not only a graph");
            assert!(error.to_string().contains("nodes/mine.txt"), "{error}");
        }
        assert_eq!(fs::read(out.join(README)).expect("read"), b"third");
        assert_eq!(names_in(root.path()), 1);
    }
}

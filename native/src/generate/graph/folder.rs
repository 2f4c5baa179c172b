//! [`new_folder`]: the folder of a graph. A graph that was there may be replaced, but no folder that holds anything else.

use std::fs;
use std::io;
use std::path::Path;

use super::file::GraphFormat;
use super::kind::Kind;
use crate::error::Error;
use crate::storage::NewFolder;

/// The document that says what the folder holds.
pub(super) const README: &str = "README.md";

/// Starts the folder of a graph; `replace` says that it may replace one.
pub(super) fn new_folder(
    out: &Path,
    replace: bool,
) -> Result<NewFolder<impl Fn(&Path) -> Result<(), Error>>, Error> {
    NewFolder::start(out, move |out: &Path| check(out, replace))
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
        let new = new_folder(out, replace)?;
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
        let new = new_folder(&out, false).expect("started");
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

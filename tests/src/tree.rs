//! [`Tree`]: all that is below a folder, to be compared as a whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fraudgen::CancelToken;
use fraudgen::dataset::{Manifest, Shard};
use fraudgen::generate::PartError;
use fraudgen::storage::{Checksums, Folder, Location};

/// The paths below a folder, with the length and SHA-256 of each file, and nothing for a folder.
pub type Tree = BTreeMap<String, Option<Checksums>>;

/// What is below a folder; nothing if it does not exist. What disappears meanwhile is left out.
pub fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    add(root, "", &mut tree);
    tree
}

fn add(folder: &Path, prefix: &str, tree: &mut Tree) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            add(&entry.path(), &format!("{path}/"), tree);
            tree.insert(path, None);
        } else if let Ok(checksums) = checksums(&entry.path()) {
            tree.insert(path, Some(checksums));
        }
    }
}

fn checksums(path: &Path) -> Result<Checksums, PartError> {
    Checksums::read(fs::File::open(path)?, &CancelToken::default())
}

/// Copies a folder with all that is below it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).expect("a copy");
        }
    }
}

/// The text of a table's files, one after the other.
pub fn read_table(root: &Path, table: &str) -> String {
    let paths = tree(&root.join(table)).into_keys();
    paths
        .map(|path| fs::read_to_string(root.join(table).join(path)).expect("text"))
        .collect()
}

/// The manifest of a shard in a folder.
pub fn manifest(root: &Path, shard: Shard) -> Manifest {
    let manifest = Location::Folder(Folder::new(root)).manifest(shard);
    manifest.expect("a manifest").expect("it is there")
}

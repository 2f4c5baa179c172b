//! What tests of uploads share: a small dataset, the command with and without a key, and what a store holds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tempfile::TempDir;

use crate::command::{done, fraudgen};
use crate::s3::{Key, Kind, Store};

/// About 5 MB in 37 files.
pub const DATASET: &str = "--transactions 41000 --customers 4096 --rows-per-file 3000 --threads 2";
/// How many files [`DATASET`] has, without what closes it.
pub const PARTS: usize = 39;
/// What says to others what a dataset is.
pub const DOCUMENTS: [&str; 3] = ["README.md", "croissant.json", "datapackage.json"];
/// How many files close a dataset: the documents, the manifest and `_SUCCESS`.
pub const CLOSING: usize = DOCUMENTS.len() + 2;

/// Objects by their path below a prefix.
pub type Objects = BTreeMap<String, Bytes>;

/// The command with nothing in its environment but a home that does not exist.
pub fn bare(line: &str) -> Command {
    let mut command = fraudgen(line);
    command.env_clear().env("HOME", "/nonexistent");
    command
}

/// The command with a key to a store, and nothing else, in its environment.
pub fn with_key(store: &Store, key: &Key, line: &str) -> Command {
    let mut command = bare(line);
    command.envs(store.environment(key));
    command
}

/// The files of a dataset in a folder, by path, without its manifest.
pub fn parts_in(root: &Path) -> Objects {
    let files = crate::tree(root).into_iter();
    files
        .filter(|(path, file)| file.is_some() && path.contains('/'))
        .map(|(path, _)| {
            let bytes = fs::read(root.join(&path)).expect("a file");
            (path, bytes.into())
        })
        .collect()
}

/// The files of [`DATASET`], as a folder has them.
pub fn reference() -> &'static Objects {
    static REFERENCE: LazyLock<Objects> = LazyLock::new(|| {
        let root = tempfile::tempdir().expect("a folder");
        done(fraudgen(&format!("generate {DATASET} --out")).arg(root.path()));
        let parts = parts_in(root.path());
        assert_eq!(parts.len(), PARTS);
        parts
    });
    &REFERENCE
}

/// Asserts that a finished dataset is below a prefix: these parts, what closes it, and nothing else.
pub fn assert_whole(store: &Store, prefix: &str, parts: &Objects) {
    let mut objects = below(store, prefix);
    let manifest = objects.remove("_manifest.json").expect("a manifest");
    assert_eq!(objects.remove("_SUCCESS").as_deref(), Some(&b""[..]));
    for name in DOCUMENTS {
        let document = objects.remove(name).expect("a document");
        assert!(!document.is_empty(), "{name}");
    }
    let names = |objects: &Objects| objects.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&objects), names(parts));
    assert!(objects == *parts, "the bytes are not those of a folder");
    let text = String::from_utf8_lossy(&manifest);
    for path in parts.keys() {
        let named = format!("{path:?}");
        assert_eq!(text.matches(&named).count(), 1, "{path} has one record");
    }
}

/// What is below a prefix, without the marker of a run in a store that does not keep runs apart: no target removes it.
pub fn below(store: &Store, prefix: &str) -> Objects {
    let prefix = format!("{prefix}/");
    let names = store.list(&prefix).into_iter();
    names
        .filter(|name| store.kind != Kind::Rclone || !name.ends_with("/_run.json"))
        .map(|name| {
            let bytes = store.get(&name).expect("it is listed");
            (name[prefix.len()..].to_owned(), bytes)
        })
        .collect()
}

/// A folder for target files and receipts.
#[derive(Debug)]
pub struct Desk(TempDir);

impl Default for Desk {
    fn default() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }
}

impl Desk {
    /// Signs targets for [`DATASET`] below `lake/x`, into `targets.jsonl` and the files of shards.
    pub fn presign(&self, store: &Store, flags: &str) {
        let line = format!("presign --to s3://lake/x {DATASET} {flags}");
        done(with_key(store, &store.admin, &line).current_dir(&self.0));
    }

    /// A worker without credentials, at this folder.
    pub fn worker(&self, flags: &str) -> Command {
        self.bare(&format!("generate --threads 2 --targets {flags}"))
    }

    /// The command without credentials, at this folder.
    pub fn bare(&self, line: &str) -> Command {
        let mut command = bare(line);
        command.current_dir(&self.0);
        command
    }

    /// The name of a shard's receipt, such as of `0-of-3`.
    pub fn receipt(&self, shard: &str) -> String {
        let names = crate::tree(self.0.path()).into_keys();
        let start = format!("fraudgen-receipt-{shard}-");
        let mut found = names.filter(|name| name.starts_with(&start) && !name.contains("progress"));
        found.next().expect("a receipt")
    }

    /// A file's path.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        self.0.path()
    }
}

/// Starts a command whose output is read when it has ended.
pub fn start(command: &mut Command) -> Child {
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command can be started")
}

/// Waits until a process has reached a moment, or its end; returns whether it is still running.
pub fn wait_until(child: &mut Child, mut moment: impl FnMut() -> bool) -> bool {
    let began = Instant::now();
    while !moment() {
        if child.try_wait().expect("it was started").is_some() {
            return false;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "it never came");
        sleep(Duration::from_millis(2));
    }
    true
}

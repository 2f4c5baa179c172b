//! [`Design`]: a way from a spec to files at their place, as the calls of the command that go it.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::Bench;
use crate::storage::location::Place;

/// Name of the spec's file among the temporary ones.
pub(super) const SPEC: &str = "spec.json";
const TARGETS: &str = "targets.jsonl";

/// A way from a spec to files at their place: those that the earlier Python generator went through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Design {
    /// JSON lines into a local folder.
    V1,
    /// Parquet in the smallest parts.
    V2,
    /// Parquet by one thread.
    V3,
    /// Parquet by all threads of one process, which has the key and uploads.
    #[value(name = "v4-a")]
    V4A,
    /// The same, with finished parts waiting on disk.
    #[value(name = "v4-b")]
    V4B,
    /// Parquet by several processes that have no key.
    #[value(name = "v4-c")]
    V4C,
}

/// Calls that run at the same time.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) calls: Vec<Call>,
    /// Whether they make the records, and so tell what they made.
    pub(super) makes: bool,
}

/// A call of the command.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) args: Vec<OsString>,
    /// Whether it may know the key to the store.
    pub(super) has_key: bool,
}

impl Call {
    /// A call with flags that are words of one line.
    pub(super) fn new(line: &str) -> Self {
        Self {
            args: line.split(' ').map(OsString::from).collect(),
            has_key: true,
        }
    }

    fn flag(mut self, flag: &str, value: impl AsRef<OsStr>) -> Self {
        let mut arg = OsString::from(format!("{flag}="));
        arg.push(value);
        self.args.push(arg);
        self
    }

    fn flags(mut self, flags: &[String]) -> Self {
        self.args.extend(flags.iter().map(OsString::from));
        self
    }

    fn without_key(mut self) -> Self {
        self.has_key = false;
        self
    }
}

/// What a design is to do.
pub(super) struct Job<'a> {
    pub(super) bench: &'a Bench,
    pub(super) place: &'a Place,
    /// The folder of temporary files.
    pub(super) scratch: &'a Path,
}

impl Job<'_> {
    fn generate(&self, threads: usize) -> Call {
        Call::new("generate --json --progress=none").flag("--threads", threads.to_string())
    }

    fn generate_at_place(&self, threads: usize) -> Call {
        let call = self
            .generate(threads)
            .flag("--spec", self.scratch.join(SPEC))
            .flag("--out", self.place.to_string());
        self.reaching(call)
    }

    /// A call that reaches the place by itself.
    fn reaching(&self, call: Call) -> Call {
        match self.place {
            Place::Store(_) => call
                .flags(&self.bench.store_flags)
                .flags(&self.bench.patience_flags),
            Place::Folder(_) | Place::Null => call,
        }
    }
}

impl Design {
    /// Every design, in the order of their history.
    pub const ALL: [Design; 6] = [
        Design::V1,
        Design::V2,
        Design::V3,
        Design::V4A,
        Design::V4B,
        Design::V4C,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Design::V1 => "v1",
            Design::V2 => "v2",
            Design::V3 => "v3",
            Design::V4A => "v4-a",
            Design::V4B => "v4-b",
            Design::V4C => "v4-c",
        }
    }

    /// What it does at a place.
    pub const fn what(self, place: &Place) -> &'static str {
        match (self, place) {
            (Design::V1, Place::Store(_)) => "JSON lines into a local folder",
            (Design::V1, _) => "JSON lines",
            (Design::V2, _) => "smallest parts, a cell each",
            (Design::V3, _) => "one thread, whole files",
            (Design::V4A, Place::Store(_)) => "all threads, one process uploads",
            (Design::V4A, _) => "all threads of one process",
            (Design::V4B, _) => "all threads, spooled to disk, then uploaded",
            (Design::V4C, Place::Store(_)) => "workers without a key, presigned targets",
            (Design::V4C, _) => "workers, a shard each",
        }
    }

    /// Its steps, one after the other.
    ///
    /// # Errors
    /// Why there are none at such a place.
    pub(super) fn steps(self, job: &Job<'_>) -> Result<Vec<Step>, &'static str> {
        let threads = job.bench.threads;
        let call = match self {
            Design::V1 => job.generate_at_place(threads).flag("--format", "jsonl"),
            // Fewer rows than a cell has: a part is no smaller than that.
            Design::V2 => job
                .generate_at_place(threads)
                .flag("--rows-per-file", "10000")
                .flag("--memory", "8MiB"),
            Design::V3 => job.generate_at_place(1),
            Design::V4A => job.generate_at_place(threads),
            Design::V4B if !matches!(job.place, Place::Store(_)) => {
                return Err("there is nothing to upload to");
            }
            Design::V4B => job.generate_at_place(threads).flag("--upload", "spool"),
            Design::V4C => return Ok(workers(job)),
        };
        Ok(vec![Step {
            calls: vec![call],
            makes: true,
        }])
    }
}

fn workers(job: &Job<'_>) -> Vec<Step> {
    let (bench, workers) = (job.bench, job.bench.workers);
    let threads = (bench.threads / workers).max(1);
    let step = |calls, makes| Step { calls, makes };
    let shard = |index: usize| format!("{index}/{workers}");
    let Place::Store(_) = job.place else {
        let worker = |index| {
            job.generate_at_place(threads)
                .flag("--shard", shard(index))
                .without_key()
        };
        let mut steps = vec![step((0..workers).map(worker).collect(), true)];
        if let Place::Folder(folder) = job.place {
            let mut finish = Call::new("finish --progress=none").without_key();
            finish.args.extend(["--".into(), folder.root().into()]);
            steps.push(step(vec![finish], false));
        }
        return steps;
    };
    let targets = job.scratch.join(TARGETS);
    let receipt = |index: usize| job.scratch.join(format!("receipt-{index}.json"));
    let presign = Call::new("presign")
        .flag("--shards", workers.to_string())
        .flag("--spec", job.scratch.join(SPEC))
        .flag("--out", &targets)
        .flag("--to", job.place.to_string());
    let worker = |index| {
        let own = format!("targets-{index}-of-{workers}.jsonl");
        job.generate(threads)
            .flag("--targets", job.scratch.join(own))
            .flag("--shard", shard(index))
            .flag("--receipt", receipt(index))
            .flags(&bench.patience_flags)
            .without_key()
    };
    let finish = Call::new("finish --progress=none")
        .flag("--targets", &targets)
        .flags(&bench.patience_flags)
        .without_key();
    let finish = (0..workers).fold(finish, |call, index| {
        call.flag("--receipts", receipt(index))
    });
    vec![
        step(vec![job.reaching(presign)], false),
        step((0..workers).map(worker).collect(), true),
        step(vec![finish], false),
    ]
}

//! [`Job::steps`]: a design as calls of the command.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::config::Bench;
use super::design::Design;
use crate::storage::Location;

/// Name of the spec's file among the temporary ones.
pub(super) const SPEC: &str = "spec.json";
const TARGETS: &str = "targets.jsonl";

/// Calls that run at the same time.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) calls: Vec<Call>,
    /// Whether they make records, and report what they made.
    pub(super) makes: bool,
}

/// A call of the command.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) args: Vec<OsString>,
    /// Whether it may know the store's credentials.
    pub(super) has_key: bool,
}

impl Call {
    /// A call whose flags are the words of a line.
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

/// What a design has to do, and where.
pub(super) struct Job<'a> {
    pub(super) bench: &'a Bench,
    pub(super) location: &'a Location,
    /// The folder of temporary files.
    pub(super) scratch: &'a Path,
}

impl Job<'_> {
    /// The steps of a design, one after the other.
    ///
    /// # Errors
    /// Why the design has none at such a location.
    pub(super) fn steps(&self, design: Design) -> Result<Vec<Step>, &'static str> {
        let threads = self.bench.threads;
        let call = match design {
            Design::V1 => self.generate_at_location(threads).flag("--format", "jsonl"),
            // Fewer rows than a cell has, which is the smallest part.
            Design::V2 => self
                .generate_at_location(threads)
                .flag("--rows-per-file", "10000")
                .flag("--memory", "8MiB"),
            Design::V3 => self.generate_at_location(1),
            Design::V4A => self.generate_at_location(threads),
            Design::V4B if !matches!(self.location, Location::Store(_)) => {
                return Err("there is nothing to upload to");
            }
            Design::V4B => self.generate_at_location(threads).flag("--upload", "spool"),
            Design::V4C => return Ok(self.workers()),
        };
        Ok(vec![Step {
            calls: vec![call],
            makes: true,
        }])
    }

    fn workers(&self) -> Vec<Step> {
        let (bench, workers) = (self.bench, self.bench.workers);
        let threads = (bench.threads / workers).max(1);
        let step = |calls, makes| Step { calls, makes };
        let shard = |index: usize| format!("{index}/{workers}");
        let Location::Store(_) = self.location else {
            let worker = |index| {
                self.generate_at_location(threads)
                    .flag("--shard", shard(index))
                    .without_key()
            };
            let mut steps = vec![step((0..workers).map(worker).collect(), true)];
            if let Location::Folder(folder) = self.location {
                let mut finish = Call::new("finish --progress=none").without_key();
                finish.args.extend(["--".into(), folder.root().into()]);
                steps.push(step(vec![finish], false));
            }
            return steps;
        };
        let targets = self.scratch.join(TARGETS);
        let receipt = |index: usize| self.scratch.join(format!("receipt-{index}.json"));
        let presign = Call::new("presign")
            .flag("--shards", workers.to_string())
            .flag("--spec", self.scratch.join(SPEC))
            .flag("--out", &targets)
            .flag("--to", self.location.to_string());
        let worker = |index| {
            let own = format!("targets-{index}-of-{workers}.jsonl");
            self.generate(threads)
                .flag("--targets", self.scratch.join(own))
                .flag("--shard", shard(index))
                .flag("--receipt", receipt(index))
                .flags(&bench.retry_flags)
                .without_key()
        };
        let finish = Call::new("finish --progress=none")
            .flag("--targets", &targets)
            .flags(&bench.retry_flags)
            .without_key();
        let finish = (0..workers).fold(finish, |call, index| {
            call.flag("--receipts", receipt(index))
        });
        vec![
            step(vec![self.reaching(presign)], false),
            step((0..workers).map(worker).collect(), true),
            step(vec![finish], false),
        ]
    }

    fn generate(&self, threads: usize) -> Call {
        Call::new("generate --json --progress=none").flag("--threads", threads.to_string())
    }

    fn generate_at_location(&self, threads: usize) -> Call {
        let call = self
            .generate(threads)
            .flag("--spec", self.scratch.join(SPEC));
        let call = match self.location {
            Location::Folder(folder) => call.flag("--out", folder.root()),
            other => call.flag("--out", other.to_string()),
        };
        self.reaching(call)
    }

    /// A call with the flags that say how to reach the location.
    fn reaching(&self, call: Call) -> Call {
        match self.location {
            Location::Store(_) => call
                .flags(&self.bench.store_flags)
                .flags(&self.bench.retry_flags),
            Location::Folder(_) | Location::Null => call,
        }
    }
}

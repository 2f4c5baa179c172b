//! [`Design`]: a way to turn a spec into files.

use crate::storage::Location;

/// A way to turn a spec into files; the previous Python generator went through all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum Design {
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

impl Design {
    /// Every design, in the order in which they were developed.
    pub(crate) const ALL: [Design; 6] = [
        Design::V1,
        Design::V2,
        Design::V3,
        Design::V4A,
        Design::V4B,
        Design::V4C,
    ];

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Design::V1 => "v1",
            Design::V2 => "v2",
            Design::V3 => "v3",
            Design::V4A => "v4-a",
            Design::V4B => "v4-b",
            Design::V4C => "v4-c",
        }
    }

    /// What it does at a location.
    pub(crate) const fn what(self, location: &Location) -> &'static str {
        match (self, location) {
            (Design::V1, Location::Store(_)) => "JSON lines into a local folder",
            (Design::V1, _) => "JSON lines",
            (Design::V2, _) => "smallest parts, a cell each",
            (Design::V3, _) => "one thread, whole files",
            (Design::V4A, Location::Store(_)) => "all threads, one process uploads",
            (Design::V4A, _) => "all threads of one process",
            (Design::V4B, _) => "all threads, spooled to disk, then uploaded",
            (Design::V4C, Location::Store(_)) => "workers without a key, presigned targets",
            (Design::V4C, _) => "workers, a shard each",
        }
    }
}

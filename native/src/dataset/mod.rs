//! What a run makes, how it is laid out in files, and what was made, with the formats of these on disk.

pub mod describe;
pub(crate) mod journal;
pub(crate) mod layout;
pub(crate) mod manifest;
#[cfg(test)]
mod properties;
pub(crate) mod run;
pub(crate) mod shards;
pub(crate) mod survey;
pub(crate) mod targets;

pub use self::layout::{DEFAULT_ROWS_PER_FILE, InvalidShard, Layout, Part, ROWS_PER_FILE, Shard};
pub use self::manifest::{
    Contents, InvalidManifest, MANIFEST_VERSION, Manifest, PartRecord, SUCCESS, TableRecord,
    TimeRange,
};
pub use self::run::{MOST_FILES, Run};
pub use self::survey::Survey;
pub use self::targets::{Header, InvalidTargets, ObjectTargets, TARGETS_VERSION, TargetFile};

//! A file or folder for each subcommand.

pub(super) mod bench;
pub(super) mod completions;
pub(super) mod explain;
pub(super) mod finish;
pub(super) mod generate;
pub(super) mod graph;
pub(super) mod man;
pub(super) mod plan;
pub(super) mod presign;
pub(super) mod report;
pub(super) mod sample;
pub(super) mod schema;
pub(super) mod score;
pub(super) mod task;
pub(super) mod verify;

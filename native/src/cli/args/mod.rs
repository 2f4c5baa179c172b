//! Flags that several subcommands share.

mod dataset;
mod form;
mod layout;
mod numbers;
mod output;
mod progress;
mod shard;
mod store;

pub(super) use self::dataset::DatasetArgs;
pub(super) use self::form::Form;
pub(super) use self::layout::{LayoutArgs, OutputArgs, ThreadArgs, parse_table};
pub(super) use self::numbers::{parse_bandwidth, parse_count, parse_duration};
pub(super) use self::output::output;
pub(super) use self::progress::ProgressStyle;
pub(super) use self::shard::ShardArg;
pub(super) use self::store::{Memory, NonEmptyPlace, StoreArgs, parse_memory, parse_uri};

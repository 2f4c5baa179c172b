//! Records into bytes: files in one of several formats, Arrow streams, and record batches in memory.

pub mod arrow;
pub mod batches;
mod compression;
mod csv;
mod encoder;
mod format;
pub mod ipc;
mod jsonl;
pub mod parquet;
mod part;
#[cfg(test)]
mod properties;
mod text;

pub use self::compression::{Compression, InvalidCompression};
pub(crate) use self::csv::quoted;
pub use self::encoder::{Encoder, Sink};
pub use self::format::{Format, Suffix};
pub use self::part::encoder;
pub use self::text::plain_text;
pub(crate) use self::text::{Day, date_text, float, integer, time_text, timestamp};

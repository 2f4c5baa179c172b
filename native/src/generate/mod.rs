//! A run, from an empty location to a closed dataset.

mod close;
mod destination;
mod finish;
pub mod graph;
mod lakehouse;
mod part;
mod run;
mod writer;

pub use self::destination::{Destination, Mode, Records, clear, guard_note};
pub use self::finish::finish;
pub use self::lakehouse::TableFormat;
pub(crate) use self::lakehouse::{is_log, is_of_table_format};
pub use self::part::make_part;
pub use self::run::generate;
pub use self::writer::Waiting;
pub use crate::error::PartError;

//! A run, from an empty location to a closed dataset.

mod close;
mod destination;
mod finish;
mod part;
mod run;
mod writer;

pub use self::destination::{Destination, Mode, Records, clear};
pub use self::finish::finish;
pub use self::part::make_part;
pub use self::run::generate;
pub use self::writer::Waiting;
pub use crate::error::PartError;

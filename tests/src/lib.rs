//! What the tests that cross crates share: calling the `fraudgen` command as a user would, and looking
//! at what it leaves on disk.

mod command;
mod tree;

pub use self::command::{Outcome, done, fraudgen, run};
pub use self::tree::{Tree, copy, read_table, tree};

//! The command line: each subcommand reads its flags, calls the library and prints.

// Doc comments of flags are help texts, where a link would show its brackets.
#![allow(rustdoc::bare_urls)]

mod args;
mod call;
mod command;
mod commands;
mod failure;
mod host;
mod note;
mod remedy;
mod signal;
mod table;

pub use self::call::{Outcome, batches, call, main_of, spec};
pub use self::command::main;
pub use self::failure::Failure;

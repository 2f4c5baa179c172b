//! The command line: each subcommand reads its flags, calls the library and prints.

mod args;
mod command;
mod commands;
mod failure;
mod remedy;
mod signal;
mod table;

pub use self::command::main;

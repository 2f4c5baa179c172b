//! The command line: each subcommand reads its flags, calls the library and prints.

// Doc comments of flags are help texts, where a link would show its brackets.
#![allow(rustdoc::bare_urls)]

mod args;
mod command;
mod commands;
mod failure;
mod note;
mod remedy;
mod signal;
mod table;

pub use self::command::main;

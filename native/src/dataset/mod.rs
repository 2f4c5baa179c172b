//! What a run makes, how it is laid out in files, and what was made: plain data, in its forms on disk.

pub(crate) mod journal;
pub mod layout;
pub mod manifest;
pub mod run;
pub mod targets;

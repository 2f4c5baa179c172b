//! `fraudgen generate`

mod args;
mod files;
mod run;
mod stream;
mod summary;

pub(in crate::cli) use self::args::Args;
pub(in crate::cli) use self::run::run;
pub(in crate::cli) use self::stream::batches;

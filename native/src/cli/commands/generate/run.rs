//! Either files or a stream.

use super::args::Args;
use super::{files, stream};

pub(in crate::cli) fn run(args: Args) -> anyhow::Result<()> {
    match args.file_format()? {
        Some(format) => files::run(args, format),
        None => stream::run(&args),
    }
}

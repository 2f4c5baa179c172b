//! Either files or a stream.

use super::args::Args;
use super::{files, stream};
use crate::cli::host::Host;

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    match args.file_format()? {
        Some(format) => files::run(args, format, host),
        None => stream::run(&args, host),
    }
}

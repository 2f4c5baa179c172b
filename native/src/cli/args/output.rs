//! [`output`]: the value of a flag that names what is written to.

use std::io;
use std::path::Path;

use crate::cli::failure::Usage;
use crate::error::Error;
use crate::error::chain;
use crate::storage::OutputFile;

/// What a flag names to be written to, checked before the work; `-` is standard output. A file that is there
/// is replaced only if `replace` says so.
pub(in crate::cli) fn output(flag: &str, path: &Path, replace: bool) -> anyhow::Result<OutputFile> {
    OutputFile::new(path, replace).map_err(|error| match error {
        Error::Io { ref source, .. } if source.kind() == io::ErrorKind::AlreadyExists => {
            error.into()
        }
        error => {
            let reason = chain(&error);
            let text = format!("invalid value '{}' for '{flag}': {reason}", path.display());
            Usage(text).into()
        }
    })
}

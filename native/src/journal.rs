//! [`Journal`]: the finished parts of a run that is not over, a line each, so that a broken run can be
//! continued. The first line is the run itself.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::layout::Shard;
use crate::manifest::PartRecord;
use crate::run::Run;

/// A journal open for writing.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// The file name of a shard's journal.
    pub(crate) fn file_name(shard: Shard) -> String {
        if shard.is_whole() {
            "_progress.jsonl".into()
        } else {
            format!("_progress-{}-of-{}.jsonl", shard.index, shard.count)
        }
    }

    /// Reads a journal; none where the file is not there. A last line that was cut off, as by a crash,
    /// is left out.
    pub(crate) fn read(path: &Path) -> Result<Option<(Run, Vec<PartRecord>)>, Error> {
        let text = match std::fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(Error::io("read", path))?,
        };
        let invalid = |error: serde_json::Error| Error::Invalid {
            path: path.into(),
            what: "journal",
            reason: error.to_string(),
        };
        let mut lines = text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'));
        let Some(header) = lines.next() else {
            return Ok(None);
        };
        let run = serde_json::from_str(header).map_err(invalid)?;
        let parts = lines
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()
            .map_err(invalid)?;
        Ok(Some((run, parts)))
    }

    /// Starts a journal with the parts that are finished already, in the place of an earlier one.
    pub(crate) fn create(path: PathBuf, run: &Run, parts: &[PartRecord]) -> Result<Self, Error> {
        let draft = path.with_extension("tmp");
        let write = || -> io::Result<File> {
            let mut file = File::create(&draft)?;
            write_line(&mut file, run)?;
            for part in parts {
                write_line(&mut file, part)?;
            }
            std::fs::rename(&draft, &path)?;
            Ok(file)
        };
        let file = write().map_err(Error::io("write", &path))?;
        Ok(Self { path, file })
    }

    /// Adds a finished part.
    pub(crate) fn add(&mut self, part: &PartRecord) -> Result<(), Error> {
        write_line(&mut self.file, part).map_err(Error::io("write", &self.path))
    }

    /// Removes the journal: the run is over.
    pub(crate) fn remove(self) -> Result<(), Error> {
        std::fs::remove_file(&self.path).map_err(Error::io("remove", &self.path))
    }
}

/// Writes a line in one piece, so that a crash cuts off at most the last one.
fn write_line(file: &mut File, line: &impl serde::Serialize) -> io::Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    file.write_all(&text)
}

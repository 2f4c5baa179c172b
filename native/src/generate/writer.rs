//! [`PartWriter`]: parts as files of a folder, as objects of a store, or as nothing.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use fraudgen_core::Maker;

use super::part::make_part;
use crate::dataset::layout::Part;
use crate::dataset::manifest::{Contents, PartRecord};
use crate::dataset::run::Run;
use crate::encode::Sink;
use crate::error::Error;
use crate::parallel::CancelToken;
use crate::parallel::workers::Reply;
use crate::storage::s3::{Payload, PayloadBody};
use crate::storage::{Folder, Hashing, Location, Spooling, Uploads};

/// How finished parts wait for a store to take them.
#[derive(Debug, Clone, Copy)]
pub struct Waiting {
    /// Where.
    pub spooling: Spooling,
    /// How many bytes may wait in memory.
    pub memory: u64,
}

impl Waiting {
    /// How many bytes may wait in memory by default.
    pub const DEFAULT_MEMORY: u64 = 64 << 20;
}

impl Default for Waiting {
    fn default() -> Self {
        Self {
            spooling: Spooling::Memory,
            memory: Self::DEFAULT_MEMORY,
        }
    }
}

/// A part to be made.
pub(super) struct PartJob<'a> {
    pub(super) run: &'a Run,
    pub(super) part: &'a Part,
    /// Rows made so far, by all threads.
    pub(super) rows: &'a AtomicU64,
    pub(super) cancel: &'a CancelToken,
}

impl PartJob<'_> {
    /// Makes the part into a sink; `path` is its name for messages.
    fn make(
        &self,
        maker: &mut Maker<'_>,
        sink: &mut dyn Sink,
        path: &Path,
    ) -> Result<Contents, Error> {
        let each_unit = |unit_rows| {
            self.rows.fetch_add(unit_rows, Ordering::Relaxed);
            self.cancel.check()
        };
        make_part(maker, self.run, self.part, sink, each_unit)
            .map_err(|error| error.of("write", path))
    }
}

/// Makes parts, and writes them where they go.
pub(super) enum PartWriter<'a> {
    Folder(&'a Folder),
    Store(Uploads),
    Null,
}

impl<'a> PartWriter<'a> {
    pub(super) fn new(
        location: &'a Location,
        run: &Run,
        create_only: bool,
        waiting: Waiting,
    ) -> Result<Self, Error> {
        let folders = |folder: &Folder| {
            run.tables
                .iter()
                .try_for_each(|table| folder.create(table.name()))
        };
        match location {
            Location::Folder(folder) => {
                folders(folder)?;
                Ok(Self::Folder(folder))
            }
            Location::Store(store) => {
                let uploads = Uploads::new(
                    Arc::clone(store),
                    create_only,
                    waiting.spooling,
                    waiting.memory,
                )?;
                if let Some(spool) = uploads.spool() {
                    folders(&spool)?;
                }
                Ok(Self::Store(uploads))
            }
            Location::Null => Ok(Self::Null),
        }
    }

    /// Makes a part, and replies with its record once it is in place.
    pub(super) fn make(&self, job: &PartJob<'_>, maker: &mut Maker<'_>, reply: Reply<PartRecord>) {
        match self {
            PartWriter::Folder(folder) => reply.send(make_file(folder, job, maker)),
            PartWriter::Store(uploads) => match make_payload(uploads, job, maker) {
                Ok((record, payload)) => {
                    let path = job.part.path.clone();
                    uploads.send(path, payload, job.cancel, |sent| {
                        reply.send(sent.map(|()| record));
                    });
                }
                Err(error) => reply.send(Err(error)),
            },
            PartWriter::Null => reply.send(make_nothing(job, maker)),
        }
    }
}

fn make_file(
    folder: &Folder,
    job: &PartJob<'_>,
    maker: &mut Maker<'_>,
) -> Result<PartRecord, Error> {
    let mut file = folder.part(&job.part.path)?;
    let path = file.path().to_path_buf();
    let contents = job.make(maker, &mut file, &path)?;
    Ok(PartRecord::new(job.part, contents, file.commit()?))
}

/// All the work for a file, without the file.
fn make_nothing(job: &PartJob<'_>, maker: &mut Maker<'_>) -> Result<PartRecord, Error> {
    let mut sink = Hashing::new(io::sink());
    let contents = job.make(maker, &mut sink, Path::new(&job.part.path))?;
    Ok(PartRecord::new(job.part, contents, sink.finish().1))
}

fn make_payload(
    uploads: &Uploads,
    job: &PartJob<'_>,
    maker: &mut Maker<'_>,
) -> Result<(PartRecord, Payload), Error> {
    let part = job.part;
    let (contents, checksums, body) = match uploads.spool() {
        None => {
            let mut memory = Hashing::with_md5(uploads.buffer());
            let contents = job.make(maker, &mut memory, Path::new(&part.path))?;
            let (bytes, checksums) = memory.finish();
            (contents, checksums, uploads.body(bytes))
        }
        Some(spool) => {
            let mut file = spool.part_with_md5(&part.path)?;
            let path = file.path().to_path_buf();
            let contents = job.make(maker, &mut file, &path)?;
            let checksums = file.commit()?;
            let body = PayloadBody::File(path, checksums.bytes);
            (contents, checksums, body)
        }
    };
    let md5 = checksums.md5.unwrap_or_default();
    Ok((
        PartRecord::new(part, contents, checksums),
        Payload { body, md5 },
    ))
}

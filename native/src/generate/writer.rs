//! [`PartWriter`]: parts as files of a folder, as objects of a store, or as nothing.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use fraudgen_core::Maker;

use super::part::make_parts;
use crate::dataset::layout::Part;
use crate::dataset::manifest::{Contents, PartRecord};
use crate::dataset::run::Run;
use crate::encode::Sink;
use crate::error::Error;
use crate::parallel::CancelToken;
use crate::parallel::workers::Reply;
use crate::storage::s3::{Payload, PayloadBody};
use crate::storage::{Checksums, Folder, Hashing, Location, PartFile, Spooling, Uploads};

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

    /// The default, but no more than an eighth of the memory that the process may take.
    pub fn default_memory(limit: Option<u64>) -> u64 {
        limit.map_or(Self::DEFAULT_MEMORY, |limit| {
            Self::DEFAULT_MEMORY.min(limit / 8)
        })
    }
}

impl Default for Waiting {
    fn default() -> Self {
        Self {
            spooling: Spooling::Memory,
            memory: Self::DEFAULT_MEMORY,
        }
    }
}

/// Parts to be made together: of the same units.
pub(super) struct PartsJob<'a> {
    pub(super) run: &'a Run,
    pub(super) parts: &'a [&'a Part],
    /// Rows made so far, by all threads.
    pub(super) rows: &'a AtomicU64,
    pub(super) cancel: &'a CancelToken,
}

impl PartsJob<'_> {
    /// Makes the parts into sinks; `path` is the first one's name for messages.
    fn make(
        &self,
        maker: &mut Maker<'_>,
        sinks: Vec<&mut dyn Sink>,
        path: &Path,
    ) -> Result<Vec<Contents>, Error> {
        let each_unit = |unit_rows| {
            self.rows.fetch_add(unit_rows, Ordering::Relaxed);
            self.cancel.check()
        };
        make_parts(maker, self.run, self.parts, sinks, each_unit)
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

    /// Makes parts, and replies with the record of each once it is in place.
    pub(super) fn make(&self, job: &PartsJob<'_>, maker: &mut Maker<'_>, reply: Reply<PartRecord>) {
        match self {
            PartWriter::Folder(folder) => reply.send_all(make_files(folder, job, maker)),
            PartWriter::Store(uploads) => match make_payloads(uploads, job, maker) {
                Ok(payloads) => {
                    for (record, payload) in payloads {
                        let (path, reply) = (record.path.clone(), reply.clone());
                        uploads.send(path, payload, job.cancel, |sent| {
                            reply.send(sent.map(|()| record));
                        });
                    }
                }
                Err(error) => reply.send(Err(error)),
            },
            PartWriter::Null => reply.send_all(make_nothing(job, maker)),
        }
    }
}

/// Files of a folder that are about to be written.
fn open_files(
    parts: &[&Part],
    open: impl Fn(&str) -> Result<PartFile, Error>,
) -> Result<(Vec<PartFile>, PathBuf), Error> {
    let files: Vec<_> = parts
        .iter()
        .map(|part| open(&part.path))
        .collect::<Result<_, _>>()?;
    let path = files[0].path().to_path_buf();
    Ok((files, path))
}

/// Each of some sinks, as one of any kind.
fn sinks<S: Sink>(sinks: &mut [S]) -> Vec<&mut dyn Sink> {
    sinks.iter_mut().map(|sink| sink as &mut dyn Sink).collect()
}

fn make_files(
    folder: &Folder,
    job: &PartsJob<'_>,
    maker: &mut Maker<'_>,
) -> Result<Vec<PartRecord>, Error> {
    let (mut files, path) = open_files(job.parts, |path| folder.part(path))?;
    let contents = job.make(maker, sinks(&mut files), &path)?;
    let parts = job.parts.iter().zip(contents).zip(files);
    parts
        .map(|((part, contents), file)| Ok(PartRecord::new(part, contents, file.commit()?)))
        .collect()
}

/// All the work for files, without the files.
fn make_nothing(job: &PartsJob<'_>, maker: &mut Maker<'_>) -> Result<Vec<PartRecord>, Error> {
    let mut nothing: Vec<_> = job.parts.iter().map(|_| Hashing::new(io::sink())).collect();
    let contents = job.make(maker, sinks(&mut nothing), Path::new(&job.parts[0].path))?;
    let parts = job.parts.iter().zip(contents).zip(nothing);
    Ok(parts
        .map(|((part, contents), sink)| PartRecord::new(part, contents, sink.finish().1))
        .collect())
}

fn make_payloads(
    uploads: &Uploads,
    job: &PartsJob<'_>,
    maker: &mut Maker<'_>,
) -> Result<Vec<(PartRecord, Payload)>, Error> {
    let payload = |part: &Part, contents, checksums: Checksums, body| {
        let (md5, sha256) = (checksums.md5.unwrap_or_default(), checksums.sha256_bytes);
        let record = PartRecord::new(part, contents, checksums);
        (record, Payload { body, md5, sha256 })
    };
    let mut payloads = Vec::with_capacity(job.parts.len());
    match uploads.spool() {
        None => {
            let mut memory: Vec<_> = job
                .parts
                .iter()
                .map(|_| Hashing::with_md5(uploads.buffer()))
                .collect();
            let contents = job.make(maker, sinks(&mut memory), Path::new(&job.parts[0].path))?;
            for ((part, contents), memory) in job.parts.iter().zip(contents).zip(memory) {
                let (bytes, checksums) = memory.finish();
                payloads.push(payload(part, contents, checksums, uploads.body(bytes)));
            }
        }
        Some(spool) => {
            let (mut files, path) = open_files(job.parts, |path| spool.part_with_md5(path))?;
            let contents = job.make(maker, sinks(&mut files), &path)?;
            for ((part, contents), file) in job.parts.iter().zip(contents).zip(files) {
                let path = file.path().to_path_buf();
                let checksums = file.commit()?;
                let body = PayloadBody::File(path, checksums.bytes);
                payloads.push(payload(part, contents, checksums, body));
            }
        }
    }
    Ok(payloads)
}

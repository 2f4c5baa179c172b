//! What bounds every design: each kind of work by itself, on the records of one part.

use std::fs;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Instant;

use cpu_time::ProcessTime;
use fraudgen_core::schema::Table;
use fraudgen_core::{Batch, DATASET_VERSION, Digest, Generator, Maker};

use super::cleanup::empty;
use super::config::Bench;
use super::report::{Measure, Row};
use crate::dataset::layout::{DEFAULT_ROWS_PER_FILE, Part, Shard};
use crate::dataset::run::Run;
use crate::encode::{self, Compression, Format};
use crate::error::Error;
use crate::error::chain;
use crate::parallel::CancelToken;
use crate::storage::s3::{Payload, Store};
use crate::storage::{Location, Spooling, Uploads};

/// How many times the part is written or sent: the files in the previous Python generator's gigabyte.
const FILES: u64 = 8;
/// Bytes that are compressed at a time: about a page.
const PAGE: usize = 1 << 18;
const LEVEL: u8 = 1;

/// The limits of a location, not yet measured.
pub(super) fn rows(root: &Location) -> Vec<Row> {
    let mut rows = vec![
        Row::new("generation", "transactions made, not encoded"),
        Row::new("encoder", "made transactions to Parquet in memory, ZSTD(1)"),
        Row::new("zstd", "ZSTD(1) alone, over the uncompressed Parquet"),
        Row::new("disk", "made files written and synced, one by one"),
        Row::new("put", "made files sent to the store"),
    ];
    if !matches!(root, Location::Store(_))
        && let Some(put) = rows.last_mut()
    {
        put.skip("there is nothing to upload to");
    }
    rows
}

/// Measures each limit once more.
pub(super) fn measure(rows: &mut [Row], bench: &Bench, cancel: &CancelToken) {
    match Work::new(bench) {
        Ok(work) => {
            for (row, measure) in rows.iter_mut().zip(work.measure(bench, cancel)) {
                match measure {
                    Ok(measure) => row.add(measure, None),
                    Err(error) => row.fail(chain(&error)),
                }
            }
        }
        Err(error) => rows.iter_mut().for_each(|row| row.fail(chain(&error))),
    }
}

/// The records of one part.
struct Work {
    generator: Generator,
    part: Part,
    run: Run,
}

impl Work {
    fn new(bench: &Bench) -> Result<Self, Error> {
        let generator = Generator::new(&bench.spec)?;
        let run = Run {
            dataset_version: DATASET_VERSION,
            spec: bench.spec.clone(),
            format: Format::Parquet,
            compression: Compression::Zstd(LEVEL),
            rows_per_file: DEFAULT_ROWS_PER_FILE,
            tables: vec![Table::Transactions],
            shard: Shard::WHOLE,
        };
        let part = run.layout(generator.plan()).part(Table::Transactions, 0);
        Ok(Self {
            generator,
            part,
            run,
        })
    }

    /// In the order of [`rows`].
    fn measure(&self, bench: &Bench, cancel: &CancelToken) -> Vec<Result<Measure, Error>> {
        let rows = self.part.rows;
        let generation = timed(rows, || {
            let mut maker = self.generator.maker();
            for unit in self.part.units.clone() {
                black_box(maker.make(self.part.table, unit));
            }
            Ok(0)
        });
        let mut makers: Vec<Maker<'_>> = self
            .part
            .units
            .clone()
            .map(|_| self.generator.maker())
            .collect();
        let batches: Vec<&dyn Batch> = makers
            .iter_mut()
            .zip(self.part.units.clone())
            .map(|(maker, unit)| maker.make(self.part.table, unit))
            .collect();
        let uncompressed = Run {
            compression: Compression::None,
            ..self.run.clone()
        };
        let (mut file, mut plain) = (Vec::new(), Vec::new());
        let encoder = timed(rows, || self.encode(&self.run, &batches, &mut file));
        let zstd = self
            .encode(&uncompressed, &batches, &mut plain)
            .and_then(|_| timed(rows, || compress(&plain)));
        let folder = match &bench.root {
            Location::Folder(folder) => folder.root().to_path_buf(),
            Location::Store(_) | Location::Null => std::env::temp_dir(),
        };
        let disk = timed(rows * FILES, || write_files(&folder, &file));
        let mut measures = vec![generation, encoder, zstd, disk];
        if let Location::Store(store) = &bench.limits {
            let put = self.put(store, file, cancel);
            measures.push(empty(&bench.limits).and(put));
        }
        measures
    }

    fn encode(&self, run: &Run, batches: &[&dyn Batch], file: &mut Vec<u8>) -> Result<u64, Error> {
        let mut encode = || {
            let mut encoder = encode::encoder(run, &self.part, file)?;
            for batch in batches {
                encoder.write(*batch)?;
            }
            encoder.finish(Digest::default())
        };
        encode().map_err(Error::io("encode", &self.part.path))?;
        Ok(file.len() as u64)
    }

    /// Sends a file under several names, as many at a time as a run would.
    fn put(
        &self,
        store: &Arc<Store>,
        file: Vec<u8>,
        cancel: &CancelToken,
    ) -> Result<Measure, Error> {
        let payload = Payload::memory(file.into());
        let memory = FILES * payload.len();
        let uploads = Uploads::new(Arc::clone(store), false, Spooling::Memory, memory)?;
        let suffix = self.run.format.suffix(self.run.compression);
        timed(self.part.rows * FILES, || {
            let (done, sent) = mpsc::channel();
            for number in 0..FILES {
                let path = format!("{}/part-{number:05}{suffix}", self.part.table.name());
                let done = done.clone();
                uploads.send(path, payload.clone(), cancel, move |result| {
                    // The receiver is gone after an error.
                    let _ = done.send(result);
                });
            }
            drop(done);
            sent.iter().collect::<Result<(), Error>>()?;
            Ok(memory)
        })
    }
}

/// Measures work on a number of rows; `work` returns its bytes.
fn timed(rows: u64, work: impl FnOnce() -> Result<u64, Error>) -> Result<Measure, Error> {
    let (began, cpu) = (Instant::now(), ProcessTime::now());
    let bytes = work()?;
    Ok(Measure {
        wall_seconds: began.elapsed().as_secs_f64(),
        cpu_seconds: cpu.elapsed().as_secs_f64(),
        processes: 1,
        rows,
        bytes,
        ..Measure::default()
    })
}

/// Compresses bytes page by page and drops the result.
fn compress(plain: &[u8]) -> Result<u64, Error> {
    let compress = || {
        let mut compressor = zstd::bulk::Compressor::new(i32::from(LEVEL))?;
        let mut page = Vec::with_capacity(zstd::zstd_safe::compress_bound(PAGE));
        for chunk in plain.chunks(PAGE) {
            page.clear();
            compressor.compress_to_buffer(chunk, &mut page)?;
            black_box(&page);
        }
        Ok(())
    };
    compress().map_err(Error::io("compress", "a page in memory"))?;
    Ok(plain.len() as u64)
}

/// Writes and syncs files one after the other.
fn write_files(folder: &Path, bytes: &[u8]) -> Result<u64, Error> {
    let write = || {
        // A folder that was new has been removed with the designs' output.
        fs::create_dir_all(folder)?;
        for _ in 0..FILES {
            let mut file = tempfile::tempfile_in(folder)?;
            file.write_all(bytes)?;
            file.sync_all()?;
        }
        Ok(())
    };
    write().map_err(Error::io("write a temporary file in", folder))?;
    Ok(FILES * bytes.len() as u64)
}

//! The way of a part: units are made one by one, digested, encoded and written, so that no more than a
//! unit and a row group are in memory; threads take the next part when they are free.

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use fraudgen_core::Batch;
use fraudgen_core::Digest;
use fraudgen_core::column::Values;
use fraudgen_core::schema::{DataType, Table};
use fraudgen_core::{Generator, Maker};

use crate::dataset::layout::Part;
use crate::dataset::manifest::{Manifest, PartRecord, SUCCESS, TimeRange};
use crate::dataset::run::Run;
use crate::encode::{self, Sink};
use crate::error::Error;
use crate::generate::destination::{Destination, Records};
use crate::generate::progress::Progress;
use crate::generate::workers::{self, Reply};
use crate::storage::location::Place;
use crate::storage::s3::{Payload, PayloadBody};
use crate::storage::upload::{Spooling, Uploads};
use crate::storage::{Folder, Hashing};

/// What the records of a part are.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// Their content digest.
    pub digest: Digest,
    /// First and last time, of transactions.
    pub time_range: Option<TimeRange>,
}

/// Makes a part into a sink. `each_unit` is told the rows of every unit and answers whether to go on.
///
/// # Errors
/// What the sink answers; [`io::ErrorKind::Interrupted`] where `each_unit` says no.
pub fn make_part(
    maker: &mut Maker<'_>,
    run: &Run,
    part: &Part,
    sink: &mut dyn Sink,
    mut each_unit: impl FnMut(u64) -> bool,
) -> io::Result<Contents> {
    let mut encoder = encode::encoder(run, part, sink)?;
    let mut digest = Digest::default();
    let mut times = None;
    for unit in part.units.clone() {
        let batch = maker.make(part.table, unit);
        digest += Digest::of(batch, unit);
        widen(&mut times, batch);
        encoder.write(batch)?;
        if !each_unit(batch.rows() as u64) {
            return Err(io::ErrorKind::Interrupted.into());
        }
    }
    encoder.finish(digest)?;
    let time_range = times.map(|(first, last)| TimeRange {
        first: encode::time_text(first),
        last: encode::time_text(last),
    });
    Ok(Contents { digest, time_range })
}

/// Widens the span of time by a batch of transactions.
fn widen(times: &mut Option<(i64, i64)>, batch: &dyn Batch) {
    if batch.table() != Table::Transactions {
        return;
    }
    let time = |column: &fraudgen_core::schema::Column| column.data_type == DataType::Timestamp;
    let Some(index) = batch.table().columns().iter().position(time) else {
        return;
    };
    let Values::Int64(values) = batch.column(index).values else {
        return;
    };
    let (Some(&first), Some(&last)) = (values.iter().min(), values.iter().max()) else {
        return;
    };
    let (earliest, latest) = times.get_or_insert((first, last));
    (*earliest, *latest) = (first.min(*earliest), last.max(*latest));
}

/// How finished parts wait for a store to take them.
#[derive(Debug, Clone, Copy)]
pub struct Waiting {
    /// Where.
    pub spooling: Spooling,
    /// How many bytes may, in memory.
    pub memory: u64,
}

impl Default for Waiting {
    fn default() -> Self {
        Self {
            spooling: Spooling::Memory,
            memory: 64 << 20,
        }
    }
}

/// Makes a run's files at a destination that is ready for it, and closes it with its manifest.
///
/// # Errors
/// The first that any thread meets; [`Error::Interrupted`] if `stop` was set from outside. Either way
/// the finished parts stay, and the run can be continued.
pub fn generate(
    generator: &Generator,
    run: &Run,
    destination: Destination,
    waiting: Waiting,
    threads: usize,
    progress: &mut Progress,
    stop: &AtomicBool,
) -> Result<Manifest, Error> {
    let Destination {
        place,
        mut journal,
        mut finished,
        records,
        once,
    } = destination;
    let parts = run.parts(generator.plan());
    let done: HashSet<_> = finished.iter().map(|record| record.path.clone()).collect();
    let left: Vec<_> = parts
        .iter()
        .filter(|part| !done.contains(&part.path))
        .collect();
    let output = Output::new(&place, run, once, waiting)?;
    let rows = AtomicU64::new(0);
    progress.start(left.iter().map(|part| part.rows).sum(), left.len());
    let make = |maker: &mut Maker<'_>, part: &&Part, reply: Reply<PartRecord>| {
        let making = Making {
            run,
            part,
            rows: &rows,
            stop,
        };
        output.make(&making, maker, reply);
    };
    let outcome = workers::run(
        &left,
        threads,
        stop,
        || generator.maker(),
        make,
        |record| {
            let bytes = record.as_ref().map(|record| record.bytes);
            if let Some(record) = record {
                journal.add(&record)?;
                finished.push(record);
            }
            progress.update(rows.load(Ordering::Relaxed), bytes);
            Ok(())
        },
    );
    progress.finish();
    if outcome.is_err() || finished.len() < parts.len() {
        journal.keep();
        return Err(outcome.err().unwrap_or(Error::Interrupted));
    }
    let manifest = Manifest::new(run, finished);
    if let Err(error) = close(&place, &manifest, &records) {
        journal.keep();
        return Err(error);
    }
    journal.remove()?;
    Ok(manifest)
}

/// Puts down what says that a run is over: a shard's manifest, or that of the whole and `_SUCCESS`.
pub(crate) fn close(place: &Place, manifest: &Manifest, records: &Records) -> Result<(), Error> {
    let json = manifest.to_json();
    if let Records::File(receipt) = records {
        let folder = Folder::new(receipt.parent().unwrap_or(Path::new("")));
        let name = receipt.file_name().unwrap_or_default().to_string_lossy();
        folder.put(&name, json.as_bytes())?;
    }
    let is_told_elsewhere = *records != Records::AtPlace;
    // Where the whole was closed meanwhile, it has no use for a shard's manifest.
    if !manifest.shard.is_whole() && (is_told_elsewhere || place.has(SUCCESS)?) {
        return Ok(());
    }
    place.put(&Manifest::file_name(manifest.shard), json.as_bytes())?;
    if manifest.shard.is_whole() {
        place.put(SUCCESS, b"")?;
    }
    Ok(())
}

/// One part in the making.
struct Making<'a> {
    run: &'a Run,
    part: &'a Part,
    rows: &'a AtomicU64,
    stop: &'a AtomicBool,
}

impl Making<'_> {
    /// Makes the part into a sink that is called `place`.
    fn make(
        &self,
        maker: &mut Maker<'_>,
        sink: &mut dyn Sink,
        place: &Path,
    ) -> Result<Contents, Error> {
        let each_unit = |unit_rows| {
            self.rows.fetch_add(unit_rows, Ordering::Relaxed);
            !self.stop.load(Ordering::Relaxed)
        };
        make_part(maker, self.run, self.part, sink, each_unit).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => Error::Interrupted,
            _ => Error::io("write", place)(error),
        })
    }
}

/// Where parts go.
enum Output<'a> {
    Folder(&'a Folder),
    Store(Uploads),
    Null,
}

impl<'a> Output<'a> {
    fn new(place: &'a Place, run: &Run, once: bool, waiting: Waiting) -> Result<Self, Error> {
        let folders = |folder: &Folder| {
            run.tables
                .iter()
                .try_for_each(|table| folder.create(table.name()))
        };
        match place {
            Place::Folder(folder) => {
                folders(folder)?;
                Ok(Self::Folder(folder))
            }
            Place::Store(store) => {
                let uploads =
                    Uploads::new(Arc::clone(store), once, waiting.spooling, waiting.memory)?;
                if let Some(spool) = uploads.spool() {
                    folders(&spool)?;
                }
                Ok(Self::Store(uploads))
            }
            Place::Null => Ok(Self::Null),
        }
    }

    /// Makes a part and replies with its record once it is where it belongs.
    fn make(&self, making: &Making<'_>, maker: &mut Maker<'_>, reply: Reply<PartRecord>) {
        match self {
            Output::Folder(folder) => reply.send(make_file(folder, making, maker)),
            Output::Store(uploads) => match make_payload(uploads, making, maker) {
                Ok((record, payload)) => {
                    let path = making.part.path.clone();
                    uploads.send(path, payload, making.stop, |sent| {
                        reply.send(sent.map(|()| record));
                    });
                }
                Err(error) => reply.send(Err(error)),
            },
            Output::Null => reply.send(make_nothing(making, maker)),
        }
    }
}

fn make_file(
    folder: &Folder,
    making: &Making<'_>,
    maker: &mut Maker<'_>,
) -> Result<PartRecord, Error> {
    let mut file = folder.part(&making.part.path)?;
    let place = file.place().to_path_buf();
    let contents = making.make(maker, &mut file, &place)?;
    Ok(PartRecord::new(making.part, contents, file.commit()?))
}

/// All that a file costs, but the file.
fn make_nothing(making: &Making<'_>, maker: &mut Maker<'_>) -> Result<PartRecord, Error> {
    let mut sink = Hashing::new(io::sink());
    let contents = making.make(maker, &mut sink, Path::new(&making.part.path))?;
    Ok(PartRecord::new(making.part, contents, sink.finish().1))
}

fn make_payload(
    uploads: &Uploads,
    making: &Making<'_>,
    maker: &mut Maker<'_>,
) -> Result<(PartRecord, Payload), Error> {
    let part = making.part;
    let (contents, receipt, body) = match uploads.spool() {
        None => {
            let mut memory = Hashing::with_md5(uploads.buffer());
            let contents = making.make(maker, &mut memory, Path::new(&part.path))?;
            let (bytes, receipt) = memory.finish();
            (contents, receipt, uploads.body(bytes))
        }
        Some(spool) => {
            let mut file = spool.part_with_md5(&part.path)?;
            let place = file.place().to_path_buf();
            let contents = making.make(maker, &mut file, &place)?;
            let receipt = file.commit()?;
            let body = PayloadBody::File(place, receipt.bytes);
            (contents, receipt, body)
        }
    };
    let md5 = receipt.md5.unwrap_or_default();
    Ok((
        PartRecord::new(part, contents, receipt),
        Payload { body, md5 },
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use fraudgen_core::{DATASET_VERSION, Spec};

    use super::*;
    use crate::dataset::layout::Shard;
    use crate::encode::{Compression, Format};
    use crate::generate::destination::Mode;
    use crate::generate::progress::Style;

    fn run(generator: &Generator) -> Run {
        Run {
            dataset_version: DATASET_VERSION,
            spec: generator.plan().spec().clone(),
            format: Format::Csv,
            compression: Compression::None,
            rows_per_file: 1_000,
            tables: vec![Table::Customers, Table::Transactions],
            shard: Shard::WHOLE,
        }
    }

    fn generator() -> Generator {
        Generator::new(&Spec {
            transactions: 20_000,
            customers: Some(700),
            ..Spec::default()
        })
        .expect("a valid spec")
    }

    /// Makes a run, stopping after a number of parts.
    fn make(
        root: &Path,
        run: &Run,
        mode: Mode,
        threads: usize,
        most_parts: usize,
    ) -> Result<Manifest, Error> {
        let generator = generator();
        let stop = AtomicBool::new(false);
        let folder = Folder::new(root);
        let place = Place::Folder(folder.clone());
        let mut destination = Destination::prepare(
            place,
            Records::AtPlace,
            run,
            generator.plan(),
            mode,
            threads,
            &stop,
        )?;
        if most_parts < usize::MAX {
            // As if killed: the parts made so far and the journal stay.
            let parts = run.parts(generator.plan());
            for part in parts.iter().take(most_parts) {
                folder.create(part.table.name())?;
                let mut file = folder.part(&part.path)?;
                let contents = make_part(&mut generator.maker(), run, part, &mut file, |_| true)
                    .map_err(Error::io("write", &part.path))?;
                let receipt = file.commit()?;
                destination
                    .journal
                    .add(&PartRecord::new(part, contents, receipt))?;
            }
            return Err(Error::Interrupted);
        }
        generate(
            &generator,
            run,
            destination,
            Waiting::default(),
            threads,
            &mut Progress::new(Style::None),
            &stop,
        )
    }

    fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path
                        .strip_prefix(root)
                        .expect("below the root")
                        .to_string_lossy()
                        .into_owned();
                    files.insert(name, fs::read(path).expect("a file"));
                }
            }
        }
        files
    }

    #[test]
    fn files_are_the_same_on_any_number_of_threads() {
        let (one, many) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("a folder"),
        );
        let run = run(&generator());
        make(one.path(), &run, Mode::Fresh, 1, usize::MAX).expect("made");
        make(many.path(), &run, Mode::Fresh, 5, usize::MAX).expect("made");
        let files = files(one.path());
        assert!(
            files.len() > 10
                && files.contains_key("_SUCCESS")
                && !files.contains_key("_progress.jsonl")
        );
        assert_eq!(files, self::files(many.path()));
    }

    #[test]
    fn a_broken_run_is_continued_to_the_same_bytes() {
        let (whole, broken) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("a folder"),
        );
        let run = run(&generator());
        make(whole.path(), &run, Mode::Fresh, 2, usize::MAX).expect("made");
        assert!(matches!(
            make(broken.path(), &run, Mode::Fresh, 2, 4),
            Err(Error::Interrupted)
        ));
        assert!(!broken.path().join("_SUCCESS").exists());

        // One part is lost, one damaged, one half written, and the journal's last line cut off.
        let part = |number: u64| {
            broken.path().join(
                run.layout(generator().plan())
                    .part(Table::Transactions, number)
                    .path,
            )
        };
        fs::remove_file(part(0)).expect("removed");
        let mut bytes = fs::read(part(1)).expect("read");
        bytes[100] ^= 1;
        fs::write(part(1), bytes).expect("written");
        fs::write(
            part(5).with_file_name(".part-00005.csv.0a1b2c3d.tmp"),
            "half",
        )
        .expect("written");
        let journal = broken.path().join("_progress.jsonl");
        let text = fs::read_to_string(&journal).expect("read");
        fs::write(&journal, &text[..text.len() - 10]).expect("written");

        assert!(matches!(
            make(broken.path(), &run, Mode::Fresh, 2, usize::MAX),
            Err(Error::NotEmpty { .. })
        ));
        let other = Run {
            rows_per_file: 2_000,
            ..run.clone()
        };
        let refused = make(broken.path(), &other, Mode::Resume, 2, usize::MAX);
        assert!(matches!(
            refused,
            Err(Error::OtherRun {
                field: "rows per file",
                ..
            })
        ));
        make(broken.path(), &run, Mode::Resume, 2, usize::MAX).expect("continued");
        assert_eq!(files(broken.path()), files(whole.path()));
        // Once more: nothing is left to do.
        make(broken.path(), &run, Mode::Resume, 2, usize::MAX).expect("continued");
        assert_eq!(files(broken.path()), files(whole.path()));
    }

    #[test]
    fn force_removes_what_was_written_and_nothing_else() {
        let root = tempfile::tempdir().expect("a folder");
        let first = run(&generator());
        make(root.path(), &first, Mode::Fresh, 2, usize::MAX).expect("made");
        fs::write(root.path().join("notes.txt"), "mine").expect("written");
        fs::write(root.path().join("customers/notes.txt"), "mine").expect("written");
        let second = Run {
            tables: vec![Table::Transactions],
            rows_per_file: 5_000,
            ..first
        };
        assert!(matches!(
            make(root.path(), &second, Mode::Resume, 2, usize::MAX),
            Err(Error::OtherRun { .. })
        ));
        let manifest = make(root.path(), &second, Mode::Force, 2, usize::MAX).expect("made");
        let mut expected: Vec<_> = manifest
            .parts
            .iter()
            .map(|part| part.path.as_str())
            .collect();
        expected.extend([
            "_SUCCESS",
            "_manifest.json",
            "customers/notes.txt",
            "notes.txt",
        ]);
        expected.sort_unstable();
        assert_eq!(files(root.path()).into_keys().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn shards_make_the_whole_together() {
        let (whole, shared) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("a folder"),
        );
        let run = run(&generator());
        let manifest = make(whole.path(), &run, Mode::Fresh, 2, usize::MAX).expect("made");
        let digests = (0..3).map(|index| {
            let run = Run {
                shard: Shard { index, count: 3 },
                ..run.clone()
            };
            make(shared.path(), &run, Mode::Fresh, 2, usize::MAX)
                .expect("made")
                .digest
        });
        assert_eq!(digests.sum::<Digest>(), manifest.digest);
        let parts = |root: &Path| {
            files(root)
                .into_iter()
                .filter(|(name, _)| !name.starts_with('_'))
                .collect::<Vec<_>>()
        };
        assert_eq!(parts(shared.path()), parts(whole.path()));
        assert!(!shared.path().join("_SUCCESS").exists());
    }
}

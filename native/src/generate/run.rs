//! [`generate`]: the files of a run, made on all threads.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};

use fraudgen_core::{Generator, Maker};

use super::close::close;
use super::destination::Destination;
use super::finish::all_there;
use super::writer::{PartWriter, PartsJob, Waiting};
use crate::dataset::layout::{Part, made_with};
use crate::dataset::manifest::{Manifest, PartRecord};
use crate::dataset::run::Run;
use crate::error::Error;
use crate::parallel::Context;
use crate::parallel::workers::{self, Reply};

/// Makes a run's files at a destination that was prepared for it, and closes it with its manifest.
///
/// # Errors
/// The first of any thread; [`Error::Cancelled`] if the context was cancelled from outside. Either way the
/// finished parts stay, and the run can be resumed.
pub fn generate(
    context: &Context,
    generator: &Generator,
    run: &Run,
    destination: Destination,
    waiting: Waiting,
) -> Result<Manifest, Error> {
    let Destination {
        location,
        mut journal,
        mut finished,
        records,
        create_only,
        _lock,
        formats,
        ..
    } = destination;
    let parts = run.parts(generator.plan());
    let done: HashSet<_> = finished.iter().map(|record| record.path.clone()).collect();
    let left: Vec<_> = parts
        .iter()
        .filter(|part| !done.contains(&part.path))
        .collect();
    let tasks = made_together(&left);
    let writer = PartWriter::new(&location, run, create_only, waiting)?;
    let rows = AtomicU64::new(0);
    let mut meter = context.meter(left.iter().map(|part| part.rows).sum(), left.len());
    let make = |maker: &mut Maker<'_>, parts: &Vec<&Part>, reply: Reply<PartRecord>| {
        let job = PartsJob {
            run,
            parts,
            rows: &rows,
            cancel: &context.cancel,
        };
        writer.make(&job, maker, reply);
    };
    let collect = |record: Option<PartRecord>| {
        let bytes = record.as_ref().map(|record| record.bytes);
        if let Some(record) = record {
            journal.add(&record)?;
            finished.push(record);
        }
        meter.update(rows.load(Ordering::Relaxed), bytes);
        Ok(())
    };
    let outcome = workers::run(context, &tasks, || generator.maker(), make, collect);
    meter.end();
    if outcome.is_err() || finished.len() < parts.len() {
        journal.keep();
        return Err(outcome.err().unwrap_or(Error::Cancelled));
    }
    let closed = all_there(context, &location, &finished).and_then(|()| {
        let manifest = Manifest::new(run, finished);
        close(context, &location, &manifest, &records, &formats).map(|()| manifest)
    });
    if closed.is_err() {
        journal.keep();
        return closed;
    }
    let manifest = closed?;
    journal.remove()?;
    Ok(manifest)
}

/// Groups the parts that are made together: those of the same units.
fn made_together<'a>(parts: &[&'a Part]) -> Vec<Vec<&'a Part>> {
    let mut groups: Vec<Vec<&Part>> = Vec::new();
    let mut positions = HashMap::new();
    for &part in parts {
        let position = *positions
            .entry((made_with(part.table), part.number))
            .or_insert(groups.len());
        match groups.get_mut(position) {
            Some(group) => group.push(part),
            None => groups.push(vec![part]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use fraudgen_core::schema::Table;
    use fraudgen_core::{DATASET_VERSION, Digest, Spec};

    use super::super::destination::{Mode, Records};
    use super::super::part::make_part;
    use super::*;
    use crate::dataset::layout::Shard;
    use crate::encode::{Compression, Format};
    use crate::storage::{Folder, Location};

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
        let context = Context::new(threads);
        let folder = Folder::new(root);
        let mut destination = Destination::prepare(
            &context,
            Location::Folder(folder.clone()),
            Records::AtDestination,
            run,
            generator.plan(),
            mode,
        )?;
        if most_parts < usize::MAX {
            // As if killed: the parts made so far and the journal stay.
            let parts = run.parts(generator.plan());
            for part in parts.iter().take(most_parts) {
                folder.create(part.table.name())?;
                let mut file = folder.part(&part.path)?;
                let contents = make_part(&mut generator.maker(), run, part, &mut file, |_| Ok(()))
                    .map_err(|error| error.of("write", &part.path))?;
                let checksums = file.commit()?;
                destination
                    .journal
                    .add(&PartRecord::new(part, contents, checksums))?;
            }
            return Err(Error::Cancelled);
        }
        generate(&context, &generator, run, destination, Waiting::default())
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
                        .replace('\\', "/");
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
    fn an_interrupted_run_is_resumed_to_the_same_bytes() {
        let (whole, interrupted) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("a folder"),
        );
        let run = run(&generator());
        make(whole.path(), &run, Mode::Fresh, 2, usize::MAX).expect("made");
        assert!(matches!(
            make(interrupted.path(), &run, Mode::Fresh, 2, 4),
            Err(Error::Cancelled)
        ));
        assert!(!interrupted.path().join("_SUCCESS").exists());

        // One part is lost, one damaged, one half written, and the journal's last line cut off.
        let part = |number: u64| {
            interrupted.path().join(
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
        let journal = interrupted.path().join("_progress.jsonl");
        let text = fs::read_to_string(&journal).expect("read");
        fs::write(&journal, &text[..text.len() - 10]).expect("written");

        assert!(matches!(
            make(interrupted.path(), &run, Mode::Fresh, 2, usize::MAX),
            Err(Error::NotEmpty { .. })
        ));
        let other = Run {
            rows_per_file: 2_000,
            ..run.clone()
        };
        let refused = make(interrupted.path(), &other, Mode::Resume, 2, usize::MAX);
        assert!(matches!(
            refused,
            Err(Error::OtherRun {
                field: "rows per file",
                ..
            })
        ));
        make(interrupted.path(), &run, Mode::Resume, 2, usize::MAX).expect("continued");
        assert_eq!(files(interrupted.path()), files(whole.path()));
        // Once more: nothing is left to do.
        make(interrupted.path(), &run, Mode::Resume, 2, usize::MAX).expect("continued");
        assert_eq!(files(interrupted.path()), files(whole.path()));
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
            "README.md",
            "croissant.json",
            "datapackage.json",
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
                .filter(|(name, _)| name.contains('/'))
                .collect::<Vec<_>>()
        };
        assert_eq!(parts(shared.path()), parts(whole.path()));
        assert!(!shared.path().join("_SUCCESS").exists());
    }
}

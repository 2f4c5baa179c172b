//! [`verify`]: whether a dataset is all there and is what its manifest says.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};

use fraudgen_core::Digest;
use fraudgen_core::{DATASET_VERSION, Generator, Maker};
use parquet::errors::ParquetError;

use crate::dataset::layout::Shard;
use crate::dataset::manifest::{Manifest, PartRecord, SUCCESS};
use crate::dataset::run::Run;
use crate::encode::parquet::{DIGEST_KEY, into_io, parquet_schema};
use crate::encode::{Compression, Format};
use crate::error::Error;
use crate::generate::pipeline::make_part;
use crate::generate::progress::Progress;
use crate::generate::workers;
use crate::storage::location::{Opened, Place};
use crate::storage::{Hashing, Receipt};

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Whatever is not as it should be, a sentence each; none if the dataset is whole.
    pub problems: Vec<String>,
    /// Parts that were looked at.
    pub parts: usize,
    /// Rows that the manifest says they have.
    pub rows: u64,
    /// Bytes that it says they have.
    pub bytes: u64,
    /// Content digest of the dataset.
    pub digest: Digest,
}

/// Checks a dataset: manifest, `_SUCCESS`, and every part's length, hash, schema, row count and digest.
/// `deep` also makes every part again and compares it byte by byte, through its hash.
///
/// # Errors
/// There is no manifest, or something cannot be read at all.
pub fn verify(
    place: &Place,
    deep: bool,
    threads: usize,
    progress: &mut Progress,
    stop: &AtomicBool,
) -> Result<Findings, Error> {
    let manifests = manifests(place)?;
    let mut findings = Findings::default();
    let mut planned = BTreeSet::new();
    closing_problems(place, &manifests, &mut findings.problems)?;
    for manifest in &manifests {
        let run = manifest.run();
        if run.dataset_version != DATASET_VERSION {
            findings.problems.push(format!(
                "the dataset is of version {}, and this fraudgen makes version {DATASET_VERSION}: its layout cannot be checked",
                run.dataset_version
            ));
            continue;
        }
        let generator = Generator::new(&run.spec)?;
        let before = findings.problems.len();
        plan_problems(manifest, &run, &generator, &mut findings.problems);
        // A part that the spec does not have cannot be made again.
        let deep = deep && findings.problems.len() == before;
        planned.extend(
            run.parts(generator.plan())
                .into_iter()
                .map(|part| part.path),
        );
        progress.start(manifest.rows, manifest.parts.len());
        let check = |maker: &mut Maker<'_>, record: &PartRecord| -> Result<_, Error> {
            let mut problems = part_problems(place, &run, record)?;
            if deep && problems.is_empty() {
                problems.extend(remake_problem(maker, &run, &generator, record, stop)?);
            }
            Ok((record.rows, record.bytes, problems))
        };
        let (mut rows, mut parts) = (0, 0);
        let outcome = workers::run(
            &manifest.parts,
            threads,
            stop,
            || generator.maker(),
            |maker, record, reply| reply.send(check(maker, record)),
            |checked| {
                let bytes = checked.as_ref().map(|checked| checked.1);
                if let Some((part_rows, _, problems)) = checked {
                    rows += part_rows;
                    parts += 1;
                    findings.problems.extend(problems);
                }
                progress.update(rows, bytes);
                Ok(())
            },
        );
        progress.finish();
        outcome?;
        if parts < manifest.parts.len() {
            return Err(Error::Interrupted);
        }
        findings.parts += parts;
        findings.rows += manifest.rows;
        findings.bytes += manifest.bytes;
        findings.digest += manifest.digest;
    }
    findings
        .problems
        .extend(strangers(place, &manifests, &planned)?);
    findings.problems.sort();
    Ok(findings)
}

/// The manifest of a dataset, or those of its shards.
fn manifests(place: &Place) -> Result<Vec<Manifest>, Error> {
    if let Place::Folder(folder) = place {
        std::fs::read_dir(folder.root()).map_err(Error::io("read the folder", folder.root()))?;
    }
    if let Some(manifest) = place.manifest(Shard::WHOLE)? {
        return Ok(vec![manifest]);
    }
    let manifests = shard_manifests(place)?;
    if manifests.is_empty() {
        return Err(Error::Invalid {
            place: place.name_of(&Manifest::file_name(Shard::WHOLE)),
            what: "manifest",
            reason: "it is not there: the run is not over; continue it with --resume, or close it with `fraudgen finish`".into(),
        });
    }
    Ok(manifests)
}

/// The manifests of shards that are at a place, in order.
pub(crate) fn shard_manifests(place: &Place) -> Result<Vec<Manifest>, Error> {
    let mut manifests = Vec::new();
    for path in place.paths()?.unwrap_or_default() {
        let is_manifest = path.starts_with("_manifest-") && path.ends_with(".json");
        if is_manifest && let Some(json) = place.read(&path)? {
            manifests.push(Manifest::parse(&json, &place.name_of(&path))?);
        }
    }
    manifests.sort_by_key(|manifest| manifest.shard.index);
    Ok(manifests)
}

/// Whether the dataset is closed: `_SUCCESS` is there, or every shard is.
fn closing_problems(
    place: &Place,
    manifests: &[Manifest],
    problems: &mut Vec<String>,
) -> Result<(), Error> {
    match manifests.first() {
        Some(first) if first.shard.is_whole() => {
            if !place.has(SUCCESS)? {
                problems.push(format!("{SUCCESS} is not there: the run is not over"));
            }
        }
        _ => problems.extend(shard_problems(manifests)),
    }
    Ok(())
}

/// Whether shards make a whole together.
pub(crate) fn shard_problems(manifests: &[Manifest]) -> Vec<String> {
    let mut problems = Vec::new();
    let Some(first) = manifests.first() else {
        return problems;
    };
    let there: BTreeSet<_> = manifests
        .iter()
        .map(|manifest| manifest.shard.index)
        .collect();
    if there.len() < manifests.len() {
        problems.push(
            "a shard is there more than once, and told differently: give one receipt of each"
                .into(),
        );
    }
    for index in (0..first.shard.count).filter(|index| !there.contains(index)) {
        problems.push(format!(
            "shard {index}/{} is not there: generate it",
            first.shard.count
        ));
    }
    for manifest in manifests {
        let alike = Run {
            shard: first.shard,
            ..manifest.run()
        };
        let count = (manifest.shard.count != first.shard.count).then(|| {
            (
                "number of shards",
                first.shard.count.to_string(),
                manifest.shard.count.to_string(),
            )
        });
        if let Some((field, there, here)) = count.or_else(|| first.run().difference(&alike)) {
            problems.push(format!(
                "shard {} has another {field}: {here}, not {there}",
                manifest.shard
            ));
        }
    }
    problems
}

/// Whether the manifest lists what its run makes, and adds up.
pub(crate) fn plan_problems(
    manifest: &Manifest,
    run: &Run,
    generator: &Generator,
    problems: &mut Vec<String>,
) {
    let mut planned = run.parts(generator.plan());
    planned.sort_by_key(|part| (part.table, part.number));
    let listed = manifest
        .parts
        .iter()
        .map(|part| (part.path.as_str(), part.units, part.rows));
    let planned = planned.iter().map(|part| {
        (
            part.path.as_str(),
            [part.units.start, part.units.end],
            part.rows,
        )
    });
    if !listed.eq(planned) {
        problems.push(
            "the manifest's parts are not those of its spec: it was changed by hand or cut short"
                .into(),
        );
    }
    if *manifest
        != (Manifest {
            generator: manifest.generator.clone(),
            ..Manifest::new(run, manifest.parts.clone())
        })
    {
        problems.push(
            "the manifest's totals are not the sums of its parts: it was changed by hand".into(),
        );
    }
}

/// What is wrong with a file, told by its bytes.
fn part_problems(place: &Place, run: &Run, record: &PartRecord) -> Result<Vec<String>, Error> {
    let problem = |text: String| Ok(vec![format!("{}: {text}", record.path)]);
    let Some(mut file) = place.open(&record.path)? else {
        return problem("the file is not there".into());
    };
    let read = || Error::io("read", place.name_of(&record.path));
    let receipt = Receipt::read(&mut file).map_err(read())?;
    if receipt.bytes != record.bytes {
        return problem(format!(
            "it has {} bytes, not {}",
            receipt.bytes, record.bytes
        ));
    }
    if receipt.sha256 != record.sha256 {
        return problem("its SHA-256 is not the manifest's: the file was changed".into());
    }
    if run.format == Format::Parquet {
        return footer_problems(&file, record);
    }
    // Read again, from the start.
    let Some(file) = place.open(&record.path)? else {
        return problem("the file went away".into());
    };
    let header = u64::from(run.format == Format::Csv);
    match lines(file, run.compression).map_err(read())? {
        lines if lines == record.rows + header => Ok(Vec::new()),
        lines => problem(format!(
            "it has {} rows, not {}",
            lines.saturating_sub(header),
            record.rows
        )),
    }
}

/// What is wrong with a Parquet file's footer.
fn footer_problems(file: &Opened, record: &PartRecord) -> Result<Vec<String>, Error> {
    let problem = |text: String| Ok(vec![format!("{}: {text}", record.path)]);
    let footer = match file.footer() {
        Ok(footer) => footer,
        Err(error @ ParquetError::External(_)) => {
            return Err(Error::io("read", &record.path)(into_io(error)));
        }
        Err(error) => return problem(format!("it is no Parquet file: {error}")),
    };
    let file = footer.file_metadata();
    if file.num_rows() != record.rows as i64 {
        return problem(format!(
            "it has {} rows, not {}",
            file.num_rows(),
            record.rows
        ));
    }
    if file.schema() != parquet_schema(record.table).root_schema() {
        return problem("its schema is not the table's".into());
    }
    let digest = file
        .key_value_metadata()
        .into_iter()
        .flatten()
        .find(|entry| entry.key == DIGEST_KEY);
    if digest.and_then(|entry| entry.value.as_deref()) != Some(record.digest.to_string().as_str()) {
        return problem("the digest in its metadata is not the manifest's".into());
    }
    Ok(Vec::new())
}

/// How many lines a text file has.
fn lines(file: Opened, compression: Compression) -> io::Result<u64> {
    let mut text: Box<dyn Read> = match compression {
        Compression::None => Box::new(file),
        Compression::Zstd(_) => Box::new(zstd::Decoder::new(file)?),
    };
    let mut piece = vec![0; 1 << 18];
    let mut lines = 0;
    loop {
        match text.read(&mut piece)? {
            0 => return Ok(lines),
            read => lines += piece[..read].iter().filter(|byte| **byte == b'\n').count() as u64,
        }
    }
}

/// What is wrong with a part when it is made again.
fn remake_problem(
    maker: &mut Maker<'_>,
    run: &Run,
    generator: &Generator,
    record: &PartRecord,
    stop: &AtomicBool,
) -> Result<Option<String>, Error> {
    let part = run.layout(generator.plan()).part(record.table, record.part);
    let mut sink = Hashing::new(io::sink());
    let contents = match make_part(maker, run, &part, &mut sink, |_| {
        !stop.load(Ordering::Relaxed)
    }) {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(Error::Interrupted),
        contents => contents.map_err(Error::io("make", &record.path))?,
    };
    let (_, receipt) = sink.finish();
    let what = if contents.digest != record.digest {
        "its records are not those of the spec"
    } else if receipt.sha256 != record.sha256 {
        "its records are those of the spec, but this build of fraudgen writes other bytes"
    } else {
        return Ok(None);
    };
    Ok(Some(format!("{}: {what}", record.path)))
}

/// Files among the tables that no run makes: a reader would take them for data.
fn strangers(
    place: &Place,
    manifests: &[Manifest],
    planned: &BTreeSet<String>,
) -> Result<Vec<String>, Error> {
    let tables: BTreeSet<_> = manifests
        .iter()
        .flat_map(|manifest| &manifest.tables)
        .map(|table| table.table.name())
        .collect();
    let is_stranger = |path: &&String| {
        let table = path.split_once('/').map(|(table, _)| table);
        table.is_some_and(|table| tables.contains(table)) && !planned.contains(*path)
    };
    let problem = |path: &String| format!("{path}: the manifest does not list it");
    let paths = place.paths()?.unwrap_or_default();
    Ok(paths.iter().filter(is_stranger).map(problem).collect())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use fraudgen_core::Spec;
    use fraudgen_core::schema::Table;

    use super::*;
    use crate::generate::destination::{Destination, Mode, Records};
    use crate::generate::pipeline;
    use crate::generate::progress::Style;
    use crate::storage::Folder;

    fn dataset(format: Format, shard: Shard, root: &Path) {
        let spec = Spec {
            transactions: 20_000,
            customers: Some(700),
            ..Spec::default()
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let run = Run {
            dataset_version: DATASET_VERSION,
            spec: generator.plan().spec().clone(),
            format,
            compression: Compression::Zstd(1),
            rows_per_file: 5_000,
            tables: vec![Table::Customers, Table::Transactions],
            shard,
        };
        let stop = AtomicBool::new(false);
        let destination = Destination::prepare(
            place(root),
            Records::AtPlace,
            &run,
            generator.plan(),
            Mode::Fresh,
            2,
            &stop,
        )
        .expect("an empty folder");
        pipeline::generate(
            &generator,
            &run,
            destination,
            pipeline::Waiting::default(),
            2,
            &mut Progress::new(Style::None),
            &stop,
        )
        .expect("made");
    }

    fn place(root: &Path) -> Place {
        Place::Folder(Folder::new(root))
    }

    fn problems(root: &Path, deep: bool) -> Vec<String> {
        let mut progress = Progress::new(Style::None);
        verify(
            &place(root),
            deep,
            2,
            &mut progress,
            &AtomicBool::new(false),
        )
        .expect("a dataset")
        .problems
    }

    #[test]
    fn a_whole_dataset_has_no_problems() {
        for format in Format::ALL {
            let root = tempfile::tempdir().expect("a folder");
            dataset(format, Shard::WHOLE, root.path());
            assert_eq!(problems(root.path(), true), [""; 0]);
        }
    }

    #[test]
    fn what_is_missing_changed_or_too_much_is_found() {
        let root = tempfile::tempdir().expect("a folder");
        dataset(Format::Parquet, Shard::WHOLE, root.path());
        let part = |number: u32| {
            root.path()
                .join(format!("transactions/part-{number:05}.parquet"))
        };
        fs::remove_file(part(0)).expect("removed");
        let mut bytes = fs::read(part(1)).expect("read");
        bytes[1000] ^= 1;
        fs::write(part(1), &bytes).expect("written");
        bytes.pop();
        fs::write(part(2), &bytes).expect("written");
        fs::write(part(99), &bytes).expect("written");
        fs::remove_file(root.path().join(SUCCESS)).expect("removed");
        let found = problems(root.path(), false).join("\n");
        for words in [
            "part-00000",
            "not there",
            "part-00001",
            "SHA-256",
            "part-00002",
            "bytes",
            "part-00099",
            SUCCESS,
        ] {
            assert!(found.contains(words), "{words} in {found}");
        }
        assert_eq!(found.lines().count(), 5, "{found}");
    }

    #[test]
    fn a_manifest_that_was_changed_is_found() {
        let root = tempfile::tempdir().expect("a folder");
        dataset(Format::Parquet, Shard::WHOLE, root.path());
        let path = root.path().join("_manifest.json");
        let text = fs::read_to_string(&path).expect("read");
        fs::write(&path, text.replacen("\"seed\": 42", "\"seed\": 43", 1)).expect("written");
        assert_eq!(problems(root.path(), false), [""; 0]);
        assert!(
            problems(root.path(), true)
                .iter()
                .any(|problem| problem.contains("records"))
        );
        fs::write(
            &path,
            text.replacen("\"rows\": 20700", "\"rows\": 20701", 1),
        )
        .expect("written");
        assert!(problems(root.path(), false)[0].contains("totals"));
        fs::write(&path, &text[..100]).expect("written");
        let mut progress = Progress::new(Style::None);
        let error = verify(
            &place(root.path()),
            false,
            1,
            &mut progress,
            &AtomicBool::new(false),
        )
        .expect_err("torn");
        assert!(
            error.to_string().contains("not a valid manifest"),
            "{error}"
        );
    }

    #[test]
    fn shards_are_checked_together() {
        let root = tempfile::tempdir().expect("a folder");
        dataset(Format::Jsonl, Shard { index: 0, count: 2 }, root.path());
        assert!(
            problems(root.path(), false)
                .iter()
                .any(|problem| problem.contains("shard 1/2 is not there"))
        );
        dataset(Format::Jsonl, Shard { index: 1, count: 2 }, root.path());
        assert_eq!(problems(root.path(), true), [""; 0]);
    }

    #[test]
    fn a_shard_given_twice_is_no_whole() {
        let root = tempfile::tempdir().expect("a folder");
        for index in 0..2 {
            dataset(Format::Csv, Shard { index, count: 2 }, root.path());
        }
        let mut shards = shard_manifests(&place(root.path())).expect("two manifests");
        assert_eq!(shard_problems(&shards), [""; 0]);
        shards.push(shards[1].clone());
        assert!(shard_problems(&shards)[0].contains("more than once"));
    }
}

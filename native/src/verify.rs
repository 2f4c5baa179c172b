//! [`verify`]: whether a dataset is complete and is what its manifest says.

use std::collections::BTreeSet;
use std::io::{self, Read};

use fraudgen_core::{DATASET_VERSION, Digest, Generator, Maker};
use parquet::errors::ParquetError;

use crate::dataset::describe::{document::Found, documents};
use crate::dataset::layout::Shard;
use crate::dataset::manifest::{Manifest, PartRecord, SUCCESS};
use crate::dataset::run::Run;
use crate::dataset::shards::{plan_problems, shard_manifests, shard_problems};
use crate::dataset::survey::{Owner, Survey};
use crate::encode::parquet::{DIGEST_KEY, into_io, parquet_schema};
use crate::encode::{Compression, Format};
use crate::error::{Error, PartError};
use crate::generate::{is_log, make_part};
use crate::parallel::{CancelToken, Context, workers};
use crate::storage::{Checksums, Hashing, Location, Opened};

/// What was found.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Findings {
    /// Everything that is not as it should be, a sentence each; none if the dataset is intact.
    pub problems: Vec<String>,
    /// Parts that were checked.
    pub parts: usize,
    /// Their rows according to the manifest.
    pub rows: u64,
    /// Their bytes according to the manifest.
    pub bytes: u64,
    /// Content digest of the dataset.
    pub digest: Digest,
    /// What to tell about files that are neither fraudgen's nor data to any reader.
    pub note: Option<String>,
}

/// Checks a dataset: manifest, `_SUCCESS`, and every part's length, hash, schema, row count and digest.
/// `deep` also makes every part again and compares it byte by byte, through its hash.
///
/// # Errors
/// There is no manifest, or something cannot be read at all.
pub fn verify(context: &Context, location: &Location, deep: bool) -> Result<Findings, Error> {
    let manifests = manifests(location)?;
    let mut findings = Findings::default();
    let mut listed = BTreeSet::new();
    let mut are_as_planned = true;
    closing_problems(location, &manifests, &mut findings.problems)?;
    for manifest in &manifests {
        listed.extend(manifest.parts.iter().map(|part| part.path.clone()));
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
        // Parts of another spec are none that this one could describe: they are not opened.
        if !plan_problems(manifest, &run, generator.plan(), &mut findings.problems) {
            are_as_planned = false;
            continue;
        }
        let is_as_planned = findings.problems.len() == before;
        are_as_planned &= is_as_planned;
        let check = Check {
            location,
            run,
            // A part that the spec does not have cannot be made again.
            deep: deep && is_as_planned,
            generator: &generator,
            cancel: &context.cancel,
        };
        check.parts(context, manifest, &mut findings.problems)?;
        findings.parts += manifest.parts.len();
        findings.rows += manifest.rows;
        findings.bytes += manifest.bytes;
        findings.digest += manifest.digest;
    }
    // A list that was cut short is one problem, not one for each file that it lacks.
    if are_as_planned {
        unlisted_files(location, &manifests, &listed, &mut findings)?;
    }
    findings.problems.sort();
    Ok(findings)
}

/// How the parts of a manifest are checked.
struct Check<'a> {
    location: &'a Location,
    run: Run,
    deep: bool,
    generator: &'a Generator,
    cancel: &'a CancelToken,
}

impl Check<'_> {
    /// Checks every part.
    fn parts(
        &self,
        context: &Context,
        manifest: &Manifest,
        problems: &mut Vec<String>,
    ) -> Result<(), Error> {
        let mut meter = context.meter(manifest.rows, manifest.parts.len());
        let (mut rows, mut parts) = (0, 0);
        let outcome = workers::run(
            context,
            &manifest.parts,
            || self.generator.maker(),
            |maker, record, reply| reply.send(self.part(maker, record)),
            |checked| {
                let bytes = checked.as_ref().map(|(record, _)| record.bytes);
                if let Some((record, found)) = checked {
                    rows += record.rows;
                    parts += 1;
                    problems.extend(found);
                }
                meter.update(rows, bytes);
                Ok(())
            },
        );
        meter.end();
        outcome?;
        match parts < manifest.parts.len() {
            true => Err(Error::Cancelled),
            false => Ok(()),
        }
    }

    /// What is wrong with a part.
    fn part<'r>(
        &self,
        maker: &mut Maker<'_>,
        record: &'r PartRecord,
    ) -> Result<(&'r PartRecord, Vec<String>), Error> {
        let mut problems = part_problems(self.location, &self.run, record, self.cancel)?;
        if self.deep && problems.is_empty() {
            problems.extend(self.remake_problem(maker, record)?);
        }
        Ok((record, problems))
    }

    /// What is wrong with a part compared with the same part made again.
    fn remake_problem(
        &self,
        maker: &mut Maker<'_>,
        record: &PartRecord,
    ) -> Result<Option<String>, Error> {
        let layout = self.run.layout(self.generator.plan());
        let part = layout.part(record.table, record.part);
        let mut sink = Hashing::new(io::sink());
        let contents = make_part(maker, &self.run, &part, &mut sink, |_| self.cancel.check())
            .map_err(|error| error.of("make", &record.path))?;
        let (_, checksums) = sink.finish();
        let what = if contents.digest != record.digest {
            "its records are not those of the spec"
        } else if checksums.sha256 != record.sha256 {
            "its records are those of the spec, but this build of fraudgen writes other bytes"
        } else {
            return Ok(None);
        };
        Ok(Some(format!("{}: {what}", record.path)))
    }
}

/// The manifest of a dataset, or those of its shards.
fn manifests(location: &Location) -> Result<Vec<Manifest>, Error> {
    if let Location::Folder(folder) = location {
        std::fs::read_dir(folder.root()).map_err(Error::io("read the folder", folder.root()))?;
    }
    if let Some(manifest) = location.manifest(Shard::WHOLE)? {
        return Ok(vec![manifest]);
    }
    let manifests = shard_manifests(location)?;
    if manifests.is_empty() {
        return Err(Error::NoManifest {
            location: location.name_of(&Manifest::file_name(Shard::WHOLE)),
        });
    }
    Ok(manifests)
}

/// Whether the dataset is closed: `_SUCCESS` is there, or every shard is.
fn closing_problems(
    location: &Location,
    manifests: &[Manifest],
    problems: &mut Vec<String>,
) -> Result<(), Error> {
    match manifests.first() {
        Some(first) if first.shard.is_whole() => {
            if !location.has(SUCCESS)? {
                problems.push(format!("{SUCCESS} is not there: the run is not over"));
            }
        }
        _ => problems.extend(shard_problems(manifests)),
    }
    Ok(())
}

/// What is wrong with a file according to its bytes.
pub(crate) fn part_problems(
    location: &Location,
    run: &Run,
    record: &PartRecord,
    cancel: &CancelToken,
) -> Result<Vec<String>, Error> {
    let problem = |text: String| Ok(vec![format!("{}: {text}", record.path)]);
    let mut file = match location.open(&record.path) {
        Ok(Some(file)) => file,
        Ok(None) => return problem("the file is not there".into()),
        Err(Error::NoFile { kind, .. }) => return problem(format!("it is {kind}, not a file")),
        Err(error) => return Err(error),
    };
    let name = || location.name_of(&record.path);
    let length = file.length().map_err(Error::io("read", name()))?;
    if length != record.bytes {
        return problem(format!("it has {length} bytes, not {}", record.bytes));
    }
    let checksums = Checksums::read(&mut file, cancel).map_err(|error| error.of("read", name()))?;
    if checksums.sha256 != record.sha256 {
        return problem("its SHA-256 is not the manifest's: the file was changed".into());
    }
    if run.format == Format::Parquet {
        return footer_problems(&file, record);
    }
    // Read again, from the start.
    let Some(file) = location.open(&record.path)? else {
        return problem("the file has disappeared".into());
    };
    let header = run.format.header_lines();
    let lines = lines(file, run.compression, cancel).map_err(|error| error.of("read", name()))?;
    match lines {
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
        Err(error) => return problem(format!("it is not a Parquet file: {error}")),
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
fn lines(file: Opened, compression: Compression, cancel: &CancelToken) -> Result<u64, PartError> {
    let mut text: Box<dyn Read> = match compression {
        Compression::None => Box::new(file),
        Compression::Zstd(_) => Box::new(zstd::Decoder::new(file)?),
    };
    let mut piece = vec![0; 1 << 18];
    let mut lines = 0;
    loop {
        cancel.check()?;
        match text.read(&mut piece)? {
            0 => return Ok(lines),
            read => lines += piece[..read].iter().filter(|byte| **byte == b'\n').count() as u64,
        }
    }
}

/// Finds files in the tables' folders that no manifest lists, where a reader would take them for data, and
/// others that are not fraudgen's.
fn unlisted_files(
    location: &Location,
    manifests: &[Manifest],
    listed: &BTreeSet<String>,
    findings: &mut Findings,
) -> Result<(), Error> {
    let tables: BTreeSet<_> = manifests
        .iter()
        .flat_map(|manifest| &manifest.tables)
        .map(|table| table.table.name())
        .collect();
    let is_in_a_table = |path: &str| {
        let table = path.split_once('/').map(|(table, _)| table);
        table.is_some_and(|table| tables.contains(table))
    };
    let mut foreign = Survey::default();
    if let [manifest] = manifests
        && manifest.shard.is_whole()
    {
        check_documents(location, manifest, &mut findings.problems, &mut foreign)?;
    }
    for path in location.paths()?.unwrap_or_default() {
        match Owner::of(&path) {
            Owner::Folder | Owner::Document => {}
            Owner::Nobody => foreign.add(&path, Owner::Nobody),
            Owner::Fraudgen | Owner::Reader => {
                if is_in_a_table(&path) && !listed.contains(&path) && !is_log(&path) {
                    let problem = format!("{path}: the manifest does not list it");
                    findings.problems.push(problem);
                }
            }
        }
    }
    findings.note = foreign.note(location);
    Ok(())
}

/// Finds documents that are missing or were changed, and files of others in their place.
fn check_documents(
    location: &Location,
    manifest: &Manifest,
    problems: &mut Vec<String>,
    foreign: &mut Survey,
) -> Result<(), Error> {
    // Another version of fraudgen words them otherwise.
    let is_of_this_version = manifest.generator == Manifest::GENERATOR;
    for document in documents(manifest) {
        let name = document.name;
        match Found::at(location, name)? {
            Found::Nothing => problems.push(format!("{name}: the file is not there")),
            Found::Own(bytes) if is_of_this_version && bytes != document.text.as_bytes() => {
                problems.push(format!(
                    "{name}: it is not what the manifest says: it was changed"
                ));
            }
            Found::Own(_) => {}
            Found::Foreign => foreign.add(name, Owner::Nobody),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use fraudgen_core::Spec;
    use fraudgen_core::schema::Table;

    use super::*;
    use crate::generate::{Destination, Mode, Records, Waiting, generate};
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
        let context = Context::new(2);
        let destination = Destination::prepare(
            &context,
            location(root),
            Records::AtDestination,
            &run,
            generator.plan(),
            Mode::Fresh,
        )
        .expect("an empty folder");
        generate(&context, &generator, &run, destination, Waiting::default()).expect("made");
    }

    fn location(root: &Path) -> Location {
        Location::Folder(Folder::new(root))
    }

    fn problems(root: &Path, deep: bool) -> Vec<String> {
        let findings = verify(&Context::new(2), &location(root), deep);
        findings.expect("a dataset").problems
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
        fs::remove_file(root.path().join("croissant.json")).expect("removed");
        let card = root.path().join("README.md");
        let text = fs::read_to_string(&card).expect("read");
        fs::write(&card, text.replace("seed", "sead")).expect("written");
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
            "croissant.json: the file is not there",
            "README.md: it is not what the manifest says",
        ] {
            assert!(found.contains(words), "{words} in {found}");
        }
        assert_eq!(found.lines().count(), 7, "{found}");
        fs::write(&card, "mine").expect("written");
        let findings = verify(&Context::new(2), &location(root.path()), false).expect("a dataset");
        assert!(findings.note.is_some_and(|note| note.contains("README.md")));
        assert!(!findings.problems.join("\n").contains("README.md"));
    }

    #[test]
    fn a_manifest_that_was_changed_is_found() {
        let root = tempfile::tempdir().expect("a folder");
        dataset(Format::Parquet, Shard::WHOLE, root.path());
        let path = root.path().join("_manifest.json");
        let text = fs::read_to_string(&path).expect("read");
        fs::write(&path, text.replacen("\"seed\": 42", "\"seed\": 43", 1)).expect("written");
        let of_parts = |deep| {
            let found = problems(root.path(), deep).into_iter();
            found
                .filter(|problem| problem.contains("/part-"))
                .collect::<Vec<_>>()
        };
        assert_eq!(of_parts(false), [""; 0]);
        assert!(of_parts(true)[0].contains("records"));
        assert!(problems(root.path(), false)[0].contains("README.md: it is not what"));
        fs::write(
            &path,
            text.replacen("\"rows\": 20700", "\"rows\": 20701", 1),
        )
        .expect("written");
        assert!(problems(root.path(), false)[0].contains("totals"));
        fs::write(&path, &text[..100]).expect("written");
        let error = verify(&Context::new(1), &location(root.path()), false).expect_err("torn");
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
        let mut shards = shard_manifests(&location(root.path())).expect("two manifests");
        assert_eq!(shard_problems(&shards), [""; 0]);
        shards.push(shards[1].clone());
        assert!(shard_problems(&shards)[0].contains("more than once"));
    }
}

//! Datasets in a folder, parts of which are not what fraudgen wrote: `verify`, `finish` and `report` say
//! what is wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use fraudgen::Context;
use fraudgen::dataset::{
    Header, Manifest, ObjectTargets, PartRecord, Run, SUCCESS, Shard, TARGETS_VERSION, TargetFile,
};
use fraudgen::encode::{Compression, Format};
use fraudgen::generate::{Destination, Mode, Records, Waiting, finish, generate};
use fraudgen::report::report;
use fraudgen::storage::s3::{Method, Target};
use fraudgen::storage::{Folder, Location};
use fraudgen_core::schema::Table;
use fraudgen_core::{DATASET_VERSION, Generator, Spec};
use tempfile::TempDir;

use super::sha256;

/// How a Parquet file ends.
const MAGIC: &[u8] = b"PAR1";

/// A folder, in memory if possible.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    made.expect("a folder")
}

fn location(folder: &TempDir) -> Location {
    Location::Folder(Folder::new(folder.path()))
}

fn verify(location: &Location) {
    let _ = fraudgen::verify(&Context::new(1), location, false);
}

/// A manifest: `verify` says that its files are missing, or what else is wrong.
pub fn manifest(data: &[u8]) {
    static EMPTY: LazyLock<TempDir> = LazyLock::new(folder);
    if let Ok(manifest) = Manifest::parse(data, "it") {
        let read = Manifest::parse(manifest.to_json().as_bytes(), "it");
        assert_eq!(read.expect("it reads back"), manifest);
    }
    fs::write(EMPTY.path().join(Manifest::file_name(Shard::WHOLE)), data).expect("written");
    verify(&location(&EMPTY));
}

/// Receipts: `finish` says that their files are missing, or what else is wrong.
pub fn receipt(data: &[u8]) {
    static EMPTY: LazyLock<TempDir> = LazyLock::new(folder);
    if let Ok(receipts) = Manifest::parse_receipts(data, "it") {
        let _ = finish(&Context::new(1), &location(&EMPTY), receipts, &[]);
    }
}

/// A journal: a run is continued with those of its parts that are there, or it says why not.
pub fn journal(data: &[u8]) {
    let dataset = DATASET.lock().expect("no panic before");
    let path = dataset.folder.path().join("_progress.jsonl");
    fs::write(&path, data).expect("written");
    let generator = Generator::new(&dataset.run.spec).expect("a valid spec");
    let original: Vec<_> = dataset
        .parts
        .iter()
        .map(|part| dataset.path(part))
        .collect();
    let original: Vec<_> = original
        .into_iter()
        .map(|path| (fs::read(&path).expect("a file"), path))
        .collect();
    let destination = Destination::prepare(
        &Context::new(1),
        location(&dataset.folder),
        Records::AtDestination,
        &dataset.run,
        generator.plan(),
        Mode::Resume,
    );
    if let Ok(destination) = destination {
        assert!(destination.finished() <= dataset.parts.len());
    }
    let _ = fs::remove_file(path);
    // Parts that are not as the journal has them were removed.
    for (bytes, path) in original {
        fs::write(path, bytes).expect("written");
    }
}

/// A dataset of one file for each table.
struct Dataset {
    folder: TempDir,
    run: Run,
    parts: Vec<PartRecord>,
}

impl Dataset {
    fn new() -> Self {
        let spec = Spec {
            transactions: 300,
            customers: Some(20),
            fraud_rate: 0.1,
            ..Spec::default()
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let run = Run {
            dataset_version: DATASET_VERSION,
            spec: generator.plan().spec().clone(),
            format: Format::Parquet,
            compression: Compression::Zstd(1),
            rows_per_file: 100_000,
            tables: Table::ALL.to_vec(),
            shard: Shard::WHOLE,
        };
        let (folder, context) = (folder(), Context::new(1));
        let destination = Destination::prepare(
            &context,
            location(&folder),
            Records::AtDestination,
            &run,
            generator.plan(),
            Mode::Fresh,
        );
        let destination = destination.expect("an empty folder");
        let manifest =
            generate(&context, &generator, &run, destination, Waiting::default()).expect("made");
        assert!(folder.path().join(SUCCESS).exists());
        Self {
            folder,
            run,
            parts: manifest.parts,
        }
    }

    fn path(&self, part: &PartRecord) -> PathBuf {
        self.folder.path().join(&part.path)
    }

    /// Runs a check with another footer in one file, and a manifest that fits: the first byte of the data
    /// chooses the file, the rest is its footer, with or without what follows a footer.
    fn with_footer(&self, data: &[u8], check: impl FnOnce(&Location)) {
        let Some((choice, footer)) = data.split_first() else {
            return;
        };
        let choice = usize::from(*choice) % self.parts.len();
        let path = self.path(&self.parts[choice]);
        let original = fs::read(&path).expect("a file");
        let mut file = original[..original.len() - 8 - footer_len(&original)].to_vec();
        file.extend_from_slice(footer);
        if !footer.ends_with(MAGIC) {
            file.extend_from_slice(&(footer.len() as u32).to_le_bytes());
            file.extend_from_slice(MAGIC);
        }
        fs::write(&path, &file).expect("written");
        let mut parts = self.parts.clone();
        parts[choice].bytes = file.len() as u64;
        parts[choice].sha256 = sha256(&file);
        self.put(parts);
        check(&location(&self.folder));
        fs::write(&path, original).expect("written");
    }

    fn put(&self, parts: Vec<PartRecord>) {
        let manifest = Manifest::new(&self.run, parts).to_json();
        fs::write(
            self.folder.path().join(Manifest::file_name(Shard::WHOLE)),
            manifest,
        )
        .expect("written");
    }
}

fn footer_len(file: &[u8]) -> usize {
    let length = file[file.len() - 8..].first_chunk().expect("four bytes");
    u32::from_le_bytes(*length) as usize
}

static DATASET: LazyLock<Mutex<Dataset>> = LazyLock::new(|| Mutex::new(Dataset::new()));

/// A footer of a Parquet file, and which file: `verify` says what is wrong with it.
pub fn verify_footer(data: &[u8]) {
    let dataset = DATASET.lock().expect("no panic before");
    dataset.with_footer(data, verify);
}

/// A footer of a Parquet file, and which file: `report` says what is wrong with it.
pub fn report_footer(data: &[u8]) {
    let dataset = DATASET.lock().expect("no panic before");
    dataset.with_footer(data, |location| {
        drop(report(&Context::new(1), location, None))
    });
}

/// Writes the output of real runs, as inputs to start from.
pub fn seeds(corpus: &Path) {
    let dataset = Dataset::new();
    let put = |target: &str, name: &str, bytes: &[u8]| {
        fs::create_dir_all(corpus.join(target)).expect("a folder");
        fs::write(corpus.join(target).join(name), bytes).expect("written");
    };
    for (choice, part) in dataset.parts.iter().enumerate() {
        let file = fs::read(dataset.path(part)).expect("a file");
        let footer = &file[file.len() - 8 - footer_len(&file)..file.len() - 8];
        let input = [&[choice as u8], footer].concat();
        put("verify_footer", part.table.name(), &input);
        put("report_footer", part.table.name(), &input);
    }
    let manifest = Manifest::new(&dataset.run, dataset.parts.clone());
    put("manifest", "whole", manifest.to_json().as_bytes());
    let lines = dataset.parts.iter().map(serde_json::to_string);
    let lines = [serde_json::to_string(&dataset.run)]
        .into_iter()
        .chain(lines);
    let journal: String = lines.map(|line| line.expect("JSON") + "\n").collect();
    put("journal", "whole", journal.as_bytes());
    let spec = serde_json::to_string(&dataset.run.spec).expect("JSON");
    put("spec", "whole", spec.as_bytes());
    put("spec", "default", b"{}");
    put("spec", "some", br#"{"seed":7,"transactions":10000,"start":"2024-02-29","days":90,"fraud_drift":{"phishing":"GROWS"}}"#);
    let shards = (0..2).map(|index| Run {
        shard: Shard { index, count: 2 },
        ..dataset.run.clone()
    });
    let receipts: String = shards
        .map(|run| {
            let parts = dataset
                .parts
                .iter()
                .filter(|part| part.part % 2 == run.shard.index);
            Manifest::new(&run, parts.cloned().collect()).to_json()
        })
        .collect();
    put("receipt", "shards", receipts.as_bytes());
    put(
        "receipt",
        "printed",
        format!("{{\"rows\":1,\"manifest\":{}}}", manifest.to_json()).as_bytes(),
    );
    put(
        "target_file",
        "whole",
        target_file(&dataset).to_text().as_bytes(),
    );
    put("listing", "page", LISTING.as_bytes());
    for (name, status, body) in ANSWERS {
        put(
            "store_answer",
            name,
            &[&status.to_le_bytes(), body.as_bytes()].concat(),
        );
    }
}

/// A page of a list.
const LISTING: &str = "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>true</IsTruncated>\
     <Contents><Key>raw%201/customers/part-00000.parquet</Key></Contents><Contents><Key>raw+1%2F_SUCCESS</Key>\
     </Contents><NextContinuationToken>a&amp;b</NextContinuationToken></ListBucketResult>";

/// Answers of stores, by what they are about.
const ANSWERS: [(&str, u16, &str); 3] = [
    (
        "denied",
        403,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Request has \
         expired</Message><RequestId>1</RequestId></Error>",
    ),
    (
        "elsewhere",
        301,
        "<Error><Code>PermanentRedirect</Code><Message>use the endpoint</Message><Region>sa-east-1</Region></Error>",
    ),
    (
        "slow",
        503,
        "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>",
    ),
];

fn target_file(dataset: &Dataset) -> TargetFile {
    let time = "2026-01-01T12:00:00Z".parse().expect("a time");
    let target = |method, path: &str| Target {
        method,
        url: format!("https://store:9000/lake/{path}?X-Amz-Signature=0a1b")
            .parse()
            .expect("a URL"),
        headers: BTreeMap::from([("if-none-match".into(), "*".into())]),
        expires_at: time,
    };
    let paths = dataset.parts.iter().map(|part| part.path.clone());
    let documents = ["README.md", "croissant.json", "datapackage.json"].map(String::from);
    let paths = paths.chain(documents);
    let paths = paths.chain([Manifest::file_name(Shard::WHOLE), SUCCESS.into()]);
    let object = |path: String| {
        let targets = ObjectTargets {
            put: target(Method::Put, &path),
            head: target(Method::Head, &path),
            get: target(Method::Get, &path),
            path: path.clone(),
        };
        (path, targets)
    };
    TargetFile {
        header: Header {
            fraudgen_targets: TARGETS_VERSION,
            location: "s3://lake".into(),
            endpoint: "https://store:9000".into(),
            signed_at: time,
            expires_at: time,
            run: dataset.run.clone(),
            guard: None,
        },
        objects: paths.map(object).collect(),
    }
}

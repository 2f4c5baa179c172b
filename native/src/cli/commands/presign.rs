//! `fraudgen presign`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::cli::args::{
    DatasetArgs, OutputArgs, ProgressStyle, StoreArgs, ThreadArgs, output, parse_duration,
    parse_uri,
};
use crate::dataset::layout::Shard;
use crate::dataset::manifest::SUCCESS;
use crate::dataset::run::Run;
use crate::dataset::survey::Survey;
use crate::dataset::targets::{Header, ObjectTargets, TARGETS_VERSION, TargetFile};
use crate::error::Error;
use crate::estimate::check_objects;
use crate::generate::{clear, guard_note};
use crate::parallel::{CancelToken, Needs};
use crate::storage::s3::{Access, AccessError, Guard, LIFETIME, MARKER, Method, Signer};
use crate::storage::{Location, OutputFile};
use crate::units::count_text;
use fraudgen_core::Generator;
use jiff::{SignedDuration, Timestamp};

use crate::cli::failure::Usage;
use crate::cli::host::Host;
use crate::cli::note::note;

/// Presign upload targets, for workers without credentials
///
/// Writes a target file: presigned URLs for every file of a dataset. A worker needs that file and nothing
/// else. It is a secret: anyone who has it can write those files until it expires; only its owner can read
/// it. Credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN),
/// MINIO_ACCESS_KEY and MINIO_SECRET_KEY, MINIO_ROOT_USER and MINIO_ROOT_PASSWORD, or the AWS shared files
/// with AWS_PROFILE, else from single sign-on, a web identity, a process, the container or the instance;
/// never from flags, which everyone on the machine can see.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// Where the dataset will be, as s3://BUCKET/PREFIX
    #[arg(long, value_name = "PLACE")]
    to: String,

    /// Target file to write; `-` is standard output
    #[arg(long, value_name = "FILE", default_value = "targets.jsonl")]
    out: PathBuf,

    /// Also write a target file for each of N workers: FILE-0-of-N.jsonl and so on
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=100_000))]
    shards: Option<u64>,

    /// How long the targets live, 1s to 7d
    #[arg(long, value_name = "TIME", default_value = "12h", value_parser = parse_expiry)]
    expires: Duration,

    /// URL by which workers reach the store, if it differs from this machine's
    #[arg(long, value_name = "URL")]
    public_endpoint: Option<String>,

    /// Skip the check that the location is free and that the key works, which writes a probe object
    #[arg(long)]
    no_check: bool,

    /// Create the bucket if it does not exist
    #[arg(long, conflicts_with = "no_check")]
    create_bucket: bool,

    /// Allow a location that holds parts of this run already, and renew its target files
    #[arg(long, conflicts_with = "force")]
    resume: bool,

    /// Remove what fraudgen wrote there before, sign targets that replace objects, and replace the files
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    store: StoreArgs,

    #[command(flatten)]
    dataset: DatasetArgs,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    threads: ThreadArgs,
}

const EXAMPLES: &str = "Examples:
  fraudgen presign --to s3://lake/fraud --size 30GB --expires 12h
  fraudgen presign --to s3://lake/fraud --transactions 64.3M --shards 8
  fraudgen presign --to s3://lake/fraud --public-endpoint https://minio.example
  fraudgen generate --targets targets-0-of-8.jsonl          on a worker";

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    let context = host.context(args.threads.count(Needs::MAKING), ProgressStyle::None)?;
    let uri = parse_uri(&args.to, "--to")?;
    let access = args.store.access()?;
    let spec = args
        .dataset
        .spec(&context, |spec| args.output.run(spec, Shard::WHOLE))?;
    let generator = Generator::new(&spec)?;
    let run = args
        .output
        .run(generator.plan().spec().clone(), Shard::WHOLE);
    run.check(generator.plan())?;
    check_objects(&context, &run, generator.plan())?;
    let files = target_files(&args)?;
    let or_until = end_of_key(&access, args.expires)?;
    let guard = match args.no_check {
        true => None,
        false => prepare(&args, &run, &context.cancel)?,
    };
    let access = match &args.public_endpoint {
        Some(public) => access
            .at(public, args.store.allow_http)
            .map_err(Error::from)?,
        None => access,
    };
    let signer = Signer::new(access, uri, args.expires).map_err(Error::from)?;
    // Signatures are precise to the second.
    let now = Timestamp::from_second(Timestamp::now().as_second())?;
    // The marker's targets live as long as the others, and lead where they do.
    let guard = guard.map(|guard| Guard {
        head: signer.target(Method::Head, MARKER, now),
        get: signer.target(Method::Get, MARKER, now),
        ..guard
    });
    // Where the condition is not heeded, it may not be understood either.
    let create_only = !args.force && guard.is_none();
    let sign = |run| {
        let mut targets = sign(&signer, &generator, run, now, create_only);
        targets.header.guard.clone_from(&guard);
        targets
    };
    let written = write_targets(files, &run, sign)?;
    Ok(summarise(&written, &signer, now, or_until)?)
}

/// What the key says about the end of what it signs, after a note if that is sooner than asked for.
fn end_of_key(access: &Access, expires: Duration) -> Result<&'static str, Error> {
    let Some(ends_at) = access.ends_at() else {
        return Ok(match access.is_of_a_session() {
            true => ", or until the session of that key ends, if that is sooner",
            false => "",
        });
    };
    let left = ends_at.duration_since(Timestamp::now());
    if left <= SignedDuration::ZERO {
        return Err(AccessError::Ended { ended_at: ends_at }.into());
    }
    if left.unsigned_abs() < expires {
        note(&format!(
            "the session of the key ends at {}, before --expires: its targets end then, too; sign with a key that \
             lasts longer, or renew them with --resume",
            ends_at.strftime("%Y-%m-%d %H:%M:%SZ")
        ));
    }
    Ok("")
}

/// Checks that the location is free and that the key may do what is needed, and clears it with --force. Returns
/// what keeps other runs away if the store does not.
fn prepare(args: &Args, run: &Run, cancel: &CancelToken) -> anyhow::Result<Option<Guard>> {
    let location = args.store.location(args.to.as_ref(), "--to", cancel)?;
    let Location::Store(store) = &location else {
        return Ok(None);
    };
    if args.create_bucket {
        store.create_bucket().map_err(Error::from)?;
    }
    if !args.resume && !args.force {
        let survey = Survey::of(&location)?;
        if let Some(text) = survey.note(&location) {
            note(&text);
        }
        if let Some(holds) = survey.taken {
            let location = location.to_string();
            return Err(Error::NotEmpty { location, holds }.into());
        }
    }
    store.probe().map_err(Error::from)?;
    // Nobody should take the old run, or half of the new one, for a complete dataset.
    if args.force {
        clear(&location)?;
    } else {
        store.remove(SUCCESS).map_err(Error::from)?;
    }
    let guard = store
        .claim(&run.marker(), args.force)
        .map_err(Error::from)?;
    if guard.is_some() {
        note(&guard_note(&location));
    }
    Ok(guard.cloned())
}

/// The target files to be written: those of the shards, then that of the whole run.
fn target_files(args: &Args) -> anyhow::Result<Vec<(Shard, OutputFile)>> {
    let shards = (0..args.shards.unwrap_or(0)).map(|index| Shard {
        index,
        count: args.shards.unwrap_or(1),
    });
    let file = |shard| -> anyhow::Result<_> {
        let path = file_name(&args.out, shard);
        let file = output("--out", &path, args.force || args.resume)?;
        if args.shards.is_some() && !file.is_file() {
            return Err(Usage("'--shards' needs a file: give one with --out".into()).into());
        }
        Ok((shard, file))
    };
    shards.chain([Shard::WHOLE]).map(file).collect()
}

/// Writes target files; returns their paths and how many objects each has.
fn write_targets(
    files: Vec<(Shard, OutputFile)>,
    run: &Run,
    sign: impl Fn(Run) -> TargetFile,
) -> Result<Vec<(PathBuf, usize)>, Error> {
    let write = |(shard, file): (Shard, OutputFile)| {
        let run = Run {
            shard,
            ..run.clone()
        };
        let targets = sign(run);
        targets.write(&file)?;
        Ok((file.path().to_path_buf(), targets.objects.len()))
    };
    files.into_iter().map(write).collect()
}

fn summarise(
    written: &[(PathBuf, usize)],
    signer: &Signer,
    now: Timestamp,
    or_until: &str,
) -> std::io::Result<()> {
    let mut stderr = std::io::stderr().lock();
    for (path, objects) in written.iter().filter(|(path, _)| path != Path::new("-")) {
        let objects = count_text(*objects as u64);
        writeln!(stderr, "{}: targets for {objects} files", path.display())?;
    }
    let expires = signer.target(Method::Get, "", now).expires_at;
    writeln!(
        stderr,
        "{} at {}, by the key {}, until {}{or_until}",
        signer.location(),
        signer.endpoint(),
        signer.key_tail(),
        expires.strftime("%Y-%m-%d %H:%M:%SZ"),
    )?;
    writeln!(stderr, "keep them secret: anyone with a target can use it")
}

fn sign(
    signer: &Signer,
    generator: &Generator,
    run: Run,
    now: Timestamp,
    create_only: bool,
) -> TargetFile {
    let targets = |path: String| {
        let is_part = path.contains('/');
        let targets = ObjectTargets {
            put: signer.put(&path, create_only && is_part, None, now),
            head: signer.target(Method::Head, &path, now),
            get: signer.target(Method::Get, &path, now),
            path,
        };
        (targets.path.clone(), targets)
    };
    let objects = TargetFile::paths(&run, generator)
        .into_iter()
        .map(targets)
        .collect();
    TargetFile {
        header: Header {
            fraudgen_targets: TARGETS_VERSION,
            location: signer.location().to_string(),
            endpoint: signer.endpoint().to_string(),
            signed_at: now,
            expires_at: signer.target(Method::Get, "", now).expires_at,
            run,
            guard: None,
        },
        objects,
    }
}

/// The file of a shard, next to that of the whole run.
fn file_name(out: &Path, shard: Shard) -> PathBuf {
    if shard.is_whole() {
        return out.into();
    }
    let mut name = out.file_stem().unwrap_or_default().to_os_string();
    name.push(format!("-{}-of-{}", shard.index, shard.count));
    if let Some(suffix) = out.extension() {
        name.push(".");
        name.push(suffix);
    }
    out.with_file_name(name)
}

fn parse_expiry(text: &str) -> Result<Duration, String> {
    parse_duration(text)
        .ok()
        .filter(|time| LIFETIME.contains(time))
        .ok_or_else(|| "give 1s to 7d, such as 30m or 12h".into())
}

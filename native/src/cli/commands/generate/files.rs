//! `fraudgen generate` into files.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use cpu_time::ProcessTime;
use fraudgen_core::Generator;
use jiff::Timestamp;

use super::args::Args;
use super::summary::{Speed, receipt_line, summarise};
use crate::cli::args::{ProgressStyle, output};
use crate::cli::failure::Usage;
use crate::cli::host::Host;
use crate::cli::note::note;
use crate::dataset::layout::Shard;
use crate::dataset::run::Run;
use crate::dataset::targets::TargetFile;
use crate::encode::Format;
use crate::error::Error;
use crate::estimate::{check_objects, uploading};
use crate::generate::{Destination, Mode, Records, Waiting, generate};
use crate::parallel::{CancelToken, Context, Needs, memory_limit};
use crate::storage::Location;

pub(super) fn run(mut args: Args, format: Format, host: &Host) -> anyhow::Result<()> {
    args.store.retry.bandwidth = args.bandwidth;
    let began = (Instant::now(), ProcessTime::now());
    let mut context = host.context(args.threads.count(Needs::MAKING), args.progress)?;
    let Job {
        location,
        run,
        generator,
        records,
    } = job(&args, format, &context)?;
    if !run.shard.is_whole() && !args.table_format.is_empty() {
        let text = "'--table-format' is for whole datasets: give it to `fraudgen finish`, which closes shards";
        return Err(Usage(text.into()).into());
    }
    let waiting = Waiting {
        spooling: args.upload,
        memory: args.memory.map_or_else(
            || Waiting::default_memory(memory_limit()),
            |memory| memory.0,
        ),
    };
    let needs = match (&location, memory_limit()) {
        (Location::Store(_), Some(limit)) => {
            uploading(&context, &run, generator.plan(), waiting, limit)?
        }
        _ => Needs::MAKING,
    };
    context.threads = args.threads.count(needs);
    let less = match needs == Needs::MAKING {
        true => "fewer --threads",
        false => "--upload spool, or smaller files with --rows-per-file or --compression",
    };
    args.threads.explain(context.threads, needs, less);
    let mode = match (args.resume, args.force) {
        (true, _) => Mode::Resume,
        (_, true) => Mode::Force,
        _ => Mode::Fresh,
    };
    let to = location.clone();
    let is_printed = args.json || records == Records::Nowhere;
    let destination =
        Destination::prepare(&context, location, records, &run, generator.plan(), mode)?
            .published_as(args.table_format.clone());
    destination.notes().iter().for_each(|text| note(text));
    let kept = destination.finished();
    let manifest = generate(&context, &generator, &run, destination, waiting)?;
    let speed = Speed {
        seconds: began.0.elapsed().as_secs_f64(),
        cpu_seconds: began.1.elapsed().as_secs_f64(),
        threads: context.threads,
    };
    if args.progress != ProgressStyle::Json {
        summarise(&to, &manifest, kept, &speed)?;
    }
    if is_printed {
        let line = receipt_line(&to, &manifest, kept, &speed);
        writeln!(host.stdout(), "{line}")?;
    }
    Ok(())
}

/// What is to be made, and where.
struct Job {
    location: Location,
    run: Run,
    generator: Generator,
    records: Records,
}

fn job(args: &Args, format: Format, context: &Context) -> anyhow::Result<Job> {
    let shard = args.shard()?;
    let Some(out) = &args.out else {
        return given_job(args, shard, &context.cancel);
    };
    let run = |spec| args.layout.run(format, spec, shard);
    let spec = args.dataset.spec(context, run)?;
    let generator = Generator::new(&spec)?;
    let run = run(generator.plan().spec().clone());
    run.check(generator.plan())?;
    let location = args.store.location(out, "--out", &context.cancel)?;
    if let Location::Store(store) = &location {
        check_objects(context, &run, generator.plan())?;
        if args.create_bucket {
            store.create_bucket().map_err(Error::from)?;
        }
    }
    Ok(Job {
        run,
        generator,
        location,
        records: Records::AtDestination,
    })
}

/// The job that a target file describes.
fn given_job(args: &Args, shard: Shard, cancel: &CancelToken) -> anyhow::Result<Job> {
    let path = args.targets.as_deref().unwrap_or(Path::new("-"));
    warn_of_readers(path);
    let targets = TargetFile::read(path)?;
    if targets.header.expires_at <= Timestamp::now() {
        return Err(Error::Expired {
            location: path.display().to_string(),
            ended: targets.header.expires_at,
        }
        .into());
    }
    let generator = Generator::new(&targets.header.run.spec).map_err(|error| Error::Invalid {
        location: path.display().to_string(),
        what: "target file",
        reason: error.into(),
    })?;
    targets
        .check(&generator)
        .map_err(|reason| reason.of(path))?;
    let mut run = targets.header.run.clone();
    if !shard.is_whole() {
        if !run.shard.is_whole() && run.shard != shard {
            return Err(Usage(format!(
                "invalid value '{shard}' for '--shard': the target file is for shard {}",
                run.shard
            ))
            .into());
        }
        run.shard = shard;
    }
    let records = match &args.receipt {
        Some(path) if path == Path::new("-") => Records::Nowhere,
        Some(path) => match output("--receipt", path, true)?.is_file() {
            true => Records::File(path.clone()),
            false => {
                let path = path.display();
                let text = format!("invalid value '{path}' for '--receipt': give a file, or `-`");
                return Err(Usage(text).into());
            }
        },
        None => Records::File(targets.header.receipt_name(run.shard).into()),
    };
    Ok(Job {
        location: Location::Store(args.store.retry.given(targets, cancel)?),
        run,
        generator,
        records,
    })
}

/// Warns if others can read the file: it is a secret.
#[cfg(unix)]
fn warn_of_readers(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_or(0, |metadata| metadata.permissions().mode());
    if path != Path::new("-") && mode & 0o077 != 0 {
        let _ = writeln!(
            std::io::stderr(),
            "warning: others on this machine can read {}, which is a secret: chmod 600 it",
            path.display()
        );
    }
}

#[cfg(not(unix))]
fn warn_of_readers(_: &Path) {}

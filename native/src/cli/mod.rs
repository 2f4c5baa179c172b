//! The command line: each subcommand reads its flags, calls the library and prints.

mod bench;
mod completions;
mod dataset;
mod finish;
mod generate;
mod man;
mod output;
mod plan;
mod presign;
mod report;
mod sample;
mod schema;
mod shard;
mod store;
mod stream;
mod table;
mod verify;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Parser, Subcommand};
use fraudgen::Error;

/// Makes synthetic Brazilian banking data with labelled fraud: the same spec gives the same records,
/// on any machine and any number of threads.
#[derive(Debug, Parser)]
#[command(name = "fraudgen", version, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  fraudgen generate --out data                        a million transactions as Parquet
  fraudgen generate --out data --size 30GB            about thirty gigabytes of files
  fraudgen sample --rows 3                            a first look
  fraudgen verify data --deep                         is it all there, and right?
  fraudgen report data --html report.html             what is it like?
  fraudgen generate --out s3://lake/fraud             straight into a store
  fraudgen presign --to s3://lake/fraud --shards 8    targets for workers without credentials

Exit codes: 0 done, 1 failed, 2 wrong usage, 75 broken off (continue with --resume),
77 access refused.";

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Args),
    Presign(presign::Args),
    Finish(finish::Args),
    Plan(plan::Args),
    Sample(sample::Args),
    Verify(verify::Args),
    Report(report::Args),
    Schema(schema::Args),
    Bench(bench::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// What the user asked for cannot be: shown like clap's own errors.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

/// A check that did not pass; what it found has been printed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failed(String);

/// Runs the command line of this process.
pub(crate) fn main() -> ExitCode {
    let Err(error) = run(Cli::parse().command) else {
        return ExitCode::SUCCESS;
    };
    if is_broken_pipe(&error) {
        // The reader, such as `head`, has seen enough.
        return ExitCode::SUCCESS;
    }
    // The library's errors tell their causes themselves.
    let text = match error.downcast_ref::<Error>() {
        Some(error) => error.to_string(),
        None => format!("{error:#}"),
    };
    let _ = writeln!(io::stderr(), "error: {text}");
    exit_code(&error)
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Generate(args) => generate::run(args),
        Command::Presign(args) => presign::run(args),
        Command::Finish(args) => finish::run(args),
        Command::Plan(args) => plan::run(args),
        Command::Sample(args) => sample::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Report(args) => report::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Bench(args) => bench::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn exit_code(error: &anyhow::Error) -> ExitCode {
    const FAILED: u8 = 1;
    const USAGE: u8 = 2;
    const TRY_AGAIN: u8 = 75;
    const NO_ACCESS: u8 = 77;
    ExitCode::from(match error.downcast_ref::<Error>() {
        Some(error) if error.may_heal() => TRY_AGAIN,
        Some(error) if error.is_about_access() => NO_ACCESS,
        Some(
            Error::Spec(_)
            | Error::Size { .. }
            | Error::NotEmpty { .. }
            | Error::OtherRun { .. }
            | Error::NothingToResume { .. }
            | Error::TooManyFiles { .. },
        ) => USAGE,
        Some(_) => FAILED,
        None if error.is::<Usage>() => USAGE,
        None => FAILED,
    })
}

/// A flag that Ctrl-C or a termination signal sets; a second one ends the process at once.
fn stop_on_signal() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(75);
        }
    })?;
    Ok(stop)
}

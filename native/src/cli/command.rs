//! [`main`]: the command line as a whole.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use super::commands::{
    bench, completions, finish, generate, man, plan, presign, report, sample, schema, verify,
};
use super::failure::{exit_code, is_broken_pipe};
use super::remedy::explain;
use crate::storage::printable;

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

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 records that break rules (report), 75 interrupted
or in use (continue with --resume), 77 access refused.";

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

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let Err(error) = run(Cli::parse().command) else {
        return ExitCode::SUCCESS;
    };
    if is_broken_pipe(&error) {
        // The reader, such as `head`, has seen enough.
        return ExitCode::SUCCESS;
    }
    let _ = writeln!(io::stderr(), "error: {}", printable(&explain(&error)));
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
        Command::Completions(args) => completions::run(args, Cli::command()),
        Command::Man(args) => man::run(args, Cli::command()),
    }
}

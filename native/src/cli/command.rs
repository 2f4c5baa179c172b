//! [`main`]: the command line as a whole.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use super::commands::{
    bench, completions, explain, finish, generate, graph, man, plan, presign, report, sample,
    schema, score, task, verify,
};
use super::failure::{Failure, is_broken_pipe};
use super::host::Host;
use super::remedy::Again;
use crate::bench::Program;

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
  fraudgen explain data --case 17                     why is it fraud, and what did it change?
  fraudgen graph --out graph                          the same as nodes and edges
  fraudgen task make row-realistic --out task         a task of the benchmark
  fraudgen generate --out s3://lake/fraud             straight into a store
  fraudgen presign --to s3://lake/fraud --shards 8    targets for workers without credentials

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 records that break rules (report), 75 interrupted,
in use or no answer (try again, with --resume if the command has it), 77 access refused.";

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Args),
    Presign(presign::Args),
    Finish(finish::Args),
    Plan(plan::Args),
    Sample(sample::Args),
    Verify(verify::Args),
    Report(report::Args),
    Explain(explain::Args),
    Graph(graph::Args),
    Schema(schema::Args),
    Task(task::Args),
    Score(score::Args),
    Bench(bench::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Command {
    fn again(&self) -> Again {
        match self {
            Self::Generate(args) if args.is_resumable() => Again::Resumed,
            Self::Presign(_) => Again::Resumed,
            _ => Again::Anew,
        }
    }
}

/// Runs the command line of this process; returns its exit code.
pub fn main() -> ExitCode {
    // A file that was moved meanwhile is found by its name.
    let name = || std::env::args_os().next().unwrap_or_default();
    let path = std::env::current_exe().map_or_else(|_| name(), OsString::from);
    main_of(std::env::args_os(), Program::new(path, Vec::new())).into()
}

/// Runs a command line as a process of a program, whose arguments these are, its name included.
pub(super) fn main_of(args: impl IntoIterator<Item = OsString>, program: Program) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to standard output, errors to standard error.
            let _ = error.print();
            return error.exit_code() as u8;
        }
    };
    let again = cli.command.again();
    let Err(error) = run(cli.command, &Host::Process { program }) else {
        return 0;
    };
    if is_broken_pipe(&error) {
        // The reader, such as `head`, has seen enough.
        return 0;
    }
    let failure = Failure::of(&error, again);
    let _ = writeln!(io::stderr(), "error: {}", failure.message);
    failure.code
}

/// Runs a command line without the command's name.
pub(super) fn run_for(host: &Host, args: Vec<OsString>) -> Result<(), Failure> {
    let args = std::iter::once("fraudgen".into()).chain(args);
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        // Help, or the version.
        Err(error) if error.exit_code() == 0 => {
            return write!(host.stdout(), "{error}")
                .map_err(|error| Failure::of(&error.into(), Again::Anew));
        }
        Err(error) => return Err(Failure::of_usage(&error)),
    };
    let again = cli.command.again();
    run(cli.command, host).map_err(|error| Failure::of(&error, again))
}

fn run(command: Command, host: &Host) -> anyhow::Result<()> {
    match command {
        Command::Generate(args) => generate::run(args, host),
        Command::Presign(args) => presign::run(args, host),
        Command::Finish(args) => finish::run(args, host),
        Command::Plan(args) => plan::run(args, host),
        Command::Sample(args) => sample::run(args, host),
        Command::Verify(args) => verify::run(args, host),
        Command::Report(args) => report::run(args, host),
        Command::Explain(args) => explain::run(args, host),
        Command::Graph(args) => graph::run(args, host),
        Command::Schema(args) => schema::run(args, host),
        Command::Task(args) => task::run(args, host),
        Command::Score(args) => score::run(args, host),
        Command::Bench(args) => bench::run(args, host),
        Command::Completions(args) => completions::run(args, host, Cli::command()),
        Command::Man(args) => man::run(args, host, Cli::command()),
    }
}

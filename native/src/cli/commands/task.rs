//! `fraudgen task`

use std::io::Write;
use std::path::PathBuf;

use fraudgen_core::DATASET_VERSION;
use serde_json::json;

use crate::cli::args::{ProgressStyle, ThreadArgs};
use crate::cli::host::Host;
use crate::cli::note::note;
use crate::cli::table;
use crate::parallel::Needs;
use crate::tasks::make::{Made, Order, make};
use crate::tasks::{TASKS_VERSION, Task};
use crate::units::count_text;

/// The benchmark: frozen tasks that anyone can make, bit for bit
///
/// Six questions at three levels of difficulty. Each is a folder of Parquet files with splits by time and customer, and
/// nothing in it that was not known when test begins; `fraudgen score` measures predictions.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    List(ListArgs),
    Make(MakeArgs),
}

/// List the tasks: name, question, rows and content digest
#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Print them as JSON
    #[arg(long)]
    json: bool,
}

/// Make a task in a folder, which appears whole or not at all
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
struct MakeArgs {
    /// Name of the task, such as row-realistic
    #[arg(value_name = "NAME")]
    task: Task,

    /// Folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Make a variant with this seed instead of the frozen task
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Leave out all labels, and the seed if one is given: who keeps it can score
    #[arg(long)]
    blind: bool,

    /// Replace a task that is there
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    threads: ThreadArgs,

    /// How to show progress, on standard error; auto is a bar on a terminal
    #[arg(long, value_enum, default_value_t = ProgressStyle::Auto)]
    progress: ProgressStyle,
}

const EXAMPLES: &str = "Examples:
  fraudgen task list
  fraudgen task make sequence-realistic --out sequence-realistic
  fraudgen task make row-hard --out blind --blind --seed 8127349012734
  fraudgen score row-hard predictions.parquet --seed 8127349012734";

/// Smaller seeds are found by trying, at a tenth of a second each.
const LEAST_SECRET: u64 = 1_000_000_000_000;

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    match args.command {
        Command::List(args) => list(&args, host),
        Command::Make(args) => make_task(args, host),
    }
}

fn list(args: &ListArgs, host: &Host) -> anyhow::Result<()> {
    let mut out = host.stdout();
    if args.json {
        let task = |task: Task| {
            json!({
                "name": task.to_string(),
                "question": task.kind.question(),
                "key": task.kind.key(),
                "target": task.kind.target(),
                "tasks_version": TASKS_VERSION,
                "dataset_version": DATASET_VERSION,
                "digest": task.digest(),
                "spec": task.spec(),
            })
        };
        let tasks: Vec<_> = Task::all().map(task).collect();
        writeln!(out, "{:#}", json!(tasks))?;
        return Ok(());
    }
    let mut lines = vec![
        ["name", "payments", "digest", "question"]
            .map(String::from)
            .to_vec(),
    ];
    lines.extend(Task::all().map(|task| {
        vec![
            task.to_string(),
            count_text(task.spec().transactions),
            task.digest().into(),
            task.kind.question().into(),
        ]
    }));
    table::print(&mut out, &lines, |column| column == 1)?;
    Ok(())
}

fn make_task(args: MakeArgs, host: &Host) -> anyhow::Result<()> {
    let context = host.context(args.threads.count(Needs::MAKING), args.progress)?;
    let mut order = Order {
        blind: args.blind,
        ..Order::new(args.task)
    };
    if let Some(seed) = args.seed {
        order.spec.seed = seed;
        if args.blind && seed < LEAST_SECRET {
            note("so small a seed is found by trying: a secret one has 13 digits or more");
        }
    }
    let Made { digest, tables } = make(&context, &order, &args.out, args.force)?;
    let mut out = host.stdout();
    let lines: Vec<_> = tables
        .iter()
        .map(|(name, table)| vec![name.clone(), count_text(table.rows)])
        .collect();
    table::print(&mut out, &lines, |column| column == 1)?;
    let state = if order.is_frozen() {
        "frozen"
    } else {
        "variant"
    };
    writeln!(
        out,
        "\n{} ({state}) in {}, digest {digest}",
        args.task,
        args.out.display()
    )?;
    Ok(())
}

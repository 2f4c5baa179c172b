//! `fraudgen sample`

use std::io::{self, Write};

use crate::dataset::layout::{DEFAULT_ROWS_PER_FILE, Part, Shard};
use crate::dataset::run::Run;
use crate::encode::{self, Compression, Format};
use crate::parallel::Context;
use fraudgen_core::schema::Table;
use fraudgen_core::{DATASET_VERSION, Digest, Generator};

use crate::cli::args::{DatasetArgs, parse_table};
use crate::cli::failure::Usage;
use crate::cli::host::Host;
use crate::cli::table;

/// Print some records
///
/// Records are made in units, each at the same cost wherever it is: print the first ones, or ones far into
/// a dataset of any size.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// Table to print
    #[arg(long, value_name = "NAME", default_value = "transactions", value_parser = parse_table)]
    table: Table,

    /// Number of records
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    rows: u64,

    /// Unit to begin with; for transactions a cell of customers
    #[arg(long, visible_alias = "cell", value_name = "N", default_value_t = 0)]
    unit: u64,

    /// How to print them; table is a column per record
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    output_format: OutputFormat,

    #[command(flatten)]
    dataset: DatasetArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum OutputFormat {
    Table,
    Jsonl,
    Csv,
}

const EXAMPLES: &str = "Examples:
  fraudgen sample
  fraudgen sample --table customers --rows 5
  fraudgen sample --transactions 10G --cell 300000 --output-format jsonl | jq .amount
  fraudgen sample --rows 1000 --output-format csv > sample.csv";

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    let run = |spec, format| Run {
        dataset_version: DATASET_VERSION,
        spec,
        format,
        compression: Compression::None,
        rows_per_file: DEFAULT_ROWS_PER_FILE,
        tables: vec![args.table],
        shard: Shard::WHOLE,
    };
    let spec = args
        .dataset
        .spec(&Context::default(), |spec| run(spec, Format::Parquet))?;
    let generator = Generator::new(&spec)?;
    let units = generator.plan().units(args.table);
    if args.unit >= units {
        let message = format!(
            "invalid value '{}' for '--unit': {} has units 0 to {}",
            args.unit,
            args.table.name(),
            units - 1
        );
        return Err(Usage(message).into());
    }
    let format = match args.output_format {
        OutputFormat::Table => return print_table(&mut host.stdout(), &args, &generator, units),
        OutputFormat::Jsonl => Format::Jsonl,
        OutputFormat::Csv => Format::Csv,
    };
    let part = Part {
        table: args.table,
        number: 0,
        units: args.unit..units,
        rows: args.rows,
        path: String::new(),
    };
    let mut sink = Head {
        out: host.stdout(),
        lines: args.rows + format.header_lines(),
    };
    let mut encoder = encode::encoder(&run(spec, format), &part, &mut sink)?;
    let mut maker = generator.maker();
    let mut rows = 0;
    for unit in part.units {
        let batch = maker.make(args.table, unit);
        encoder.write(batch)?;
        rows += batch.rows() as u64;
        if rows >= args.rows {
            break;
        }
    }
    encoder.finish(Digest::default())?;
    Ok(())
}

fn print_table(
    out: &mut dyn Write,
    args: &Args,
    generator: &Generator,
    units: u64,
) -> anyhow::Result<()> {
    let columns = args.table.columns();
    let mut lines: Vec<_> = columns
        .iter()
        .map(|column| vec![column.name.to_owned()])
        .collect();
    let mut maker = generator.maker();
    let mut left = args.rows as usize;
    for unit in args.unit..units {
        let batch = maker.make(args.table, unit);
        let rows = batch.rows().min(left);
        for (index, line) in lines.iter_mut().enumerate() {
            let column = batch.column(index);
            line.extend(
                (0..rows).map(|row| encode::plain_text(columns[index].data_type, &column, row)),
            );
        }
        left -= rows;
        if left == 0 {
            break;
        }
    }
    table::print(out, &lines, |_| false)?;
    Ok(())
}

/// Passes on only the first lines.
struct Head<W> {
    out: W,
    lines: u64,
}

impl<W: Write> Write for Head<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            if self.lines == 0 {
                break;
            }
            self.out.write_all(line)?;
            self.lines -= u64::from(line.ends_with(b"\n"));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

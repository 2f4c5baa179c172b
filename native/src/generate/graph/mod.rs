//! [`export()`]: a dataset as a graph: files of nodes and of edges, with numbers instead of keys to join by.
//!
//! Made unit by unit, in constant memory but for the numbers of accounts outside ([`Node::External`]): 48 bytes a customer.

mod columns;
mod csv;
mod externals;
mod file;
mod folder;
mod kind;
pub(crate) mod labels;
mod property;
mod readme;
mod rows;
pub(crate) mod uses;

use std::path::Path;
use std::sync::Arc;

use arrow::error::ArrowError;
use fraudgen_core::Generator;
use fraudgen_core::schema::Table;

use self::externals::Externals;
use self::file::GraphFile;
pub use self::file::{GraphFormat, Written};
use self::folder::{README, new_folder};
pub use self::kind::{Edge, Kind, Node};
pub use self::property::ROLE_KEY;
use self::readme::readme;
use self::rows::{Piece, Step, pieces};
use crate::error::Error;
use crate::parallel::ahead::Ahead;
use crate::parallel::{Context, Meter};
use crate::storage::Folder;

/// Writes the graph of a dataset into a folder, which appears when it is complete; `replace` says that it may replace a
/// graph. The bytes are the same on any number of threads.
///
/// # Errors
/// The folder holds something else, or a graph that may not be replaced; an error of the system; or the context was
/// cancelled. Then nothing is left of it.
pub fn export(
    context: &Context,
    generator: &Arc<Generator>,
    out: &Path,
    format: GraphFormat,
    replace: bool,
) -> Result<Vec<Written>, Error> {
    let new = new_folder(out, replace)?;
    let folder = new.folder();
    let mut meter = context.meter(rows(generator), Kind::ALL.len());
    let written = write(context, generator, &folder, format, &mut meter);
    meter.end();
    let files = written?;
    let text = readme(generator.plan().spec(), format, &files);
    folder.put(README, text.as_bytes())?;
    new.commit()?;
    Ok(files)
}

/// The tables of a district's nodes.
const OF_DISTRICT: [Table; 3] = [Table::Customers, Table::Accounts, Table::Devices];

/// How many rows of tables become nodes or payments, which progress counts.
fn rows(generator: &Generator) -> u64 {
    let others = [Table::Merchants, Table::Transactions];
    let tables = OF_DISTRICT.into_iter().chain(others);
    tables.map(|table| generator.plan().table_rows(table)).sum()
}

/// The same of a step.
fn rows_of(generator: &Generator, step: Step) -> u64 {
    let rows = |table, unit| generator.plan().rows(table, unit..unit + 1);
    match step {
        Step::District(unit) => OF_DISTRICT.iter().map(|&table| rows(table, unit)).sum(),
        Step::Merchants(unit) => rows(Table::Merchants, unit),
        Step::Cell(unit) => rows(Table::Transactions, unit),
    }
}

fn write(
    context: &Context,
    generator: &Arc<Generator>,
    folder: &Folder,
    format: GraphFormat,
    meter: &mut Meter<'_>,
) -> Result<Vec<Written>, Error> {
    for below in ["nodes", "edges"] {
        folder.create(below)?;
    }
    let files = Kind::ALL.map(|kind| GraphFile::new(folder, kind, format));
    let mut files = files.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut add = |piece: &Piece| {
        let position = Kind::ALL.iter().position(|kind| *kind == piece.kind);
        files[position.unwrap_or_default()].write(&piece.rows)
    };
    let of_arrow =
        |error: ArrowError| Error::io("make", folder.root())(std::io::Error::other(error));
    let mut externals = Externals::default();
    let mut made = made(context, generator)?;
    let mut done = 0;
    while let Some((rows, pieces)) = made.next()? {
        for mut piece in pieces.map_err(of_arrow)? {
            let new = externals.number(&mut piece).map_err(of_arrow)?;
            add(&piece)?;
            new.as_ref().map_or(Ok(()), &mut add)?;
        }
        done += rows;
        meter.update(done, None);
    }
    files.into_iter().map(GraphFile::finish).collect()
}

/// The nodes and edges of a step, with the number of rows that they are made of.
type Made = (u64, Result<Vec<Piece>, ArrowError>);

/// All nodes and edges, step by step, made on all threads.
fn made(context: &Context, generator: &Arc<Generator>) -> Result<Ahead<Made>, Error> {
    let plan = generator.plan();
    let districts = plan.districts();
    let merchants = districts + plan.units(Table::Merchants);
    let steps = merchants + plan.cells();
    let step = move |number: u64| match number {
        _ if number < districts => Step::District(number),
        _ if number < merchants => Step::Merchants(number - districts),
        _ => Step::Cell(number - merchants),
    };
    let generator = Arc::clone(generator);
    let (threads, cancel) = (context.threads, context.cancel.clone());
    let made = Ahead::start(threads, cancel, steps as usize, move |numbers, take| {
        let mut maker = generator.maker();
        for number in numbers {
            let step = step(number as u64);
            if !take((rows_of(&generator, step), pieces(&mut maker, step))) {
                break; // Nobody reads on.
            }
        }
    });
    made.map_err(Error::io("start the threads for", "the graph"))
}

#[cfg(test)]
mod tests;

//! [`make`]: what a participant gets, as a folder of Parquet files with a document that says what they are.

mod document;
mod entities;
mod files;
mod folder;
mod graph;
mod order;
mod payments;

use std::path::Path;

use fraudgen_core::{Digest, Generator};

use self::document::Document;
use self::entities::Entities;
pub(super) use self::files::arrow_error;
pub use self::files::{ColumnType, File, Table, Tables};
use self::files::{Files, merge};
use self::folder::{DOCUMENT, new_folder};
pub use self::order::Order;
use self::payments::Payments;
use super::split::Splits;
use super::task::Kind;
use crate::error::Error;
use crate::parallel::Context;

/// What was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// The content digest of the dataset.
    pub digest: Digest,
    /// The tables that were written.
    pub tables: Tables,
}

/// Makes a task in a folder, which appears whole or not at all. With `replace`, a task may be there.
///
/// # Errors
/// The spec is invalid, the folder holds something else, the digest of a frozen task is not the one that is known, the
/// system fails, or the work was cancelled.
pub fn make(context: &Context, order: &Order, path: &Path, replace: bool) -> Result<Made, Error> {
    let generator = Generator::new(&order.spec)?;
    let new = new_folder(path, replace)?;
    let folder = new.folder();
    let splits = Splits::new(order.task.kind, &order.spec);

    let mut tables = Tables::new();
    let mut files = Files::new(&folder, 0);
    let entities = Entities::write(order, &splits, &generator, &mut files)?;
    files.write(&mut tables)?;

    let payments = Payments::new(order, splits, &entities.banks, &folder);
    let (written, flows, mut digest) = payments.write(context, &generator)?;
    merge(&mut tables, written);

    if order.task.kind == Kind::Graph {
        let mut files = Files::new(&folder, 0);
        graph::write_labels(
            order.blind,
            &entities.primary,
            &entities.labels,
            &flows,
            &mut files,
        )?;
        files.write(&mut tables)?;
    }
    digest += entities.digest;
    check(order, digest)?;
    let document = Document::new(order, &splits, digest, &tables);
    folder.put("README.md", document.readme().as_bytes())?;
    folder.put(DOCUMENT, document.json().as_bytes())?;
    new.commit()?;
    Ok(Made { digest, tables })
}

/// Whether a frozen task is what it is for everybody.
fn check(order: &Order, digest: Digest) -> Result<(), Error> {
    let known = order.task.digest();
    match order.is_frozen() && digest.to_string() != known {
        true => Err(Error::OtherTask {
            task: order.task.to_string(),
            known: known.into(),
            made: digest.to_string(),
        }),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests;

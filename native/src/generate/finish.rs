//! [`finish`]: closes a run that several workers made.

use fraudgen_core::Plan;

use super::close::close;
use super::destination::{Records, remove_temp_files};
use super::lakehouse::TableFormat;
use crate::dataset::layout::Shard;
use crate::dataset::manifest::{Manifest, PartRecord};
use crate::dataset::run::Run;
use crate::dataset::shards::{plan_problems, shard_manifests, shard_problems};
use crate::error::Error;
use crate::parallel::{Context, workers};
use crate::storage::Location;

/// Joins the manifests of shards into that of the whole and writes `_SUCCESS`, once every part is found
/// to be there: in a folder by its hash, in a store by length and ETag. Without `receipts`, the shards'
/// manifests are read at the location itself; with them, a shard may be reported more than once. The tables are
/// published in `formats` too.
///
/// # Errors
/// Shards or parts are missing or do not fit together; the location cannot be read or written.
pub fn finish(
    context: &Context,
    location: &Location,
    receipts: Vec<Manifest>,
    formats: &[TableFormat],
) -> Result<Manifest, Error> {
    let shards = shards(location, receipts)?;
    let unfinished = |problems| Error::Unfinished {
        location: location.to_string(),
        problems,
    };
    let Some(first) = shards.first() else {
        let location = location.to_string();
        return Err(Error::NoShards { location });
    };
    let problems = problems(&shards, first)?;
    if !problems.is_empty() {
        return Err(unfinished(problems));
    }
    let run = Run {
        shard: Shard::WHOLE,
        ..first.run()
    };
    let names: Vec<_> = shards
        .iter()
        .map(|shard| Manifest::file_name(shard.shard))
        .collect();
    let parts: Vec<PartRecord> = shards.into_iter().flat_map(|shard| shard.parts).collect();
    let missing = missing(context, location, &parts)?;
    if !missing.is_empty() {
        return Err(unfinished(missing));
    }
    let manifest = Manifest::new(&run, parts);
    remove_temp_files(location)?;
    close(
        context,
        location,
        &manifest,
        &Records::AtDestination,
        formats,
    )?;
    let whole = Manifest::file_name(Shard::WHOLE);
    for name in names.iter().filter(|name| **name != whole) {
        location.remove(name)?;
    }
    Ok(manifest)
}

/// The manifests of the shards, each once.
fn shards(location: &Location, receipts: Vec<Manifest>) -> Result<Vec<Manifest>, Error> {
    let mut shards = match receipts.is_empty() {
        true => shard_manifests(location)?,
        false => receipts,
    };
    if shards.is_empty() {
        // A run that is closed already is closed again.
        shards.extend(location.manifest(Shard::WHOLE)?);
    }
    // A task that ran twice has two receipts.
    shards.sort_by_key(|shard| shard.shard.index);
    shards.dedup();
    Ok(shards)
}

/// Why shards do not make a whole, a sentence each.
fn problems(shards: &[Manifest], first: &Manifest) -> Result<Vec<String>, Error> {
    let mut problems = shard_problems(shards);
    let plan = Plan::new(&first.spec)?;
    for shard in shards {
        let mut found = Vec::new();
        plan_problems(shard, &shard.run(), &plan, &mut found);
        problems.extend(
            found
                .iter()
                .map(|problem| format!("shard {}: {problem}", shard.shard)),
        );
    }
    Ok(problems)
}

/// Whether all parts are there as they were sent, in a store that does not refuse to replace them.
///
/// # Errors
/// Another run has replaced some.
pub(super) fn all_there(
    context: &Context,
    location: &Location,
    parts: &[PartRecord],
) -> Result<(), Error> {
    match location {
        Location::Store(store) if store.is_guarded() => {}
        _ => return Ok(()),
    }
    let problems = missing(context, location, parts)?;
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Error::Unfinished {
            location: location.to_string(),
            problems,
        }),
    }
}

/// The parts that are missing or were changed, a sentence each.
fn missing(
    context: &Context,
    location: &Location,
    parts: &[PartRecord],
) -> Result<Vec<String>, Error> {
    let mut meter = context.meter(parts.iter().map(|part| part.rows).sum(), parts.len());
    let (mut rows, mut checked) = (0, 0);
    let mut missing = Vec::new();
    let outcome = workers::run(
        context,
        parts,
        || (),
        |(), part, reply| {
            reply.send(
                location
                    .holds(part, &context.cancel)
                    .map(|holds| (part, holds)),
            )
        },
        |part| {
            let bytes = part.map(|(part, _)| part.bytes);
            if let Some((part, holds)) = part {
                rows += part.rows;
                checked += 1;
                if !holds {
                    missing.push(format!(
                        "{} is missing or was changed: make its shard again",
                        part.path
                    ));
                }
            }
            meter.update(rows, bytes);
            Ok(())
        },
    );
    meter.end();
    outcome?;
    if checked < parts.len() {
        return Err(Error::Cancelled);
    }
    missing.sort();
    Ok(missing)
}

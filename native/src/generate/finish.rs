//! [`finish`]: closes a run that several workers made.

use std::sync::atomic::AtomicBool;

use fraudgen_core::Generator;

use crate::dataset::layout::Shard;
use crate::dataset::manifest::{Manifest, PartRecord};
use crate::dataset::run::Run;
use crate::error::Error;
use crate::generate::destination::{Records, sweep};
use crate::generate::pipeline::close;
use crate::generate::progress::Progress;
use crate::generate::workers;
use crate::storage::location::Place;
use crate::verify::{plan_problems, shard_manifests, shard_problems};

/// Joins the manifests of shards into that of the whole and writes `_SUCCESS`, once every part is found
/// to be there: in a folder by its hash, in a store by length and ETag. Without `receipts` the shards'
/// manifests are read at the place itself; with them, a shard may tell the same more than once.
///
/// # Errors
/// Shards or parts are missing or do not fit together; the place cannot be read or written.
pub fn finish(
    place: &Place,
    receipts: Vec<Manifest>,
    threads: usize,
    progress: &mut Progress,
    stop: &AtomicBool,
) -> Result<Manifest, Error> {
    let mut shards = if receipts.is_empty() {
        shard_manifests(place)?
    } else {
        receipts
    };
    if shards.is_empty() {
        // What is closed already is closed again.
        shards.extend(place.manifest(Shard::WHOLE)?);
    }
    // A task that ran twice tells the same twice.
    shards.sort_by_key(|shard| shard.shard.index);
    shards.dedup();
    let unfinished = |problems| {
        Err(Error::Unfinished {
            place: place.to_string(),
            problems,
        })
    };
    let Some(first) = shards.first() else {
        return unfinished(vec![
            "there is no shard's manifest: is the run over, or are --receipts wanted?".into(),
        ]);
    };
    let mut problems = shard_problems(&shards);
    let generator = Generator::new(&first.spec)?;
    for shard in &shards {
        let mut found = Vec::new();
        plan_problems(shard, &shard.run(), &generator, &mut found);
        problems.extend(
            found
                .iter()
                .map(|problem| format!("shard {}: {problem}", shard.shard)),
        );
    }
    if !problems.is_empty() {
        return unfinished(problems);
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
    progress.start(parts.iter().map(|part| part.rows).sum(), parts.len());
    let (mut rows, mut checked) = (0, 0);
    let outcome = workers::run(
        &parts,
        threads,
        stop,
        || (),
        |(), part, reply| reply.send(place.holds(part).map(|holds| (part, holds))),
        |part| {
            let bytes = part.map(|(part, _)| part.bytes);
            if let Some((part, holds)) = part {
                rows += part.rows;
                checked += 1;
                if !holds {
                    problems.push(format!(
                        "{} is not there as it was made: make its shard again",
                        part.path
                    ));
                }
            }
            progress.update(rows, bytes);
            Ok(())
        },
    );
    progress.finish();
    outcome?;
    if checked < parts.len() {
        return Err(Error::Interrupted);
    }
    if !problems.is_empty() {
        problems.sort();
        return unfinished(problems);
    }
    let manifest = Manifest::new(&run, parts);
    sweep(place)?;
    close(place, &manifest, &Records::AtPlace)?;
    for name in names
        .iter()
        .filter(|name| **name != Manifest::file_name(Shard::WHOLE))
    {
        place.remove(name)?;
    }
    Ok(manifest)
}

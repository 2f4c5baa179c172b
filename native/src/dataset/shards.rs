//! Whether manifests are complete, and those of shards fit together.

use std::collections::BTreeSet;

use fraudgen_core::Plan;
use fraudgen_core::schema::Table;

use super::manifest::Manifest;
use super::run::Run;
use crate::error::Error;
use crate::storage::Location;

/// The manifests of shards at a location, in order.
pub(crate) fn shard_manifests(location: &Location) -> Result<Vec<Manifest>, Error> {
    let mut manifests = Vec::new();
    for path in location.paths()?.unwrap_or_default() {
        let is_manifest = path.starts_with("_manifest-") && path.ends_with(".json");
        if is_manifest && let Some(json) = location.read(&path)? {
            manifests.push(Manifest::parse(&json, &location.name_of(&path))?);
        }
    }
    manifests.sort_by_key(|manifest| manifest.shard.index);
    Ok(manifests)
}

/// Why shards do not make a whole together, a sentence each.
pub(crate) fn shard_problems(manifests: &[Manifest]) -> Vec<String> {
    let mut problems = Vec::new();
    let Some(first) = manifests.first() else {
        return problems;
    };
    let there: BTreeSet<_> = manifests
        .iter()
        .map(|manifest| manifest.shard.index)
        .collect();
    if there.len() < manifests.len() {
        problems.push(
            "a shard is given more than once, with different contents: give one receipt of each"
                .into(),
        );
    }
    for index in (0..first.shard.count).filter(|index| !there.contains(index)) {
        problems.push(format!(
            "shard {index}/{} is not there: generate it",
            first.shard.count
        ));
    }
    for manifest in manifests {
        let alike = Run {
            shard: first.shard,
            ..manifest.run()
        };
        let count = (manifest.shard.count != first.shard.count).then(|| {
            (
                "number of shards",
                first.shard.count.to_string(),
                manifest.shard.count.to_string(),
            )
        });
        if let Some((field, there, here)) = count.or_else(|| first.run().difference(&alike)) {
            problems.push(format!(
                "shard {} has another {field}: {here}, not {there}",
                manifest.shard
            ));
        }
    }
    problems
}

/// What is wrong with a manifest whose parts are not those that its run makes.
pub(crate) const OTHER_PARTS: &str =
    "the manifest's parts are not those of its spec: it was changed by hand or cut short";

/// Why a manifest does not list what its run makes, or does not add up, a sentence each; returns whether its
/// parts are those that its run makes.
pub(crate) fn plan_problems(
    manifest: &Manifest,
    run: &Run,
    plan: &Plan,
    problems: &mut Vec<String>,
) -> bool {
    let lists_all = lists_all(manifest, run, plan);
    if !lists_all {
        problems.push(OTHER_PARTS.into());
    }
    if *manifest
        != (Manifest {
            generator: manifest.generator.clone(),
            ..Manifest::new(run, manifest.parts.clone())
        })
    {
        problems.push(
            "the manifest's totals are not the sums of its parts: it was changed by hand".into(),
        );
    }
    lists_all
}

/// Whether a manifest lists the parts that its run makes. They are counted first: a spec of one line may
/// have more of them than memory holds.
pub(crate) fn lists_all(manifest: &Manifest, run: &Run, plan: &Plan) -> bool {
    if run.part_count(plan) != manifest.parts.len() as u64 {
        return false;
    }
    let mut planned = run.parts(plan);
    planned.sort_by_key(|part| (part.table, part.number));
    // Some tables are counted only once they are made.
    let counted = |table: Table, rows| Some(rows).filter(|_| plan.counts(table));
    let listed = manifest.parts.iter().map(|part| {
        (
            part.path.as_str(),
            part.units,
            counted(part.table, part.rows),
        )
    });
    listed.eq(planned.iter().map(|part| {
        (
            part.path.as_str(),
            [part.units.start, part.units.end],
            counted(part.table, part.rows),
        )
    }))
}

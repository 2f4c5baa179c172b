//! The cost of generating records without encoding them: the cells of one district of transactions, one
//! district of customers, and the digest of a cell.
#![allow(
    missing_docs,
    reason = "criterion's macros generate undocumented functions"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fraudgen_core::plan::DISTRICT_CELLS;
use fraudgen_core::schema::Table;
use fraudgen_core::{Digest, Generator, Spec};

fn generate(criterion: &mut Criterion) {
    let generator = Generator::new(&Spec::default()).expect("the default spec is valid");
    let mut group = criterion.benchmark_group("generate");
    group.sample_size(10);
    for (table, units) in [
        (Table::Transactions, 0..DISTRICT_CELLS),
        (Table::Customers, 0..1),
    ] {
        let rows = generator.plan().rows(table, units.clone());
        group.throughput(Throughput::Elements(rows));
        group.bench_function(table.name(), |bencher| {
            bencher.iter(|| {
                // A new maker each time, because a maker caches the last district it planned.
                let mut maker = generator.maker();
                for unit in units.clone() {
                    black_box(maker.make(table, unit).rows());
                }
            });
        });
    }
    group.finish();
}

fn digest(criterion: &mut Criterion) {
    let generator = Generator::new(&Spec::default()).expect("the default spec is valid");
    let mut maker = generator.maker();
    let cell = maker.make(Table::Transactions, 0);
    let mut group = criterion.benchmark_group("digest");
    group.throughput(Throughput::Elements(cell.rows() as u64));
    group.bench_function("transactions", |bencher| {
        bencher.iter(|| black_box(Digest::of(cell, 0)));
    });
    group.finish();
}

criterion_group!(benches, generate, digest);
criterion_main!(benches);

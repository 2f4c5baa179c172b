//! The cost of encoding a prepared part, by format, into a sink that discards the bytes; and the same
//! together with making the records.
#![allow(
    missing_docs,
    reason = "criterion's macros make undocumented functions"
)]

use std::hint::black_box;
use std::io;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fraudgen::dataset::{DEFAULT_ROWS_PER_FILE, Part, Run, Shard};
use fraudgen::encode::{self, Format};
use fraudgen::generate::make_part;
use fraudgen_core::schema::Table;
use fraudgen_core::{DATASET_VERSION, Digest, Generator, Spec};

/// Cells of the part: about 260,000 rows.
const CELLS: u64 = 11;

fn run(generator: &Generator, format: Format) -> Run {
    Run {
        dataset_version: DATASET_VERSION,
        spec: generator.plan().spec().clone(),
        format,
        compression: format.default_compression(),
        rows_per_file: DEFAULT_ROWS_PER_FILE,
        tables: vec![Table::Transactions],
        shard: Shard::WHOLE,
    }
}

fn encode(criterion: &mut Criterion) {
    let generator = Generator::new(&Spec::default()).expect("the default spec is valid");
    let rows = generator.plan().rows(Table::Transactions, 0..CELLS);
    let part = Part {
        table: Table::Transactions,
        number: 0,
        units: 0..CELLS,
        rows,
        path: "bench".into(),
    };
    let mut makers: Vec<_> = (0..CELLS).map(|_| generator.maker()).collect();
    let batches: Vec<_> = makers
        .iter_mut()
        .zip(0..)
        .map(|(maker, cell)| maker.make(Table::Transactions, cell))
        .collect();

    let mut group = criterion.benchmark_group("encode");
    group.throughput(Throughput::Elements(rows)).sample_size(10);
    for format in Format::ALL {
        let run = run(&generator, format);
        group.bench_function(format.name(), |bencher| {
            bencher.iter(|| -> io::Result<()> {
                let mut sink = io::sink();
                let mut encoder = encode::encoder(&run, &part, &mut sink)?;
                for batch in &batches {
                    encoder.write(*batch)?;
                }
                encoder.finish(Digest::default())
            });
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("make and encode");
    group.throughput(Throughput::Elements(rows)).sample_size(10);
    for format in Format::ALL {
        let run = run(&generator, format);
        let mut maker = generator.maker();
        group.bench_function(format.name(), |bencher| {
            bencher.iter(|| {
                let made = make_part(&mut maker, &run, &part, &mut io::sink(), |_| Ok(()));
                black_box(made.map(|contents| contents.digest))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, encode);
criterion_main!(benches);

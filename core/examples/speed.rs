//! Rows per second of generation alone.
use fraudgen_core::{Digest, Generator, Spec, schema::Table};
fn main() {
    let digest = std::env::args().any(|a| a == "digest");
    let t = std::time::Instant::now();
    let generator = Generator::new(&Spec {
        transactions: 3_000_000,
        ..Spec::default()
    })
    .unwrap();
    println!("setup {:?}", t.elapsed());
    let mut maker = generator.maker();
    let t = std::time::Instant::now();
    let mut rows = 0;
    let mut sum = Digest::default();
    for unit in 0..generator.plan().units(Table::Transactions) {
        let batch = maker.make(Table::Transactions, unit);
        rows += batch.rows();
        if digest {
            sum += Digest::of(batch, unit);
        }
    }
    println!(
        "{rows} rows, {:.0} ns/row {sum}",
        t.elapsed().as_nanos() as f64 / rows as f64
    );
    for table in [Table::Customers, Table::FraudCases, Table::Devices] {
        let t = std::time::Instant::now();
        let mut rows = 0;
        for unit in 0..generator.plan().units(table) {
            rows += maker.make(table, unit).rows();
        }
        println!("{} {rows} rows {:?}", table.name(), t.elapsed());
    }
}

//! Prints one fraud case, column by column, and then its payments:
//! `cargo run -p fraudgen-core --example fraud_cases`.

use fraudgen_core::schema::{Table, Value};
use fraudgen_core::{Generator, Spec, SpecError};

fn main() -> Result<(), SpecError> {
    let spec = Spec {
        transactions: 10_000,
        ..Spec::default()
    };
    let generator = Generator::new(&spec)?;
    let mut maker = generator.maker();
    let cases = maker.make(Table::FraudCases, 0);
    let Some(case) = cases.iter().next() else {
        println!("no fraud in this dataset");
        return Ok(());
    };
    for (column, value) in case.values() {
        println!("{:<18} {value:<30} {}", column.name, column.description);
    }
    let id = case.get("fraud_case_id");
    let mut maker = generator.maker();
    for unit in 0..generator.plan().units(Table::Transactions) {
        let payments = maker.make(Table::Transactions, unit);
        for payment in payments
            .iter()
            .filter(|payment| payment.get("fraud_case_id") == id)
        {
            let show = |name| payment.get(name).unwrap_or(Value::Null);
            println!(
                "{}  {}  R$ {}  {}",
                show("timestamp"),
                show("type"),
                show("amount"),
                show("status")
            );
        }
    }
    Ok(())
}

//! Prints the payments of the first cell of customers and marks the fraudulent ones:
//! `cargo run -p fraudgen-core --example payments`.

use fraudgen_core::schema::{Table, Value};
use fraudgen_core::{Generator, Spec, SpecError};

fn main() -> Result<(), SpecError> {
    let generator = Generator::new(&Spec {
        transactions: 10_000,
        ..Spec::default()
    })?;
    let mut maker = generator.maker();
    // A unit is the smallest part that can be generated on its own: here a cell of 64 customers.
    let payments = maker.make(Table::Transactions, 0);
    for payment in payments.iter() {
        let [Some(time), Some(kind), Some(amount), Some(fraud)] =
            ["timestamp", "type", "amount", "fraud_type"].map(|name| payment.get(name))
        else {
            unreachable!("transactions have these columns");
        };
        match fraud {
            Value::Null => println!("{time}  {kind:<12} R$ {amount}"),
            fraud => println!("{time}  {kind:<12} R$ {amount}  {fraud}"),
        }
    }
    println!("{} payments", payments.rows());
    Ok(())
}

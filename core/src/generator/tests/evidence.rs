//! In which columns frauds show.

use super::{Generator, Table, column, each_unit, spec};
use crate::schema::Value;

#[test]
fn evidence_names_the_columns_of_a_fraud_that_are_unusual() {
    let generator = Generator::new(&spec(200_000)).expect("a valid spec");
    let (mut frauds, mut shown) = (0, 0);
    each_unit(&generator, Table::Transactions, |batch| {
        for row in batch.iter() {
            let evidence = match row.get("evidence") {
                Some(Value::Text(columns)) => columns,
                _ => "",
            };
            let is = |name| row.get(name) == Some(Value::Bool(true));
            if !is("is_fraud") {
                assert_eq!(evidence, "");
                continue;
            }
            frauds += 1;
            shown += usize::from(!evidence.is_empty());
            for name in evidence.split(',').filter(|name| !name.is_empty()) {
                column(Table::Transactions, name);
                assert_ne!(row.get(name), Some(Value::Null), "{name}");
            }
            let names = |wanted| evidence.split(',').any(|name| name == wanted);
            for name in ["new_beneficiary", "new_device", "unusual_time"] {
                assert_eq!(names(name), is(name), "{name}");
            }
            for (name, usual) in [("status", "APPROVED"), ("mcc_risk_level", "high")] {
                let differs = row.get(name) != Some(Value::Text(usual));
                assert_eq!(names(name), differs == (name == "status"), "{name}");
            }
        }
    });
    assert!(frauds > 3_000);
    // Some frauds show in nothing: the holder buys as ever.
    let share = shown * 100 / frauds;
    assert!((75..=99).contains(&share), "{share} %");
}

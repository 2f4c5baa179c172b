//! The API as JavaScript sees it, in a real browser: `tests/build-web --test` runs this.

#![cfg(target_arch = "wasm32")]

use fraudgen_core::schema::Table;
use fraudgen_core::{Digest, Generator, Spec};
use fraudgen_web::{Session, about, add_digests};
use js_sys::{Array, Float64Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const SPEC: &str = r#"{"transactions":20000,"seed":18446744073709551615}"#;

fn session() -> Session {
    Session::new(SPEC).expect("a valid spec")
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object")
}

fn text(value: JsValue) -> String {
    value.as_string().expect("a string")
}

#[wasm_bindgen_test]
fn a_unit_has_a_typed_array_for_every_column() {
    for table in Table::ALL {
        let batch = session().unit(table.name(), 0.0).expect("a unit");
        let rows = field(&batch, "rows").as_f64().expect("a number");
        let columns: Array = field(&batch, "columns").unchecked_into();
        assert_eq!(columns.length() as usize, table.columns().len());
        for (column, info) in columns.iter().zip(table.columns()) {
            let values = match text(field(&column, "kind")).as_str() {
                "bits" | "text" => continue,
                _ => field(&column, "values"),
            };
            let length = field(&values, "length").as_f64();
            assert_eq!(length, Some(rows), "{}", info.name);
            assert_eq!(
                field(&column, "validity").is_instance_of::<Uint8Array>(),
                info.nullable,
                "{}",
                info.name
            );
        }
    }
}

#[wasm_bindgen_test]
fn values_are_the_cores() {
    let spec = Spec {
        transactions: 20_000,
        seed: u64::MAX,
        ..Spec::default()
    };
    let generator = Generator::new(&spec).expect("a valid spec");
    let mut maker = generator.maker();
    let made = maker.make(Table::Transactions, 0);
    let batch = session().unit("transactions", 0.0).expect("a unit");
    let columns: Array = field(&batch, "columns").unchecked_into();
    let amount = (Table::Transactions.columns().iter())
        .position(|column| column.name == "amount")
        .expect("a column");
    let values: Float64Array = field(&columns.get(amount as u32), "values").unchecked_into();
    let fraudgen_core::schema::columns::Values::Int64(centavos) = made.column(amount).values else {
        panic!("money is centavos");
    };
    let centavos: Vec<f64> = centavos.iter().map(|&value| value as f64).collect();
    assert_eq!(values.to_vec(), centavos);
}

#[wasm_bindgen_test]
fn digests_of_pieces_add_up_to_that_of_the_whole() {
    let spec: Spec = Spec {
        transactions: 20_000,
        seed: u64::MAX,
        ..Spec::default()
    };
    let generator = Generator::new(&spec).expect("a valid spec");
    let whole: Digest = generator.digest(Table::Transactions);
    let session = session();
    let units = generator.plan().units(Table::Transactions) as f64;
    let [first, rest] = [(0.0, 1.0), (1.0, units)]
        .map(|(first, end)| session.digest("transactions", first, end).expect("units"));
    assert_eq!(
        add_digests(&first, &rest).expect("digests"),
        whole.to_string()
    );
}

#[wasm_bindgen_test]
fn what_is_wrong_is_thrown_as_the_command_says_it() {
    let problem = Session::new(r#"{"transactions":9}"#).expect_err("too few");
    assert!(problem.is_instance_of::<js_sys::Error>());
    assert_eq!(text(field(&problem, "field")), "transactions");
    let message = text(field(&problem, "message"));
    let start = "invalid value '9' for '--transactions': give 10 to 812323024000";
    assert!(message.starts_with(start), "{message}");
    for json in ["", "{", r#"{"sead":1}"#, r#"{"seed":-1}"#] {
        let problem = Session::new(json).expect_err("no spec");
        assert!(field(&problem, "field").is_undefined());
    }
    let session = session();
    for (table, unit) in [
        ("cows", 0.0),
        ("customers", 99.0),
        ("customers", -1.0),
        ("customers", 0.5),
    ] {
        assert!(session.unit(table, unit).is_err(), "{table} {unit}");
    }
    assert!(add_digests("x", "0").is_err());
}

#[wasm_bindgen_test]
fn an_id_of_a_huge_dataset_leads_to_its_unit() {
    let session = Session::new(r#"{"transactions":1000000000}"#).expect("a valid spec");
    let unit = session
        .unit_of("transactions", 500_000_000.0)
        .expect("a table")
        .expect("a unit");
    let first = session.first_row("transactions", unit).expect("a unit");
    let next = session
        .first_row("transactions", unit + 1.0)
        .expect("a unit");
    assert!((first + 1.0..=next).contains(&500_000_000.0));
    assert_eq!(session.unit_of("customers", 0.0), Ok(None));
    assert_eq!(session.cell_of(65.0), 1.0);
}

#[wasm_bindgen_test]
fn the_command_names_what_is_not_as_usual() {
    assert_eq!(
        session().command(),
        "fraudgen generate --seed 18446744073709551615 --transactions 20000 --start 2025-01-01 --days 365 \
         --fraud-rate 0.001 --out data"
    );
    let session = Session::new(
        r#"{"fraud_mix":{"PHISHING":2},"fraud_drift":{"PHISHING":"FADES","SIM_SWAP":"GROWS"},"label_noise":0.25,"difficulty":"HARD","without_cases":[7,3]}"#,
    );
    assert_eq!(
        session.expect("a valid spec").command(),
        "fraudgen generate --seed 42 --transactions 1000000 --start 2025-01-01 --days 365 --fraud-rate 0.001 \
         --fraud-mix PHISHING=2 --fraud-drift PHISHING=FADES,SIM_SWAP=GROWS --label-noise 0.25 --difficulty HARD --without-cases 3,7 --out data"
    );
    let about: Object = js_sys::JSON::parse(&about().expect("JSON"))
        .expect("JSON")
        .unchecked_into();
    assert_eq!(
        field(&about, "tables").unchecked_into::<Array>().length(),
        Table::ALL.len() as u32
    );
}

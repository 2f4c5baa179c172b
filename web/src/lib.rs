//! fraudgen for the browser: any unit of any dataset, and its digests, from the core that the `fraudgen`
//! command runs.
//!
//! A [`Session`] plans a spec and makes units of its tables one at a time, so that the middle of a dataset
//! of a billion rows takes no longer than its beginning. Records cross as typed arrays, column by column;
//! small values cross as JSON. Ids, counts and units stay below 2^53 and cross as numbers.

#![forbid(unsafe_code)]

mod batch;
mod info;
mod json;

use std::collections::BTreeMap;
use std::fmt::Display;

use batch::object;
use fraudgen_core::plan::CELL_CUSTOMERS;
use fraudgen_core::schema::Table;
use fraudgen_core::{DATASET_VERSION, Digest, Drift, FraudType, Generator, Spec, SpecError};
use info::About;
use js_sys::{Error, Object};
use json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The values of a column; those of null rows are zero, false, code 0 or empty. */
export type Values =
  | { kind: "bits"; values: Uint8Array } // a bit per row, least significant first
  | { kind: "int32"; values: Int32Array } // counts, or days since 1970-01-01
  | { kind: "int64"; values: Float64Array } // ids, centavos, or microseconds since 1970-01-01 UTC
  | { kind: "float32"; values: Float32Array }
  | { kind: "codes"; values: Uint16Array; words: string[] }
  | { kind: "text"; offsets: Int32Array; bytes: Uint8Array }; // UTF-8

/** A column: values, and bits set where a value is present, unless the column is never null. */
export type ColumnData = Values & { validity?: Uint8Array };

/** The rows of a unit, by column in the schema's order; `firstRow` counts from 0 in the whole table. */
export interface Batch {
  table: string;
  unit: number;
  firstRow: number;
  rows: number;
  columns: ColumnData[];
}

/** Thrown for a spec that is out of bounds; `message` is the command's error message. */
export interface SpecProblem extends Error {
  field: string;
  value: string;
  remedy: string;
}
"#;

/// A dataset, generated on demand.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Session {
    generator: Generator,
    /// Whether the spec gives the number of customers.
    customers_given: bool,
}

#[wasm_bindgen]
impl Session {
    /// Plans a spec, given as JSON; fields left out take their defaults.
    ///
    /// # Errors
    /// A `SpecProblem` for the first field that is out of bounds, or what is wrong with the JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(spec_json: &str) -> Result<Session, JsValue> {
        let spec: Spec = serde_json::from_str(spec_json).map_err(|e| error(&e.to_string()))?;
        let generator = Generator::new(&spec).map_err(|problem| spec_problem(&problem))?;
        let customers_given = spec.customers.is_some();
        Ok(Self {
            generator,
            customers_given,
        })
    }

    /// The spec with every default filled in, as JSON, as in a manifest.
    ///
    /// # Errors
    /// None.
    pub fn spec(&self) -> Result<String, JsValue> {
        json(self.generator.plan().spec())
    }

    /// How many rows and units every table has, as JSON: `[{name, rows, counted, units}]`, where `rows` is
    /// an estimate unless they are `counted`.
    ///
    /// # Errors
    /// None.
    pub fn plan(&self) -> Result<String, JsValue> {
        json(&info::plan(self.generator.plan()))
    }

    /// The command that generates the whole dataset.
    pub fn command(&self) -> String {
        let (spec, usual) = (self.generator.plan().spec(), Spec::default());
        let mut command = format!(
            "fraudgen generate --seed {} --transactions {}",
            spec.seed, spec.transactions
        );
        if self.customers_given {
            command += &format!(" --customers {}", spec.customer_count());
        }
        command += &format!(
            " --start {} --days {} --fraud-rate {}",
            spec.start, spec.days, spec.fraud_rate
        );
        if spec.fraud_mix != usual.fraud_mix && !spec.fraud_mix.is_empty() {
            command += &format!(" --fraud-mix {}", pairs(&spec.fraud_mix));
        }
        if !spec.fraud_drift.is_empty() {
            command += &format!(" --fraud-drift {}", pairs(&spec.fraud_drift));
        }
        if spec.inside != usual.inside {
            command += &format!(" --inside {}", spec.inside);
        }
        if spec.label_noise != usual.label_noise {
            command += &format!(" --label-noise {}", spec.label_noise);
        }
        if spec.difficulty != usual.difficulty {
            command += &format!(" --difficulty {}", spec.difficulty);
        }
        if !spec.without_cases.is_empty() {
            let cases: Vec<String> = spec.without_cases.iter().map(u64::to_string).collect();
            command += &format!(" --without-cases {}", cases.join(","));
        }
        command + " --out data"
    }

    /// One unit of a table: a cell of transactions, a block of merchants, a district of any other table.
    ///
    /// # Errors
    /// There is no such table or unit.
    #[wasm_bindgen(unchecked_return_type = "Batch")]
    pub fn unit(&self, table: &str, unit: f64) -> Result<JsValue, JsValue> {
        let table = table_of(table)?;
        let number = self.checked(table, unit, 1)?;
        let mut maker = self.generator.maker();
        let made = maker.make(table, number);
        let first_row = self.generator.plan().rows(table, 0..number);
        Ok(batch::batch(made, unit, first_row as f64))
    }

    /// The number of rows in the units of a table before `unit`.
    ///
    /// # Errors
    /// There is no such table or unit.
    pub fn first_row(&self, table: &str, unit: f64) -> Result<f64, JsValue> {
        let table = table_of(table)?;
        let unit = self.checked(table, unit, 0)?;
        Ok(self.generator.plan().rows(table, 0..unit) as f64)
    }

    /// The unit that holds the row of an id; `undefined` if no row has that id.
    ///
    /// # Errors
    /// There is no such table.
    pub fn unit_of(&self, table: &str, id: f64) -> Result<Option<f64>, JsValue> {
        let unit = self.generator.plan().unit_of(table_of(table)?, id as u64);
        Ok(unit.map(|unit| unit as f64))
    }

    /// The cell that a customer's transactions are in.
    pub fn cell_of(&self, customer_id: f64) -> f64 {
        ((customer_id as u64).saturating_sub(1) / CELL_CUSTOMERS) as f64
    }

    /// The content digest of the units `first..end` of a table. Digests of separate runs add up to that of
    /// the whole (`add_digests`), so that a long sum can be computed in pieces.
    ///
    /// # Errors
    /// There is no such table or unit.
    pub fn digest(&self, table: &str, first: f64, end: f64) -> Result<String, JsValue> {
        let table = table_of(table)?;
        let units = self.checked(table, first, 0)?..self.checked(table, end, 0)?;
        let mut maker = self.generator.maker();
        let digest: Digest = units
            .map(|unit| Digest::of(maker.make(table, unit), unit))
            .sum();
        Ok(digest.to_string())
    }

    /// `unit` as an integer, if the table has at least `after` units from it on.
    fn checked(&self, table: Table, unit: f64, after: u64) -> Result<u64, JsValue> {
        let units = self.generator.plan().units(table);
        let number = unit as u64;
        if number as f64 == unit && number + after <= units {
            return Ok(number);
        }
        Err(error(&format!(
            "there is no unit {unit}: `{}` has {units}, from 0",
            table.name()
        )))
    }
}

/// The sum of two content digests.
///
/// # Errors
/// One of them is not a digest.
#[wasm_bindgen]
pub fn add_digests(left: &str, right: &str) -> Result<String, JsValue> {
    let parse = |text: &str| {
        text.parse::<Digest>()
            .map_err(|_| error(&format!("`{text}` is not a digest")))
    };
    let mut sum = parse(left)?;
    sum += parse(right)?;
    Ok(sum.to_string())
}

/// What is the same for every dataset, as JSON: `{dataset_version, spec, typologies, drifts, tables}`, where
/// `spec` is the default one.
///
/// # Errors
/// None.
#[wasm_bindgen]
pub fn about() -> Result<String, JsValue> {
    json(&About {
        dataset_version: DATASET_VERSION,
        spec: Spec::default(),
        typologies: info::typologies(),
        drifts: Drift::ALL.map(Drift::name),
        tables: info::tables(),
    })
}

/// A map as the value of a flag: `NAME=VALUE,...`.
fn pairs<T: Display>(map: &BTreeMap<FraudType, T>) -> String {
    let pairs = map.iter().map(|(kind, value)| format!("{kind}={value}"));
    pairs.collect::<Vec<_>>().join(",")
}

fn table_of(name: &str) -> Result<Table, JsValue> {
    Table::from_name(name).ok_or_else(|| error(&format!("there is no table `{name}`")))
}

fn error(message: &str) -> JsValue {
    Error::new(message).into()
}

/// The command's error message, and its parts for the form.
fn spec_problem(problem: &SpecError) -> JsValue {
    let SpecError {
        field,
        value,
        remedy,
        ..
    } = problem;
    let flag = field.replace('_', "-");
    let error = Error::new(&format!("invalid value '{value}' for '--{flag}': {remedy}"));
    let parts = object(&[
        ("field", (*field).into()),
        ("value", value.into()),
        ("remedy", remedy.into()),
    ]);
    Object::assign(&error, &parts.into());
    error.into()
}

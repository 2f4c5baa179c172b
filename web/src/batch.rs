//! A batch as JavaScript sees it: a typed array for each column, copied once out of the core's memory.

use fraudgen_core::Batch;
use fraudgen_core::schema::columns::{Bits, ColumnView, Dictionary, Text, Values};
use js_sys::{
    Array, Float32Array, Float64Array, Int32Array, JsString, Object, Reflect, Uint8Array,
    Uint16Array,
};
use wasm_bindgen::JsValue;

/// The rows of a unit; `first_row` is the number of the first one in the table, from 0.
pub(crate) fn batch(batch: &dyn Batch, unit: f64, first_row: f64) -> JsValue {
    let columns: Array = (0..batch.table().columns().len())
        .map(|index| column(batch.column(index)))
        .collect();
    object(&[
        ("table", batch.table().name().into()),
        ("unit", unit.into()),
        ("firstRow", first_row.into()),
        ("rows", (batch.rows() as f64).into()),
        ("columns", columns.into()),
    ])
}

fn column(column: ColumnView<'_>) -> JsValue {
    let mut fields = match column.values {
        Values::Bool(values) => vec![("kind", "bits".into()), ("values", bits(values))],
        Values::Int32(values) => {
            vec![
                ("kind", "int32".into()),
                ("values", Int32Array::from(values).into()),
            ]
        }
        Values::Int64(values) => {
            // Ids, centavos and microseconds all stay below 2^53.
            let values: Vec<f64> = values.iter().map(|&value| value as f64).collect();
            vec![
                ("kind", "int64".into()),
                ("values", Float64Array::from(&values[..]).into()),
            ]
        }
        Values::Float32(values) => {
            vec![
                ("kind", "float32".into()),
                ("values", Float32Array::from(values).into()),
            ]
        }
        Values::Codes(codes, known) => vec![
            ("kind", "codes".into()),
            ("values", Uint16Array::from(codes).into()),
            ("words", words(known)),
        ],
        Values::Text(text) => text_fields(text),
    };
    if let Some(validity) = column.validity {
        fields.push(("validity", bits(validity)));
    }
    object(&fields)
}

fn text_fields(text: &Text) -> Vec<(&'static str, JsValue)> {
    vec![
        ("kind", "text".into()),
        ("offsets", Int32Array::from(text.offsets()).into()),
        ("bytes", Uint8Array::from(text.as_bytes()).into()),
    ]
}

fn bits(bits: &Bits) -> JsValue {
    Uint8Array::from(bits.as_bytes()).into()
}

/// All words in one string, split in JavaScript: thousands of strings cross at the cost of one.
fn words(words: Dictionary<'_>) -> JsValue {
    if words.is_empty() {
        return Array::new().into();
    }
    let all: Vec<&str> = (0..words.len()).map(|code| words.get(code)).collect();
    JsString::from(all.join("\n")).split("\n").into()
}

/// An object with these fields.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A new object takes any field.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

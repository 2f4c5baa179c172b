//! Values as JSON.

use std::io::{Result as Written, Write};

use js_sys::Error;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use wasm_bindgen::JsValue;

/// A value as JSON, in one line.
pub(crate) fn json(value: &impl Serialize) -> Result<String, JsValue> {
    let mut written = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut written, SmallFloats);
    value
        .serialize(&mut serializer)
        .map_err(|e| Error::new(&e.to_string()))?;
    Ok(String::from_utf8(written).map_err(|e| Error::new(&e.to_string()))?)
}

/// Writes floats as messages do, with the fewest digits: the tables of serde_json's own, faster way would only add
/// to the module.
struct SmallFloats;

impl Formatter for SmallFloats {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> Written<()> {
        write!(writer, "{value:?}")
    }
}

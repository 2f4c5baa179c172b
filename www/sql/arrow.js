// Columns as the core generated them, or as files have them, in Arrow's stream format, which DuckDB takes in.

import {
  batchType, bool, Column, dateDay, decimal, float32, float64, int32, int64, tableFromColumns, tableToIPC, timestamp, TimeUnit, uint64, utf8,
} from "../vendor/flechette/index.js";
import { digitsOf } from "../view/format.js";

const encoder = new TextEncoder();
const NONE = new Uint8Array();

const wide = (values) => integers(values, 2);

/** How values of each type are laid out, and their name in SQL. DuckDB has no time zones here, so times are UTC without one. */
const types = {
  "boolean": { sql: "BOOLEAN", arrow: bool(), pack: bits },
  "int32": { sql: "INTEGER", arrow: int32(), pack: (values) => Int32Array.from(values) },
  "int64": { sql: "BIGINT", arrow: int64(), pack: wide },
  "uint64": { sql: "UBIGINT", arrow: uint64(), pack: wide },
  "float32": { sql: "FLOAT", arrow: float32(), pack: (values) => Float32Array.from(values) },
  "float64": { sql: "DOUBLE", arrow: float64(), pack: (values) => Float64Array.from(values) },
  "timestamp(us, UTC)": { sql: "TIMESTAMP", arrow: timestamp(TimeUnit.MICROSECOND), pack: wide },
  "timestamp(us)": { sql: "TIMESTAMP", arrow: timestamp(TimeUnit.MICROSECOND), pack: wide },
  "date": { sql: "DATE", arrow: dateDay(), pack: (values) => Int32Array.from(values) },
  "category": { sql: "VARCHAR", arrow: utf8() },
  "string": { sql: "VARCHAR", arrow: utf8() },
};

const layoutOf = (type) => types[type] ?? layoutOfDecimal(...digitsOf(type));
const layoutOfDecimal = (precision, scale) => ({ sql: `DECIMAL(${precision},${scale})`, arrow: decimal(precision, scale), pack: (values) => integers(values, 4) });

export const sqlType = (type) => layoutOf(type).sql;

/** Batches of a table as an Arrow stream. `columns` is its schema. */
export function streamOf(columns, batches) {
  const entries = columns.map(({ name, type }, index) => {
    const layout = layoutOf(type);
    return [name, new Column(batches.map((batch) => packed(batch.columns[index], layout, batch.rows)), layout.arrow)];
  });
  return tableToIPC(tableFromColumns(entries), { format: "stream" });
}

function packed(column, { arrow, pack }, rows) {
  const { validity = NONE, ...rest } = column.kind === "plain" ? typed(column.values, pack) : laidOut(column, pack);
  return new (batchType(arrow))({ length: rows, nullCount: validity.length ? rows - ones(validity, rows) : 0, type: arrow, validity, ...rest });
}

/** The core's layout as Arrow's: the same but for integers of 64 bits, which JavaScript has as numbers, and codes. */
function laidOut({ kind, values, validity, words, offsets, bytes }, pack) {
  if (kind === "text") return { validity, offsets, values: bytes };
  if (kind === "codes") return { validity, ...texts(values, words.map((word) => encoder.encode(word))) };
  return { validity, values: kind === "int64" ? pack(values) : values };
}

/** Values of JavaScript, null among them. */
function typed(values, pack) {
  const validity = bits(values.map((value) => value !== null));
  const filled = values.map((value) => value ?? 0);
  if (pack) return { validity, values: pack(filled) };
  const words = values.map((value) => encoder.encode(value ?? ""));
  return { validity, ...texts(words.keys(), words, words.length) };
}

/** Integers of 32 bits each, `parts` for a value, the lowest first. */
function integers(values, parts) {
  const packed = new Int32Array(values.length * parts);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    // What is no safe number is a BigInt.
    if (typeof value === "bigint") {
      for (let part = 0; part < parts; part++) packed[row * parts + part] = Number(BigInt.asIntN(32, value >> BigInt(32 * part)));
      continue;
    }
    // Each is taken modulo 2^32.
    packed[row * parts] = value;
    packed[row * parts + 1] = Math.floor(value / 4_294_967_296);
    if (value < 0) for (let part = 2; part < parts; part++) packed[row * parts + part] = -1;
  }
  return packed;
}

function bits(values) {
  const packed = new Uint8Array(Math.ceil(values.length / 8));
  for (let row = 0; row < values.length; row++) if (values[row]) packed[row >> 3] |= 1 << (row & 7);
  return packed;
}

/** How many of the first bits are set. */
function ones(packed, length) {
  let count = 0;
  for (let row = 0; row < length; row++) count += packed[row >> 3] >> (row & 7) & 1;
  return count;
}

/** Text by offsets into bytes, from codes and the words that they mean. */
function texts(codes, words, rows = codes.length) {
  const offsets = new Int32Array(rows + 1);
  const order = Uint32Array.from(codes);
  for (let row = 0; row < rows; row++) offsets[row + 1] = offsets[row] + (words[order[row]]?.length ?? 0);
  const values = new Uint8Array(offsets[rows]);
  for (let row = 0; row < rows; row++) if (words[order[row]]) values.set(words[order[row]], offsets[row]);
  return { offsets, values };
}

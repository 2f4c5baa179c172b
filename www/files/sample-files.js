// The sample as a file: CSV, JSON Lines or Parquet, as the command writes them.

import { digitsOf, isNumeric, jsonRow, plain } from "../view/format.js";

export const formats = {
  "csv": { extension: "csv", type: "text/csv" },
  "csv-pt-br": { extension: "csv", type: "text/csv" },
  "jsonl": { extension: "jsonl", type: "application/x-ndjson" },
  "parquet": { extension: "parquet", type: "application/vnd.apache.parquet" },
};

/** `sample` is `{frame, rows, columns}`; returns a Blob. */
export async function fileOf(format, sample, options = {}) {
  const parts = dialects[format] ? csv(sample, dialects[format], options) : format === "jsonl" ? jsonl(sample) : [await parquet(sample, options)];
  return new Blob(parts, { type: formats[format].type });
}

const jsonl = ({ frame, rows, columns }) => Array.from(rows, (row) => `${jsonRow(frame, row, columns)}\n`);

/** What separates cells, the decimal mark, and what spreadsheets need at the start to take the text for UTF-8. */
const dialects = {
  "csv": { separator: ",", decimal: ".", start: "" },
  "csv-pt-br": { separator: ";", decimal: ",", start: "\ufeff" },
};

function csv({ frame, rows, columns }, { separator, decimal, start }, { safe = true }) {
  const texts = columns.map(({ type }) => type === "string" || type === "category");
  const numbers = columns.map(({ type }) => isNumeric(type));
  const line = (cells) => `${cells.join(separator)}\n`;
  const special = new RegExp(`["${separator}\\r\\n]`);
  const quoted = (text) => (special.test(text) || text === "" ? `"${text.replaceAll('"', '""')}"` : text);
  return [start + line(columns.map(({ name }) => quoted(safe ? harmless(name) : name))), ...Array.from(rows, (row) => line(columns.map(({ name, type }, index) => {
    const value = frame.get(row, name);
    if (value === null) return "";
    const text = plain(value, type);
    if (texts[index]) return quoted(safe ? harmless(text) : text);
    return numbers[index] ? text.replace(".", decimal) : text;
  })))];
}

/** Spreadsheets run text that starts like a formula, unless it has an apostrophe before it. A number is none, nor is one of a telephone. */
export const harmless = (text) => (/^[=+\-@\t\r]/.test(text) && !/^(\+\d[\d -]*|-\d+([.,]\d+)?)$/.test(text) ? `'${text}` : text);

const elements = {
  "boolean": { type: "BOOLEAN" },
  "int32": { type: "INT32" },
  "int64": { type: "INT64" },
  "uint64": { type: "INT64", converted_type: "UINT_64" },
  "float64": { type: "DOUBLE" },
  "float32": { type: "FLOAT" },
  "timestamp(us, UTC)": { type: "INT64", converted_type: "TIMESTAMP_MICROS", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" } },
  "timestamp(us)": { type: "INT64", converted_type: "TIMESTAMP_MICROS", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MICROS" } },
  "date": { type: "INT32", converted_type: "DATE" },
  "category": { type: "BYTE_ARRAY", converted_type: "UTF8" },
  "string": { type: "BYTE_ARRAY", converted_type: "UTF8" },
};

/** Decimals of up to 18 digits fit into 64 bits. */
function elementOf(type) {
  if (elements[type]) return elements[type];
  const [precision, scale] = digitsOf(type);
  return { ...(precision > 18 ? { type: "FIXED_LEN_BYTE_ARRAY", type_length: 16 } : { type: "INT64" }), converted_type: "DECIMAL", precision, scale };
}

async function parquet({ frame, rows, columns }, { metadata = {} }) {
  const { parquetWriteBuffer } = await import("../vendor/hyparquet-writer/index.js");
  const schema = [{ name: "root", num_children: columns.length },
    ...columns.map(({ name, type, nullable }) => ({ name, ...elementOf(type), repetition_type: nullable ? "OPTIONAL" : "REQUIRED" }))];
  const columnData = columns.map(({ name, type }) => {
    const values = frame.values(name, rows);
    return { name, data: ["INT64", "FIXED_LEN_BYTE_ARRAY"].includes(elementOf(type).type) ? values.map((value) => (value === null ? null : BigInt(value))) : values };
  });
  const kvMetadata = Object.entries(metadata).map(([key, value]) => ({ key, value }));
  return parquetWriteBuffer({ schema, columnData, kvMetadata, createdBy: "fraudgen page" });
}

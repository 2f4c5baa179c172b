// Reads Parquet files in the worker: those that `fraudgen` writes, and any others without nested columns.

import { parquetMetadataAsync, parquetRead, parquetSchema } from "../vendor/hyparquet/index.js";
import { decompress } from "../vendor/fzstd/index.js";

const compressors = { ZSTD: (input, length) => decompress(input, new Uint8Array(length)) };
// Values as in the core; hyparquet's own dates would drop microseconds.
const parsers = {
  timestampFromMilliseconds: (millis) => Number(millis) * 1000,
  timestampFromMicroseconds: (micros) => Number(micros),
  timestampFromNanoseconds: (nanos) => Number(nanos / 1000n),
  dateFromDays: (days) => days,
};

// Metadata of opened files, so that it is read only once.
const known = new WeakMap();

const bufferOf = (file) => ({ byteLength: file.size, slice: (start, end) => file.slice(start, end).arrayBuffer() });

/** A file's schema and metadata. */
export async function open(file) {
  const metadata = await parquetMetadataAsync(bufferOf(file));
  const entries = (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value]);
  return {
    rows: Number(metadata.num_rows),
    metadata: Object.fromEntries(entries),
    createdBy: metadata.created_by,
    columns: parquetSchema(metadata).children.filter(({ children }) => children.length === 0).map(({ element }) => ({
      name: element.name, type: typeOf(element), nullable: element.repetition_type !== "REQUIRED",
    })),
  };
}

/** Some rows of a file, as a batch. */
export async function rows(file, first, end) {
  const { columns } = await open(file);
  const found = columns.map(() => new Array(end - first));
  const places = new Map(columns.map(({ name }, index) => [name, index]));
  await parquetRead({
    file: bufferOf(file), rowStart: first, rowEnd: end, compressors, parsers, columns: columns.map(({ name }) => name),
    onChunk: ({ columnName, columnData, rowStart, rowEnd }) => {
      const values = found[places.get(columnName)];
      const type = columns[places.get(columnName)].type;
      for (let row = Math.max(rowStart, first); row < Math.min(rowEnd, end); row++) values[row - first] = valueOf(columnData[row - rowStart], type);
    },
  });
  return {
    firstRow: first, rows: end - first,
    columns: found.map((values) => ({ kind: "plain", values })),
  };
}

function valueOf(value, type) {
  if (value === null || value === undefined) return null;
  if (type === "decimal(15,2)") return Math.round(value * 100);
  if (type === "float32") return shortest(value);
  return typeof value === "bigint" ? Number(value) : value;
}

function shortest(value) {
  for (let digits = 1; digits < 9; digits++) if (Math.fround(Number(value.toPrecision(digits))) === value) return Number(value.toPrecision(digits));
  return value;
}

function typeOf({ type, converted_type: converted, logical_type: logical }) {
  if (converted === "DECIMAL") return "decimal(15,2)";
  if (converted === "DATE") return "date";
  if (converted?.startsWith("TIMESTAMP") || logical?.type === "TIMESTAMP") return "timestamp(us, UTC)";
  return { BOOLEAN: "boolean", INT32: "int32", INT64: "int64", FLOAT: "float32", DOUBLE: "float64" }[type] ?? "string";
}

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

/** A file, or what reads parts of one elsewhere, as hyparquet asks for it. */
const bufferOf = (file) => (file instanceof Blob ? { byteLength: file.size, slice: (start, end) => file.slice(start, end).arrayBuffer() } : file);

// The footers of what was opened, so that they are read only once.
const known = new WeakMap();

async function metadataOf(file) {
  if (!known.has(file)) known.set(file, await parquetMetadataAsync(bufferOf(file), { parsers }));
  return known.get(file);
}

const entriesOf = (metadata) => (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value]);

/** The columns that have values, not parts; nested ones are not shown. */
const flat = (metadata) => parquetSchema(metadata).children.filter(({ children }) => children.length === 0).map(({ element }) => ({
  name: element.name, type: typeOf(element), nullable: element.repetition_type !== "REQUIRED",
}));

/** A file's schema and metadata. */
export async function open(file) {
  const metadata = await metadataOf(file);
  return {
    rows: Number(metadata.num_rows),
    metadata: Object.fromEntries(entriesOf(metadata)),
    createdBy: metadata.created_by,
    columns: flat(metadata),
  };
}

/** What a file's footer says of its row groups, each with its columns. Bounds are values as in the core, if there are any. */
export async function footer(file) {
  const metadata = await metadataOf(file);
  const types = new Map(flat(metadata).map(({ name, type }) => [name, type]));
  const bound = (value, type) => (value === undefined || type === undefined ? undefined : valueOf(value, type));
  return {
    entries: entriesOf(metadata),
    groups: metadata.row_groups.map((group) => ({
      rows: Number(group.num_rows),
      bytes: Number(group.total_byte_size),
      columns: group.columns.map(({ meta_data: column }) => {
        const name = column.path_in_schema.join(".");
        const type = types.get(name);
        const { min_value: least, max_value: most, min, max, null_count: nulls } = column.statistics ?? {};
        return {
          name, type, codec: column.codec, encodings: column.encodings,
          packed: Number(column.total_compressed_size), bytes: Number(column.total_uncompressed_size),
          nulls: nulls === undefined ? undefined : Number(nulls), least: bound(least ?? min, type), most: bound(most ?? max, type),
        };
      }),
    })),
  };
}

/** Some rows of a file, as a batch. */
export async function rows(file, first, end) {
  const metadata = await metadataOf(file);
  const columns = flat(metadata);
  const found = columns.map(() => new Array(end - first));
  const places = new Map(columns.map(({ name }, index) => [name, index]));
  await parquetRead({
    file: bufferOf(file), metadata, rowStart: first, rowEnd: end, compressors, parsers, columns: columns.map(({ name }) => name), useOffsetIndex: true,
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
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return typeof value === "bigint" ? Number(value) : type === "string" ? String(value) : value;
}

function shortest(value) {
  for (let digits = 1; digits < 9; digits++) if (Math.fround(Number(value.toPrecision(digits))) === value) return Number(value.toPrecision(digits));
  return value;
}

function typeOf({ type, converted_type: converted, logical_type: logical, scale, precision }) {
  if (converted === "DECIMAL") return scale === 2 && precision <= 15 ? "decimal(15,2)" : "float64";
  if (converted === "DATE") return "date";
  if (converted?.startsWith("TIMESTAMP") || logical?.type === "TIMESTAMP") return "timestamp(us, UTC)";
  return { BOOLEAN: "boolean", INT32: "int32", INT64: "int64", FLOAT: "float32", DOUBLE: "float64" }[type] ?? "string";
}

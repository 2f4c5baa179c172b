// Reads Parquet files in the worker: those that `fraudgen` writes, and any others. What is nested is text of JSON, and bytes are in hexadecimal.

import { parquetMetadataAsync, parquetRead, parquetSchema } from "../../vendor/hyparquet/index.js";
import { decompress } from "../../vendor/fzstd/index.js";
import { isoDate, isoTime } from "../../view/format.js";
import { FileError, kindOf } from "./file-error.js";
import { exactJson, safe } from "./integers.js";

const compressors = { ZSTD: (input, length) => decompress(input, new Uint8Array(length)) };
// Values as in the core; hyparquet's own dates would drop microseconds.
const parsers = {
  timestampFromMilliseconds: (millis) => Number(millis) * 1000,
  timestampFromMicroseconds: (micros) => Number(micros),
  timestampFromNanoseconds: (nanos) => Number(nanos / 1000n),
  dateFromDays: (days) => days,
  jsonFromBytes: (bytes) => new TextDecoder().decode(bytes),
};
/** The same within what is nested, where no types are known any more. */
const nestedParsers = {
  timestampFromMilliseconds: (millis) => isoTime(Number(millis) * 1000),
  timestampFromMicroseconds: (micros) => isoTime(Number(micros)),
  timestampFromNanoseconds: (nanos) => isoTime(Number(nanos / 1000n)),
  dateFromDays: isoDate,
};
const CODECS = ["UNCOMPRESSED", "SNAPPY", "ZSTD"];

/** A file, or what reads parts of one elsewhere, as hyparquet asks for it. */
const bufferOf = (file) => (file instanceof Blob ? { byteLength: file.size, slice: (start, end) => file.slice(start, end).arrayBuffer() } : file);

// The footers of what was opened, so that they are read only once.
const known = new WeakMap();

async function metadataOf(file) {
  if (!known.has(file)) known.set(file, await read(file));
  return known.get(file);
}

async function read(file) {
  const buffer = bufferOf(file);
  const { byteLength } = buffer;
  if (byteLength === 0) throw new FileError("empty");
  if (file instanceof Blob) {
    const head = new Uint8Array(await buffer.slice(0, 64));
    if (!isMark(head.subarray(0, 4))) throw new FileError(kindOf(head) ?? "notParquet");
    if (!isMark(new Uint8Array(await buffer.slice(byteLength - 4, byteLength)))) throw new FileError("cut");
  }
  const metadata = await parquetMetadataAsync(buffer, { parsers }).catch((problem) => { throw problem.kind ? problem : new FileError("damaged"); });
  const codec = metadata.row_groups.flatMap(({ columns }) => columns).map(({ meta_data: column }) => column.codec).find((name) => !CODECS.includes(name));
  if (codec) throw new FileError("codec", codec);
  // hyparquet takes no file with columns of these types, whose bytes are shown instead.
  for (const element of metadata.schema) if (["BSON", "INTERVAL"].includes(element.converted_type)) delete element.converted_type;
  return metadata;
}

const isMark = (bytes) => String.fromCharCode(...bytes) === "PAR1";

const entriesOf = (metadata) => (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value]);

/** The columns, each with its `form` if it is text only here: "json" of what is nested, or "hex". */
const columnsOf = (metadata) => parquetSchema(metadata).children.map((column) => ({ ...columnOf(column), name: column.element.name }));

function columnOf({ element, children }) {
  const nullable = element.repetition_type !== "REQUIRED";
  if (children.length > 0 || element.repetition_type === "REPEATED") return { type: "string", form: "json", nullable };
  const type = typeOf(element);
  const isText = ["UTF8", "ENUM", "JSON"].includes(element.converted_type) || ["STRING", "ENUM", "JSON", "UUID"].includes(element.logical_type?.type);
  return { type, scale: element.converted_type === "DECIMAL" ? element.scale ?? 0 : undefined, form: type === "string" && !isText ? "hex" : undefined, nullable };
}

/** The columns that have values, with the names that they have in the footer. */
const leavesOf = (node, path = []) => node.children.flatMap((child) => {
  const names = [...path, child.element.name];
  return child.children.length > 0 ? leavesOf(child, names) : [[names.join("."), columnOf({ ...child, element: { ...child.element, repetition_type: "OPTIONAL" } })]];
});

/** A file's schema and metadata. */
export async function open(file) {
  const metadata = await metadataOf(file);
  return {
    rows: Number(metadata.num_rows),
    metadata: Object.fromEntries(entriesOf(metadata)),
    createdBy: metadata.created_by,
    columns: columnsOf(metadata),
  };
}

/** What a file's footer says of its row groups, each with its columns. Bounds are values as in the core, if there are any. */
export async function footer(file) {
  const metadata = await metadataOf(file);
  const leaves = new Map(leavesOf(parquetSchema(metadata)));
  // Of bytes that are no text, hyparquet has the bounds as text.
  const bound = (value, leaf) => (value === undefined || (leaf.form && typeof value === "string") ? undefined : valueOf(value, leaf));
  return {
    entries: entriesOf(metadata),
    groups: metadata.row_groups.map((group) => ({
      rows: Number(group.num_rows),
      bytes: Number(group.total_byte_size),
      columns: group.columns.map(({ meta_data: column }) => {
        const name = column.path_in_schema.join(".");
        const leaf = leaves.get(name);
        const { min_value: least, max_value: most, min, max, null_count: nulls } = column.statistics ?? {};
        return {
          name, type: leaf.type, codec: column.codec, encodings: column.encodings,
          packed: Number(column.total_compressed_size), bytes: Number(column.total_uncompressed_size),
          nulls: nulls === undefined ? undefined : Number(nulls), least: bound(least ?? min, leaf), most: bound(most ?? max, leaf),
        };
      }),
    })),
  };
}

/** Some rows of a file, as a batch. */
export async function rows(file, first, end) {
  const metadata = await metadataOf(file);
  const columns = columnsOf(metadata);
  const found = columns.map(() => new Array(end - first));
  const places = new Map(columns.map(({ name }, index) => [name, index]));
  const readThose = (some, withParsers) => some.length > 0 && parquetRead({
    file: bufferOf(file), metadata, rowStart: first, rowEnd: end, compressors, parsers: withParsers, columns: some.map(({ name }) => name), useOffsetIndex: true, utf8: false,
    onChunk: ({ columnName, columnData, rowStart, rowEnd }) => {
      const values = found[places.get(columnName)];
      const column = columns[places.get(columnName)];
      for (let row = Math.max(rowStart, first); row < Math.min(rowEnd, end); row++) values[row - first] = valueOf(columnData[row - rowStart], column);
    },
  });
  try {
    await readThose(columns.filter(({ form }) => form !== "json"), parsers);
    await readThose(columns.filter(({ form }) => form === "json"), nestedParsers);
  } catch (problem) {
    throw problem.kind ? problem : new FileError("damaged");
  }
  return {
    firstRow: first, rows: end - first,
    columns: found.map((values) => ({ kind: "plain", values })),
  };
}

function valueOf(value, { type, form, scale }) {
  if (value === null || value === undefined) return null;
  if (form === "json") return JSON.stringify(value, (_, inner) => (inner instanceof Uint8Array ? hex(inner) : exactJson(inner)));
  if (type === "decimal(15,2)") return Math.round(value * 100);
  if (scale !== undefined) return Number(value.toFixed(Math.min(scale, 100)));
  if (type === "float32") return shortest(value);
  if (value instanceof Uint8Array) return hex(value);
  if (type === "string") return typeof value === "object" ? JSON.stringify(value, (_, inner) => exactJson(inner)) : String(value);
  return safe(value);
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function shortest(value) {
  for (let digits = 1; digits < 9; digits++) if (Math.fround(Number(value.toPrecision(digits))) === value) return Number(value.toPrecision(digits));
  return value;
}

function typeOf({ type, converted_type: converted, logical_type: logical, scale, precision }) {
  if (converted === "DECIMAL") return scale === 2 && precision <= 15 ? "decimal(15,2)" : "float64";
  if (converted === "DATE") return "date";
  if (converted?.startsWith("TIMESTAMP") || logical?.type === "TIMESTAMP") return "timestamp(us, UTC)";
  if (logical?.type === "FLOAT16") return "float32";
  const isUnsigned = converted?.startsWith("UINT_") || (logical?.type === "INTEGER" && !logical.isSigned);
  if (isUnsigned && type === "INT64") return "uint64";
  if (isUnsigned && (converted === "UINT_32" || logical?.bitWidth === 32)) return "int64";
  return { BOOLEAN: "boolean", INT32: "int32", INT64: "int64", INT96: "timestamp(us, UTC)", FLOAT: "float32", DOUBLE: "float64" }[type] ?? "string";
}

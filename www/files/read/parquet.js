// Reads Parquet files in the worker: those that `fraudgen` writes, and any others. What is nested is text of JSON, and bytes are in hexadecimal.

import { parquetMetadataAsync, parquetRead, parquetSchema } from "../../vendor/hyparquet/index.js";
import { decompress } from "../../vendor/fzstd/index.js";
import { decimal, isoDate, isoTime, LAST_MICROS } from "../../view/format.js";
import { FileError, kindOf } from "./file-error.js";
import { exactJson, safe } from "./integers.js";
import { distinct } from "./names.js";
import { clock, interval } from "./spans.js";

const compressors = { ZSTD: (input, length) => decompress(input, new Uint8Array(length)) };
// Values as in the core; hyparquet's own dates would drop microseconds.
const parsers = {
  timestampFromMilliseconds: (millis) => microsecondsOf(BigInt(millis) * 1000n),
  timestampFromMicroseconds: microsecondsOf,
  timestampFromNanoseconds: (nanos) => microsecondsOf((nanos - (nanos % 1000n + 1000n) % 1000n) / 1000n),
  dateFromDays: (days) => days,
  jsonFromBytes: (bytes) => new TextDecoder().decode(bytes),
};
/** The same within what is nested, where no types are known any more; times are in the zone. */
const nestedParsers = (zone) => ({
  ...Object.fromEntries(["Milli", "Micro", "Nano"].map((unit) => [`timestampFrom${unit}seconds`, (count) => isoTime(parsers[`timestampFrom${unit}seconds`](count), zone)])),
  dateFromDays: isoDate,
});

/** Microseconds, which 64 bits hold: what other units have beyond is infinite. */
function microsecondsOf(micros) {
  if (micros > LAST_MICROS) return LAST_MICROS;
  return micros < -LAST_MICROS - 1n ? -LAST_MICROS : safe(micros);
}

// Digits of decimals that DuckDB has, too.
const MOST_DIGITS = 38;
// Of bounds, hyparquet has floats, which may be rounded beyond.
const EXACT_BOUND = 1e15;
const CODECS = ["UNCOMPRESSED", "SNAPPY", "ZSTD"];

/** A file, or what reads parts of one elsewhere, as hyparquet asks for it. */
const bufferOf = (file) => (file instanceof Blob ? { byteLength: file.size, slice: (start, end) => file.slice(start, end).arrayBuffer() } : file);

// What was read of the files that were opened: their footer, and how values of their columns are read.
const known = new WeakMap();

async function knownOf(file) {
  if (!known.has(file)) known.set(file, prepared(await metadataOf(file)));
  return known.get(file);
}

async function metadataOf(file) {
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
  return metadata;
}

function prepared(metadata) {
  const renamed = rename(metadata);
  const { children } = parquetSchema(metadata);
  const columns = children.map((node) => ({ ...columnOf(node), name: node.element.name }));
  const about = { metadata, renamed, columns, readers: children.map(readerOf), leaves: leavesOf(children), zones: children.map(zoneOf) };
  // hyparquet takes no file with columns of these types, and rounds decimals: it hands over what they are made of.
  for (const element of metadata.schema) if (["BSON", "INTERVAL"].includes(element.converted_type)) delete element.converted_type;
  for (const node of children) if (!isNested(node) && decimalOf(node.element)) delete node.element.converted_type;
  return about;
}

/** Gives columns that have no name, or one that is taken, another, as hyparquet finds them by name; returns the names before and after. */
function rename(metadata) {
  const { children } = parquetSchema(metadata);
  const told = children.map(({ element }) => element.name);
  distinct(told).forEach((name, index) => { children[index].element.name = name; });
  const names = children.flatMap((node) => Array.from(leavesOf([node]), () => node.element.name));
  for (const { columns } of metadata.row_groups) columns.forEach(({ meta_data: column }, index) => { column.path_in_schema[0] = names[index]; });
  return children.map(({ element }, index) => [told[index], element.name]).filter(([before, after]) => before !== after);
}

const isMark = (bytes) => String.fromCharCode(...bytes) === "PAR1";

const entriesOf = (metadata) => (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value]);

/** A column's type, with its `form` if it is text only here: "json" of what is nested, "hex" of bytes, or "text". */
function columnOf({ element, children }) {
  const nullable = element.repetition_type !== "REQUIRED";
  if (isNested({ element, children })) return { type: "string", form: "json", nullable };
  const type = typeOf(element);
  if (type !== "string") return { type, nullable };
  if (textOf(element)) return { type, form: "text", nullable };
  const isText = ["UTF8", "ENUM", "JSON"].includes(element.converted_type) || ["STRING", "ENUM", "JSON", "UUID"].includes(element.logical_type?.type);
  return { type, form: isText ? undefined : "hex", nullable };
}

const isNested = ({ element, children }) => children.length > 0 || element.repetition_type === "REPEATED";

/** The columns that have values, in the order of the footer. */
const leavesOf = (nodes) => nodes.flatMap((node) => {
  if (node.children.length > 0) return leavesOf(node.children);
  const leaf = { ...node, element: { ...node.element, repetition_type: "OPTIONAL" } };
  return [{ ...columnOf(leaf), read: readerOf(leaf), digits: decimalOf(node.element) }];
});

/** The zone of the times within a column: none if they have none. */
const zoneOf = (node) => (node.children.some((child) => zoneOf(child) === "") || isLocal(node.element) ? "" : "Z");
const isLocal = ({ logical_type: logical }) => logical?.type === "TIMESTAMP" && !logical.isAdjustedToUTC;

/** A file's schema and metadata. */
export async function open(file) {
  const { metadata, renamed, columns } = await knownOf(file);
  return {
    rows: Number(metadata.num_rows),
    metadata: Object.fromEntries(entriesOf(metadata)),
    createdBy: metadata.created_by,
    columns, renamed,
  };
}

/** What a file's footer says of its row groups, each with its columns. Bounds are values as in the core, if there are any. */
export async function footer(file) {
  const { metadata, leaves } = await knownOf(file);
  return {
    entries: entriesOf(metadata),
    groups: metadata.row_groups.map((group) => ({
      rows: Number(group.num_rows),
      bytes: Number(group.total_byte_size),
      columns: group.columns.map(({ meta_data: column }, index) => {
        const leaf = leaves[index];
        const { min_value: least, max_value: most, min, max, null_count: nulls } = column.statistics ?? {};
        return {
          name: column.path_in_schema.join("."), type: leaf.type, codec: column.codec, encodings: column.encodings,
          packed: Number(column.total_compressed_size), bytes: Number(column.total_uncompressed_size),
          nulls: nulls === undefined ? undefined : Number(nulls), least: boundOf(least ?? min, leaf), most: boundOf(most ?? max, leaf),
        };
      }),
    })),
  };
}

/** A bound as a value; undefined if hyparquet has it only rounded, or bytes as text. */
function boundOf(bound, { form, digits, read }) {
  if (digits) {
    const unscaled = Math.round(bound * 10 ** digits[1]);
    return Math.abs(unscaled) < EXACT_BOUND ? read(unscaled) : undefined;
  }
  return bound === undefined || (form && typeof bound === "string") ? undefined : read(bound);
}

/** Some rows of a file, as a batch. */
export async function rows(file, first, end) {
  const { metadata, columns, readers, zones } = await knownOf(file);
  const found = columns.map(() => new Array(end - first));
  const places = new Map(columns.map(({ name }, index) => [name, index]));
  const readThose = (isWanted, withParsers) => {
    const names = columns.filter(isWanted).map(({ name }) => name);
    return names.length > 0 && parquetRead({
      file: bufferOf(file), metadata, rowStart: first, rowEnd: end, compressors, parsers: withParsers, columns: names, useOffsetIndex: true, utf8: false,
      onChunk: ({ columnName, columnData, rowStart, rowEnd }) => {
        const place = places.get(columnName);
        const [values, read] = [found[place], readers[place]];
        for (let row = Math.max(rowStart, first); row < Math.min(rowEnd, end); row++) values[row - first] = read(columnData[row - rowStart]);
      },
    });
  };
  try {
    await readThose(({ form }) => form !== "json", parsers);
    for (const zone of ["Z", ""]) await readThose(({ form }, index) => form === "json" && zones[index] === zone, nestedParsers(zone));
  } catch (problem) {
    throw problem.kind ? problem : new FileError("damaged");
  }
  return {
    firstRow: first, rows: end - first,
    columns: found.map((values) => ({ kind: "plain", values })),
  };
}

/** What makes a cell of a value of a column. */
function readerOf(node) {
  const read = presentReaderOf(node, columnOf(node));
  return (value) => (value === null || value === undefined ? null : read(value));
}

function presentReaderOf({ element }, { type, form }) {
  if (form === "json") return (value) => JSON.stringify(value, (_, inner) => (inner instanceof Uint8Array ? hex(inner) : exactJson(inner)));
  if (form === "text") return textOf(element);
  if (decimalOf(element)) return (value) => safe(integerOf(value));
  if (type === "float32") return shortest;
  if (type === "string") return (value) => (value instanceof Uint8Array ? hex(value) : typeof value === "object" ? JSON.stringify(value, (_, inner) => exactJson(inner)) : String(value));
  return safe;
}

/** What writes values as text that the page has no type for; undefined for other types. */
function textOf({ type, converted_type: converted, logical_type: logical, ...element }) {
  const digits = decimalOf({ converted_type: converted, ...element });
  if (digits) return (value) => decimal(integerOf(value), digits[1]);
  const unit = logical?.type === "TIME" ? logical.unit : converted?.match(/^TIME_(\w+)/)?.[1];
  if (unit) return (value) => clock(BigInt(value), PER_SECOND[unit]);
  return converted === "INTERVAL" ? intervalOf : undefined;
}

const PER_SECOND = { MILLIS: 1000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n };

/** An interval's months, days and milliseconds, of 32 bits each. */
function intervalOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return interval(view.getInt32(0, true), view.getInt32(4, true), BigInt(view.getUint32(8, true)) * 1000n);
}

/** How many digits a decimal has, and how many after the point; undefined for other types. */
const decimalOf = ({ converted_type: converted, precision, scale }) => (converted === "DECIMAL" ? [precision, scale ?? 0] : undefined);

/** An integer of any length, whose bytes have the highest first. */
const integerOf = (value) => (value instanceof Uint8Array ? BigInt.asIntN(8 * value.length, BigInt(`0x${hex(value) || "0"}`)) : value);

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function shortest(value) {
  for (let digits = 1; digits < 9; digits++) if (Math.fround(Number(value.toPrecision(digits))) === value) return Number(value.toPrecision(digits));
  return value;
}

function typeOf({ type, converted_type: converted, logical_type: logical, scale, precision }) {
  if (converted === "DECIMAL") return precision <= MOST_DIGITS ? `decimal(${precision},${scale ?? 0})` : "string";
  if (converted === "DATE") return "date";
  if (converted?.startsWith("TIMESTAMP") || logical?.type === "TIMESTAMP") return isLocal({ logical_type: logical }) ? "timestamp(us)" : "timestamp(us, UTC)";
  if (converted?.startsWith("TIME_") || logical?.type === "TIME") return "string";
  if (logical?.type === "FLOAT16") return "float32";
  const isUnsigned = converted?.startsWith("UINT_") || (logical?.type === "INTEGER" && !logical.isSigned);
  if (isUnsigned && type === "INT64") return "uint64";
  if (isUnsigned && (converted === "UINT_32" || logical?.bitWidth === 32)) return "int64";
  return { BOOLEAN: "boolean", INT32: "int32", INT64: "int64", INT96: "timestamp(us, UTC)", FLOAT: "float32", DOUBLE: "float64" }[type] ?? "string";
}

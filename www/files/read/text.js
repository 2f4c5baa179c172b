// Reads CSV and JSON Lines in the worker: those that `fraudgen` writes, with the types of its tables, and any others.

import { Decompress } from "../../vendor/fzstd/index.js";
import { FileError, kindOf } from "./file-error.js";
import { exactJson, parseExactly, safe } from "./integers.js";
import { distinct } from "./names.js";

// Files that were read last, by name, size and time: each call brings the file as another object.
const known = new Map();
const MOST_KNOWN = 8;
// Browsers hold no longer text.
const MOST_BYTES = 500_000_000;

/** A file's columns and how many rows it has, and what was done to read it; `tables` are those of the core. */
export async function open(file, tables) {
  const { columns, rows, table, renamed, encoding } = await contentOf(file, tables);
  return { columns, rows, table, renamed, encoding, metadata: {} };
}

/** Some rows of a file, as a batch. */
export async function rows(file, first, end, tables) {
  const { columns, values } = await contentOf(file, tables);
  return { firstRow: first, rows: end - first, columns: columns.map((_, index) => ({ kind: "plain", values: values[index].slice(first, end) })) };
}

async function contentOf(file, tables) {
  const key = `${file.name} ${file.size} ${file.lastModified}`;
  const content = known.get(key) ?? read(await decoded(file), file.name, tables);
  known.delete(key);
  known.set(key, content);
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value);
  return content;
}

/** A file's text, and its encoding if that is not UTF-8: in Brazil many files are still in that of Windows. */
async function decoded(file) {
  const bytes = await bytesOf(file);
  const encoding = isWide(bytes) ? "utf-16le" : isUtf8(bytes) ? undefined : "windows-1252";
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** All bytes of a file, decompressed. What is no text, or too long, is refused before it fills the memory. */
async function bytesOf(file) {
  const tooLong = () => new FileError("tooLong", MOST_BYTES / 1_000_000);
  if (file.size > MOST_BYTES) throw tooLong();
  const chunks = [];
  let length = 0;
  for await (const chunk of decompressed(file)) {
    if (length === 0) mustBeText(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) throw tooLong();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

async function* decompressed(file) {
  try {
    if (/\.gz$/i.test(file.name)) yield* chunksOf(file.stream().pipeThrough(new DecompressionStream("gzip")));
    else if (/\.zst$/i.test(file.name)) yield* unzstd(chunksOf(file.stream()));
    else yield* chunksOf(file.stream());
  } catch {
    throw new FileError("damaged");
  }
}

/** What a stream brings; not all browsers can iterate over streams. */
async function* chunksOf(stream) {
  const reader = stream.getReader();
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) yield value;
  } finally {
    await reader.cancel();
  }
}

// A few bytes of Zstandard may be a block of 128 KB: what is pushed at a time bounds what comes out.
const PUSHED = 1024;

async function* unzstd(compressed) {
  let blocks = [];
  const stream = new Decompress((block) => blocks.push(block));
  for await (const chunk of compressed) {
    for (let at = 0; at < chunk.length; at += PUSHED) {
      stream.push(chunk.subarray(at, at + PUSHED));
      yield* blocks;
      blocks = [];
    }
  }
  stream.push(new Uint8Array(0), true);
  yield* blocks;
}

const isWide = (bytes) => bytes[0] === 0xFF && bytes[1] === 0xFE;

function mustBeText(bytes) {
  const kind = kindOf(bytes);
  if ((kind && kind !== "json") || (!isWide(bytes) && bytes.subarray(0, 1000).includes(0))) throw new FileError(kind ?? "notText");
}

function isUtf8(bytes) {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function read({ text, encoding }, name, tables) {
  const isJson = /\.(jsonl|ndjson)(\.\w+)?$/i.test(name);
  const { names, cells, comma, renamed } = isJson ? lines(text) : csv(text);
  const table = tables.find(({ columns }) => isOf(columns, names));
  const columns = names.map((column, index) => table?.columns.find((other) => other.name === column) ?? { name: column, type: inferred(cells[index], comma), nullable: true });
  const values = columns.map(({ name: column, type }, index) => cells[index].map((cell, row) => {
    const value = valueOf(cell, type, comma);
    if (value === undefined) throw new FileError("value", row + 1, column, String(cell), type);
    return value;
  }));
  return { columns, values, rows: cells[0]?.length ?? 0, table: table?.name, renamed, encoding };
}

/** Whether names are columns of a table, among them its key. */
const isOf = (columns, names) => names.includes(columns[0].name) && names.every((name) => columns.some((column) => column.name === name)) && names[0] === columns[0].name;

/** The columns of JSON Lines. Values keep their types, but for objects and lists, which stay JSON. */
function lines(text) {
  const places = new Map();
  const cells = [];
  let rows = 0;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    let object;
    try {
      object = parseExactly(line);
    } catch {
      throw new FileError("line", rows + 1);
    }
    if (object === null || typeof object !== "object" || Array.isArray(object)) throw new FileError("line", rows + 1);
    for (const [name, value] of Object.entries(object)) {
      if (!places.has(name)) places.set(name, cells.push(new Array(rows).fill(null)) - 1);
      cells[places.get(name)][rows] = value !== null && typeof value === "object" ? nested(value, rows + 1) : value;
    }
    rows++;
    for (const column of cells) if (column.length < rows) column.push(null);
  }
  if (rows === 0) throw new FileError("empty");
  return { names: [...places.keys()], cells, comma: false };
}

/** An object or a list as JSON. Browsers read it to any depth, and do not write it so. */
function nested(value, line) {
  try {
    return JSON.stringify(value, (_, inner) => exactJson(inner));
  } catch {
    throw new FileError("deep", line);
  }
}

/** The columns of CSV, as text; of an empty field nothing is null, of a quoted one it is a text without letters. */
function csv(text) {
  const head = text.slice(0, text.indexOf("\n") >>> 0);
  const separator = [",", ";", "\t"].reduce((best, other) => (head.split(other).length > head.split(best).length ? other : best));
  const field = new RegExp(`"((?:[^"]|"")*)"|[^${separator}\\r\\n]*`, "y");
  let names;
  let cells;
  let row = [];
  for (let at = 0; at < text.length;) {
    field.lastIndex = at;
    const [whole, quoted] = field.exec(text);
    row.push(quoted !== undefined ? quoted.replaceAll('""', '"') : whole === "" ? null : whole);
    at += whole.length;
    if (text[at] === separator) {
      at++;
      if (at < text.length) continue;
      row.push(null);
    }
    const end = /\r?\n|\r|$/y;
    end.lastIndex = at;
    const line = end.exec(text);
    if (!line) throw new FileError("quote", (cells?.[0].length ?? -1) + 1, text[at]);
    at += line[0].length;
    if (!names) {
      names = row.map((name) => name ?? "");
      cells = names.map(() => []);
    } else if (row.length === names.length) {
      row.forEach((cell, index) => cells[index].push(cell));
    } else if (row.length > 1 || row[0] !== null) {
      throw new FileError("fields", cells[0].length + 1, row.length, names.length);
    }
    row = [];
  }
  if (!names) throw new FileError("empty");
  const own = distinct(names);
  return { names: own, cells, comma: separator === ";", renamed: own.map((name, index) => [names[index], name]).filter(([told, name]) => told !== name) };
}

/** The narrowest type that all values of a column have. */
function inferred(cells, comma) {
  const filled = cells.filter((cell) => cell !== null && cell !== "");
  const types = ["boolean", "int64", "float64", "date", "timestamp(us)", "timestamp(us, UTC)"];
  // A code such as 033 is text.
  const isCode = filled.some((cell) => /^0\d/.test(cell));
  return (filled.length > 0 && types.find((type) => !(isCode && /^(int|float)/.test(type)) && filled.every((cell) => valueOf(cell, type, comma) !== undefined))) || "string";
}

/** A cell as a value of a type; undefined if it is none. */
function valueOf(cell, type, comma) {
  if (cell === null || cell === undefined) return null;
  if (type === "string" || type === "category") return String(cell);
  const text = comma ? String(cell).replace(",", ".") : String(cell);
  if (text === "") return null;
  switch (type) {
    case "boolean": return { true: true, false: false }[text.toLowerCase()];
    case "int32": case "int64": return /^-?\d{1,19}$/.test(text) ? integer(text) : undefined;
    // An integer that is longer stays text, as it would be rounded.
    case "float32": case "float64": return /^-?\d*\.?\d+(e[+-]?\d+)?$/i.test(text) && !/^-?\d{17,}$/.test(text) ? Number(text) : undefined;
    case "decimal(15,2)": return /^-?\d+(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : undefined;
    case "date": return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? Date.parse(text) / 86_400_000 : undefined;
    default: return microseconds(text, type);
  }
}

/** An integer of 64 bits; undefined if it has more. */
function integer(text) {
  if (text.length < 16) return Number(text);
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? safe(value) : undefined;
}

/** A time of ISO 8601, in UTC unless it says otherwise, as microseconds; a local one says nothing. */
function microseconds(text, type) {
  const [, day, clock, fraction = "", zone] = text.match(/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d(?::?\d\d)?)?$/) ?? [];
  const millis = day === undefined ? NaN : Date.parse(`${day}T${clock}${(zone ?? "Z").replace(/^([+-]\d\d)$/, "$1:00")}`);
  if (Number.isNaN(millis) || (zone && type === "timestamp(us)")) return undefined;
  return safe(BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, "0").slice(0, 6)));
}

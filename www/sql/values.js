// Values of a result as text, and as a file of Parquet has them.

import { TimeUnit, Type } from "../vendor/flechette/index.js";
import { clock, interval } from "../files/read/spans.js";
import { decimal, isoDate, isoTime } from "../view/format.js";
import { written } from "./names.js";

const INTEGERS = { 8: "TINYINT", 16: "SMALLINT", 32: "INTEGER", 64: "BIGINT" };

/** The name of an Arrow type in SQL. */
export function nameOf(type) {
  switch (type.typeId) {
    case Type.Bool: return "BOOLEAN";
    case Type.Int: return `${type.signed ? "" : "U"}${INTEGERS[type.bitWidth]}`;
    case Type.Float: return type.precision === 1 ? "FLOAT" : "DOUBLE";
    case Type.Decimal: return type.precision === 38 && type.scale === 0 ? "HUGEINT" : `DECIMAL(${type.precision},${type.scale})`;
    case Type.Date: return "DATE";
    case Type.Time: return "TIME";
    case Type.Timestamp: return type.timezone ? "TIMESTAMPTZ" : "TIMESTAMP";
    case Type.Interval: return "INTERVAL";
    case Type.Utf8: case Type.LargeUtf8: case Type.Dictionary: return "VARCHAR";
    case Type.Binary: case Type.LargeBinary: return "BLOB";
    case Type.List: case Type.LargeList: return `${nameOf(type.children[0].type)}[]`;
    case Type.FixedSizeList: return `${nameOf(type.children[0].type)}[${type.stride}]`;
    case Type.Struct: return `STRUCT(${type.children.map(({ name, type: part }) => `${written(name)} ${nameOf(part)}`).join(", ")})`;
    case Type.Map: return `MAP(${type.children[0].type.children.map(({ type: part }) => nameOf(part)).join(", ")})`;
    default: return "";
  }
}

export const isNumber = ({ typeId }) => [Type.Int, Type.Float, Type.Decimal].includes(typeId);

/** A value that is not null as text. */
export function textOf(value, type) {
  switch (type.typeId) {
    case Type.Decimal: return decimal(value, type.scale);
    case Type.Date: return isoDate(Math.round(value / 86_400_000));
    case Type.Timestamp: return time(value, type.unit);
    case Type.Time: return clock(BigInt(value), PER_SECOND[type.unit]);
    case Type.Float: return String(type.precision === 1 ? shortest(value) : value);
    case Type.Interval: return interval(value[0], value[1], BigInt(value[2]) / 1000n);
    case Type.Binary: case Type.LargeBinary: return Array.from(value, byteText).join("");
    case Type.List: case Type.LargeList: case Type.FixedSizeList: case Type.Struct: case Type.Map: return json(value, type);
    default: return typeof value === "object" ? JSON.stringify(value, plainly) : String(value);
  }
}

/** A byte as in DuckDB: a letter if it is one. */
const byteText = (byte) => (byte >= 32 && byte < 127 && byte !== 92 ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`);

/** Lists, structs and maps as JSON, whose parts are written as values are. */
function json(value, type) {
  if (value === null || value === undefined) return "null";
  const inner = type.children?.[0]?.type;
  switch (type.typeId) {
    case Type.List: case Type.LargeList: case Type.FixedSizeList: return `[${Array.from(value, (item) => json(item, inner)).join(",")}]`;
    case Type.Struct: return `{${type.children.map(({ name, type: part }) => `${JSON.stringify(name)}:${json(value[name], part)}`).join(",")}}`;
    case Type.Map: {
      const [key, item] = inner.children.map(({ type: part }) => part);
      return `{${Array.from(value, ([name, one]) => `${JSON.stringify(textOf(name, key))}:${json(one, item)}`).join(",")}}`;
    }
    default: return isNumber(type) || type.typeId === Type.Bool ? textOf(value, type) : JSON.stringify(textOf(value, type));
  }
}

const PER_SECOND = { [TimeUnit.SECOND]: 1n, [TimeUnit.MILLISECOND]: 1000n, [TimeUnit.MICROSECOND]: 1_000_000n, [TimeUnit.NANOSECOND]: 1_000_000_000n };

/** The microseconds of a moment, and the nanoseconds beside them. */
function microsOf(count, unit) {
  if (unit !== TimeUnit.NANOSECOND) return [count * (1_000_000n / PER_SECOND[unit]), 0n];
  const nanos = (count % 1000n + 1000n) % 1000n;
  return [(count - nanos) / 1000n, nanos];
}

/** A moment, without a fraction of zeros. */
function time(count, unit) {
  const [micros, nanos] = microsOf(count, unit);
  const text = isoTime(micros, nanos > 0n ? String(nanos).padStart(3, "0") : "");
  return text.replace("T", " ").replace(/\.?0*$/, "");
}

const plainly = (key, value) => (typeof value === "bigint" ? String(value) : ArrayBuffer.isView(value) ? Array.from(value) : value);

function shortest(value) {
  for (let digits = 1; digits < 9; digits++) if (Math.fround(Number(value.toPrecision(digits))) === value) return Number(value.toPrecision(digits));
  return value;
}

const LARGEST = 999_999_999_999_999_999n;
const text = { element: { type: "BYTE_ARRAY", converted_type: "UTF8" }, as: textOf };

/** How a column is written in Parquet: its schema, and its values. What Parquet has no type for is text. */
export function parquetOf(type, values) {
  switch (type.typeId) {
    case Type.Bool: return { element: { type: "BOOLEAN" }, as: (value) => value };
    case Type.Int:
      if (type.bitWidth < 64) return type.bitWidth === 32 && !type.signed ? { element: { type: "INT64" }, as: BigInt } : { element: { type: "INT32" }, as: Number };
      return type.signed ? { element: { type: "INT64" }, as: (value) => value } : text;
    case Type.Float: return { element: { type: type.precision === 1 ? "FLOAT" : "DOUBLE" }, as: (value) => value };
    case Type.Decimal: {
      // Sums are wider than their values: nearly all of them fit into 64 bits.
      const fits = values.every((value) => value === null || (BigInt(value) <= LARGEST && BigInt(value) >= -LARGEST));
      if (!fits) return text;
      return { element: type.scale === 0 ? { type: "INT64" } : { type: "INT64", converted_type: "DECIMAL", precision: 18, scale: type.scale }, as: BigInt };
    }
    case Type.Date: return { element: { type: "INT32", converted_type: "DATE" }, as: (value) => Math.round(value / 86_400_000) };
    case Type.Timestamp: return {
      element: { type: "INT64", converted_type: "TIMESTAMP_MICROS", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" } },
      as: (value) => microsOf(value, type.unit)[0],
    };
    default: return text;
  }
}

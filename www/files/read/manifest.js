// A manifest: whether a file is one, whether it adds up, and whether its parts are those of its spec.

import { FileError } from "./file-error.js";

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isText = (value) => typeof value === "string";
const isDigest = (value) => isText(value) && /^[0-9a-f]{32}$/.test(value);
const SIZES = { rows: isCount, bytes: isCount, digest: isDigest };
const WHOLE = { generator: isText, dataset_version: isCount, format: isText, ...SIZES, tables: Array.isArray, parts: Array.isArray };
const TABLE = { table: isText, ...SIZES };
const PART = {
  path: (value) => isText(value) && /^\w+\/part-\d+(\.\w+)+$/.test(value), table: isText, units: (value) => Array.isArray(value) && value.length === 2 && value.every(isCount),
  ...SIZES, sha256: (value) => isText(value) && /^[0-9a-f]{64}$/.test(value),
};

/** Throws, with the first field that is missing or of another kind, unless a value is a manifest. */
export function mustBeManifest(value) {
  mustHave(WHOLE, value, "");
  value.tables.forEach((table, index) => mustHave(TABLE, table, `tables[${index}].`));
  value.parts.forEach((part, index) => mustHave(PART, part, `parts[${index}].`));
}

function mustHave(fields, value, path) {
  const wrong = Object.keys(fields).find((field) => !fields[field](value?.[field]));
  if (wrong) throw new FileError("badManifest", path + wrong);
}

/** The JSON of the field `spec`, as it is in the file: its seed may be too large for JavaScript's numbers. */
export function specText(json) {
  const start = json.indexOf("{", json.indexOf('"spec"'));
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    if (json[at] === "{") depth++;
    if (json[at] === "}" && --depth === 0) return json.slice(start, at + 1);
  }
  throw new FileError("notJson");
}

/** Whether the totals, of each table and of all, are the sums of the parts; `sumOf` adds up digests. */
export async function addsUp({ tables, parts, ...all }, sumOf) {
  const isSum = async ({ rows, bytes, digest }, some) => rows === sum(some, "rows") && bytes === sum(some, "bytes") && digest === await sumOf(some.map((part) => part.digest));
  const byTable = Map.groupBy(parts, ({ table }) => table);
  if (byTable.size !== tables.length) return false;
  for (const table of tables) if (!await isSum(table, byTable.get(table.table) ?? [])) return false;
  return isSum(all, parts);
}

const sum = (parts, field) => parts.reduce((total, part) => total + part[field], 0);

/** Whether the parts of a whole dataset's manifest have every unit of their tables once; `units` gives a table's number of them. */
export function isAsPlanned({ shard, parts }, units) {
  if (shard?.count > 1) return true;
  return parts.length > 0 && [...Map.groupBy(parts, ({ table }) => table)].every(([table, some]) => {
    const end = some.map((part) => part.units).sort(([first], [other]) => first - other)
      .reduce((reached, [first, next]) => (first === reached && next >= first ? next : NaN), 0);
    return end === units(table);
  });
}

// Names of tables and columns, as queries have them.

import { fold } from "../explore/filters.js";

// Words that name nothing unless they are quoted (DuckDB's duckdb_keywords(): reserved, or of types and functions).
const KEYWORDS = new Set(`all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast check collate collation column
  columns concurrently constraint create cross default deferrable desc describe distinct do else end except false fetch for foreign freeze from full generated glob
  group having ilike in initially inner intersect into is isnull join lambda lateral leading left like limit map natural not notnull null offset on only or order
  outer overlaps pivot pivot_longer pivot_wider placing positional primary qualify references returning right select semi show similar some struct summarize
  symmetric table tablesample then to trailing true try_cast tuple union unique unpack unpivot using variadic verbose when where window with`.split(/\s+/));

/** A name in quotes, which may be any. */
export const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** A name as people write it: bare if it may be. */
export const written = (name) => (/^[a-z_][a-z0-9_]*$/.test(name) && !KEYWORDS.has(name) ? name : quoted(name));

/** The name of a table for a file: of letters without accents, digits and underscores. */
export function tableName(file) {
  const plain = fold(file).replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^_+|_+$/g, "");
  return plain.replace(/^(?=\d)/, "t_") || "file";
}

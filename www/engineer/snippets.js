// Code that reads the rows of the view from the command's files: its table, filters, order and columns.

import { isFilter, meaningOf } from "../explore/filters.js";
import { plain } from "../view/format.js";

/** The view, as all snippets need it: what each filter asks for, with values in the form of files. */
export function viewOf(frame, { filters, sort, columns }) {
  return {
    table: frame.table,
    columns: columns?.filter((name) => frame.places.has(name)) ?? null,
    sort: sort && frame.places.has(sort.column) ? sort : null,
    filters: filters.filter((filter) => isFilter(filter, frame)).map((filter) => {
      const { type } = frame.columns[frame.places.get(filter.column)];
      const { ranges, ...asked } = meaningOf(filter, type) ?? {};
      const written = (value) => (Math.abs(value) === Infinity ? undefined : plain(value, type));
      return { column: filter.column, type, told: `${filter.column} ${filter.operator} ${filter.value}`, ...asked, ranges: ranges?.map((range) => range.map(written)) };
    }),
  };
}

/** What is asked for in some language, which says how to compare, to contain, to join and to negate; undefined if nothing can say it. */
function condition(filter, { contains, equal, atLeast, atMost, both, either, empty, not }) {
  const { ranges, isNot, ofEmpty } = filter;
  if (!ranges && filter.contains === undefined) return undefined;
  const within = ([low, high]) => {
    if (low === high) return equal(filter, low);
    return [low !== undefined && atLeast(filter, low), high !== undefined && atMost(filter, high)].filter(Boolean).reduce(both);
  };
  const asked = [...(ranges?.map(within) ?? [contains(filter)]), ...(ofEmpty ? [empty(filter)] : [])].reduce(either);
  return isNot ? not(asked) : asked;
}

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const python = (text) => JSON.stringify(text);

/** A value in SQL. */
function literal({ type }, value) {
  switch (type) {
    case "timestamp(us, UTC)": return `TIMESTAMPTZ ${quoted(value.replace("T", " ").replace("Z", "+00"))}`;
    case "date": return `DATE ${quoted(value)}`;
    case "category": case "string": return quoted(value);
    default: return value;
  }
}

/** Conditions in SQL. What is searched for in text is without accents, which `folded` takes from a column. */
const sql = (folded, written) => ({
  contains: ({ column, contains }) => `${folded(column)} LIKE ${quoted(`%${contains.replaceAll(/[\\%_]/g, "\\$&")}%`)} ESCAPE '\\'`,
  equal: (filter, value) => `${filter.column} = ${written(filter, value)}`,
  atLeast: (filter, value) => `${filter.column} >= ${written(filter, value)}`,
  atMost: (filter, value) => `${filter.column} <= ${written(filter, value)}`,
  both: (one, other) => `${one} AND ${other}`,
  either: (one, other) => `${one} OR ${other}`,
  empty: ({ column }) => `${column} IS NULL`,
  // Negated, it holds for missing values too.
  not: (one) => `(${one}) IS NOT TRUE`,
});

/** The query of a view. */
function query({ table, columns, filters, sort }, { from, folded, written = literal }) {
  const found = filters.map((filter) => condition(filter, sql(folded, written)) ?? `true /* ${filter.told} */`);
  return [
    `SELECT ${columns?.join(", ") ?? "*"}`,
    `FROM ${from(table)}`,
    ...(found.length ? [`WHERE ${found.map((one) => (one.includes(" OR ") ? `(${one})` : one)).join("\n  AND ")}`] : []),
    ...(sort ? [`ORDER BY ${sort.column}${sort.descending ? " DESC" : ""} NULLS LAST`] : []),
  ].join("\n");
}

/** The query for DuckDB, of the command's files unless told where else a table is. */
export const duckdb = (view, from = (table) => `'data/${table}/*.parquet'`) => `${query(view, { from, folded: (column) => `strip_accents(lower(${column}))` })};\n`;

// Spark has no function that takes accents away. These are the letters that Portuguese and its neighbours have.
const ACCENTED = "áàâãäåçéèêëíìîïñóòôõöúùûüýÿ";
const PLAIN = ACCENTED.normalize("NFD").replace(/\p{M}/gu, "");

function spark(view) {
  // Spark's literals have no time zone of their own by this name, and a backslash in its texts is written twice.
  const written = (filter, value) => (filter.type === "timestamp(us, UTC)" ? `TIMESTAMP ${quoted(value)}` : literal(filter, value));
  const folded = (column) => `translate(lower(${column}), '${ACCENTED}', '${PLAIN}')`;
  const text = query(view, { from: (table) => table, folded, written }).replaceAll("\\", "\\\\");
  return `from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
spark.read.parquet("data/${view.table}").createOrReplaceTempView("${view.table}")
rows = spark.sql(r"""
${text}
""")
`;
}

/** A value in Python, for pandas with the types of Arrow and for Polars. */
function object({ type }, value) {
  switch (type) {
    case "boolean": return value === "true" ? "True" : "False";
    case "decimal(15,2)": return `Decimal("${value}")`;
    case "timestamp(us, UTC)": return `datetime.fromisoformat("${value.replace("Z", "+00:00")}")`;
    case "date": return `date.fromisoformat("${value}")`;
    case "category": case "string": return python(value);
    default: return value;
  }
}

/** The imports that the values of filters need. */
function imports(filters) {
  const needed = (type) => filters.some((filter) => filter.type === type && filter.ranges?.length > 0);
  const times = [needed("date") && "date", needed("timestamp(us, UTC)") && "datetime"].filter(Boolean);
  return [times.length && `from datetime import ${times.join(", ")}\n`, needed("decimal(15,2)") && "from decimal import Decimal\n"].filter(Boolean).join("");
}

/** Conditions of pandas, with the types of Arrow: what a missing value gives is missing. */
const masks = {
  contains: ({ column, contains }) => `rows["${column}"].str.normalize("NFD").str.replace(r"\\p{M}", "", regex=True).str.lower().str.contains(${python(contains)}, regex=False)`,
  equal: (filter, value) => `(rows["${filter.column}"] == ${object(filter, value)})`,
  atLeast: (filter, value) => `(rows["${filter.column}"] >= ${object(filter, value)})`,
  atMost: (filter, value) => `(rows["${filter.column}"] <= ${object(filter, value)})`,
  both: (one, other) => `${one} & ${other}`,
  either: (one, other) => `${one} | ${other}`,
  empty: ({ column }) => `rows["${column}"].isna()`,
  not: (one) => `~(${one}).fillna(False)`,
};

function pandas({ table, columns, filters, sort }) {
  const lines = filters.map((filter) => {
    const mask = condition(filter, masks);
    return mask ? `rows = rows[${mask}]\n` : `# ${filter.told}\n`;
  });
  return `${imports(filters)}import pandas

rows = pandas.read_parquet("data/${table}", dtype_backend="pyarrow")
${lines.join("")}${sort ? `rows = rows.sort_values("${sort.column}"${sort.descending ? ", ascending=False" : ""}, kind="stable")\n` : ""}${columns ? `rows = rows[${list(columns)}]\n` : ""}`;
}

const list = (names) => `[${names.map((name) => `"${name}"`).join(", ")}]`;

/** Conditions of Polars. */
const expressions = {
  contains: ({ column, contains }) => `pl.col("${column}").str.normalize("NFD").str.replace_all(r"\\p{M}", "").str.to_lowercase().str.contains(${python(contains)}, literal=True)`,
  equal: (filter, value) => `(pl.col("${filter.column}") == ${object(filter, value)})`,
  atLeast: (filter, value) => `(pl.col("${filter.column}") >= ${object(filter, value)})`,
  atMost: (filter, value) => `(pl.col("${filter.column}") <= ${object(filter, value)})`,
  both: (one, other) => `${one} & ${other}`,
  either: (one, other) => `${one} | ${other}`,
  empty: ({ column }) => `pl.col("${column}").is_null()`,
  not: (one) => `~(${one}).fill_null(False)`,
};

function polars({ table, columns, filters, sort }) {
  const lines = filters.map((filter) => {
    const expression = condition(filter, expressions);
    return expression ? `    .filter(${expression})\n` : `    # ${filter.told}\n`;
  });
  return `${imports(filters)}import polars as pl

rows = (
    pl.scan_parquet("data/${table}/*.parquet")
${lines.join("")}${sort ? `    .sort("${sort.column}"${sort.descending ? ", descending=True" : ""}, nulls_last=True)\n` : ""}${columns ? `    .select(${list(columns)})\n` : ""}    .collect()
)
`;
}

/** The snippets by the tool that reads. */
export const snippets = { duckdb: (view) => duckdb(view), pandas, polars, spark };

// Code that reads the rows of the view from the command's files: its table, filters, order and columns.

import { takesValue, wanted } from "../view/arrange.js";
import { plain } from "../view/format.js";

/** The view, as all snippets need it: `value` is what a filter compares with, in the form of files. */
export function viewOf(frame, { filters, sort, columns }) {
  const typeOf = (name) => frame.columns[frame.places.get(name)].type;
  return {
    table: frame.table,
    columns: columns?.filter((name) => frame.places.has(name)) ?? null,
    sort: sort && frame.places.has(sort.column) ? sort : null,
    filters: filters.filter(({ column }) => frame.places.has(column)).map(({ column, operator, value }) => {
      const type = typeOf(column);
      const compared = takesValue(operator) ? wanted(value, type, operator) : null;
      return { column, operator, type, told: `${column} ${operator} ${value}`, value: compared === null || operator === "contains" ? compared : plain(compared, type) };
    }),
  };
}

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const python = (text) => JSON.stringify(text);

/** A value in SQL. */
function literal({ value, type }) {
  switch (type) {
    case "timestamp(us, UTC)": return `TIMESTAMPTZ ${quoted(value.replace("T", " ").replace("Z", "+00"))}`;
    case "date": return `DATE ${quoted(value)}`;
    case "category": case "string": return quoted(value);
    default: return value;
  }
}

const conditions = {
  "=": ({ column }, value) => `${column} = ${value}`,
  "≠": ({ column }, value) => `${column} IS DISTINCT FROM ${value}`,
  "≥": ({ column }, value) => `${column} >= ${value}`,
  "≤": ({ column }, value) => `${column} <= ${value}`,
  empty: ({ column }) => `${column} IS NULL`,
  filled: ({ column }) => `${column} IS NOT NULL`,
};

/** The query of a view. What it searches for in text is without accents, which `folded` takes from a column. */
function query({ table, columns, filters, sort }, { from, folded, literal: written = literal }) {
  const found = filters.map((filter) => (filter.operator === "contains"
    ? `${folded(filter.column)} LIKE ${quoted(`%${filter.value.replaceAll(/[\\%_]/g, "\\$&")}%`)} ESCAPE '\\'`
    : conditions[filter.operator]?.(filter, filter.value === null ? "" : written(filter)) ?? `true /* ${filter.told} */`));
  return [
    `SELECT ${columns?.join(", ") ?? "*"}`,
    `FROM ${from(table)}`,
    ...(found.length ? [`WHERE ${found.join("\n  AND ")}`] : []),
    ...(sort ? [`ORDER BY ${sort.column}${sort.descending ? " DESC" : ""} NULLS LAST`] : []),
  ].join("\n");
}

export const duckdb = (view) => `${query(view, { from: (table) => `'data/${table}/*.parquet'`, folded: (column) => `strip_accents(lower(${column}))` })};\n`;

function spark(view) {
  // Spark's literals have no time zone of their own by this name, and a backslash in its texts is written twice.
  const written = (filter) => (filter.type === "timestamp(us, UTC)" ? `TIMESTAMP ${quoted(filter.value)}` : literal(filter));
  const text = query(view, { from: (table) => table, folded: (column) => `lower(${column})`, literal: written })
    .replaceAll(/(\S+) IS DISTINCT FROM (.+)/g, "NOT ($1 <=> $2)").replaceAll("\\", "\\\\");
  return `from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
spark.read.parquet("data/${view.table}").createOrReplaceTempView("${view.table}")
rows = spark.sql(r"""
${text}
""")
`;
}

/** A value in Python, for pandas with the types of Arrow and for Polars. */
function object({ value, type }) {
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
  const needed = (type) => filters.some((filter) => filter.type === type && filter.value !== null);
  const times = [needed("date") && "date", needed("timestamp(us, UTC)") && "datetime"].filter(Boolean);
  return [times.length && `from datetime import ${times.join(", ")}\n`, needed("decimal(15,2)") && "from decimal import Decimal\n"].filter(Boolean).join("");
}

function pandas({ table, columns, filters, sort }) {
  const tests = {
    contains: ({ column, value }) => `rows["${column}"].str.normalize("NFD").str.replace(r"\\p{M}", "", regex=True).str.lower().str.contains(${python(value)}, regex=False, na=False)`,
    "=": (filter) => `rows["${filter.column}"] == ${object(filter)}`,
    "≠": (filter) => `(rows["${filter.column}"] != ${object(filter)}).fillna(True)`,
    "≥": (filter) => `rows["${filter.column}"] >= ${object(filter)}`,
    "≤": (filter) => `rows["${filter.column}"] <= ${object(filter)}`,
    empty: ({ column }) => `rows["${column}"].isna()`,
    filled: ({ column }) => `rows["${column}"].notna()`,
  };
  const lines = filters.map((filter) => (tests[filter.operator] ? `rows = rows[${tests[filter.operator](filter)}]\n` : `# ${filter.told}\n`));
  return `${imports(filters)}import pandas

rows = pandas.read_parquet("data/${table}", dtype_backend="pyarrow")
${lines.join("")}${sort ? `rows = rows.sort_values("${sort.column}"${sort.descending ? ", ascending=False" : ""}, kind="stable")\n` : ""}${columns ? `rows = rows[${list(columns)}]\n` : ""}`;
}

const list = (names) => `[${names.map((name) => `"${name}"`).join(", ")}]`;

function polars({ table, columns, filters, sort }) {
  const column = ({ column: name }) => `pl.col("${name}")`;
  const tests = {
    contains: (filter) => `${column(filter)}.str.normalize("NFD").str.replace_all(r"\\p{M}", "").str.to_lowercase().str.contains(${python(filter.value)}, literal=True)`,
    "=": (filter) => `${column(filter)} == ${object(filter)}`,
    "≠": (filter) => `${column(filter)}.ne_missing(${object(filter)})`,
    "≥": (filter) => `${column(filter)} >= ${object(filter)}`,
    "≤": (filter) => `${column(filter)} <= ${object(filter)}`,
    empty: (filter) => `${column(filter)}.is_null()`,
    filled: (filter) => `${column(filter)}.is_not_null()`,
  };
  const lines = filters.map((filter) => (tests[filter.operator] ? `    .filter(${tests[filter.operator](filter)})\n` : `    # ${filter.told}\n`));
  return `${imports(filters)}import polars as pl

rows = (
    pl.scan_parquet("data/${table}/*.parquet")
${lines.join("")}${sort ? `    .sort("${sort.column}"${sort.descending ? ", descending=True" : ""}, nulls_last=True)\n` : ""}${columns ? `    .select(${list(columns)})\n` : ""}    .collect()
)
`;
}

/** The snippets by the tool that reads. */
export const snippets = { duckdb, pandas, polars, spark };

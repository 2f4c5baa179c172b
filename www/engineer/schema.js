// The schema of tables as databases and formats of data have it: the texts of `fraudgen schema`, and pyarrow's.

const types = {
  duckdb: {
    "boolean": "BOOLEAN", "int32": "INTEGER", "int64": "BIGINT", "float32": "FLOAT", "decimal(15,2)": "DECIMAL(15,2)",
    "timestamp(us, UTC)": "TIMESTAMPTZ", "date": "DATE", "category": "VARCHAR", "string": "VARCHAR",
  },
  postgresql: {
    "boolean": "boolean", "int32": "integer", "int64": "bigint", "float32": "real", "decimal(15,2)": "numeric(15,2)",
    "timestamp(us, UTC)": "timestamptz", "date": "date", "category": "text", "string": "text",
  },
  pyarrow: {
    "boolean": "bool_()", "int32": "int32()", "int64": "int64()", "float32": "float32()", "decimal(15,2)": "decimal128(15, 2)",
    "timestamp(us, UTC)": 'timestamp("us", tz="UTC")', "date": "date32()", "category": "string()", "string": "string()",
  },
};
const INT32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
const json = {
  "boolean": { type: "boolean" }, "int32": { type: "integer", ...INT32 }, "int64": { type: "integer" },
  "float32": { type: "number" }, "decimal(15,2)": { type: "number" }, "timestamp(us, UTC)": { type: "string", format: "date-time" },
  "date": { type: "string", format: "date" }, "category": { type: "string" }, "string": { type: "string" },
};

/** The forms of a schema: what they are called in files, and the text for some tables. */
export const forms = {
  duckdb: { extension: "sql", write: (tables) => tables.map((table) => `${statements(table, types.duckdb)}\n`).join("") },
  postgresql: { extension: "sql", write: (tables) => tables.map((table) => `${statements(table, types.postgresql)}\n`).join("") },
  "json-schema": { extension: "json", write: (tables) => `${JSON.stringify(sorted(jsonSchema(tables)), null, 2)}\n` },
  pyarrow: { extension: "py", write: (tables) => `import pyarrow\n\n${tables.map(pyarrow).join("\n")}` },
};

function statements({ name, description, columns }, names) {
  const text = (told) => `'${told.replaceAll("'", "''")}'`;
  return [
    `CREATE TABLE "${name}" (`,
    columns.map((column) => `    "${column.name}" ${names[column.type]}${column.nullable ? "" : " NOT NULL"}`).join(",\n"),
    ");",
    `COMMENT ON TABLE "${name}" IS ${text(description)};`,
    ...columns.map((column) => `COMMENT ON COLUMN "${name}"."${column.name}" IS ${text(`${column.description} Role: ${column.role}.`)};`),
  ].join("\n") + "\n";
}

function jsonSchema(tables) {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A row of a fraudgen dataset in JSONL",
    anyOf: tables.map(({ name }) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(tables.map(({ name, description, columns }) => [name, {
      title: name, description, type: "object", additionalProperties: false, required: columns.map((column) => column.name),
      properties: Object.fromEntries(columns.map((column) => [column.name, property(column)])),
    }])),
  };
}

function property({ type, nullable, description, role }) {
  const { type: name, ...rest } = json[type];
  return { type: nullable ? [name, "null"] : name, ...rest, description, "x-role": role };
}

/** Objects with their keys in order, as the command prints them. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

function pyarrow({ name, columns }) {
  const field = (column) => `    pyarrow.field("${column.name}", pyarrow.${types.pyarrow[column.type]}${column.nullable ? "" : ", nullable=False"}),\n`;
  return `${name} = pyarrow.schema([\n${columns.map(field).join("")}])\n`;
}

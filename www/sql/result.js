// The result of a query as a table, and as files.

import { distinct } from "../files/read/names.js";
import { harmless } from "../files/sample-files.js";
import { element } from "../view/dom.js";
import { isNumber, nameOf, parquetOf, textOf } from "./values.js";

/** The first `most` rows of a result. */
export function table(result, most, label) {
  const { fields } = result.schema;
  const columns = fields.map((field, index) => ({ ...field, values: result.getChildAt(index).toArray() }));
  const cell = ({ type, values }, row) => (values[row] === null || values[row] === undefined
    ? element("td", { className: "null" }, "NULL")
    : element("td", { className: isNumber(type) ? "number" : "" }, textOf(values[row], type)));
  const rows = Array.from({ length: Math.min(most, result.numRows) }, (_, row) => element("tr", {}, columns.map((column) => cell(column, row))));
  return element("div", { className: "sideways", tabIndex: 0, role: "region", ariaLabel: label }, element("table", { className: "plain" },
    element("thead", {}, element("tr", {}, columns.map(({ name, type }) => element("th", { scope: "col", className: isNumber(type) ? "number" : "" },
      name, element("span", { className: "type" }, nameOf(type)))))),
    element("tbody", {}, rows)));
}

/** A result as CSV. */
export function csv(result) {
  const { fields } = result.schema;
  const columns = fields.map(({ type }, index) => ({ type, values: result.getChildAt(index).toArray() }));
  const quoted = (text) => (/[",\r\n]/.test(text) || text === "" ? `"${text.replaceAll('"', '""')}"` : text);
  const cell = ({ type, values }, row) => {
    const value = values[row] ?? null;
    if (value === null) return "";
    return isNumber(type) ? textOf(value, type) : quoted(harmless(textOf(value, type)));
  };
  const lines = [fields.map(({ name }) => quoted(harmless(name))).join(",")];
  for (let row = 0; row < result.numRows; row++) lines.push(columns.map((column) => cell(column, row)).join(","));
  return new Blob([`${lines.join("\n")}\n`], { type: "text/csv" });
}

/** A result as Parquet. */
export async function parquet(result) {
  const { parquetWriteBuffer } = await import("../vendor/hyparquet-writer/index.js");
  const written = result.schema.fields.map(({ name, type }, index) => {
    const values = Array.from(result.getChildAt(index).toArray(), (value) => value ?? null);
    const { element: schema, as } = parquetOf(type, values);
    return { schema: { name, ...schema, repetition_type: "OPTIONAL" }, data: values.map((value) => (value === null ? null : as(value, type))) };
  });
  const names = distinct(written.map(({ schema }) => schema.name));
  const buffer = parquetWriteBuffer({
    schema: [{ name: "root", num_children: written.length }, ...written.map(({ schema }, index) => ({ ...schema, name: names[index] }))],
    columnData: written.map(({ data }, index) => ({ name: names[index], data })),
  });
  return new Blob([buffer], { type: "application/vnd.apache.parquet" });
}

// The data dictionary beside the editor: a table is unfolded, a click inserts a name.

import { element } from "../view/dom.js";
import { noteOf } from "../text/index.js";
import { sqlType } from "./arrow.js";
import { written } from "./names.js";

/** The tables, each with its columns. `insert` is called with the name that was clicked. */
export function dictionary(place, tables, { texts, words, format, insert }) {
  const open = new Set([...place.querySelectorAll("details[open]")].map(({ dataset }) => dataset.table));
  const name = (text, more) => element("button", { type: "button", className: "link", title: texts.insert(text), onclick: () => insert(written(text)) }, text, more);
  place.replaceChildren(...[...tables.all.values()].map((table) => element("details", { dataset: { table: table.name }, open: open.has(table.name) },
    element("summary", {}, element("code", {}, table.name), " ", element("span", { className: "count", dataset: { rows: table.name } }, filled(table, texts, format))),
    element("p", { className: "note" }, name(table.name), written(table.name) !== table.name && ` · ${texts.inQuotes(written(table.name))}`, " · ", table.file ? table.file.name : words.tableAbout[table.name] ?? element("span", { lang: "en" }, table.about)),
    element("dl", {}, table.columns.map((column) => [
      element("dt", {}, name(column.name), " ", element("span", { className: "type" }, sqlType(column.type))),
      column.form ? element("dd", { className: "note" }, texts.forms[column.form]) : noted(words, table, column)])))));
}

function noted(words, table, column) {
  const { note, lang } = noteOf(words, table.name, column);
  return element("dd", { className: "note", lang }, note);
}

/** How many rows of a table DuckDB has. */
export function filled({ rows, planned, isWhole }, texts, format) {
  if (isWhole) return texts.whole(format.whole(rows));
  if (rows > 0) return texts.firstRows(format.whole(rows), format.rows(planned));
  return texts.notYet(format.rows(planned));
}

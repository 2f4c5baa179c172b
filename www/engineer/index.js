// The view for engineers: what they paste.

import { pretty } from "../dataset/spec.js";
import { writeState } from "../dataset/state.js";
import { download } from "../files/take.js";
import { noteOf } from "../text/index.js";
import { toolsFor } from "../text/tools.js";
import { element } from "../view/dom.js";
import { notebook } from "./notebook.js";
import { forms } from "./schema.js";
import { snippets, viewOf } from "./snippets.js";

const INSTALL = "cargo install --path native";
const READERS = { duckdb: "DuckDB", pandas: "pandas", polars: "Polars", spark: "Spark" };
const FORMS = { duckdb: "DuckDB", postgresql: "PostgreSQL", "json-schema": "JSON Schema", pyarrow: "Arrow (pyarrow)" };
const ALL = "";
// Choices are kept while the page is open.
const choices = { table: undefined, form: "duckdb", reader: "duckdb" };

export async function paint(panel, page, records) {
  const { text, format, dataset, about, state } = page;
  const texts = toolsFor(format.language).engineer;
  const view = viewOf(records.frame, state);
  const button = (name, onclick, label) => element("button", { type: "button", onclick, ariaLabel: label }, name);
  const copy = (code, name) => button(text.copy, async () => {
    await navigator.clipboard.writeText(code.textContent);
    page.tell(text.copied);
  }, `${text.copy}: ${name}`);
  const card = (id, content, ...more) => element("section", { className: "card", id: `engineer-${id}` },
    element("h2", {}, texts[id]), element("p", { className: "note" }, texts[`${id}Note`]), content, ...more);
  const block = (code, label) => element("pre", { tabIndex: 0, role: "region", ariaLabel: label }, code);
  /** A card with a text that is copied, and saved if it has a name. */
  const paste = (id, told, name) => {
    const code = element("code", {}, told);
    return card(id, block(code, texts[id]), element("div", { className: "row" }, copy(code, texts[id]),
      name && button(text.save, () => save(code.textContent, name), `${text.save}: ${name}`)));
  };
  /** A card with a text that depends on choices. */
  const chosen = (id, selects, write, nameOf) => {
    const code = element("code", {});
    const repaint = () => { code.textContent = write(); };
    const select = ([choice, label, options]) => {
      const made = element("select", { onchange: ({ target }) => { choices[choice] = target.value; repaint(); } },
        options.map(([value, name]) => new Option(name, value, false, value === choices[choice])));
      return element("label", { className: "choose" }, label, made);
    };
    repaint();
    return card(id, element("div", { className: "row" }, selects.map(select)), block(code, texts[id]), element("div", { className: "row" }, copy(code, texts[id]),
      nameOf && button(text.save, () => save(code.textContent, nameOf()), `${text.save}: ${texts[id]}`)));
  };
  choices.table ??= records.file ? ALL : view.table;
  const tables = () => about.tables.filter(({ name }) => choices.table === ALL || name === choices.table);
  const link = `${location.origin}${location.pathname}${writeState({ ...state, view: "records" })}`;
  const notes = Object.fromEntries(records.frame.columns.filter(({ name }) => !view.columns || view.columns.includes(name)).map((column) => [column.name, noteOf(text, view.table, column).note]));

  panel.replaceChildren(element("div", { className: "cards" },
    paste("install", INSTALL),
    paste("command", dataset.command),
    chosen("schema", [
      ["table", text.table, [[ALL, texts.allTables], ...about.tables.map(({ name }) => [name, name])]],
      ["form", texts.form, Object.entries(FORMS)],
    ], () => forms[choices.form].write(tables()), () => `${choices.table || "fraudgen"}.${choices.form === "json-schema" ? "schema." : ""}${forms[choices.form].extension}`),
    chosen("read", [["reader", texts.reader, Object.entries(READERS)]], () => snippets[choices.reader](view)),
    paste("spec", pretty(dataset.spec), "spec.json"),
    card("notebook", element("div", { className: "row" },
      button(texts.saveNotebook, () => save(notebook({ view, command: dataset.command, link, notes }, texts.cells), `fraudgen-${view.table}.ipynb`)))),
    card("sql", element("p", {}, element("a", { className: "button", href: `sql/index.html${location.search}` }, texts.toSql)))));
}

const save = (text, name) => download(new Blob([text], { type: "application/octet-stream" }), name);

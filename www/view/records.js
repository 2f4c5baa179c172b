// The panel of records: a table of the dataset or of a file, which can be filtered, sorted and searched.

import { arrange, isFilter, isValid, operatorsOf, takesValue } from "./arrange.js";
import { byId, element, icon } from "./dom.js";
import { jsonRow, json } from "./format.js";
import { Grid } from "./grid.js";
import { noteOf } from "../text/index.js";

/** The columns shown by default; all columns of tables that are not listed. */
const SHOWN = {
  transactions: [
    "transaction_id", "timestamp", "type", "amount", "channel", "customer_id", "account_id", "beneficiary_id",
    "beneficiary_kind", "merchant_name", "status", "new_beneficiary", "new_device", "balance_after", "fraud_score",
    "is_fraud", "fraud_type", "fraud_case_id", "label_known_at", "decoy_of",
  ],
  customers: [
    "customer_id", "name", "kind", "document", "birth_date", "state", "municipality", "monthly_income",
    "behavioral_profile", "customer_since", "email", "phone",
  ],
};

/** Filters that have a checkbox, by its id. */
const ONLY = {
  "only-fraud": { column: "is_fraud", operator: "=", value: "true" },
  "only-decoys": { column: "decoy_of", operator: "filled", value: "" },
};

export class Records {
  constructor(page) {
    this.page = page;
    this.grid = new Grid(byId("scroller"), byId("grid"), {
      open: (row) => this.open(row),
      sort: (column) => this.sortBy(column),
      active: () => {},
    });
    this.listen();
  }

  // --- Painting

  /** Loads the frame that the state asks for. */
  async load() {
    const { state, dataset } = this.page;
    if (this.file) return this.file.load(state.unit);
    if (!dataset.tables.has(state.table)) state.table = "transactions";
    const { units } = dataset.tables.get(state.table);
    if (state.unit >= units) {
      this.page.tell(this.page.text.noUnit(this.page.format.whole(units - 1)));
      state.unit = units - 1;
    }
    if (state.id !== null && this.sought !== state.id) {
      const unit = await dataset.unitOf(state.table, state.id);
      if (unit === undefined) state.id = null;
      else if (unit < state.unit || unit >= state.unit + state.units) Object.assign(state, { unit, units: 1 });
    }
    const key = `${dataset.key} ${state.table} ${state.unit} ${state.units}`;
    if (this.key !== key) {
      const start = performance.now();
      const frame = await dataset.frame(state.table, state.unit, state.units);
      Object.assign(this, { key, loaded: frame, took: performance.now() - start });
    }
    return this.loaded;
  }

  get columns() {
    const { state } = this.page;
    const all = this.frame.columns;
    const usual = SHOWN[this.frame.table]?.map((name) => all.find((column) => column.name === name)).filter(Boolean);
    const chosen = state.columns ? all.filter(({ name }) => state.columns.includes(name)) : usual ?? all;
    return chosen.length > 0 ? chosen : all;
  }

  paint(frame) {
    const { state, text, format } = this.page;
    this.frame = frame;
    const places = frame.places;
    state.filters = state.filters.filter((filter) => isFilter(filter, frame));
    if (state.sort && !places.has(state.sort.column)) state.sort = null;
    this.rows = arrange(frame, state);
    this.paintTables();
    this.paintBar();
    this.paintChips();
    this.paintColumns();
    byId("caption").textContent = this.captionText();
    this.grid.show({
      frame, rows: this.rows, columns: this.columns, sort: state.sort, words: { fraud: text.fraud }, note: (column) => noteOf(text, frame.table, column).note,
      text: (value, column) => format.value(value, column, text),
    });
    if (state.id !== null && this.sought !== state.id) this.grid.reveal(frame.rowOf(state.id));
    this.sought = state.id;
    this.paintStatus();
    performance.mark("records");
  }

  /** How many of the dataset's fraudulent payments are loaded, or how far they are counted. */
  fraudsText(loaded) {
    const { text, format, dataset } = this.page;
    if (this.file) return text.frauds(format.whole(loaded));
    const { cases } = dataset;
    if (!cases.isComplete) return `${text.frauds(format.whole(loaded))}, ${text.cases.counting(format.share(cases.share))}`;
    return text.fraudsOf(format.whole(loaded), format.whole(cases.frauds));
  }

  /** Which part of the table a sort and filters cover; nothing if that is all of it, or there are none. */
  scopeText() {
    const { state, text, format, dataset } = this.page;
    const { frame } = this;
    if (this.file || (!state.sort && state.filters.length === 0)) return "";
    const table = dataset.tables.get(frame.table);
    if (this.units <= state.units && state.unit === 0) return "";
    const [from, to] = [format.whole(frame.rows ? frame.firstRow + 1 : 0), format.whole(frame.firstRow + frame.rows)];
    return table.counted ? text.scope(from, to, format.rows(table)) : text.scopeUncounted(format.whole(frame.rows), format.rows(table));
  }

  captionText() {
    const { text, format, dataset } = this.page;
    const { frame } = this;
    const name = text.tables[frame.table] ?? frame.table;
    const { rows: all, counted } = this.file ? { rows: this.file.rows, counted: true } : dataset.tables.get(frame.table);
    if (!counted) return text.captionUncounted(name, format.whole(frame.rows));
    return text.caption(name, format.whole(frame.rows ? frame.firstRow + 1 : 0), format.whole(frame.firstRow + frame.rows), format.whole(all));
  }

  paintTables() {
    const { state, text, format, dataset } = this.page;
    const chosen = this.frame.table;
    byId("tables").ariaLabel = text.table;
    byId("tables").hidden = Boolean(this.file);
    const buttons = [...dataset.tables.values()].map(({ name, rows, counted }) => element("button", {
      type: "button", "aria-pressed": String(name === chosen), dataset: { table: name },
      onclick: () => this.page.go({ table: name, unit: 0, units: 1, sort: null, filters: [], columns: null, id: null }, { asNew: true }),
    }, text.tables[name], element("span", { className: "count" }, format.rows({ rows, counted }))));
    byId("tables").replaceChildren(...buttons);
    const about = this.page.about.tables.find(({ name }) => name === chosen);
    const group = this.file ? "" : text.groupAbout[chosen] ?? text.groupAbout.other;
    byId("about-table").replaceChildren(element("span", { className: "what" }, text.tableAbout[chosen] ?? about?.description ?? ""), " ", group);
    const source = byId("source");
    source.hidden = !this.file;
    if (this.file) {
      source.replaceChildren(text.fromFile(this.file.name), " ",
        element("button", { type: "button", onclick: () => { this.closeFile(); this.page.go({ unit: 0 }); } }, text.closeFile));
    }
    for (const [id, filter] of Object.entries(ONLY)) {
      byId(`${id}-box`).hidden = !this.frame.places.has(filter.column);
      byId(id).checked = state.filters.some((other) => isSame(filter, other));
    }
  }

  paintBar() {
    const { state, text, format } = this.page;
    const units = this.units;
    byId("unit-name").textContent = this.file ? text.page : text.group;
    // A number that is being typed is not overwritten when records arrive.
    if (document.activeElement !== byId("unit")) byId("unit").value = state.unit;
    byId("unit-count").textContent = text.of(format.whole(units - 1));
    byId("unit-before").ariaLabel = text.before;
    byId("unit-after").ariaLabel = text.after;
    byId("unit-before").disabled = state.unit === 0;
    byId("unit-after").disabled = state.unit >= units - 1;
    byId("find").hidden = Boolean(this.file);
    const { column } = byId("filter").elements;
    const before = column.value;
    column.replaceChildren(...this.frame.columns.map(({ name }) => new Option(name, name)));
    column.value = this.frame.places.has(before) ? before : this.frame.places.has("amount") ? "amount" : this.frame.columns[0].name;
    this.paintOperators();
  }

  get units() {
    return this.file?.pages ?? this.page.dataset.tables.get(this.frame.table).units;
  }

  paintOperators() {
    const { column, operator, value } = byId("filter").elements;
    const { type } = this.frame.columns[this.frame.places.get(column.value)];
    const before = operator.value;
    operator.replaceChildren(...operatorsOf(type).map((name) => new Option(this.page.text.operators[name] ?? name, name)));
    if (operatorsOf(type).includes(before)) operator.value = before;
    value.disabled = !takesValue(operator.value);
    const words = type === "boolean" ? ["true", "false"]
      : type === "category" ? [...new Set(this.frame.values(column.value))].filter((word) => word !== null).sort().slice(0, 400) : [];
    byId("filter-words").replaceChildren(...words.map((word) => new Option(word)));
  }

  paintChips() {
    const { state, text } = this.page;
    const chips = state.filters.map((filter) => element("li", {}, element("button", {
      type: "button", ariaLabel: text.removeFilter(`${filter.column} ${filter.operator} ${filter.value}`),
      onclick: () => this.page.go({ filters: state.filters.filter((other) => other !== filter) }, { asNew: true }),
    }, `${filter.column} ${text.operators[filter.operator] ?? filter.operator} ${filter.value}`, icon("close"))));
    byId("chips").replaceChildren(...chips);
  }

  paintColumns() {
    const { text } = this.page;
    const shown = new Set(this.columns.map(({ name }) => name));
    const box = byId("columns");
    const scroll = box.scrollTop;
    const items = this.frame.columns.map((column, index) => element("label", { className: "check" },
      element("input", { type: "checkbox", checked: shown.has(column.name), disabled: index === 0, value: column.name, onchange: () => this.chooseColumns() }),
      element("span", {}, element("strong", {}, column.name), " ", element("span", { className: `role ${column.role ?? ""}` }, text.roles[column.role] ?? ""), " ",
        element("span", { className: "type" }, `${column.type}${column.nullable ? ` · ${text.nullable}` : ""}`),
        noteElement(noteOf(text, this.frame.table, column)))));
    box.replaceChildren(element("div", { className: "row" },
      element("button", { type: "button", onclick: () => this.page.go({ columns: this.frame.columns.map(({ name }) => name) }) }, text.all),
      element("button", { type: "button", onclick: () => this.page.go({ columns: null }) }, text.usual)), ...items);
    box.scrollTop = scroll;
  }

  chooseColumns() {
    const columns = [...byId("columns").querySelectorAll("input:checked")].map(({ value }) => value);
    this.page.go({ columns });
  }

  paintStatus() {
    const { text, format, state } = this.page;
    const { frame, rows } = this;
    const parts = [this.captionText()];
    if (rows.length !== frame.rows) parts.push(text.passing(format.whole(rows.length)));
    if (frame.places.has("is_fraud")) parts.push(this.fraudsText(frame.values("is_fraud").filter(Boolean).length));
    byId("status").textContent = parts.join(" · ");
    byId("scope").textContent = this.scopeText();
    const more = !this.file && state.unit + state.units < this.units && state.units < 64;
    byId("more").hidden = !more;
    byId("more").textContent = text.more;
    for (const id of ["open", "copy-cell", "copy-row"]) byId(id).disabled = rows.length === 0;
  }

  // --- Input

  listen() {
    const { page } = this;
    addEventListener("cases", () => this.frame && this.paintStatus());
    byId("go-unit").addEventListener("submit", (event) => {
      event.preventDefault();
      this.toUnit(byId("unit").value);
    });
    byId("unit").addEventListener("change", ({ target }) => this.toUnit(target.value));
    byId("unit-before").addEventListener("click", () => this.toUnit(page.state.unit - 1));
    byId("unit-after").addEventListener("click", () => this.toUnit(page.state.unit + page.state.units));
    byId("more").addEventListener("click", () => page.go({ units: Math.min(page.state.units * 2, 64) }));
    byId("find").addEventListener("submit", (event) => {
      event.preventDefault();
      this.find(byId("find-id").value);
    });
    for (const [id, filter] of Object.entries(ONLY)) {
      byId(id).addEventListener("change", ({ target }) => {
        // No row is both fraud and look-alike.
        const others = page.state.filters.filter((other) => !Object.values(ONLY).some((only) => isSame(only, other)));
        page.go({ filters: target.checked ? [...others, filter] : others }, { asNew: true });
      });
    }
    const { column, operator } = byId("filter").elements;
    column.addEventListener("change", () => this.paintOperators());
    operator.addEventListener("change", () => this.paintOperators());
    byId("filter").addEventListener("submit", (event) => {
      event.preventDefault();
      this.addFilter(Object.fromEntries(new FormData(byId("filter"))));
    });
    byId("open").addEventListener("click", () => this.grid.activeCell && this.open(this.grid.activeCell.row));
    byId("copy-cell").addEventListener("click", () => this.copyCell());
    byId("copy-row").addEventListener("click", () => this.copyRow());
    byId("grid").addEventListener("copy", (event) => {
      if (String(getSelection())) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", this.cellText());
      page.tell(page.text.copied);
    });
    for (const menu of document.querySelectorAll("details.menu")) {
      closeOnEscape(menu);
      menu.addEventListener("toggle", () => keepInSight(menu));
    }
    document.addEventListener("click", ({ target }) => {
      for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target) && target.isConnected) menu.open = false;
    });
  }

  toUnit(text) {
    const unit = Number(text);
    if (!Number.isSafeInteger(unit) || unit < 0 || unit >= this.units) {
      this.page.tell(this.page.text.noUnit(this.page.format.whole(this.units - 1)));
      byId("unit").value = this.page.state.unit;
      return;
    }
    if (unit !== this.page.state.unit) this.page.go({ unit, units: 1, id: null }, { asNew: true });
  }

  async find(text) {
    const { page } = this;
    const id = Number(text.trim().replaceAll(/[.,\s]/g, ""));
    const unit = Number.isSafeInteger(id) && id > 0 ? await page.dataset.unitOf(page.state.table, id) : undefined;
    if (unit === undefined) {
      const { rows, counted } = page.dataset.tables.get(page.state.table);
      page.tell(page.text.noId(counted ? page.format.whole(rows) : null));
      byId("find-id").ariaInvalid = "true";
      return;
    }
    byId("find-id").ariaInvalid = null;
    this.sought = undefined;
    await page.go({ id: null, filters: [], sort: null, unit, units: 1 }, { asNew: true });
    this.grid.reveal(this.frame.rowOf(id));
    byId("grid").focus({ preventScroll: true });
  }

  addFilter(filter) {
    const { page } = this;
    const column = this.frame.columns[this.frame.places.get(filter.column)];
    const whole = { value: "", ...filter };
    if (!isValid(whole, column.type)) {
      byId("filter").elements.value.ariaInvalid = "true";
      page.tell(page.text.wrongValue(column.name, column.type));
      return;
    }
    byId("filter").elements.value.ariaInvalid = null;
    byId("filter").closest("details").open = false;
    page.go({ filters: [...page.state.filters, whole] }, { asNew: true });
  }

  sortBy(column) {
    const { sort } = this.page.state;
    const same = sort?.column === column;
    this.page.go({ sort: !same ? { column, descending: false } : sort.descending ? null : { column, descending: true } }, { asNew: true });
  }

  open(row) {
    this.page.openRecord(this.frame, row, Boolean(this.file));
  }

  cellText() {
    const { row, column } = this.grid.activeCell;
    const value = this.frame.get(row, column.name);
    const text = json(value, column.type);
    return text.startsWith('"') ? JSON.parse(text) : text;
  }

  async copyCell() {
    if (!this.grid.activeCell) return;
    await navigator.clipboard.writeText(this.cellText());
    this.page.tell(this.page.text.copied);
  }

  async copyRow() {
    if (!this.grid.activeCell) return;
    await navigator.clipboard.writeText(jsonRow(this.frame, this.grid.activeCell.row));
    this.page.tell(this.page.text.copied);
  }

  // --- Files

  openFile(file) {
    this.file = file;
    return this.page.go({ view: "records", table: file.table, unit: 0, units: 1, sort: null, filters: [], columns: null, id: null });
  }

  closeFile() {
    if (this.file) Object.assign(this.page.state, { sort: null, filters: [], columns: null, unit: 0 });
    this.file = undefined;
    this.key = undefined;
  }
}

const noteElement = ({ note, lang }) => element("span", { className: "note", lang }, note);

const isSame = (filter, other) => ["column", "operator", "value"].every((part) => filter[part] === other[part]);

/** Moves an open menu to the left if it would not fit into the window. */
function keepInSight(menu) {
  const box = menu.lastElementChild;
  box.style.left = "0";
  const over = box.getBoundingClientRect().right - document.documentElement.clientWidth + 12;
  if (over > 0) box.style.left = `${-over}px`;
}

function closeOnEscape(menu) {
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

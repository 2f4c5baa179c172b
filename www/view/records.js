// The panel of records: a table of the dataset or of a file, which can be filtered, sorted and searched.

import { order, passed, sift } from "../explore/arrange.js";
import { paintChips } from "../explore/chips.js";
import { canonical, isFilter } from "../explore/filters.js";
import { FilterForm } from "../explore/form.js";
import { statesFor } from "../explore/states.js";
import { labelOf, loadLabels, sentence, shown } from "../explore/words.js";
import { cardsOf } from "./cards.js";
import { wholeOf } from "../dataset/spec.js";
import { MOST_UNITS, told } from "../dataset/state.js";
import { byId, element, showChosen } from "./dom.js";
import { jsonRow, plain } from "./format.js";
import { Grid } from "./grid.js";
import { MOST_CELLS } from "./range.js";
import { Sheet } from "./sheet.js";
import { noteOf } from "../text/index.js";

/** The columns shown by default; all columns of tables that are not listed. */
const SHOWN = {
  transactions: [
    "transaction_id", "timestamp", "type", "amount", "channel", "customer_id", "account_id", "beneficiary_id",
    "beneficiary_kind", "merchant_name", "status", "new_beneficiary", "new_device", "balance_after", "fraud_score",
    "is_fraud", "fraud_type", "evidence", "fraud_case_id", "label_known_at", "decoy_of",
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
      facet: (column, button) => this.facet(column, button, byId("grid")),
      active: () => this.paintSelected(),
      heads: () => this.paintHeads(),
      scrolled: () => this.paintHeads(),
    });
    this.sheet = new Sheet(this.grid, page);
    this.form = new FilterForm(page);
    this.listen();
  }

  // --- Painting

  /** Loads the frame that the state asks for. */
  async load() {
    const { state, dataset } = this.page;
    if (this.file) return this.file.load(state.unit);
    if (!dataset.tables.has(state.table)) {
      state.ignored.push(told(["table", state.table]));
      state.table = "transactions";
    }
    const { units } = dataset.tables.get(state.table);
    if (state.unit >= units) {
      this.page.tell(this.page.text.noUnit(this.page.format.whole(units - 1)));
      state.unit = units - 1;
    }
    if (state.id !== null && this.sought !== state.id) {
      const unit = await dataset.unitOf(state.table, state.id);
      if (unit === undefined) {
        this.page.tell(this.noId(state.table));
        state.id = null;
      } else if (!this.isLoaded(unit)) Object.assign(state, { unit, units: 1 });
    }
    const key = `${dataset.key} ${state.table} ${state.unit} ${state.units}`;
    if (this.key !== key) {
      const start = performance.now();
      const frame = await dataset.frame(state.table, state.unit, state.units);
      Object.assign(this, { key, loaded: frame, took: performance.now() - start });
    }
    return this.loaded;
  }

  /** Whether a unit is among those that the state asks for. */
  isLoaded(unit) {
    const { state } = this.page;
    return unit >= state.unit && unit < state.unit + state.units;
  }

  get columns() {
    const { state } = this.page;
    const all = this.frame.columns;
    const usual = SHOWN[this.frame.table]?.map((name) => all.find((column) => column.name === name)).filter(Boolean);
    const chosen = state.columns ? all.filter(({ name }) => state.columns.includes(name)) : usual ?? all;
    return chosen.length > 0 ? chosen : all;
  }

  async paint(frame) {
    const { state, text, format } = this.page;
    await loadLabels(format.language);
    this.leaveOut(frame);
    await this.arrange(frame);
    this.paintTables();
    this.paintBar();
    this.form.paint(frame);
    paintChips(byId("chips").parentElement, this.page, frame, (...chip) => this.editFilter(...chip));
    this.paintColumns();
    byId("caption").textContent = this.captionText();
    this.grid.show({
      frame, rows: this.rows, columns: this.columns, sort: state.sort, words: { fraud: text.fraud, ...text.explore },
      note: (column) => noteOf(text, frame.table, column).note, label: labelOf, text: (value, column) => shown(value, column, this.page), card: cardsOf(frame, this.page),
    });
    this.paintOrder();
    if (state.id !== null && this.sought !== state.id) this.grid.reveal(frame.rowOf(state.id));
    this.sought = state.id;
    this.paintStatus();
    performance.mark("records");
  }

  /** Leaves out of the state what these columns have no place for. */
  leaveOut(frame) {
    const { state } = this.page;
    const applies = (filter) => isFilter(filter, frame) && !(this.file && /state$/.test(filter.operator));
    const unknown = state.columns?.filter((name) => !frame.places.has(name)) ?? [];
    state.ignored.push(
      ...state.filters.filter((filter) => !applies(filter)).map(({ column, operator, value }) => told(["filter", `${column}~${operator}~${value}`])),
      ...unknown.map((name) => told(["columns", name])));
    state.filters = state.filters.filter(applies).map((filter) => canonical(filter, frame.columns[frame.places.get(filter.column)].type));
    if (unknown.length > 0) state.columns = state.columns.filter((name) => !unknown.includes(name));
    if (state.sort && !frame.places.has(state.sort.column)) {
      state.ignored.push(told(["sort", state.sort.column]));
      state.sort = null;
    }
  }

  /**
   * Finds the rows that pass, and puts them in order, unless they are so already. What is shown stays until then; a later
   * call stops an earlier one.
   */
  async arrange(frame) {
    const { state, text, format } = this.page;
    const wanted = JSON.stringify([state.filters, state.sort]);
    if (frame === this.frame && wanted === this.arranged) return;
    this.arranging?.abort();
    const { signal } = (this.arranging = new AbortController());
    const [start, told] = [performance.now(), new Set()];
    const onProgress = (share) => {
      const tenth = Math.floor(10 * share) / 10;
      if (performance.now() - start > 400 && !told.has(tenth)) byId("status").textContent = text.explore.busy(format.share(tenth));
      if (performance.now() - start > 400) told.add(tenth);
    };
    const states = await statesFor(state.filters, this.page.dataset, frame);
    signal.throwIfAborted();
    const options = { signal, onProgress, states };
    const passing = await sift(frame, state.filters, options);
    const rows = await order(frame, passing, state.sort, options);
    const frauds = passing.length === frame.rows ? frame.frauds : frame.fraudsAmong(passing);
    Object.assign(this, { frame, passing, frauds, rows, states, arranged: wanted });
  }

  /** How many of the dataset's fraudulent payments are loaded, whatever the filters, or how far they are counted. */
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
    showChosen(byId("tables"), buttons.find(({ ariaPressed }) => ariaPressed === "true"));
    const about = this.page.about.tables.find(({ name }) => name === chosen);
    const group = this.file ? "" : text.groupAbout[chosen] ?? text.groupAbout.other;
    byId("about-table").replaceChildren(element("span", { className: "what" }, text.tableAbout[chosen] ?? about?.description ?? ""), " ", group);
    const source = byId("source");
    source.hidden = !this.file;
    if (this.file) {
      source.replaceChildren(text.fromFile(this.file.name), " ", this.file.warning ? `${text.files[this.file.warning]} ` : "",
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
  }

  get units() {
    return this.file?.pages ?? this.page.dataset.tables.get(this.frame.table).units;
  }

  paintColumns() {
    const { text } = this.page;
    const shown = new Set(this.columns.map(({ name }) => name));
    const box = byId("columns");
    const scroll = box.scrollTop;
    const items = this.frame.columns.map((column, index) => element("label", { className: "check" },
      element("input", { type: "checkbox", checked: shown.has(column.name), disabled: index === 0, value: column.name, onchange: () => this.chooseColumns() }),
      element("span", {}, element("strong", {}, column.name), " ", labelOf(column), " ", element("span", { className: `role ${column.role ?? ""}` }, text.roles[column.role] ?? ""), " ",
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
    const { frame, rows, frauds } = this;
    const hasLabels = frame.places.has("is_fraud");
    const parts = [this.captionText()];
    if (state.filters.length > 0) parts.push([text.passing(format.whole(rows.length)), hasLabels && text.fraudsAmong(format.whole(frauds))].filter(Boolean).join(", "));
    if (hasLabels) parts.push(this.fraudsText(frame.frauds));
    byId("status").textContent = parts.join(" · ");
    byId("scope").textContent = [this.rows.length === 0 && this.frame.rows > 0 && text.explore.noRow, this.scopeText()].filter(Boolean).join(" ");
    const more = !this.file && state.unit + state.units < this.units && state.units < MOST_UNITS;
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
      this.toUnit(wholeOf(byId("unit").value));
    });
    byId("unit").addEventListener("change", ({ target }) => this.toUnit(wholeOf(target.value)));
    byId("unit-before").addEventListener("click", () => this.toUnit(page.state.unit - 1));
    byId("unit-after").addEventListener("click", () => this.toUnit(page.state.unit + page.state.units));
    byId("more").addEventListener("click", () => page.go({ units: Math.min(page.state.units * 2, MOST_UNITS) }));
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
    byId("order").addEventListener("change", ({ target: { value } }) => page.go({ sort: value ? { column: value.replace("-", ""), descending: value.startsWith("-") } : null }, { asNew: true }));
    byId("open").addEventListener("click", () => this.grid.activeCell && this.open(this.grid.activeCell.row));
    byId("copy-cell").addEventListener("click", () => this.copyCell());
    byId("copy-row").addEventListener("click", () => this.copyRow());
    byId("grid").addEventListener("copy", (event) => {
      if (String(getSelection())) return;
      event.preventDefault();
      const copied = this.copiedText();
      if (copied === null) return;
      event.clipboardData.setData("text/plain", copied);
    });
    for (const menu of document.querySelectorAll("details.menu")) {
      closeOnEscape(menu);
      menu.addEventListener("toggle", () => keepInSight(menu));
    }
    document.addEventListener("click", ({ target }) => {
      for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target) && target.isConnected) menu.open = false;
    });
  }

  toUnit(unit) {
    if (!(unit >= 0 && unit < this.units)) {
      this.page.tell(this.page.text.noUnit(this.page.format.whole(this.units - 1)));
      byId("unit").value = this.page.state.unit;
      return;
    }
    if (unit !== this.page.state.unit) this.page.go({ unit, units: 1, id: null }, { asNew: true });
  }

  /** That no row has an id. */
  noId(table) {
    const { text, format, dataset } = this.page;
    const { rows, counted } = dataset.tables.get(table);
    return text.noId(counted ? format.whole(rows) : null);
  }

  /** Moves to the row of an id. What is loaded and the filters stay as far as the row is among them. */
  async find(text) {
    const { page, page: { state, dataset } } = this;
    const id = wholeOf(text);
    const unit = await dataset.unitOf(state.table, id);
    if (unit === undefined) {
      page.tell(this.noId(state.table));
      byId("find-id").ariaInvalid = "true";
      return;
    }
    byId("find-id").ariaInvalid = null;
    const home = await dataset.frame(state.table, unit);
    const filters = passed(home, home.rowOf(id), state.filters, await statesFor(state.filters, dataset, home));
    const dropped = state.filters.filter((filter) => !filters.includes(filter));
    const isLoaded = this.isLoaded(unit);
    if (dropped.length > 0 || !isLoaded) await page.go({ id: null, filters, ...(isLoaded ? {} : { unit, units: 1 }) }, { asNew: true });
    if (dropped.length > 0) page.tell(page.text.dropped(dropped.map((filter) => sentence(filter, home.columns[home.places.get(filter.column)], page)).join(" · ")));
    this.grid.reveal(this.frame.rowOf(id));
    byId("grid").focus({ preventScroll: true });
  }

  // --- Exploring

  /** Opens the values of a column, below an element; the focus returns to another. */
  async facet(column, below, from = below) {
    const { Facet } = await import("../explore/facet.js");
    this.facets ??= new Facet(this.page, this);
    await this.facets.open(column, below, from);
  }

  /** Values are changed among all values, parts of plots in the plots, all else in the form. */
  editFilter(filter, column, chip) {
    if (/(at|state)$/.test(filter.operator)) return this.page.go({ view: "plots" }, { asNew: true });
    if (["category", "boolean"].includes(column.type) && !/contains/.test(filter.operator)) return this.facet(column, chip);
    return this.form.edit(filter);
  }

  /** How the values of the columns in sight are spread. */
  async paintHeads() {
    if (this.grid.cards || byId("panel-records").hidden) return;
    const { Heads } = await import("../explore/heads.js");
    this.heads ??= new Heads(this.grid, this.page);
    await this.heads.paint(this.frame, this.passing);
  }

  /** On a phone there are no heads to sort by. */
  paintOrder() {
    const { text: { explore }, state: { sort } } = this.page;
    const one = (column, isDown) => new Option(`${labelOf(column) ?? column.name}, ${isDown ? explore.descending : explore.ascending}`, `${isDown ? "-" : ""}${column.name}`);
    byId("order-box").hidden = !this.grid.cards;
    byId("order-name").textContent = explore.sort;
    byId("order").replaceChildren(new Option(explore.newest, ""), ...this.columns.flatMap((column) => [one(column, false), one(column, true)]));
    byId("order").value = sort ? `${sort.descending ? "-" : ""}${sort.column}` : "";
  }

  paintSelected() {
    const { text: { explore }, format } = this.page;
    const { bounds, size } = this.grid.range.bounds ? this.grid.range : {};
    if (bounds) byId("selected").textContent = explore.selected(format.whole(size.rows), size.columns);
    else byId("selected").replaceChildren();
  }

  sortBy(column) {
    const { sort } = this.page.state;
    const same = sort?.column === column;
    this.page.go({ sort: !same ? { column, descending: false } : sort.descending ? null : { column, descending: true } }, { asNew: true });
  }

  open(row) {
    this.page.openRecord(this.frame, row, Boolean(this.file));
  }

  /** A value as files have it. */
  cellText(row, column) {
    const value = this.frame.get(row, column.name);
    return value === null ? "" : plain(value, column.type);
  }

  /** The selected cells, or the active one; null if there are none, or too many. */
  copiedText() {
    const { page: { text: { explore, copied }, format, tell }, grid: { range, activeCell } } = this;
    if (!range.bounds && !activeCell) return null;
    if (!range.bounds) {
      tell(copied);
      return this.cellText(activeCell.row, activeCell.column);
    }
    const found = range.text((row, column) => this.cellText(row, column));
    tell(found === null ? explore.tooLarge(format.whole(MOST_CELLS)) : explore.copied(format.whole(range.size.rows * range.size.columns)));
    return found;
  }

  async copyCell() {
    const found = this.copiedText();
    if (found !== null) await navigator.clipboard.writeText(found);
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

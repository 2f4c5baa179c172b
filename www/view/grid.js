// A table of any length in a real <table>: only the visible rows are in the document.
//
// It is an ARIA grid: the table has the focus, arrow keys move the active cell, and Enter opens its row or
// sorts by its column. Row -1 is the header. On a phone a row may be a card: then it has a single cell.

import { element, icon } from "./dom.js";
import { isNumeric } from "./format.js";
import { GridMouse } from "./grid-mouse.js";
import { Range } from "./range.js";
import { Rows } from "./rows.js";
import { Scroll } from "./scroll.js";
import { Widths } from "./widths.js";

const ROW_HEIGHT = 32;
const OVERSCAN = 8;
const MOST_ROWS = 160;
const NARROW = 480;
// Pixels by which keys change a width.
const WIDTH_STEP = 16;

export class Grid {
  /** `on` has the callbacks: `open(row)`, `sort(column)`, `facet(column, button)`, `active()`, and `heads()` once heads are painted. */
  constructor(scroller, table, on) {
    Object.assign(this, { scroller, table, on });
    this.active = { row: 0, column: 0 };
    this.range = new Range(this);
    this.widths = new Widths(table);
    this.scroll = new Scroll(scroller, () => this.paint());
    this.lines = new Rows(table.tBodies[0], { make: () => this.line(), fill: (line, place) => this.fill(line, place) });
    scroller.addEventListener("scroll", () => { this.scroll.read(); this.paint(); on.scrolled?.(); }, { passive: true });
    new ResizeObserver(() => this.resize()).observe(scroller);
    table.addEventListener("keydown", (event) => this.press(event));
    this.mouse = new GridMouse(this);
  }

  /**
   * Shows `rows`, the numbers of a frame's rows in order, and some of its columns. `text` formats the values, `label` is
   * a column's name in the reader's language, `note` its meaning. `card`, if there is one, draws rows on a phone.
   */
  show(content) {
    const sameFrame = content.frame === this.frame;
    Object.assign(this, content);
    this.cards = content.card && this.isNarrow ? content.card : undefined;
    this.rowHeight = this.cards?.height ?? ROW_HEIGHT;
    this.fraudAt = this.frame.places.get("is_fraud");
    this.range.clear();
    this.active.row = Math.min(this.active.row, this.rows.length - 1);
    this.active.column = this.cards ? 0 : Math.min(this.active.column, this.columns.length - 1);
    this.table.setAttribute("aria-rowcount", this.rows.length + 1);
    this.table.setAttribute("aria-colcount", this.cards ? 1 : this.columns.length);
    this.table.classList.toggle("as-cards", Boolean(this.cards));
    this.lines.clear();
    this.paintHead();
    if (!sameFrame) {
      this.active = { row: 0, column: 0 };
      this.scroll.top = 0;
      this.scroller.scrollLeft = 0;
    }
    this.scroll.fit(this.rows.length * this.rowHeight, this.table.tHead.offsetHeight);
    this.first = -1;
    this.paint();
    // The room for all rows is there only now.
    if (!sameFrame || this.scroll.isScaled) this.scroll.to(this.scroll.top);
    this.on.heads?.();
  }

  get isNarrow() {
    return this.scroller.clientWidth < NARROW;
  }

  /** Cards appear and go with the width of the window. */
  resize() {
    if (!this.rows) return;
    if (this.card && Boolean(this.cards) !== this.isNarrow) this.show(this);
    else this.paint();
  }

  /** Makes a row of the frame the active one and scrolls to it. */
  reveal(row) {
    const place = this.rows.indexOf(row);
    if (place < 0) return false;
    this.move(place, 0, { toMiddle: true });
    return true;
  }

  /** The row of the frame and the column of the active cell; undefined if there are no rows. */
  get activeCell() {
    const row = this.rows[this.active.row];
    return row === undefined ? undefined : { row, column: this.columns[this.active.column] };
  }

  /** Shows columns in these widths and the first rows, as lines even on a phone, until `unprint`. */
  print(columns, sizes, most) {
    this.kept ??= { columns: this.columns, card: this.card, active: this.active, anchor: this.range.anchor };
    this.most = most;
    this.active = { row: -1, column: 0 };
    this.show({ frame: this.frame, columns, card: undefined });
    this.sizes = sizes;
    this.applyWidths();
  }

  unprint() {
    const { columns, card, active, anchor } = this.kept ?? {};
    if (!columns) return;
    this.kept = this.most = undefined;
    this.show({ frame: this.frame, columns, card });
    this.active = active;
    this.range.anchor = anchor;
    this.markActive();
  }

  // --- The head

  paintHead() {
    if (this.cards) {
      this.table.querySelector("colgroup").replaceChildren(element("col"));
      this.table.style.width = "100%";
      this.table.tHead.replaceChildren(element("tr"));
      return;
    }
    this.paintWidths();
    const cells = this.columns.map((column, index) => {
      const sorted = this.sort?.column === column.name ? (this.sort.descending ? "descending" : "ascending") : undefined;
      const label = this.label(column);
      return element("th", {
        scope: "col", id: `cell--1-${index}`, "aria-colindex": index + 1, "aria-sort": sorted,
        className: isNumeric(column.type) && column.role !== "id" ? "number" : "",
      },
      element("button", { type: "button", tabIndex: -1, title: [label, this.note(column), this.words.headHelp].filter(Boolean).join("\n"), dataset: { column: index, label: label ?? "" } },
        element("span", {}, column.name), sorted && icon(sorted === "descending" ? "down" : "up")),
      element("button", { type: "button", tabIndex: -1, className: "facet", ariaLabel: this.words.facet(this.words.loading), "aria-haspopup": "dialog", dataset: { facet: index } }),
      element("span", { className: "grip", title: this.words.resize, dataset: { grip: index } }));
    });
    this.table.tHead.replaceChildren(element("tr", { "aria-rowindex": 1 }, cells));
  }

  paintWidths() {
    this.sizes = this.widths.of(this, this.isNarrow ? NARROW / 4 : Infinity);
    this.table.querySelector("colgroup").replaceChildren(...this.sizes.map(() => element("col")));
    this.applyWidths();
  }

  applyWidths() {
    const { children } = this.table.querySelector("colgroup");
    this.sizes.forEach((width, index) => { children[index].style.width = `${width}px`; });
    this.table.style.width = `${this.sizes.reduce((sum, width) => sum + width, 0)}px`;
  }

  /** Makes a column wider or narrower; as wide as its values if there is no width. */
  setWidth(index, width) {
    const column = this.columns[index];
    this.sizes[index] = width === undefined ? this.widths.fit(this, column) : this.widths.choose(this.frame, column, width);
    this.applyWidths();
    this.on.scrolled?.();
  }

  // --- The rows

  paint() {
    if (!this.rows) return;
    const { scroll, rowHeight, most } = this;
    const first = most ? 0 : Math.max(0, Math.min(Math.floor(scroll.top / rowHeight) - OVERSCAN, this.rows.length - 1));
    // In print the table is as high as its rows, which must not load more and more of them.
    const count = most ?? Math.min(Math.ceil(this.scroller.clientHeight / rowHeight) + 2 * OVERSCAN, MOST_ROWS);
    const end = Math.min(first + count, this.rows.length);
    const before = first * rowHeight + scroll.shift;
    if (first === this.first && end === this.end && before === this.before) return;
    Object.assign(this, { first, end, before });
    this.lines.paint({ first, end, before, after: scroll.height - before - (end - first) * rowHeight });
    this.markActive();
  }

  /** An empty row, to be filled. */
  line() {
    const count = this.cards ? 1 : this.columns.length;
    const line = element("tr");
    for (let index = 0; index < count; index++) {
      const column = this.columns[index];
      const kind = this.cards ? "" : isNumeric(column.type) && column.role !== "id" ? "number" : column.type === "string" ? "words" : "";
      line.append(element(index === 0 ? "th" : "td", { scope: index === 0 ? "row" : undefined, "aria-colindex": index + 1, className: kind }, ""));
    }
    return line;
  }

  fill(line, place) {
    const { frame, columns, cards, fraudAt } = this;
    const row = this.rows[place];
    const fraud = fraudAt !== undefined && frame.at(row, fraudAt) === true;
    line.setAttribute("aria-rowindex", place + 2);
    line.dataset.place = place;
    line.classList.toggle("fraud", fraud);
    if (cards) {
      line.cells[0].id = `cell-${place}-0`;
      line.cells[0].replaceChildren(...cards.draw(frame, row));
    }
    for (let index = 0; !cards && index < columns.length; index++) this.fillCell(line.cells[index], place, index, fraud);
    this.range.markRow(line, place);
  }

  fillCell(cell, place, index, fraud) {
    const column = this.columns[index];
    const value = this.frame.get(this.rows[place], column.name);
    const text = this.text(value, column);
    cell.id = `cell-${place}-${index}`;
    cell.classList.toggle("null", value === null);
    const isMark = fraud && (index === 0 || column.name === "is_fraud");
    if (isMark) {
      const mark = index === 0 ? [icon("flag"), element("span", { className: "hidden" }, this.words.fraud)] : [icon("flag"), text];
      cell.replaceChildren(...(index === 0 ? [text] : []), element("span", { className: "mark" }, mark));
    } else if (cell.childNodes.length === 1 && cell.firstChild.nodeType === Node.TEXT_NODE) {
      if (cell.firstChild.data !== text) cell.firstChild.data = text;
    } else {
      cell.textContent = text;
    }
  }

  // --- Keys

  press(event) {
    if (event.altKey || event.metaKey || (event.ctrlKey && !["Home", "End", "a"].includes(event.key))) return;
    const { row, column } = this.active;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / this.rowHeight) - 2);
    const [lastRow, lastColumn] = [this.rows.length - 1, this.cards ? 0 : this.columns.length - 1];
    const moves = {
      ArrowDown: [row + 1, column], ArrowUp: [row - 1, column], ArrowRight: [row, column + 1], ArrowLeft: [row, column - 1],
      PageDown: [row + page, column], PageUp: [Math.max(0, row - page), column],
      Home: event.ctrlKey ? [0, 0] : [row, 0], End: event.ctrlKey ? [lastRow, lastColumn] : [row, lastColumn],
    };
    const isWidth = row < 0 && event.shiftKey && ["ArrowLeft", "ArrowRight"].includes(event.key);
    if (isWidth && !this.cards) {
      this.setWidth(column, this.sizes[column] + (event.key === "ArrowRight" ? WIDTH_STEP : -WIDTH_STEP));
    } else if (event.key === "Enter") {
      if (row >= 0) this.on.open(this.rows[row]);
      else if (!this.cards) this.on.sort(this.columns[column].name);
    } else if (event.key.toLowerCase() === "f" && !this.cards) {
      this.on.facet(this.columns[column], this.table.querySelector(`[data-facet="${column}"]`));
    } else if (event.key === "a" && event.ctrlKey) {
      this.range.anchor = { row: 0, column: 0 };
      this.active = { row: lastRow, column: lastColumn };
      this.markActive();
      this.on.active();
    } else if (event.key === "Escape" && this.range.anchor) {
      this.range.clear();
      this.move(row, column);
    } else if (moves[event.key]) {
      const [to, at] = moves[event.key];
      this.move(Math.min(Math.max(to, event.shiftKey || this.cards ? 0 : -1), lastRow), Math.min(Math.max(at, 0), lastColumn), { extend: event.shiftKey });
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Makes a cell active and scrolls to it; if it is to `extend`, all cells from the one before are selected. */
  move(row, column, { toMiddle = false, extend = false } = {}) {
    if (extend && this.active.row >= 0) this.range.extend();
    else this.range.clear();
    this.active = { row, column };
    const { scroll, scroller, rowHeight } = this;
    if (row >= 0) {
      const [top, room] = [row * rowHeight, scroller.clientHeight - scroll.head - rowHeight];
      if (toMiddle) scroll.to(top - room / 2);
      else if (top < scroll.top) scroll.to(top);
      else if (top > scroll.top + room) scroll.to(top - room);
    }
    this.paint();
    this.markActive();
    this.showColumn(column);
    this.on.active();
  }

  showColumn(column) {
    const { scroller } = this;
    const cell = this.activeElement;
    if (cell && column > 0) {
      const frozen = this.table.tHead.rows[0].cells[0].offsetWidth;
      const [left, right] = [cell.offsetLeft - frozen, cell.offsetLeft + cell.offsetWidth];
      if (left < scroller.scrollLeft) scroller.scrollLeft = left;
      else if (right > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = right - scroller.clientWidth;
    } else if (cell) {
      scroller.scrollLeft = 0;
    }
  }

  get activeElement() {
    return document.getElementById(`cell-${this.active.row}-${this.active.column}`);
  }

  markActive() {
    this.marked?.classList.remove("active");
    const cell = this.marked = this.activeElement;
    cell?.classList.add("active");
    if (cell) this.table.setAttribute("aria-activedescendant", cell.id);
    else this.table.removeAttribute("aria-activedescendant");
    if (this.range.anchor || this.range.known) this.range.mark(this.lines.shown);
  }
}

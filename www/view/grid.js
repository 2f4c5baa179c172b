// A table of any length in a real <table>: only the visible rows are in the document.
//
// It is an ARIA grid: the table has the focus, arrow keys move the active cell, and Enter opens its row or
// sorts by its column. Row -1 is the header.

import { element, icon } from "./dom.js";
import { isNumeric } from "./format.js";

const ROW_HEIGHT = 32;
const OVERSCAN = 8;
const PRINTED_ROWS = 60;
const SAMPLED_ROWS = 250;
const FIRST_ROWS = 60;
const MOST_ROWS = 160;
const MOST_WIDTH = 280;
const NARROW = 480;

export class Grid {
  /** `on` has the callbacks: `open(row)`, `sort(column)`, `active()`. */
  constructor(scroller, table, on) {
    Object.assign(this, { scroller, table, on });
    this.active = { row: 0, column: 0 };
    scroller.addEventListener("scroll", () => this.paint(), { passive: true });
    new ResizeObserver(() => this.paint()).observe(scroller);
    table.addEventListener("keydown", (event) => this.press(event));
    table.addEventListener("click", (event) => this.click(event));
    table.addEventListener("dblclick", (event) => this.rowAt(event) >= 0 && on.open(this.rows[this.rowAt(event)]));
    addEventListener("beforeprint", () => this.paint(PRINTED_ROWS));
    addEventListener("afterprint", () => this.paint());
  }

  /** Shows `rows`, the numbers of a frame's rows in order, and some of its columns. `text` formats the values. */
  show({ frame, rows, columns, sort, text, words, note }) {
    const sameFrame = frame === this.frame;
    Object.assign(this, { frame, rows, columns, sort, text, words, note });
    this.active.row = Math.min(this.active.row, rows.length - 1);
    this.active.column = Math.min(this.active.column, columns.length - 1);
    if (!sameFrame) {
      this.active = { row: 0, column: 0 };
      this.scroller.scrollTo(0, 0);
    }
    this.table.setAttribute("aria-rowcount", rows.length + 1);
    this.table.setAttribute("aria-colcount", columns.length);
    this.paintHead();
    this.first = -1;
    this.paint();
  }

  /** Makes a row of the frame the active one and scrolls to it. */
  reveal(row) {
    const place = this.rows.indexOf(row);
    if (place < 0) return false;
    this.move(place, 0, true);
    return true;
  }

  /** The row of the frame and the column of the active cell; undefined if there are no rows. */
  get activeCell() {
    const row = this.rows[this.active.row];
    return row === undefined ? undefined : { row, column: this.columns[this.active.column] };
  }

  paintHead() {
    const widths = this.columns.map((column, index) => this.widthOf(column) + (index === 0 ? 20 : 0));
    // On a small screen the frozen column would take up too much space.
    if (this.scroller.clientWidth < NARROW) widths[0] = Math.min(widths[0], NARROW / 4);
    this.table.querySelector("colgroup").replaceChildren(...widths.map((width) => {
      const col = element("col");
      col.style.width = `${width}px`;
      return col;
    }));
    this.table.style.width = `${widths.reduce((sum, width) => sum + width, 0)}px`;
    const cells = this.columns.map((column, index) => {
      const sorted = this.sort?.column === column.name ? (this.sort.descending ? "descending" : "ascending") : undefined;
      const button = element("button", { type: "button", tabIndex: -1, title: this.note(column), dataset: { column: index } },
        element("span", {}, column.name), sorted && icon(sorted === "descending" ? "down" : "up"));
      return element("th", {
        scope: "col", id: `cell--1-${index}`, "aria-colindex": index + 1, "aria-sort": sorted,
        className: isNumeric(column.type) && column.role !== "id" ? "number" : "",
      }, button);
    });
    this.table.tHead.replaceChildren(element("tr", { "aria-rowindex": 1 }, cells));
  }

  /** A width in pixels that fits the header and a sample of the rows. */
  widthOf(column) {
    const step = Math.max(1, Math.floor(this.rows.length / SAMPLED_ROWS));
    const texts = new Set();
    for (let place = 0; place < this.rows.length; place += place < FIRST_ROWS ? 1 : step) {
      texts.add(this.text(this.frame.get(this.rows[place], column.name), column));
    }
    const widths = [...texts].map((text) => this.measure(text, 400));
    return Math.ceil(Math.min(Math.max(this.measure(column.name, 600) + 18, ...widths), MOST_WIDTH) + 30);
  }

  measure(text, weight) {
    this.ruler ??= document.createElement("canvas").getContext("2d");
    this.ruler.font = `${weight} 14px ${getComputedStyle(this.table).fontFamily}`;
    return this.ruler.measureText(text).width;
  }

  paint(atLeast = 0) {
    if (!this.rows) return;
    const { scrollTop, clientHeight } = this.scroller;
    const first = atLeast ? 0 : Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - OVERSCAN);
    // In print the table is as high as its rows, which must not load more and more of them.
    const count = Math.min(Math.max(atLeast, Math.ceil(clientHeight / ROW_HEIGHT) + 2 * OVERSCAN), MOST_ROWS);
    const end = Math.min(first + count, this.rows.length);
    if (first === this.first && end === this.end) return;
    Object.assign(this, { first, end });
    const lines = [];
    for (let place = first; place < end; place++) lines.push(this.line(place));
    this.table.tBodies[0].replaceChildren(this.space(first), ...lines, this.space(this.rows.length - end));
    this.markActive();
  }

  /** A spacer in place of the rows that are not visible. */
  space(rows) {
    const line = element("tr", { className: "space", "aria-hidden": "true" });
    line.style.height = `${rows * ROW_HEIGHT}px`;
    return line;
  }

  line(place) {
    const row = this.rows[place];
    const fraud = this.frame.get(row, "is_fraud") === true;
    const cells = this.columns.map((column, index) => {
      const value = this.frame.get(row, column.name);
      const text = this.text(value, column);
      const isMark = column.name === "is_fraud" && fraud;
      const inside = index === 0
        ? [text, fraud && element("span", { className: "mark" }, icon("flag"), element("span", { className: "hidden" }, this.words.fraud))]
        : isMark ? [element("span", { className: "mark" }, icon("flag"), text)] : [text];
      const numeric = isNumeric(column.type) && column.role !== "id";
      return element(index === 0 ? "th" : "td", {
        scope: index === 0 ? "row" : undefined,
        id: `cell-${place}-${index}`,
        "aria-colindex": index + 1,
        className: [numeric && "number", value === null && "null"].filter(Boolean).join(" "),
      }, inside);
    });
    return element("tr", { "aria-rowindex": place + 2, className: fraud ? "fraud" : "", dataset: { place } }, cells);
  }

  click(event) {
    const button = event.target.closest("thead button");
    if (button) {
      this.active = { row: -1, column: Number(button.dataset.column) };
      this.markActive();
      this.on.sort(this.columns[this.active.column].name);
      return;
    }
    const cell = event.target.closest("tbody td, tbody th");
    if (!cell?.id) return;
    this.move(Number(cell.parentElement.dataset.place), cell.cellIndex);
    if (cell.cellIndex === 0) this.on.open(this.rows[this.active.row]);
  }

  rowAt(event) {
    return Number(event.target.closest("tbody tr")?.dataset.place ?? -1);
  }

  press(event) {
    if (event.altKey || event.metaKey || (event.ctrlKey && !["Home", "End"].includes(event.key))) return;
    const { row, column } = this.active;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / ROW_HEIGHT) - 2);
    const [lastRow, lastColumn] = [this.rows.length - 1, this.columns.length - 1];
    const moves = {
      ArrowDown: [row + 1, column], ArrowUp: [row - 1, column], ArrowRight: [row, column + 1], ArrowLeft: [row, column - 1],
      PageDown: [row + page, column], PageUp: [Math.max(0, row - page), column],
      Home: event.ctrlKey ? [0, 0] : [row, 0], End: event.ctrlKey ? [lastRow, lastColumn] : [row, lastColumn],
    };
    if (event.key === "Enter") {
      if (row < 0) this.on.sort(this.columns[column].name);
      else if (lastRow >= 0) this.on.open(this.rows[row]);
    } else if (moves[event.key]) {
      const [to, at] = moves[event.key];
      this.move(Math.min(Math.max(to, -1), lastRow), Math.min(Math.max(at, 0), lastColumn));
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Makes a cell active and scrolls to it. */
  move(row, column, toMiddle = false) {
    this.active = { row, column };
    const { scroller } = this;
    const head = this.table.tHead.offsetHeight;
    if (row >= 0) {
      const [top, room] = [row * ROW_HEIGHT, scroller.clientHeight - head - ROW_HEIGHT];
      if (toMiddle) scroller.scrollTop = top - room / 2;
      else if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room;
    }
    this.paint();
    this.markActive();
    const [cell, frozen] = [this.activeElement, this.table.tHead.rows[0].cells[0]];
    if (cell && column > 0) {
      const [left, right] = [cell.offsetLeft - frozen.offsetWidth, cell.offsetLeft + cell.offsetWidth];
      if (left < scroller.scrollLeft) scroller.scrollLeft = left;
      else if (right > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = right - scroller.clientWidth;
    } else if (cell) {
      scroller.scrollLeft = 0;
    }
    this.on.active();
  }

  get activeElement() {
    return document.getElementById(`cell-${this.active.row}-${this.active.column}`);
  }

  markActive() {
    this.table.querySelector(".active")?.classList.remove("active");
    const cell = this.activeElement;
    cell?.classList.add("active");
    if (cell) this.table.setAttribute("aria-activedescendant", cell.id);
    else this.table.removeAttribute("aria-activedescendant");
  }
}

// The cells of a grid that are selected together, from an anchor to the active cell, and what they are as text.

const MOST_CELLS = 200_000;

export class Range {
  anchor = null;

  constructor(grid) {
    this.grid = grid;
  }

  /** Selects from where the active cell was to where it goes. */
  extend() {
    this.anchor ??= { ...this.grid.active };
  }

  clear() {
    this.anchor = null;
  }

  /** The first and last rows and columns; undefined if only one cell is active. */
  get bounds() {
    const { anchor, grid: { active } } = this;
    if (!anchor || active.row < 0) return undefined;
    const [top, bottom] = [anchor.row, active.row].sort((a, b) => a - b);
    const [left, right] = [anchor.column, active.column].sort((a, b) => a - b);
    return top === bottom && left === right ? undefined : { top, bottom, left, right };
  }

  has(place, column) {
    const bounds = this.known;
    return bounds !== undefined && place >= bounds.top && place <= bounds.bottom && column >= bounds.left && column <= bounds.right;
  }

  /** Marks the cells in the document that are selected. */
  mark(rows) {
    this.known = this.bounds;
    for (const [place, row] of rows) this.markRow(row, place);
  }

  markRow(row, place) {
    for (let column = 0; column < row.cells.length; column++) {
      const isIn = this.has(place, column);
      const cell = row.cells[column];
      if (isIn === (cell.ariaSelected === "true")) continue;
      if (isIn) cell.ariaSelected = "true";
      else cell.removeAttribute("aria-selected");
    }
  }

  /** The cells as lines with tabs; null if they are too many. */
  text(cellText) {
    const { rows, columns } = this.grid;
    const { top, bottom, left, right } = this.bounds;
    if ((bottom - top + 1) * (right - left + 1) > MOST_CELLS) return null;
    const lines = [];
    for (let place = top; place <= bottom; place++) {
      lines.push(columns.slice(left, right + 1).map((column) => flat(cellText(rows[place], column))).join("\t"));
    }
    return lines.join("\n");
  }

  get size() {
    const { top, bottom, left, right } = this.bounds;
    return { rows: bottom - top + 1, columns: right - left + 1 };
  }
}

export { MOST_CELLS };

/** Spreadsheets take tabs and line ends as cells and rows. */
const flat = (text) => text.replace(/[\t\r\n]+/g, " ");

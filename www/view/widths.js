// How wide columns are: as wide as their values need, or as the user made them. It is remembered while the page is open.

import { widthOf } from "./ruler.js";

const LETTERS = 14;
const SAMPLED_ROWS = 250;
const FIRST_ROWS = 60;
const MOST_WIDTH = 280;
const [LEAST, MOST] = [56, 900];
// Room for a mark of fraud in the first column, for a sort's arrow, and for padding.
const [MARK, ARROW] = [20, 18];
export const PADDING = 30;
const LEAST_WITH_FACET = 104;

export class Widths {
  chosen = new Map();

  /** The widths of the columns shown by a grid. */
  of({ frame, rows, columns, text, label }, most = Infinity) {
    return columns.map((column, index) => {
      const key = `${frame.table}.${column.name}`;
      if (this.chosen.has(key)) return this.chosen.get(key);
      const needed = this.needed({ frame, rows, text, label }, column) + (index === 0 ? MARK : 0);
      // A frozen column may not take most of a small screen.
      return index === 0 ? Math.min(needed, most) : needed;
    });
  }

  /** Remembers a width, as far as it is one, and returns it. */
  choose(frame, column, width) {
    const wanted = Math.max(LEAST, Math.min(Math.round(width), MOST));
    this.chosen.set(`${frame.table}.${column.name}`, wanted);
    return wanted;
  }

  /** Goes back to the width that fits, and returns it. */
  fit(grid, column) {
    this.chosen.delete(`${grid.frame.table}.${column.name}`);
    return this.needed(grid, column);
  }

  /** A width in pixels that fits the head and a sample of the rows. */
  needed({ frame, rows, text, label }, column) {
    const step = Math.max(1, Math.floor(rows.length / SAMPLED_ROWS));
    const texts = new Set();
    for (let at = 0; at < rows.length; at += at < FIRST_ROWS ? 1 : step) texts.add(text(frame.get(rows[at], column.name), column));
    const widths = [...texts].map((one) => widthOf(one, LETTERS));
    const head = Math.max(widthOf(column.name, LETTERS, 600), widthOf(label(column) ?? "", LETTERS)) + ARROW;
    return Math.ceil(Math.max(LEAST_WITH_FACET, Math.min(Math.max(head, ...widths), MOST_WIDTH) + PADDING));
  }
}

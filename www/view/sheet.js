// The records on paper: the columns that a sheet has room for, the first rows, and what is left out told above them.

import { byId } from "./dom.js";
import { PADDING } from "./widths.js";

const MOST_ROWS = 500;
// A sheet's width between its margins, and a column's padding there, in pixels; letters are smaller than on the screen.
const [SHEET, GAP, SCALE] = [1047, 8, 0.76];
/** The columns that come first where not all have room. */
const MAIN = {
  transactions: ["transaction_id", "timestamp", "type", "amount", "status", "fraud_type", "evidence", "customer_id", "merchant_name", "beneficiary_id"],
};

export class Sheet {
  constructor(grid, page) {
    Object.assign(this, { grid, page });
    addEventListener("beforeprint", () => grid.rows && this.lay());
    addEventListener("afterprint", () => grid.rows && grid.unprint());
  }

  lay() {
    const { grid, page: { text, format } } = this;
    const { columns, rows } = grid;
    const widths = this.fitting();
    grid.print([...widths.keys()], [...widths.values()], MOST_ROWS);
    const left = columns.filter((column) => !widths.has(column)).map(({ name }) => name);
    byId("printed").textContent = [
      rows.length > MOST_ROWS && text.printed.rows(format.whole(MOST_ROWS), format.whole(rows.length)),
      left.length > 0 && text.printed.columns(left.join(", ")),
    ].filter(Boolean).join(" ");
  }

  /** Of the columns shown those that fit side by side, in their order, with their widths. */
  fitting() {
    const { grid: { frame, columns }, grid } = this;
    const main = MAIN[frame.table] ?? [];
    const rank = ({ name }) => (main.includes(name) ? main.indexOf(name) : main.length);
    const onPaper = new Map(grid.widths.of(grid).map((width, index) => [columns[index], Math.ceil(GAP + SCALE * (width - PADDING))]));
    let room = SHEET;
    const fitting = new Set(columns.toSorted((a, b) => rank(a) - rank(b)).filter((column, index) => {
      const fits = index === 0 || onPaper.get(column) <= room;
      if (fits) room -= onPaper.get(column);
      return fits;
    }));
    const widths = new Map([...onPaper].filter(([column]) => fitting.has(column)));
    // Long texts take the room that is left.
    const last = [...fitting].findLast(({ type }) => type === "string");
    if (last) widths.set(last, widths.get(last) + Math.max(0, room));
    return widths;
  }
}

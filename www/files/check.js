// Whether a file's records are those that the core generates from what the file, or the manifest that came with it, says they are.

import { call } from "../dataset/core.js";
import { Dataset } from "../dataset/dataset.js";
import { Frame } from "../dataset/frame.js";
import { harmless } from "./sample-files.js";

export const PAGE = 20_000;
// Rows compared before the page gets its turn.
const ROWS_AT_A_TIME = 1000;
const MOST_UNITS_KEPT = 24;

/** Generates a part again, and compares its digest, if the file states one, and all rows, which are in the same order. */
export async function check(opened, page, repaint) {
  const { spec, table, units, digest, found } = opened;
  const [first, end] = units.split("..").map(Number);
  if (digest) {
    const made = await call("part", spec, table, first, end);
    found.digest = { holds: made === digest, told: digest, made };
    if (!repaint()) return;
  }
  const made = inOrder(await Dataset.open(spec, page.about), table, first, end);
  const rows = await compareRows(opened, made.next, page, repaint);
  // A file that agrees as far as it goes may end too early.
  if (rows.isOver && !rows.where) rows.expected ??= rows.done + await made.rest();
}

/** Compares the rows of a file that is no whole part with those of a dataset with the same ids. */
export async function compare(opened, dataset, page, repaint) {
  await compareRows(opened, byId(dataset, opened.table), page, repaint);
}

/** Compares all rows of a file with generated ones, which `made` gives for an id; what is found stands in `opened.found.rows`. */
async function compareRows({ file, table, about, columns, found, bar }, made, page, repaint) {
  const rows = found.rows = { done: 0, all: about.rows };
  const isOn = () => rows.done < rows.all && !rows.where && rows.expected === undefined && !rows.isStopped;
  repaint();
  while (isOn()) {
    const start = rows.done;
    const inFile = new Frame(table, columns, [await call("readRows", file, start, Math.min(start + PAGE, rows.all))]);
    for (let row = 0; row < inFile.rows && isOn(); row++) {
      const { frame, inside, where, isEnd } = await made(inFile.at(row, 0), columns[0].name);
      if (isEnd) rows.expected = rows.done;
      else rows.where = where ?? differs(frame, inside, inFile, row, columns, page);
      if (isOn()) rows.done++;
      if (row % ROWS_AT_A_TIME === 0) {
        bar.value = rows.done / rows.all;
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
    // Other files are shown by now.
    if (!repaint()) rows.isStopped = true;
  }
  rows.isOver = !rows.isStopped;
  return rows;
}

/** The rows of some units, one after the other: `next` gives one, `rest` counts those that are left. */
function inOrder(dataset, table, first, end) {
  let [unit, inside] = [first, 0];
  let frame;
  return {
    async next() {
      for (; !frame || inside === frame.rows; inside = 0) {
        if (unit === end) return { isEnd: true };
        frame = await dataset.frame(table, unit++);
      }
      return { frame, inside: inside++ };
    },
    async rest() {
      let rows = frame ? frame.rows - inside : 0;
      for (; unit < end; unit++) rows += (await dataset.frame(table, unit)).rows;
      return rows;
    },
  };
}

/** Finds the row of an id, each once. */
function byId(dataset, table) {
  const kept = new Map();
  const seen = new Set();
  return async (id, name) => {
    if (seen.has(id)) return { where: `${name} ${id} (2 ×)` };
    seen.add(id);
    for (const { frame, places } of kept.values()) if (places.has(id)) return { frame, inside: places.get(id) };
    const unit = Number.isSafeInteger(id) ? await call("unitOf", dataset.key, table, id) : undefined;
    if (unit === undefined || kept.has(unit)) return { where: `${name} ${id}` };
    const frame = await dataset.frame(table, unit);
    const places = new Map(frame.values(name).map((other, row) => [other, row]));
    kept.set(unit, { frame, places });
    if (kept.size > MOST_UNITS_KEPT) kept.delete(kept.keys().next().value);
    return places.has(id) ? { frame, inside: places.get(id) } : { where: `${name} ${id}` };
  };
}

/** Where a generated row and a row of the file differ, in some columns. */
function differs(frame, inside, inFile, row, columns, { format, text }) {
  for (const column of columns) {
    const { name } = column;
    const [made, read] = [frame.get(inside, name), inFile.get(row, name)];
    // CSV for spreadsheets has an apostrophe before what looks like a formula.
    if (made !== read && !(typeof made === "string" && read === harmless(made))) {
      const [told, expected] = [read, made].map((value) => format.value(value, column, text));
      // Values that read the same for people differ in digits that only files have.
      const [left, right] = told === expected ? [read, made] : [told, expected];
      return `${name}, ${inFile.columns[0].name} ${inFile.at(row, 0)}: ${left} ≠ ${right}`;
    }
  }
  return undefined;
}

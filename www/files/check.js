// Whether a file's records are those that the core generates from what the file says of itself.

import { call } from "../dataset/core.js";
import { Dataset } from "../dataset/dataset.js";
import { Frame } from "../dataset/frame.js";
import { harmless } from "./sample-files.js";

export const PAGE = 20_000;
// Rows of a file that says nothing of itself, which are sought in the dataset shown.
const MOST_SOUGHT = 500;

/** Generates a part again, and compares its digest and the values of the file's first page. */
export async function check({ file, spec, table, units, digest, about, columns }, page, found, repaint) {
  const [first, end] = units.split("..").map(Number);
  const made = await call("part", spec, table, first, end);
  found.digest = { holds: made === digest, told: digest, made };
  repaint();
  const dataset = await Dataset.open(spec, page.about);
  const rows = Math.min(about.rows, PAGE);
  const inFile = new Frame(table, columns, [await call("readRows", file, 0, rows)]);
  let row = 0;
  let where;
  for (let unit = first; unit < end && row < rows && !where; unit++) {
    const frame = await dataset.frame(table, unit);
    for (let inside = 0; inside < frame.rows && row < rows && !where; inside++, row++) where = differs(frame, inside, inFile, row, frame.columns, page);
  }
  found.values = { holds: !where, where, count: page.format.whole(row * columns.length) };
}

/** Where the first rows of a file that says nothing of its digest differ from those of a dataset with the same ids. */
export async function compare({ file, table, about, columns }, dataset, page, found) {
  const rows = Math.min(about.rows, MOST_SOUGHT);
  const inFile = new Frame(table, columns, [await call("readRows", file, 0, rows)]);
  let frame;
  let where;
  for (let row = 0; row < rows && !where; row++) {
    const id = inFile.at(row, 0);
    let place = frame ? frame.rowOf(id) : -1;
    if (place < 0) {
      const unit = await dataset.unitOf(table, id);
      if (unit === undefined) where = `${columns[0].name} ${id}`;
      else frame = await dataset.frame(table, unit);
      place = where ? -1 : frame.rowOf(id);
    }
    where ??= differs(frame, place, inFile, row, columns, page);
  }
  found.same = { holds: !where, where, count: page.format.whole(rows) };
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

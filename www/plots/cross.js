// How plots filter each other: each counts the rows that pass all filters but those on its own column, so that its other
// parts stay there to be chosen.

import { rawReader } from "../dataset/frame.js";
import { sift } from "../explore/arrange.js";
import { choose, chosen, join, partsIn, replaced, toggled } from "../explore/filters.js";
import { slices, STEP } from "../explore/slices.js";

export class Cross {
  found = new Map();

  /** `filters` are those that apply to the frame; `isShown` says whether the records show it too. */
  constructor(page, frame, { filters, isShown, states }) {
    Object.assign(this, { page, frame, filters, isShown, states });
  }

  /** The rows that pass all filters, but those on a column. */
  rows(column) {
    const filters = this.filters.filter((filter) => filter.column !== column);
    const key = JSON.stringify(filters);
    if (!this.found.has(key)) this.found.set(key, sift(this.frame, filters, { states: this.states }));
    return this.found.get(key);
  }

  /** Calls `visit` with the cells of some columns in these rows. */
  async each(rows, names, visit) {
    const breathe = slices();
    const places = names.map((name) => this.frame.places.get(name));
    let at = 0;
    for (const chunk of this.frame.chunks) {
      const [a, b, c, d] = places.map((place) => (place === undefined ? () => null : rawReader(chunk.columns[place])));
      const none = () => null;
      const [read2, read3, read4] = [b ?? none, c ?? none, d ?? none];
      for (const end = chunk.start + chunk.rows; at < rows.length && rows[at] < end;) {
        for (const last = Math.min(at + STEP, rows.length); at < last && rows[at] < end; at++) {
          const row = rows[at] - chunk.start;
          visit(a(row), read2(row), read3(row), read4(row));
        }
        await breathe();
      }
    }
  }

  has(...names) {
    return names.every((name) => this.frame.places.has(name));
  }

  // --- Picks: what a part of a plot filters by, and whether it does already

  /** A value of a column. */
  value(column, part, name) {
    const on = chosen(this.filters, column);
    return this.pick(`${column} ${part}`, name, on.includes(part), () => choose(this.filters, column, toggled(on, part)));
  }

  /** A range of a column, in place of another. */
  range(column, from, to, name) {
    const value = join([from, to]);
    const isRange = (filter) => filter.column === column && filter.operator === "between";
    const isOn = this.filters.some((filter) => isRange(filter) && filter.value === value);
    return this.pick(`${column} ${value}`, name, isOn, () => replaced(this.filters, isRange, isOn ? undefined : { column, operator: "between", value }));
  }

  /** A part of what the condition "at" or "state" asks for. */
  part(column, operator, part, name) {
    const on = partsIn(this.filters, column, operator);
    const changed = () => {
      const parts = toggled(on, part);
      return replaced(this.filters, (filter) => filter.column === column && filter.operator === operator, parts.length > 0 ? { column, operator, value: join(parts) } : undefined);
    };
    return this.pick(`${column} ${operator} ${part}`, name, on.includes(part), changed);
  }

  pick(key, name, isOn, changed) {
    const { page, isShown } = this;
    const elsewhere = isShown ? {} : { table: "transactions", sort: null, columns: null, id: null, ...(page.state.table === "credits" ? {} : { unit: 0, units: 1 }) };
    return { key, name: page.text.explore.pick(name), isOn, toggle: () => page.go({ filters: changed(), ...elsewhere }, { asNew: true }) };
  }
}

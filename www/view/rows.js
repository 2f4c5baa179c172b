// The rows of a grid that are in the document. Those that leave the view are filled anew and used again, which is much
// faster than making others.

import { element } from "./dom.js";

export class Rows {
  shown = new Map();

  /** `make()` makes an empty row, and `fill(row, place)` gives it its place and its cells. */
  constructor(body, { make, fill }) {
    Object.assign(this, { body, make, fill });
    [this.before, this.after] = [0, 1].map(() => element("tr", { className: "space", "aria-hidden": "true" }));
    this.clear();
  }

  /** Forgets all rows, as they have other columns now. */
  clear() {
    this.shown.clear();
    this.body.replaceChildren(this.before, this.after);
  }

  /** Shows the rows from `first` to `end`, with room before and after them. Those in sight already stay unless `anew`. */
  paint({ first, end, before, after, anew }) {
    const spare = [];
    for (const [place, row] of this.shown) {
      if (place >= first && place < end) continue;
      row.remove();
      spare.push(row);
      this.shown.delete(place);
    }
    let next = this.before.nextSibling;
    for (let place = first; place < end; place++) {
      const known = this.shown.get(place);
      const row = known ?? spare.pop() ?? this.make();
      if (!known || anew) this.fill(row, place);
      this.shown.set(place, row);
      if (row === next) next = next.nextSibling;
      else this.body.insertBefore(row, next);
    }
    setHeight(this.before, before);
    setHeight(this.after, after);
  }
}

function setHeight(row, height) {
  const wanted = `${Math.max(0, height)}px`;
  if (row.style.height !== wanted) row.style.height = wanted;
}

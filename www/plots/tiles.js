// Brazil with a tile for each of its 27 states, roughly where it lies.

import { svg } from "../view/dom.js";
import { canvas, figure, label, tip } from "./figure.js";
import { picks } from "./picks.js";

const PLACES = {
  RR: [1, 0], AP: [3, 0],
  AM: [1, 1], PA: [2, 1], MA: [3, 1], CE: [4, 1], RN: [5, 1],
  AC: [0, 2], RO: [1, 2], TO: [2, 2], PI: [3, 2], PE: [4, 2], PB: [5, 2],
  MT: [1, 3], GO: [2, 3], DF: [3, 3], BA: [4, 3], AL: [5, 3],
  MS: [1, 4], SP: [2, 4], MG: [3, 4], ES: [4, 4], SE: [5, 4],
  PR: [2, 5], RJ: [3, 5],
  SC: [2, 6],
  RS: [1, 6],
};

/** `counts` holds `{customers, inCases}` by state; `pick(state, name)` filters by one. */
export function tileMap({ title, note, counts, text, format, width, pick }) {
  const size = Math.min(58, Math.floor(width / 6));
  const left = (width - size * 6) / 2;
  const most = Math.max(1, ...[...counts.values()].map(({ customers }) => customers));
  const of = (uf) => counts.get(uf) ?? { customers: 0, inCases: 0 };
  const tiles = Object.entries(PLACES).map(([uf, [column, row]]) => {
    const { customers, inCases } = of(uf);
    const [x, y] = [left + column * size, row * size];
    const share = Math.sqrt(customers / most);
    return svg("g", { class: share > 0.55 ? "tile strong" : "tile" }, tip(`${uf}: ${format.whole(customers)}, ${text.plots.inCases} ${format.whole(inCases)}`),
      svg("rect", { class: "heat", x: x + 2, y: y + 2, width: size - 4, height: size - 4, rx: 7, "fill-opacity": (0.06 + 0.94 * share).toFixed(3) }),
      label(x + size / 2, y + size / 2 - 1, uf, { "text-anchor": "middle", class: "name" }),
      label(x + size / 2, y + size / 2 + 15, format.whole(customers), { "text-anchor": "middle", class: "small" }));
  });
  const rows = Object.keys(PLACES).sort((a, b) => of(b).customers - of(a).customers || a.localeCompare(b));
  const buttons = pick && picks({ name: title, items: Object.entries(PLACES).map(([uf, [column, row]]) => ({
    ...pick(uf, `${uf}: ${format.whole(of(uf).customers)}, ${text.plots.inCases} ${format.whole(of(uf).inCases)}`), x: left + column * size + 1, y: row * size + 1, width: size - 2, height: size - 2,
  })) });
  return figure({
    title, note, text, picks: buttons,
    drawing: canvas(width, size * 7 + 2, title, ...tiles),
    head: text.plots.statesHead,
    rows: rows.map((uf) => [uf, format.whole(of(uf).customers), format.whole(of(uf).inCases)]),
  });
}

// Bars of counts: legitimate payments, and fraudulent ones.

import { svg } from "../view/dom.js";
import { widest, widthOf } from "../view/ruler.js";
import { canvas, figure, label, tip } from "./figure.js";
import { picks } from "./picks.js";

// More bars than this are drawn thin.
const MANY = 12;
// If the drawing is narrower, the names of bars that say words are above them.
const NARROW = 480;

/**
 * `items` are `{name, long, usual, frauds, more}`; upright bars are side by side, others one below the other.
 * `usual` names what is not fraud. Bars say how many there are in all or, if it is given, what `says(frauds, usual)`; they have
 * then `more` in the table instead of the share of frauds. An item with a `pick` filters by it.
 */
export function bars(options) {
  const { title, note, items, text, format, head, usual: everyday = text.plots.everyday, says } = options;
  const { drawing, places } = options.upright ? standing(options) : lying(options);
  const rows = items.map(({ name, long, usual, frauds, more }) => [
    long ?? name, format.whole(says ? usual : usual + frauds), format.whole(frauds), says ? more : format.share(frauds / Math.max(1, usual + frauds)),
  ]);
  const legend = [["usual", everyday], ["fraud", text.fraud]];
  const buttons = items.some(({ pick }) => pick) && picks({ name: title, items: items.map(({ pick }, index) => ({ ...pick, ...places[index] })) });
  return figure({ title, note, drawing, head, rows, text, legend, picks: buttons });
}

function lying({ title, items, format, width, says, text }) {
  const isBelow = Boolean(says) && width < NARROW;
  const thick = items.length > MANY ? 14 : 18;
  const height = isBelow ? thick + 26 : items.length > MANY ? 23 : 34;
  const left = isBelow ? 0 : widest(items.map(({ name }) => name), 13) + 14;
  const most = Math.max(1, ...items.map(({ usual, frauds }) => usual + frauds));
  const tell = ({ usual, frauds }) => (says ? says(frauds, usual) : format.whole(usual + frauds));
  const room = width - left - widest(items.map(tell)) - 12;
  const lines = items.flatMap((item, index) => {
    const { name, usual, frauds } = item;
    const top = index * height;
    const y = isBelow ? top + 20 : top + (height - thick) / 2;
    const base = y + thick / 2 + 4.5;
    const [whole, part] = [room * (usual + frauds) / most, room * frauds / most];
    const told = tell(item);
    const group = svg("g", {}, tip(`${name}: ${says ? told : `${told}, ${text.fraud} ${format.whole(frauds)}`}`),
      svg("rect", { class: "bar", x: left, y, width: Math.max(1, whole), height: thick, rx: 3 }),
      frauds > 0 ? svg("rect", { class: "bar fraud", x: left, y, width: Math.max(2, part), height: thick, rx: 3 }) : "");
    const called = isBelow ? label(0, top + 15, name, { class: "name" }) : label(left - 10, base, name, { "text-anchor": "end", class: "name" });
    return [called, group, label(left + Math.max(1, whole) + 8, base, told)];
  });
  const places = items.map((_, index) => ({ x: 0, y: index * height, width, height }));
  return { drawing: canvas(width, items.length * height + 4, title, ...lines), places };
}

function standing({ title, items, format, width, text }) {
  const [height, bottom] = [230, 26];
  const room = height - bottom - 14;
  const most = Math.max(10, ...items.map(({ usual, frauds }) => usual + frauds));
  // A logarithmic height too: there is little fraud.
  const up = (count) => (count === 0 ? 0 : room * (Math.log10(count) + 0.3) / (Math.log10(most) + 0.3));
  const powers = Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, power) => 10 ** power);
  const left = widest(powers.map(format.whole)) + 10;
  const rules = powers.flatMap((count) => [
    svg("path", { class: "rule", d: `M${left} ${height - bottom - up(count)}H${width}` }),
    label(left - 6, height - bottom - up(count) + 4, format.whole(count), { "text-anchor": "end" }),
  ]);
  const step = (width - left) / items.length;
  const named = items.map(({ name }) => name).filter(Boolean);
  // As many names as do not touch each other.
  const every = Math.ceil(named.length * (widest(named) + 10) / (width - left));
  const isWritten = (name, x) => name && named.indexOf(name) % every === 0 && x + widthOf(name) <= width;
  const drawn = items.map(({ name, long, usual, frauds }, index) => {
    const x = left + index * step;
    const [whole, part] = [up(usual + frauds), up(frauds)];
    return svg("g", {}, tip(`${long}: ${format.whole(usual + frauds)}, ${text.fraud} ${format.whole(frauds)}`),
      svg("rect", { class: "bar", x: x + 1, y: height - bottom - whole, width: Math.max(1, step - 2), height: whole, rx: 2 }),
      part > 0 ? svg("rect", { class: "bar fraud", x: x + step * 0.25, y: height - bottom - part, width: step * 0.5, height: part, rx: 2 }) : "",
      isWritten(name, x) ? label(x, height - 8, name) : "");
  });
  const places = items.map((_, index) => ({ x: left + index * step, y: 0, width: step, height: height - bottom }));
  return { drawing: canvas(width, height, title, ...rules, ...drawn), places };
}

// A drawing with its title, and a table of its data.

import { element, svg } from "../view/dom.js";

/** A figure. `rows` are arrays of text, each starting with the row's name; `picks` are buttons over the drawing. */
export function figure({ title, note, drawing, head, rows, text, legend, picks }) {
  const table = element("table", { className: "plain" },
    element("caption", { className: "hidden" }, title),
    element("thead", {}, element("tr", {}, head.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, rows.map(([name, ...values]) => element("tr", {},
      element("th", { scope: "row" }, name), values.map((value) => element("td", {}, value))))));
  return element("figure", {},
    element("figcaption", {}, element("strong", {}, title), note && element("span", { className: "note" }, note),
      legend && element("span", { className: "legend" }, legend.map(([kind, name]) => element("span", { className: kind }, name)))),
    element("div", { className: "drawing" }, drawing, picks),
    element("details", { className: "behind" }, element("summary", {}, text.data), element("div", { className: "sideways", tabIndex: 0, role: "region", ariaLabel: `${text.data}: ${title}` }, table)));
}

/** The canvas of a drawing. Screen readers read its title, and the table has the data. */
export const canvas = (width, height, title, ...children) =>
  svg("svg", { class: "plot", role: "img", "aria-label": title, viewBox: `0 0 ${width} ${height}`, width, height }, ...children);

/** Text in a drawing. */
export const label = (x, y, text, attributes = {}) => svg("text", { x, y, ...attributes }, text);

/** The tooltip of a shape. */
export const tip = (text) => svg("title", {}, text);

/** The width available to drawings in an element. */
export function roomOf(place, most = 720) {
  const { paddingLeft, paddingRight } = getComputedStyle(place);
  const room = place.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  return Math.max(260, Math.min(most, room || most));
}

// The flow of a case's money: who paid, who received it, and where it went from there.

import { svg } from "../view/dom.js";
import { canvas, label, tip } from "./figure.js";

const [NODE_HEIGHT, GAP, HEAD] = [46, 14, 24];
// Height below the nodes, for money that flows back.
const BEND = 34;
// A narrower flow would not be readable: it scrolls sideways instead.
const [LEAST_NODE, LEAST_SPACE, LEAST_WIDTH] = [112, 34, 520];

/** The width of a flow, given the room there is. */
export function widthOf({ nodes }, room) {
  const used = new Set(nodes.map(({ column }) => column)).size;
  return Math.max(room, LEAST_WIDTH, used * LEAST_NODE + (used - 1) * LEAST_SPACE);
}

/**
 * Draws nodes in columns and the money between them. `nodes` are `{id, column, name, note, more, main, fraud}`,
 * `edges` are `{from, to, amount, text, main}`; `heads` are the columns' headings, if there are any.
 */
export function flowDrawing({ nodes, edges, heads, title, width }) {
  const columns = [...new Set(nodes.map(({ column }) => column))].sort((a, b) => a - b)
    .map((number) => ({ head: heads?.[number], inside: nodes.filter((node) => node.column === number) }));
  const used = columns.length;
  const nodeWidth = Math.min(200, width * (used > 2 ? 0.8 / used : 0.4));
  const space = used > 1 ? (width - used * nodeWidth) / (used - 1) : 0;
  const top = heads ? HEAD : 0;
  const room = Math.max(...columns.map(({ inside }) => inside.length)) * (NODE_HEIGHT + GAP);
  const places = new Map();
  columns.forEach(({ inside }, column) => {
    const first = top + (room - inside.length * (NODE_HEIGHT + GAP)) / 2;
    inside.forEach((node, index) => places.set(node.id, { column, x: column * (nodeWidth + space), y: first + index * (NODE_HEIGHT + GAP) }));
  });
  const largest = Math.max(1, ...edges.map(({ amount }) => amount));
  const isBack = ({ from, to }) => places.get(from).column >= places.get(to).column;
  const lines = edges.toSorted((a, b) => Number(a.main ?? false) - Number(b.main ?? false)).flatMap((edge) => {
    const { from, to, amount, text, main } = edge;
    const kind = main ? " main" : "";
    const [a, b] = [places.get(from), places.get(to)];
    const thick = 1.5 + 7 * Math.sqrt(amount / largest);
    if (isBack(edge)) {
      const [x1, x2, low] = [a.x + nodeWidth * 0.7, b.x + nodeWidth * 0.3, Math.max(a.y, b.y) + NODE_HEIGHT + BEND];
      const [y1, y2] = [a.y + NODE_HEIGHT, b.y + NODE_HEIGHT + 7];
      return [
        svg("path", { class: `edge${kind}`, d: `M${x1} ${y1}C${x1} ${low} ${x2} ${low} ${x2} ${y2}`, "stroke-width": thick }, tip(text.long)),
        svg("path", { class: `arrow${kind}`, d: `M${x2 - 6} ${y2 + 3}l6-10 6 10z` }),
      ];
    }
    const [x1, y1, x2, y2] = [a.x + nodeWidth, a.y + NODE_HEIGHT / 2, b.x - 7, b.y + NODE_HEIGHT / 2];
    const middle = (x1 + x2) / 2;
    const line = svg("path", { class: `edge${kind}`, d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`, "stroke-width": thick }, tip(text.long));
    const head = svg("path", { class: `arrow${kind}`, d: `M${x2 - 3} ${y2 - 6}l10 6-10 6z` });
    // Next to the arrow, where there is no other line.
    const alone = main || edges.filter((other) => other.to === to).length === 1;
    const written = space > 64 && alone ? [label(x2 - 8, y2 - 10, text.short, { class: "amount", "text-anchor": "end" })] : [];
    return [line, coins(line, a.column), head, ...written];
  });
  const [letters, small] = [7, 6].map((wide) => Math.floor((nodeWidth - 16) / wide));
  const boxes = nodes.map((node) => {
    const { x, y } = places.get(node.id);
    return svg("g", { class: ["node", node.main && "main", node.fraud && "fraud"].filter(Boolean).join(" ") },
      svg("rect", { x: x + 0.5, y: y + 0.5, width: nodeWidth - 1, height: NODE_HEIGHT, rx: 7 }),
      label(x + 9, y + 19, cut(node.name, letters), { class: "name" }),
      label(x + 9, y + 36, cut(node.note, small), { class: "note" }),
      tip([node.name, node.note, node.more].filter(Boolean).join(", ")));
  });
  const headings = columns.flatMap(({ head }, column) => (head ? [label(column * (nodeWidth + space), 12, head)] : []));
  const height = top + room + (edges.some(isBack) ? BEND : 6);
  return canvas(width, height, title, ...headings, ...lines, ...boxes);
}

/** The money that moves along a line, from left to right in the order of its columns. */
function coins(line, column) {
  const moving = svg("path", { class: "coins", d: line.getAttribute("d"), "aria-hidden": "true" });
  moving.style.animationDelay = `${column * 0.4}s`;
  return moving;
}

const cut = (text, letters) => (text.length > letters ? `${text.slice(0, Math.max(1, letters - 1))}…` : text);

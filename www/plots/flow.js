// The flow of a case's money: who paid, who collected, where it went on to.

import { svg } from "../dom.js";
import { canvas, label, tip } from "./figure.js";

const NODE_HEIGHT = 46;
const GAP = 14;

/**
 * Draws nodes in three columns and the money between them. `nodes` are `{id, column, name, note, main, fraud}`,
 * `edges` are `{from, to, amount, text, main}`.
 */
export function flowDrawing({ nodes, edges, title, width }) {
  const columns = [0, 1, 2].map((column) => nodes.filter((node) => node.column === column));
  const used = columns.filter((column) => column.length > 0).length;
  const nodeWidth = Math.min(200, width * (used > 2 ? 0.27 : 0.4));
  const space = used > 1 ? (width - used * nodeWidth) / (used - 1) : 0;
  const most = Math.max(...columns.map((column) => column.length));
  const height = most * (NODE_HEIGHT + GAP) + 6;
  const places = new Map();
  let at = 0;
  for (const column of columns) {
    if (column.length === 0) continue;
    const top = (height - column.length * (NODE_HEIGHT + GAP) + GAP) / 2;
    column.forEach((node, index) => places.set(node.id, { x: at, y: top + index * (NODE_HEIGHT + GAP) }));
    at += nodeWidth + space;
  }
  const largest = Math.max(1, ...edges.map(({ amount }) => amount));
  const lines = edges.flatMap(({ from, to, amount, text, main }) => {
    const [a, b] = [places.get(from), places.get(to)];
    const [x1, y1, x2, y2] = [a.x + nodeWidth, a.y + NODE_HEIGHT / 2, b.x - 7, b.y + NODE_HEIGHT / 2];
    const middle = (x1 + x2) / 2;
    const line = svg("path", {
      class: main ? "edge main" : "edge",
      d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`,
      "stroke-width": 1.5 + 7 * Math.sqrt(amount / largest),
    }, tip(text.long));
    const head = svg("path", { class: main ? "arrow main" : "arrow", d: `M${x2 - 3} ${y2 - 6}l10 6-10 6z` });
    // Beside its arrow, where no other line runs.
    const alone = main || edges.filter((edge) => edge.to === to).length === 1;
    const written = space > 84 && alone ? [label(x2 - 8, y2 - 10, text.short, { class: "amount", "text-anchor": "end" })] : [];
    return [line, head, ...written];
  });
  const letters = Math.floor((nodeWidth - 18) / 7.3);
  const boxes = nodes.map((node) => {
    const { x, y } = places.get(node.id);
    return svg("g", { class: ["node", node.main && "main", node.fraud && "fraud"].filter(Boolean).join(" ") },
      svg("rect", { x: x + 0.5, y: y + 0.5, width: nodeWidth - 1, height: NODE_HEIGHT, rx: 7 }),
      label(x + 10, y + 19, cut(node.name, letters), { class: "name" }),
      label(x + 10, y + 36, cut(node.note, letters + 2), { class: "note" }),
      tip(`${node.name}, ${node.note}`));
  });
  return canvas(width, height, title, ...lines, ...boxes);
}

const cut = (text, letters) => (text.length > letters ? `${text.slice(0, Math.max(1, letters - 1))}…` : text);

// The flow of a case's money: who paid, who received it, and where it went from there.

import { svg } from "../view/dom.js";
import { canvas, label, tip } from "./figure.js";
import { linesOf, widest } from "../view/ruler.js";
import { layered } from "./layers.js";

const [NODE_HEIGHT, LINE, GAP, HEAD] = [46, 15, 14, 24];
// If a flow from left to right would be narrower, it is drawn downwards.
const [LEAST_NODE, LEAST_SPACE, LEAST_WIDTH] = [100, 34, 520];
const [WIDEST_NODE, WIDEST_DOWN] = [200, 480];
// What a box has beside its text, and a line beside its amount.
const [PADDING, ROUND_AMOUNT] = [18, 22];
/** How names, notes and amounts are written: size and weight, as in style.css. */
export const [NAME, SMALL, AMOUNT] = [{ size: 12, weight: 600, most: 2 }, { size: 11 }, [12, 600]];

/**
 * Draws nodes in layers and the money between them. `nodes` are `{id, column, name, note, more, main, fraud}`,
 * `edges` are `{from, to, amount, payments, text, main}`, those without payments were refused; `heads` are the layers' headings, if there are any.
 */
export function flowDrawing({ nodes, edges, heads, title, width }) {
  const numbers = [...new Set(nodes.map(({ column }) => column))].sort((a, b) => a - b);
  const layers = numbers.map((number) => nodes.filter(({ column }) => column === number).map(({ id }) => id));
  const used = layers.length;
  // Next to the arrow, where there is no other line.
  const isWritten = ({ to, main }) => main || edges.filter((other) => other.to === to).length === 1;
  const between = Math.max(LEAST_SPACE, widest(edges.filter(isWritten).map(({ text }) => text.short), ...AMOUNT) + ROUND_AMOUNT);
  const across = Math.min(WIDEST_NODE, (width - (used - 1) * between) / used);
  const isDown = width < LEAST_WIDTH || across < LEAST_NODE;
  const room = isDown ? Math.min(width, WIDEST_DOWN) : width;
  const wide = isDown ? (room - 26) / 2 : across;
  const names = new Map(nodes.map(({ id, name }) => [id, linesOf(name, wide - PADDING, NAME)]));
  const lines = Math.max(...[...names.values()].map(({ length }) => length));
  const space = isDown ? 40 : used > 1 ? (width - used * wide) / (used - 1) : 0;
  const plan = layered(layers, { down: isDown, width: room, size: [wide, NODE_HEIGHT + (lines - 1) * LINE], space, gap: GAP, head: heads ? HEAD : 0 });
  const largest = Math.max(1, ...edges.map(({ amount }) => amount));
  const drawn = edges.toSorted((a, b) => Number(a.main ?? false) - Number(b.main ?? false)).map((edge, number) => {
    const { from, to, amount, payments, text, main } = edge;
    const link = plan.link(from, to, number);
    const kind = `${main ? " main" : ""}${payments > 0 ? "" : " refused"}`;
    const line = svg("path", { class: `edge${kind}`, d: link.d, "stroke-width": 1.5 + 7 * Math.sqrt(amount / largest) }, tip(text.long));
    const written = isWritten(edge) && (isDown ? link.turn === 90 : !link.isBack) && amountAt(link, text.short);
    return { shapes: [line, !link.isBack && payments > 0 && coins(link.d, plan.places.get(from).layer), arrow(link, kind)], written };
  });
  const boxes = nodes.map((node) => {
    const { x, y, width: length, height } = plan.places.get(node.id);
    return svg("g", { class: ["node", node.main && "main", node.fraud && "fraud"].filter(Boolean).join(" ") },
      svg("rect", { x: x + 0.5, y: y + 0.5, width: length - 1, height, rx: 7 }),
      names.get(node.id).map((line, index) => label(x + 9, y + 19 + index * LINE, line, { class: "name" })),
      label(x + 9, y + height - 10, linesOf(node.note, wide - PADDING, SMALL)[0], { class: "note" }),
      tip([node.name, node.note, node.more].filter(Boolean).join(", ")));
  });
  const headings = heads ? plan.heads.map(([x, y], layer) => label(x, y, heads[numbers[layer]], { class: "head" })) : [];
  return canvas(room, plan.height + 6, title, drawn.map(({ shapes }) => shapes), headings, drawn.map(({ written }) => written), boxes);
}

/** An amount at the end of a line: above it, or beside one that goes down. */
export function amountAt({ x, y, turn, side }, text, attributes = {}) {
  if (turn !== 90) return label(x - 8, y - 10, text, { class: "amount", "text-anchor": "end", ...attributes });
  return label(x + side * 10, y - 5, text, { class: "amount", "text-anchor": side < 0 ? "end" : "start", ...attributes });
}

/** The head of a line. */
export const arrow = ({ x, y, turn }, kind = "") => svg("path", { class: `arrow${kind}`, d: "M-3-6 7 0-3 6z", transform: `translate(${x} ${y}) rotate(${turn})` });

/** The money that moves along a line, layer by layer. */
function coins(d, layer) {
  const moving = svg("path", { class: "coins", d, "aria-hidden": "true" });
  moving.style.animationDelay = `${layer * 0.4}s`;
  return moving;
}

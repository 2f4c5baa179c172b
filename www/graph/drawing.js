// The graph as a drawing: boxes in layers, and lines that are as thick as the money that has gone along them.

import { AMOUNT, amountAt, arrow, NAME, SMALL } from "../plots/flow.js";
import { label, tip } from "../plots/figure.js";
import { layered } from "../plots/layers.js";
import { roving } from "../plots/roving.js";
import { svg } from "../view/dom.js";
import { linesOf, widthOf } from "../view/ruler.js";
import { isMoney, movedBy, totalsOf } from "./model.js";
import { MARGIN, Viewport } from "./viewport.js";

const [LINE, BADGE] = [14, 30];
// Boxes and the space between them, as wide as it looks best, and as narrow as they can be read.
const [WIDE, SPACE, LEAST_WIDE, LEAST_SPACE] = [186, 96, 136, 56];
// Narrower than this, the graph is drawn downwards, and the letters keep their size.
const NARROW = 640;
const PAN = 60;
// How far frauds and other payments between the same two are from the middle.
const APART = 8;

export class Drawing {
  /** `onopen(node)` opens what belongs to a node or closes it, `onpick(node)` shows its record. */
  constructor({ onopen, onpick }) {
    this.group = svg("g");
    this.frame = svg("svg", { class: "plot graph", role: "group", tabindex: 0, "aria-describedby": "graph-hint" }, this.group);
    this.view = new Viewport(this.frame, this.group);
    const nodeOf = ({ target }) => this.graph.nodes.get(target.closest?.(".node")?.dataset.key);
    this.frame.addEventListener("click", (event) => {
      const node = nodeOf(event);
      if (node) (event.target.closest(".badge") || node.kind === "more" ? onopen : onpick)(node);
    });
    this.frame.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const node = nodeOf(event);
      const act = node && { Enter: () => (node.kind === "more" ? onopen : onpick)(node), " ": () => onopen(node) }[event.key] || this.keys[event.key];
      if (!act || event.defaultPrevented) return;
      event.preventDefault();
      act();
    });
    this.frame.addEventListener("focusin", ({ target }) => target.dataset.key && this.view.reveal(this.plan.places.get(target.dataset.key)));
  }

  get keys() {
    const { view } = this;
    const pan = (right, down) => document.activeElement === this.frame && view.pan(right * PAN, down * PAN);
    return {
      "+": () => view.zoomIn(), "=": () => view.zoomIn(), "-": () => view.zoomOut(), "0": () => this.fit(),
      ArrowLeft: () => pan(1, 0), ArrowRight: () => pan(-1, 0), ArrowUp: () => pan(0, 1), ArrowDown: () => pan(0, -1),
    };
  }

  /** Shows all of it. */
  fit() {
    this.view.fit();
  }

  /** Draws a graph whose nodes have been told (`{name, note, opens, sums(totals), says(totals)}` by key); `anchor` keeps its place and gets the focus. */
  paint(graph, told, width, { title, edge, anchor }) {
    const [before, hadFocus] = [this.plan?.places.get(anchor), this.frame.contains(document.activeElement)];
    const [x, y] = before ? [before.x * this.view.scale + this.view.x, before.y * this.view.scale + this.view.y] : [];
    Object.assign(this, { graph, told, edge, isDown: width < NARROW });
    this.frame.setAttribute("aria-label", title);
    const inside = width - 2 * MARGIN;
    const { layers } = graph;
    // What the boxes may lose of their width so that all layers are in view.
    const count = layers.length;
    const most = count * (WIDE - LEAST_WIDE) + (count - 1) * (SPACE - LEAST_SPACE);
    const lost = Math.max(0, Math.min(1, (count * WIDE + (count - 1) * SPACE - inside) / Math.max(1, most)));
    const wide = this.isDown ? (inside - 26) / 2 : Math.floor(WIDE - lost * (WIDE - LEAST_WIDE));
    this.space = this.isDown ? 46 : Math.floor(SPACE - lost * (SPACE - LEAST_SPACE));
    const names = new Map([...told].map(([key, { name }]) => [key, linesOf(name, wide - BADGE - 10, NAME)]));
    const height = 34 + LINE * (Math.max(...[...names.values()].map(({ length }) => length)) + 1);
    this.plan = layered(layers, { down: this.isDown, width: inside, size: [wide, height], space: this.space, gap: this.isDown ? 12 : 14 });
    this.lines = [...graph.edges.values()].map((one, number) => this.line(one, number));
    this.boxes = [...graph.nodes.values()].map((node) => this.box(node, names.get(node.key), wide - 18));
    this.group.replaceChildren(...this.lines.map(({ shape }) => shape), ...this.boxes.map(({ shape }) => shape));
    this.view.resize([this.plan.width, this.plan.height]);
    const room = Math.round(Math.min(innerHeight * 0.72, Math.max(260, this.view.size[1] + 2 * MARGIN)));
    for (const [name, length] of [["width", width], ["height", room]]) this.frame.setAttribute(name, length);
    const place = this.plan.places.get(anchor);
    if (place && before) this.view.show(x - place.x * this.view.scale, y - place.y * this.view.scale);
    // Smaller letters could not be read: what does not fit is dragged into view.
    else this.view.fit(1);
    const main = this.boxes.find(({ node }) => node.main);
    if (!before && main) this.view.reveal(this.plan.places.get(main.node.key));
    const current = this.boxes.find(({ node }) => node.key === anchor)?.button ?? main?.button;
    roving(this.group, ".hit", current);
    if (hadFocus && anchor) current?.focus({ preventScroll: true });
  }

  line(edge, number) {
    const into = [...this.graph.edges.values()].filter((other) => other.to === edge.to && isMoney(other));
    const isTwin = isMoney(edge) && into.filter(({ from }) => from === edge.from).length > 1;
    const isFirst = edge.kind === "fraud";
    const link = this.plan.link(edge.from, edge.to, number, isTwin ? (isFirst ? -APART : APART) : 0);
    const [path, title] = [svg("path", { class: "edge", d: link.d }), tip("")];
    path.append(title);
    const whole = movedBy(edge, Infinity);
    const hasRoom = this.isDown ? link.turn === 90 : !link.isBack && this.space > widthOf(this.edge(edge, whole.amount, whole.count).short, ...AMOUNT) + 22;
    // Next to the arrow, where there is no other line but the twin's.
    const amount = isMoney(edge) && hasRoom && into.every(({ from }) => from === edge.from) ? amountAt(isTwin ? { ...link, side: isFirst ? -1 : 1 } : link, "", isTwin && !isFirst && !this.isDown ? { y: link.y + 17 } : {}) : null;
    const shape = svg("g", { class: "link" }, path, isMoney(edge) && arrow(link), amount);
    return { edge, shape, path, title, amount, whole: whole.amount };
  }

  box(node, lines, room) {
    const { x, y, width, height } = this.plan.places.get(node.key);
    const { note, opens } = this.told.get(node.key);
    const sums = label(x + 9, y + height - 9, "", { class: "small" });
    const badge = opens && svg("g", { class: "badge", "aria-hidden": "true" },
      svg("rect", { x: x + width - BADGE, y: y + 1, width: BADGE - 1, height: BADGE - 1, rx: 6 }),
      svg("path", { d: `M${x + width - BADGE / 2 - 5} ${y + BADGE / 2}h10${node.times ? "" : "m-5-5v10"}` }));
    // Letters may be cut, so that the button has its own name.
    const button = svg("rect", { class: "hit", x, y, width, height, role: "button", "data-key": node.key, ...(opens ? { "aria-expanded": String(node.times > 0) } : {}) });
    const shape = svg("g", { class: `node ${node.kind}`, "data-key": node.key },
      svg("rect", { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1, rx: node.kind === "device" || node.kind === "ring" ? 20 : 7 }),
      svg("g", { "aria-hidden": "true" },
        lines.map((line, index) => label(x + 9, y + 18 + index * LINE, line, { class: "name" })),
        label(x + 9, y + height - 10 - LINE, linesOf(note, room, SMALL)[0], { class: "note" }), sums),
      button, badge || "");
    return { node, shape, button, sums, room };
  }

  /** Shows what had moved by a moment. */
  at(moment) {
    const moved = this.lines.map(({ edge }) => movedBy(edge, moment));
    const most = Math.max(1, ...this.lines.map(({ whole }) => whole));
    const totals = totalsOf(this.graph, this.lines.map(({ edge }, index) => [edge, moved[index]]));
    const dirty = new Set(this.lines.filter(({ edge }, index) => edge.kind === "fraud" && moved[index].count).map(({ edge }) => edge.to));
    this.lines.forEach(({ edge, shape, path, title, amount }, index) => {
      const { amount: sum, count, isNow } = moved[index];
      shape.setAttribute("class", ["link", edge.kind, isMoney(edge) && !count && "yet", isNow && "now"].filter(Boolean).join(" "));
      path.setAttribute("stroke-width", isMoney(edge) ? 1.5 + 6 * Math.sqrt(sum / most) : 1.5);
      const { short, long } = this.edge(edge, sum, count);
      title.textContent = long;
      if (amount) amount.textContent = count ? short : "";
    });
    for (const { node, shape, button, sums, room } of this.boxes) {
      const { sums: write, says } = this.told.get(node.key);
      sums.textContent = linesOf(write(totals.get(node.key)), room, SMALL)[0];
      button.setAttribute("aria-label", says(totals.get(node.key)));
      shape.classList.toggle("main", Boolean(node.main));
      shape.classList.toggle("fraud", !node.main && dirty.has(node.key) && ["account", "external"].includes(node.kind));
    }
  }
}

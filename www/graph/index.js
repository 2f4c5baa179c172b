// The panel with the graph of money: what it starts from, the drawing, the replay, and the tables behind it.

import { roomOf } from "../plots/figure.js";
import { shownCase } from "../start/start.js";
import { element } from "../view/dom.js";
import { Drawing } from "./drawing.js";
import { build, isMoney, movedBy } from "./model.js";
import { Replay } from "./replay.js";
import { recordOf, tables, tellNodes } from "./told.js";

const KINDS = ["case", "account", "device", "ring"];
let shown;

/** Fills the panel with the graph that the address names; without one, with that of the case that the page opens on. */
export async function paint(panel, page) {
  shown ??= new Panel(panel);
  await shown.paint(page);
}

class Panel {
  constructor(panel) {
    this.panel = panel;
    this.drawing = new Drawing({ onopen: (node) => this.open(node), onpick: (node) => this.pick(node) });
    this.replay = new Replay({ onmoment: (moment) => this.at(moment), onrest: (moment) => this.page.note({ moment: moment && Math.ceil(moment / 1e6) }) });
    this.place = element("div", { className: "graph-place" });
    addEventListener("resize", () => this.page.state.view === "graph" && this.place.clientWidth !== this.width && this.paint(this.page));
  }

  async paint(page) {
    this.page = page;
    const { dataset, state, text, format } = page;
    if (!this.place.isConnected) this.panel.replaceChildren(this.place);
    const from = state.from ?? await firstOf(dataset);
    const key = [dataset.key, format.language, state.zone, this.place.clientWidth, from, ...state.opened].join(" ");
    if (this.key === key) {
      // Only the moment may have changed, by going back or forward.
      if (this.moment !== state.moment) this.rewind();
      return;
    }
    this.key = key;
    const graph = from && await build(dataset, from, state.opened);
    const told = graph && await tellNodes(graph, page);
    if (this.key !== key) return;
    Object.assign(this, { from, graph, told, width: this.place.clientWidth, title: text.graph.title(startName(from, text)) });
    if (!graph) this.place.replaceChildren(this.chooser(), element("p", { className: "note" }, text.graph.nothing));
    else this.fill();
  }

  /** Focus and place of the node that was opened stay. */
  fill() {
    const { text, format } = this.page;
    const { frame } = this.drawing;
    const focused = frame.contains(document.activeElement) ? document.activeElement : undefined;
    this.behind = element("details", { className: "behind" }, element("summary", {}, text.data));
    this.behind.addEventListener("toggle", () => this.paintTables());
    const parts = [this.chooser(), element("h2", { className: "graph-title" }, this.title), this.tools(), element("div", { className: "graph-frame" }, frame), this.replay.box, this.legend(), this.behind];
    this.place.replaceChildren(...parts);
    if (focused?.isConnected) focused.focus({ preventScroll: true });
    this.drawing.paint(this.graph, this.told, roomOf(frame.parentElement, Infinity), {
      title: this.title, anchor: this.anchor, edge: (edge, amount, count) => ({ short: format.roundMoney(amount), long: this.edgeText(edge, amount, count) }),
    });
    this.rewind();
  }

  edgeText(edge, amount, count) {
    const { text, format } = this.page;
    const [a, b] = [edge.from, edge.to].map((key) => this.told.get(key).name);
    if (!isMoney(edge)) return text.graph.linked(a, b, text.graph.kinds[edge.kind]);
    return [text.edge(a, b, format.money(amount), count), edge.kind === "fraud" && text.fraud].filter(Boolean).join(", ");
  }

  rewind() {
    const { text, format, state } = this.page;
    this.moment = state.moment;
    const edges = [...this.graph.edges.values()];
    const sum = (moment) => format.money(edges.reduce((total, edge) => total + movedBy(edge, moment).amount, 0));
    const whole = sum(Infinity);
    const say = (moment) => (moment === -Infinity ? text.graph.unmoved(whole) : text.graph.moved(sum(moment), whole, format.time(moment)));
    this.replay.paint(this.graph.moments, state.moment === null ? null : state.moment * 1e6, { text: text.graph, say, when: (moment) => format.time(moment) });
    if (this.graph.moments.length === 0) this.at(Infinity);
  }

  at(moment) {
    this.shown = moment;
    this.drawing.at(moment);
    this.paintTables();
  }

  paintTables() {
    if (!this.behind.open) return;
    this.behind.replaceChildren(this.behind.firstChild, ...tables(this.graph, this.told, this.shown, this.page, (node) => this.pick(node)));
  }

  /** Opens what belongs to a node, or closes it; what is left over of an account is opened further. */
  open({ key, kind, times, of }) {
    const { opened } = this.page.state;
    if (!this.told.get(key).opens && kind !== "more") return;
    this.anchor = of ?? key;
    const isStart = key === this.from;
    if (kind !== "more" && times && isStart) return;
    this.page.go({ opened: kind === "more" || !times ? [...opened, of ?? key] : opened.filter((one) => one !== key) }, { asNew: true });
  }

  /** Shows the record of a node. */
  pick(node) {
    const record = recordOf(node);
    if (!record) {
      this.page.tell(this.page.text.graph.noRecord);
      return;
    }
    this.anchor = node.key;
    const same = record.table === this.page.state.table;
    this.page.go({ id: record.id, ...(same ? {} : { table: record.table, unit: 0, units: 1, filters: [], sort: null, columns: null }) }, { asNew: true });
  }

  /** What the graph starts from. */
  chooser() {
    const { text } = this.page;
    const tell = text.graph;
    const [, kind, id] = this.from?.match(/^([a-z]+)-(\d+)$/) ?? [];
    const select = element("select", { name: "kind", ariaLabel: tell.start }, KINDS.map((one) => new Option(tell.starts[one], one)));
    select.value = kind ?? "case";
    const number = element("input", { name: "number", inputMode: "numeric", autocomplete: "off", size: 9, ariaLabel: tell.number, value: id ?? "" });
    const onsubmit = (event) => {
      event.preventDefault();
      this.anchor = undefined;
      this.page.go({ from: `${select.value}-${Number(number.value.replaceAll(/\D/g, ""))}`, opened: [], moment: null }, { asNew: true });
    };
    return element("form", { className: "graph-start", noValidate: true, onsubmit }, element("span", {}, tell.start), select, number, element("button", {}, text.go));
  }

  tools() {
    const tell = this.page.text.graph;
    const button = (name, sign, act) => element("button", { type: "button", name, ariaLabel: tell[name], title: tell[name], onclick: act }, sign);
    return element("div", { className: "graph-tools" },
      element("p", { id: "graph-hint", className: "note" }, element("span", { className: "by-mouse" }, tell.hint), element("span", { className: "by-touch" }, tell.touchHint)),
      element("div", { className: "row" },
        button("zoomOut", "−", () => this.drawing.view.zoomOut()), button("zoomIn", "+", () => this.drawing.view.zoomIn()),
        button("fit", tell.fitShort, () => this.drawing.fit())));
  }

  legend() {
    const { kinds } = this.page.text.graph;
    const sample = (kind) => element("li", {}, element("span", { className: `line ${kind}` }), kinds[kind]);
    return element("ul", { className: "graph-legend" }, ["fraud", "paid", "uses", "ring"].map(sample));
  }
}

const startName = (from, text) => {
  const [, kind, id] = from?.match(/^([a-z]+)-(\d+)$/) ?? [];
  return kind ? (kind === "ring" ? text.graph.ring(id) : text[kind](id)) : "";
};

async function firstOf(dataset) {
  const id = shownCase(await dataset.frame("fraud_cases", 0));
  return id === undefined ? undefined : `case-${id}`;
}

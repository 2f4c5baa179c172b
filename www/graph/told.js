// What the graph's nodes are called, and the tables behind the drawing.

import { holderOf } from "../story/steps.js";
import { element } from "../view/dom.js";
import { isMoney, movedBy, OPENS, totalsOf } from "./model.js";
import { readsAll } from "./sources.js";

/** The name of each node, what it is, and how its money is told; by key. */
export async function tellNodes(graph, { dataset, text, format }) {
  const tell = text.graph;
  const told = new Map();
  for (const node of graph.nodes.values()) {
    const [name, note] = await nameOf(node, dataset, text);
    const sums = ({ received, paid }) => (received ? tell.received(format.roundMoney(received)) : paid ? tell.paid(format.roundMoney(paid)) : "");
    const says = ({ received, paid }) => [name, note, received && tell.received(format.money(received)), paid && tell.paid(format.money(paid))].filter(Boolean).join(", ");
    told.set(node.key, { name, note, sums, says, opens: OPENS.includes(node.kind) });
  }
  return told;
}

async function nameOf({ kind, id, level, count, key }, dataset, text) {
  const tell = text.graph;
  switch (kind) {
    case "account": {
      const holder = await holderOf(dataset, id);
      return [holder?.name ?? "?", [text.account(id), level && text.flowColumns.level(level)].filter(Boolean).join(" · ")];
    }
    case "external": return [text.external(id), text.flow.external];
    case "merchant": {
      const shop = await dataset.record("merchants", id);
      return [shop?.merchant_name ?? "?", text.trades[shop?.merchant_category] ?? text.words.MERCHANT];
    }
    case "device": {
      const device = await dataset.record("devices", id);
      return [device ? `${device.manufacturer} ${device.model}` : "?", [text.device(id), !readsAll(dataset) && tell.nearby].filter(Boolean).join(" · ")];
    }
    case "ring": return [tell.ring(id), tell.ringNote];
    case "more": return [tell.more(count), key.startsWith("more-in") ? tell.payers : tell.payees];
    default: return [{ cash: text.cash, bank: tell.bank, sales: tell.sales }[kind], tell[`${kind}Note`]];
  }
}

/** The record of a node: its table and id; undefined if it has none. */
export function recordOf({ kind, id }) {
  const table = { account: "accounts", merchant: "merchants", device: "devices", ring: "fraud_cases" }[kind];
  return table && { table, id };
}

/** Every node and every edge as text, with what had moved by a moment; `open(node)` opens a record. */
export function tables(graph, told, moment, { text, format }, open) {
  const tell = text.graph;
  const moved = [...graph.edges.values()].map((edge) => [edge, movedBy(edge, moment)]);
  const totals = totalsOf(graph, moved);
  const name = (key) => [told.get(key).name, told.get(key).note].join(", ");
  const nodes = [...graph.nodes.values()].map((node) => {
    const { received, paid } = totals.get(node.key);
    const called = recordOf(node) ? element("button", { type: "button", className: "link", onclick: () => open(node) }, told.get(node.key).name) : told.get(node.key).name;
    return [called, told.get(node.key).note, received ? format.money(received) : "", paid ? format.money(paid) : ""];
  });
  const edges = moved.map(([edge, { amount, count }]) => [
    name(edge.from), name(edge.to), ...(isMoney(edge) ? [format.money(amount), format.whole(count)] : [tell.kinds[edge.kind], ""]),
    edge.kind === "fraud" ? text.fraud : "", ...[edge.payments[0], edge.payments.slice(1).at(-1)].map((payment) => (payment ? format.time(payment.time) : "")),
  ]);
  return [table(tell.nodes, tell.nodesHead, nodes), table(tell.edges, tell.edgesHead, edges)];
}

function table(title, head, rows) {
  return element("div", { className: "sideways", tabIndex: 0, role: "region", ariaLabel: title }, element("table", { className: "plain" },
    element("caption", {}, title),
    element("thead", {}, element("tr", {}, head.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, rows.map(([first, ...rest]) => element("tr", {}, element("th", { scope: "row" }, first), rest.map((value) => element("td", {}, value)))))));
}

// The graph of money: accounts, devices, rings and others, and the payments between them. It is a function of the
// dataset, of what it starts from and of what was opened, so that an address brings it back.

import { sumOf } from "../story/steps.js";
import { accountsOfRing, caseOf, keyOf, partsOf, paymentsOf, paymentsOfCase, ringOfAccount, usersOf } from "./sources.js";

// New neighbours on each side of an account each time that it is opened, devices of an account, and nodes in all.
const [PER_SIDE, DEVICES, MOST_NODES] = [4, 3, 80];
export const OPENS = ["account", "device", "ring"];

/** The graph that starts from a key (a case, an account, a device or a ring), with those of `opened` opened; undefined if there is no such thing. */
export async function build(dataset, from, opened) {
  const graph = new Graph(dataset);
  const start = partsOf(from);
  if (start?.kind === "case") await graph.startFromCase(start.id);
  else if (OPENS.includes(start?.kind)) graph.add(from, 0, { main: true });
  const times = Map.groupBy([...(start?.kind === "case" ? [] : [from]), ...opened], (key) => key);
  for (const [key, all] of times) if (graph.nodes.has(key)) await graph.open(key, all.length);
  if (graph.nodes.size === 0 || (start.kind !== "case" && graph.nodes.size === 1)) return undefined;
  graph.connect();
  return graph;
}

class Graph {
  /** By key: `{key, kind, id, rank, main, level, times}`; `times` says how often it was opened. */
  nodes = new Map();
  /** By their ends and kind: `{from, to, kind, payments}`. Those that move money have payments, the others link what belongs together. */
  edges = new Map();
  /** What each account paid and received, as far as it is drawn. */
  movements = new Map();

  constructor(dataset) {
    this.dataset = dataset;
  }

  add(key, rank, more = {}) {
    if (!this.nodes.has(key)) this.nodes.set(key, { key, kind: key.split("-")[0], id: partsOf(key)?.id, rank, times: 0 });
    return Object.assign(this.nodes.get(key), more);
  }

  link(from, to, kind) {
    const key = `${from} ${to} ${kind}`;
    const edge = this.edges.get(key) ?? { from, to, kind, payments: [] };
    this.edges.set(key, edge);
    return edge;
  }

  /** The account of a case, its ring and those whose money went the same way. */
  async startFromCase(id) {
    const gathered = await caseOf(this.dataset, id);
    if (!gathered) return;
    const { fraudCase, ring, others } = gathered;
    const own = keyOf("account", fraudCase.account_id);
    this.add(own, fraudCase.ring_level ?? 0, { main: true });
    for (const { id: account, level } of ring?.accounts ?? []) this.add(keyOf("account", account), level, { level });
    for (const { id: account } of ring?.accounts ?? []) this.take(keyOf("account", account), (await paymentsOf(this.dataset, account)).filter(({ fraud }) => fraud), 1);
    this.take(own, await paymentsOfCase(this.dataset, fraudCase), 4);
    // Others who paid the same accounts.
    const theirs = [];
    for (const other of others.slice(0, MOST_NODES)) theirs.push(...await paymentsOfCase(this.dataset, other.fraudCase));
    for (const [key, payments] of Map.groupBy(theirs, ({ to }) => to)) if (this.nodes.has(key)) this.take(key, payments, 1);
    for (const { device, accounts } of ring?.phones ?? []) this.addDevice(device.device_id, accounts);
    // A fraudster's device is not among the customer's own.
    if (gathered.device && gathered.device.customer_id !== fraudCase.customer_id) this.addDevice(fraudCase.device_id, [fraudCase.account_id]);
  }

  addDevice(id, accounts) {
    const users = accounts.map((account) => this.nodes.get(keyOf("account", account))).filter(Boolean);
    const device = this.add(keyOf("device", id), Math.min(...users.map(({ rank }) => rank)) - 1);
    for (const { key } of users) this.link(device.key, key, "uses");
  }

  /** Adds an account's payments, and the largest of its neighbours that are new; frauds come first. */
  take(key, payments, sides) {
    const { rank } = this.nodes.get(key);
    this.movements.set(key, [...(this.movements.get(key) ?? []), ...payments]);
    for (const [end, other, step] of [["to", "from", -1], ["from", "to", 1]]) {
      const groups = Map.groupBy(payments.filter((one) => one[end] === key), (one) => one[other]);
      const weight = (all) => all.reduce((sum, { amount, fraud }) => sum + amount * (fraud ? 1e6 : 1), 0);
      const fresh = [...groups].filter(([neighbour]) => !this.nodes.has(neighbour)).toSorted(([a, left], [b, right]) => weight(right) - weight(left) || a.localeCompare(b));
      // One that is left over takes no more room than a node that says so.
      const wanted = fresh.length === sides * PER_SIDE + 1 ? fresh.length : sides * PER_SIDE;
      for (const [neighbour] of fresh.slice(0, Math.min(wanted, Math.max(0, MOST_NODES - this.nodes.size)))) this.add(neighbour, rank + step);
    }
  }

  /** Opens an account: who paid it and whom it paid; a device: who used it; a ring: its accounts. */
  async open(key, times) {
    const node = this.nodes.get(key);
    node.times = times;
    if (node.kind === "account") await this.openAccount(node);
    if (node.kind === "external") this.take(key, this.movements.get(key)?.splice(0) ?? [], times + 1);
    if (node.kind === "device") {
      for (const id of await usersOf(this.dataset, node.id)) {
        const user = this.add(keyOf("account", id), node.rank + 1);
        this.link(key, user.key, "uses");
      }
    }
    if (node.kind === "ring") {
      for (const { id, level } of await accountsOfRing(this.dataset, node.id)) {
        const account = this.add(keyOf("account", id), node.rank + level, { level });
        this.link(key, account.key, "ring");
        this.take(account.key, (await paymentsOf(this.dataset, id)).filter(({ fraud }) => fraud), 0);
      }
    }
  }

  async openAccount({ key, id, rank, times }) {
    const payments = await paymentsOf(this.dataset, id);
    const used = [...Map.groupBy(payments.filter(({ device }) => device !== null), ({ device }) => device)].toSorted(([a, left], [b, right]) => right.length - left.length || a - b);
    this.movements.delete(key);
    this.take(key, payments, times);
    for (const [device] of used.slice(0, DEVICES)) {
      this.add(keyOf("device", device), rank - 1);
      this.link(keyOf("device", device), key, "uses");
    }
    const ring = await ringOfAccount(this.dataset, id);
    if (ring !== undefined) {
      this.add(keyOf("ring", ring), rank - 1);
      this.link(keyOf("ring", ring), key, "ring");
    }
  }

  /** Draws each payment once: between two nodes, or to all those together that have none. Frauds have edges of their own. */
  connect() {
    const drawn = new Set();
    for (const [account, payments] of this.movements) {
      const hidden = { in: new Set(), out: new Set() };
      for (const payment of payments) {
        if (drawn.has(payment.key)) continue;
        drawn.add(payment.key);
        const side = payment.to === account ? "in" : "out";
        const other = side === "in" ? payment.from : payment.to;
        let { from, to } = payment;
        if (!this.nodes.has(other)) {
          hidden[side].add(other);
          const more = this.add(`more-${side}-${account}`, this.nodes.get(account).rank + (side === "in" ? -1 : 1), { of: account, count: hidden[side].size });
          [from, to] = side === "in" ? [more.key, account] : [account, more.key];
        }
        if (from !== to) this.link(from, to, payment.fraud ? "fraud" : "paid").payments.push(payment);
      }
    }
    for (const edge of this.edges.values()) edge.payments.sort((a, b) => a.time - b.time);
  }

  /** When money moved, each moment once. */
  get moments() {
    const times = [...this.edges.values()].flatMap(({ payments }) => payments.map(({ time }) => time));
    return [...new Set(times)].sort((a, b) => a - b);
  }

  /** Keys by layer, in an order in which few lines cross. */
  get layers() {
    const ranks = [...new Set([...this.nodes.values()].map(({ rank }) => rank))].sort((a, b) => a - b);
    const layers = ranks.map((rank) => [...this.nodes.values()].filter((node) => node.rank === rank).map(({ key }) => key));
    const beside = new Map([...this.nodes.keys()].map((key) => [key, []]));
    for (const { from, to } of this.edges.values()) {
      beside.get(from).push(to);
      beside.get(to).push(from);
    }
    for (let sweep = 0; sweep < 6; sweep++) {
      const at = new Map(layers.flatMap((keys) => keys.map((key, index) => [key, (index + 0.5) / keys.length])));
      const mean = (key) => beside.get(key).reduce((sum, other) => sum + at.get(other), 0) / Math.max(1, beside.get(key).length);
      for (const keys of layers) keys.sort((a, b) => mean(a) - mean(b));
    }
    return layers;
  }
}

export const isMoney = ({ kind }) => kind === "fraud" || kind === "paid";

/** What went along an edge until a moment. */
export function movedBy({ payments }, moment) {
  const until = payments.filter(({ time }) => time <= moment);
  return { amount: sumOf(until), count: until.length, isNow: until.at(-1)?.time === moment };
}

/** What each node received and paid, of edges with what moved along them. */
export function totalsOf(graph, moved) {
  const totals = new Map([...graph.nodes.keys()].map((key) => [key, { received: 0, paid: 0 }]));
  for (const [{ from, to }, { amount }] of moved) {
    totals.get(from).paid += amount;
    totals.get(to).received += amount;
  }
  return totals;
}

// The money of a case, and of the ring that received it, as nodes and edges of a flow.

import { inflowsOf } from "./ring.js";
import { key } from "./steps.js";

const MOST_PAYERS = 5;
/** What to call a payee whose role in the case is unknown. */
const KINDS = { EXTERNAL: ({ flow }) => flow.external, MERCHANT: ({ words }) => words.MERCHANT, CASH: ({ words }) => words.WITHDRAWAL };

/** Nodes and edges between payers, the levels of the ring and everyone else, with column headings. */
export function flowOf(gathered, text, format) {
  const flow = new Flow(text, format);
  const { fraudCase, customer, payees, others, ring, holders } = gathered;
  const own = key("ACCOUNT", fraudCase.account_id);
  const member = ring?.members.find((one) => one.fraudCase.fraud_case_id === fraudCase.fraud_case_id);
  for (const { fraudCase: { account_id, ring_level, customer_role }, holder } of ring?.members ?? []) {
    const { victims, fellows, outside } = inflowsOf(ring, account_id);
    const [isOwn, received] = [member?.fraudCase.account_id === account_id, victims.sum + fellows.sum + outside.sum];
    flow.node(key("ACCOUNT", account_id), ring_level, {
      name: text.account(account_id), note: received > 0 ? text.received(format.roundMoney(received)) : text.words[customer_role],
      more: `${holder.name}, ${text.words[customer_role]}`, main: isOwn, fraud: !isOwn,
    });
  }
  flow.node(own, 0, { name: customer.name, note: `${text.account(fraudCase.account_id)} · ${text.words[fraudCase.customer_role]}`, main: true });
  for (const [id, payee] of payees) {
    const holder = holders.get(payee.id);
    const role = payee.role && payee.role !== payee.kind ? text.words[payee.role] : undefined;
    flow.node(id, ring ? ring.levels + 1 : 1, {
      name: nameOf(payee, holder, text), note: [payee.kind === "ACCOUNT" && text.account(payee.id), role ?? KINDS[payee.kind]?.(text)].filter(Boolean).join(" · "),
      fraud: ["ACCOUNT", "EXTERNAL"].includes(payee.kind),
    });
    flow.edge(own, id, payee, true);
  }
  for (const one of ring?.members ?? []) if (one !== member) flow.leave(one, ring.levels + 1);
  flow.payIn((ring?.payers ?? others).filter((one) => one.fraudCase.fraud_case_id !== fraudCase.fraud_case_id));
  for (const { id } of ring?.accounts ?? []) flow.fromOutside(key("ACCOUNT", id), inflowsOf(ring, id).outside);
  return flow.drawn(ring);
}

function nameOf(payee, holder, text) {
  if (payee.kind === "EXTERNAL") return text.external(payee.id);
  if (payee.kind === "CASH") return text.cash;
  return holder?.merchant_name ?? holder?.name ?? payee.merchant ?? String(payee.id);
}

class Flow {
  nodes = new Map();
  edges = new Map();

  constructor(text, format) {
    Object.assign(this, { text, format });
  }

  /** Adds a node, unless there is one of that id. */
  node(id, column, told) {
    if (!this.nodes.has(id)) this.nodes.set(id, { id, column, ...told });
  }

  edge(from, to, { amount, payments, refused = 0 }, main = false) {
    const edge = this.edges.get(`${from} ${to}`) ?? { from, to, amount: 0, payments: 0, refused: 0, main };
    Object.assign(edge, { amount: edge.amount + amount, payments: edge.payments + payments, refused: edge.refused + refused });
    this.edges.set(`${from} ${to}`, edge);
  }

  /** What another account of the ring paid: to the ring's accounts, to shops, in cash, and to everyone else together. */
  leave({ fraudCase, payees }, column) {
    const { text } = this;
    const from = key("ACCOUNT", fraudCase.account_id);
    for (const [id, payee] of payees) {
      let to = id;
      if (payee.kind === "CASH" || payee.kind === "MERCHANT") {
        this.node(to, column, { name: nameOf(payee, undefined, text), note: KINDS[payee.kind](text) });
      } else if (!this.nodes.has(id)) {
        to = this.elsewhere(id, column);
      }
      this.edge(from, to, payee);
    }
  }

  /** The node of all accounts that have none of their own. */
  elsewhere(id, column) {
    this.hidden = (this.hidden ?? new Set()).add(id);
    this.node("ELSEWHERE", column, { note: this.text.graph.payees });
    this.nodes.get("ELSEWHERE").name = this.text.elsewhere(this.hidden.size);
    return "ELSEWHERE";
  }

  /** What other cases paid in: the largest one by one, the rest together. An account may be the victim of several. */
  payIn(cases) {
    const { text } = this;
    cases.forEach(({ fraudCase: { fraud_case_id, account_id, fraud_type }, paid }, place) => {
      const id = place < MOST_PAYERS ? key("CASE", fraud_case_id) : "REST";
      if (id !== "REST") this.node(id, 0, { name: text.account(account_id), note: text.typologies[fraud_type] ?? fraud_type, more: text.case(fraud_case_id) });
      for (const [to, sums] of paid) this.edge(id, to, sums);
    });
    const rest = cases.slice(MOST_PAYERS);
    if (rest.length) this.node("REST", 0, { name: text.moreCases(rest.length), note: this.format.money(rest.reduce((total, { sum }) => total + sum, 0)) });
  }

  /** What accounts that are in no dataset paid in. */
  fromOutside(to, { count, sum }) {
    if (count === 0) return;
    this.credits = (this.credits ?? 0) + count;
    this.node("OUTSIDE", 0, { name: this.text.flow.outside });
    this.nodes.get("OUTSIDE").note = this.text.flow.credits(this.credits);
    this.edge("OUTSIDE", to, { amount: sum, payments: count });
  }

  drawn(ring) {
    const { text, format } = this;
    const names = (id) => this.nodes.get(id).name;
    const edges = [...this.edges.values()];
    const heads = text.flowColumns;
    return {
      nodes: [...this.nodes.values()],
      heads: ring && [heads.from, ...Array.from({ length: ring.levels }, (_, level) => heads.level(level + 1)), heads.out],
      edges: edges.map((edge) => ({
        ...edge,
        text: {
          short: edge.payments > 0 ? format.roundMoney(edge.amount) : text.flow.refused(edge.refused),
          long: [text.edge(names(edge.from), names(edge.to), format.money(edge.amount), edge.payments), edge.refused && text.flow.refused(edge.refused)].filter(Boolean).join(", "),
        },
      })),
      rows: edges.map((edge) => [names(edge.from), names(edge.to), format.money(edge.amount), format.whole(edge.payments), format.whole(edge.refused)]),
    };
  }
}

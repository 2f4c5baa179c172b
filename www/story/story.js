// The story of a fraud case: who, when, how, where the money went, and what came after.

import { element, fraudMark } from "../view/dom.js";
import { flowOf } from "./money.js";
import { figure, roomOf } from "../plots/figure.js";
import { flowDrawing } from "../plots/flow.js";
import { inflowsOf } from "./ring.js";

// Padding around the story, in pixels.
const FRAME = 44;
const YEAR = 365.2425 * 86_400;

/** The story of a gathered case; `link(table, id, text)` creates links to records. */
export function story(page, gathered, { link, place, current }) {
  const { text, format } = page;
  const { fraud_case_id: id, fraud_type } = gathered.fraudCase;
  return element("section", { className: "story", ariaLabel: text.case(id) },
    element("h3", {}, fraudMark(text.typologies[fraud_type] ?? fraud_type), " ", link("fraud_cases", id, text.case(id))),
    ...sentences(gathered, text, format).map((sentence) => element("p", {}, sentence)),
    gathered.ring && ringList(gathered, text, link),
    flowFigure(gathered, text, format, roomOf(place) - FRAME),
    element("h4", {}, text.stepByStep),
    element("ol", { className: "steps" }, gathered.steps.map((step) => stepOf(step, gathered, { text, format, link, current }))),
    element("div", { className: "row" },
      graphButton(page, `case-${id}`),
      element("button", { type: "button", onclick: () => leaveOut(page, gathered.fraudCase) }, text.leaveOut)));
}

/** Leads to the graph of money that starts from a case, an account or a device. */
export const graphButton = (page, from) => element("button", {
  type: "button", name: "graph", onclick: () => page.go({ view: "graph", from, opened: [], moment: null, id: null }, { asNew: true }),
}, page.text.graph.show);

/** Shows the same dataset without a case, at the payments of its customer. */
async function leaveOut(page, { fraud_case_id: id, customer_id }) {
  const { dials } = page.state;
  const without = [...new Set([...dials.without_cases.replaceAll(/\s/g, "").split(",").filter(Boolean), String(id)])].join();
  const unit = await page.dataset.cellNumber(customer_id);
  await page.go({
    dials: { ...dials, without_cases: without }, view: "records", table: "transactions", unit, units: 1, id: null, sort: null, columns: null,
    filters: [{ column: "customer_id", operator: "=", value: String(customer_id) }],
  }, { asNew: true });
  page.tell(page.text.leftOut(id));
}

export function flowFigure(gathered, text, format, room) {
  const flow = flowOf(gathered, text, format);
  const title = text.flowTitle(gathered.fraudCase.fraud_case_id);
  return figure({
    title, note: gathered.ring ? text.ringFlowNote : text.flowNote, text,
    drawing: flowDrawing({ ...flow, title, width: room }),
    head: text.flowHead, rows: flow.rows,
  });
}

/** How the case began. */
export function openingOf({ fraudCase: { fraud_type, first_event_at: first }, customer }, text, format) {
  const tell = text.story;
  return (tell.opening[fraud_type] ?? tell.opening.other)(tell.at(format.longDay(first), format.clock(first)), customer.name);
}

function sentences(gathered, text, format) {
  const { fraudCase, steps, customer, account, device, payees, others, ring, holders } = gathered;
  const tell = text.story;
  const { first_event_at: first, last_event_at: last } = fraudCase;
  const age = Math.floor((first / 1e6 - customer.birth_date * 86_400) / YEAR);
  const refused = steps.filter(({ status }) => status !== "APPROVED").length;
  const lines = [
    `${openingOf(gathered, text, format)} ${tell.who({
      name: customer.name, person: customer.kind === "PERSON", age, town: `${customer.municipality} (${customer.state})`,
      income: format.money(customer.monthly_income), profile: text.profiles[customer.behavioral_profile] ?? customer.behavioral_profile,
    })}`,
    tell.how({
      count: steps.length, span: last > first ? format.span(last - first) : null, account: account.account_id, bank: account.bank_name,
      attempted: format.money(fraudCase.amount_attempted), lost: format.money(fraudCase.amount_lost), refused,
    }),
  ];
  if (device) lines.push(tell.device({ device: `${device.manufacturer} ${device.model}`, seen: format.time(device.first_seen) }));
  const receivers = (isPaid) => [...payees.values()].filter(({ amount }) => amount > 0 === isPaid).map((payee) => tell.receiver({
    name: receiverOf(payee, holders.get(payee.id), text), amount: isPaid && format.money(payee.amount),
    role: payee.role && payee.role !== payee.kind ? text.words[payee.role] : null,
  }));
  for (const [say, names] of [[tell.to, receivers(true)], [tell.stopped, receivers(false)]]) if (names.length) lines.push(say(format.list(names)));
  if (others.length) lines.push(tell.others({ count: others.length, sum: format.money(lostIn(others)) }));
  if (ring) lines.push(ringSentences(fraudCase, ring, text, format).join(" "));
  lines.push(aftermath(fraudCase, text, format));
  return lines;
}

const lostIn = (cases) => cases.reduce((total, { sum }) => total + sum, 0);

function receiverOf(payee, holder, text) {
  if (payee.kind === "EXTERNAL") return inside(text.external(payee.id));
  if (payee.kind === "CASH") return inside(text.cash);
  return payee.kind === "ACCOUNT" ? `${inside(text.account(payee.id))} (${holder?.name ?? "?"}, ${holder?.bank_name ?? "?"})` : holder?.merchant_name ?? payee.merchant;
}

/** A name inside a sentence. */
const inside = (name) => name[0].toLowerCase() + name.slice(1);

/** The part of the case in its ring, and what the ring did. */
function ringSentences(fraudCase, ring, text, format) {
  const tell = text.story.ring;
  const [count, levels] = [ring.accounts.length, ring.levels];
  const lines = [];
  if (fraudCase.ring_level === null) {
    const others = ring.payers.filter((one) => one.fraudCase.fraud_case_id !== fraudCase.fraud_case_id);
    lines.push(others.length < ring.payers.length ? tell.paid({ count, levels }) : tell.meant({ count, levels }));
    if (others.length) lines.push(tell.otherVictims({ count: others.length, sum: format.money(lostIn(others)) }));
  } else {
    lines.push(count > 1 ? tell.member({ level: fraudCase.ring_level, levels, count }) : tell.alone);
    const { victims, fellows, outside } = inflowsOf(ring, fraudCase.account_id);
    if (victims.count) lines.push(tell.fromVictims({ count: victims.count, sum: format.money(victims.sum) }));
    if (fellows.count) lines.push(tell.fromRing({ count: fellows.count, sum: format.money(fellows.sum) }));
    if (outside.count) lines.push(tell.fromOutside({ count: outside.count, sum: format.money(outside.sum) }));
  }
  for (const { device, owner, accounts } of ring.phones) {
    lines.push(tell.phone({ accounts: format.list(accounts.map((id, index) => (index ? inside(text.account(id)) : text.account(id)))), device: `${device.manufacturer} ${device.model}`, owner: owner.name }));
  }
  return lines;
}

/** The ring's accounts, by level. */
function ringList({ fraudCase, ring }, text, link) {
  const tell = text.story.ring;
  const levels = Map.groupBy(ring.accounts, ({ level }) => level);
  const account = ({ id, holder, cases: [first, ...others] }) => element("li", { className: id === fraudCase.account_id ? "current" : "" },
    link("fraud_cases", first, text.account(id)), ` ${holder.name}`, others.map((other) => [" · ", link("fraud_cases", other, text.case(other))]));
  return [
    element("h4", {}, tell.title(ring.id)),
    element("dl", { className: "ring" }, [...levels].map(([level, accounts]) => [
      element("dt", {}, tell.level(level)), element("dd", {}, element("ul", {}, accounts.map(account)))])),
  ];
}

/** How the bank came to know, what was decided, and what was refunded. */
function aftermath({ customer_role, amount_lost, remedy, reported_at, decided_at, decision, refunded_at, amount_recovered, last_event_at }, text, format) {
  const tell = text.story;
  if (reported_at === null) return tell.unreported[remedy] ?? tell.unreported.MED;
  const reported = tell.reported[`${customer_role}_${remedy}`] ?? tell.reported[remedy] ?? tell.reported.MED;
  const decided = tell.decided[`${remedy}_${decision}`] ?? tell.decided[decision];
  return [
    reported(format.time(reported_at), format.span(Math.max(0, reported_at - last_event_at))),
    decided_at !== null && decided?.(format.time(decided_at)),
    amount_lost === 0 ? tell.notLost : refunded_at === null ? tell.notRefunded : tell.refunded(format.money(amount_recovered), format.time(refunded_at)),
  ].filter(Boolean).join("");
}

function stepOf(step, { holders }, { text, format, link, current }) {
  const signs = [
    step.status !== "APPROVED" && `${text.words[step.status] ?? step.status}${step.refusal_reason ? ` (${text.words[step.refusal_reason] ?? step.refusal_reason})` : ""}`,
    step.new_device && text.signs.newDevice, step.new_beneficiary && text.signs.newBeneficiary,
    step.unusual_time && text.signs.night,
  ].filter(Boolean);
  return element("li", { className: step.transaction_id === current ? "current" : "" },
    element("span", { className: "when" }, format.time(step.timestamp)), " ",
    element("strong", {}, format.money(step.amount)), ` ${paidHow(step, text)} ${paidTo(step, holders, text)} `,
    link("transactions", step.transaction_id, `#${step.transaction_id}`),
    element("span", { className: "note" }, [text.balance(format.money(step.balance_after)), text.score(step.fraud_score), ...signs].join(" · ")),
    evidenceOf(step, text));
}

/** Why a payment can be suspected: the columns in which the fraud shows. */
function evidenceOf({ evidence }, text) {
  if (evidence === undefined) return null;
  if (evidence === null) return element("span", { className: "why" }, text.noEvidence);
  const reasons = evidence.split(",").map((column, index) => [index > 0 && ", ", text.evidence[column] ?? "", " (", element("code", {}, column), ")"]);
  return element("span", { className: "why" }, element("strong", {}, text.why), " ", reasons, ".");
}

/** By which instrument, and where. */
function paidHow({ type, channel, card_entry }, text) {
  const { by, entries } = text.story;
  const instrument = text.words[type] ?? type;
  if (card_entry !== null) return by.card(instrument, entries[card_entry] ?? card_entry);
  return (by[type] ?? ((place) => by.other(instrument, place)))(text.words[channel] ?? channel);
}

function paidTo({ beneficiary_kind: kind, beneficiary_id: id, merchant_name, merchant_category }, holders, text) {
  if (kind === null) return "";
  if (merchant_name !== null) return text.story.shop(merchant_name, text.trades[merchant_category] ?? merchant_category);
  return text.story.payee(inside(kind === "EXTERNAL" ? text.external(id) : text.account(id)) + (kind === "ACCOUNT" && holders.get(id) ? ` (${holders.get(id).name})` : ""));
}

// A fraud case told: who, when, how, where the money went, and what came after.

import { flowOf, gatherCase } from "./case.js";
import { element, fraudMark } from "./dom.js";
import { figure, roomOf } from "./plots/figure.js";
import { flowDrawing } from "./plots/flow.js";

// A narrower flow cannot be read: it is moved sideways instead.
const LEAST_FLOW = 520;
// What the story has around it.
const FRAME = 44;
const YEAR = 365.2425 * 86_400;

/** The story of a case; `link(table, id, text)` makes links to records. */
export async function story(page, id, { link, place, current }) {
  const { dataset, text, format } = page;
  const gathered = await gatherCase(dataset, id);
  if (!gathered) return undefined;
  return element("section", { className: "story", ariaLabel: text.case(id) },
    element("h3", {}, fraudMark(text.typologies[gathered.fraudCase.fraud_type] ?? gathered.fraudCase.fraud_type), " ", link("fraud_cases", id, text.case(id))),
    ...sentences(gathered, text, format).map((sentence) => element("p", {}, sentence)),
    flowFigure(gathered, text, format, roomOf(place) - FRAME),
    element("h4", {}, text.stepByStep),
    element("ol", { className: "steps" }, gathered.steps.map((step) => stepOf(step, text, format, link, current))));
}

export function flowFigure(gathered, text, format, width) {
  const flow = flowOf(gathered, text, format);
  const title = text.flowTitle(gathered.fraudCase.fraud_case_id);
  return figure({
    title, note: text.flowNote, text,
    drawing: flowDrawing({ ...flow, title, width: Math.max(width, LEAST_FLOW) }),
    head: text.flowHead, rows: flow.rows,
  });
}

function sentences({ fraudCase, steps, customer, account, device, payees, others, onward, holders }, text, format) {
  const tell = text.story;
  const { first_event_at: first, last_event_at: last } = fraudCase;
  const age = Math.floor((first / 1e6 - customer.birth_date * 86_400) / YEAR);
  const refused = steps.filter(({ status }) => status !== "APPROVED").length;
  const isMule = fraudCase.customer_role === "MULE";
  const opening = tell.opening[fraudCase.fraud_type] ?? tell.opening.other;
  const lines = [
    `${opening({ name: customer.name, day: format.longDay(first), clock: format.clock(first) })} ${tell.who({
      name: customer.name, person: customer.kind === "PERSON", age, town: `${customer.municipality} (${customer.state})`,
      income: format.money(customer.monthly_income), profile: text.profiles[customer.behavioral_profile] ?? customer.behavioral_profile,
    })}`,
    tell.how({
      count: steps.length, span: last > first ? format.span(last - first) : null, account: account.account_id, bank: account.bank_name,
      attempted: format.money(fraudCase.amount_attempted), lost: format.money(fraudCase.amount_lost), refused,
    }),
  ];
  if (device) lines.push(tell.device({ device: `${device.manufacturer} ${device.model}`, seen: format.time(device.first_seen) }));
  const receivers = [...payees.values()].map((payee) => {
    const holder = holders.get(payee.id);
    const name = payee.kind === "EXTERNAL" ? inside(text.external(payee.id)) : payee.kind === "ACCOUNT"
      ? `${inside(text.account(payee.id))} (${holder?.name ?? "?"}, ${holder?.bank_name ?? "?"})` : holder?.merchant_name ?? payee.merchant;
    return tell.receiver({ name, amount: payee.amount > 0 ? format.money(payee.amount) : tell.nothing, role: payee.role && payee.role !== payee.kind ? text.words[payee.role] : null });
  });
  if (receivers.length) lines.push(tell.to(format.list(receivers)));
  if (others.length) {
    const sum = format.money(others.reduce((total, { amount_lost }) => total + amount_lost, 0));
    lines.push(isMule ? tell.collected({ count: others.length, sum }) : tell.others({ count: others.length, sum }));
  }
  if (onward.length && !isMule) {
    lines.push(tell.onward({ sum: format.money(onward.reduce((total, { amount_lost }) => total + amount_lost, 0)), count: onward.length }));
  }
  lines.push(fraudCase.reported_at === null ? tell.unreported : tell.after({
    reported: format.time(fraudCase.reported_at), later: format.span(Math.max(0, fraudCase.reported_at - last)),
    decided: fraudCase.decided_at === null ? null : format.time(fraudCase.decided_at),
    accepted: fraudCase.decision === "ACCEPTED", back: fraudCase.amount_recovered > 0 ? format.money(fraudCase.amount_recovered) : tell.nothing,
  }));
  return lines;
}

/** A name as it stands inside a sentence. */
const inside = (name) => name[0].toLowerCase() + name.slice(1);

function stepOf(step, text, format, link, current) {
  const signs = [
    step.status !== "APPROVED" && `${text.words[step.status] ?? step.status}${step.refusal_reason ? ` (${step.refusal_reason})` : ""}`,
    step.new_device && text.signs.newDevice, step.new_beneficiary && text.signs.newBeneficiary,
    step.unusual_time && text.signs.night,
  ].filter(Boolean);
  return element("li", { className: step.transaction_id === current ? "current" : "" },
    element("span", { className: "when" }, format.time(step.timestamp)), " ",
    element("strong", {}, format.money(step.amount)), ` ${text.words[step.type] ?? step.type} · ${text.words[step.channel] ?? step.channel} `,
    link("transactions", step.transaction_id, `#${step.transaction_id}`),
    element("span", { className: "note" }, [text.balance(format.money(step.balance_after)), text.score(step.fraud_score), ...signs].join(" · ")));
}

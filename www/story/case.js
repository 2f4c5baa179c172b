// A fraud case and everything that belongs to it.

import { ringOf } from "./ring.js";
import { holderOf, key, paidBy, payeesOf, stepsOf } from "./steps.js";

/** Gathers a case; undefined if no case has that id. */
export async function gatherCase(dataset, id) {
  const fraudCase = await dataset.record("fraud_cases", id);
  if (!fraudCase) return undefined;
  const { customer_id, account_id, device_id } = fraudCase;
  const steps = await stepsOf(dataset, fraudCase);
  const around = (await dataset.casesAround(customer_id)).recordsWhere("fraud_case_id", () => true);
  const [customer, account, device] = await Promise.all([
    dataset.record("customers", customer_id), dataset.record("accounts", account_id), dataset.record("devices", device_id),
  ]);
  const payees = payeesOf(steps, fraudCase);
  const ring = fraudCase.ring_id === null ? undefined : await ringOf(dataset, fraudCase.ring_id, around);
  // Many unrelated people pay the same shop, and what a ring collected is shown with the ring.
  const isOther = ({ fraud_case_id, beneficiary_kind, beneficiary_id }) =>
    fraud_case_id !== id && beneficiary_kind !== "MERCHANT" && payees.has(key(beneficiary_kind, beneficiary_id));
  const others = ring ? [] : await paidAlike(dataset, around.filter(isOther), payees);
  const holders = new Map();
  for (const { kind, id: payee } of payees.values()) {
    if (kind === "ACCOUNT") holders.set(payee, await holderOf(dataset, payee));
    if (kind === "MERCHANT") holders.set(payee, await dataset.record("merchants", payee));
  }
  return { fraudCase, steps, customer, account, device, payees, others, ring, holders };
}

/** What other cases paid to the payees of a case. */
async function paidAlike(dataset, cases, payees) {
  const payments = [];
  for (const one of cases) {
    const approved = (await stepsOf(dataset, one)).filter(({ status }) => status === "APPROVED");
    payments.push(...approved.map((step) => ({ ...step, to: key(step.beneficiary_kind, step.beneficiary_id) })).filter(({ to }) => payees.has(to)));
  }
  return paidBy(cases, payments);
}

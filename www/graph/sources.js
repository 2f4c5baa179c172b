// What the graph is made of, asked of the core on demand: an account's payments, a device's users, a ring's accounts.

import { range } from "../dataset/frame.js";
import { gatherCase } from "../story/case.js";
import { ringOf } from "../story/ring.js";
import { stepsOf } from "../story/steps.js";

const MOST_CELLS = 12;

/** A node's key names its record: `account-103`. Cash, the bank and card sales have no number. */
export const keyOf = (kind, id) => `${kind}-${id}`;

/** Kind and number of a key; undefined if it is none. */
export function partsOf(key) {
  const [, kind, id] = key?.match(/^([a-z]+)-(\d{1,15})$/) ?? [];
  return kind && { kind, id: Number(id) };
}

const counterpart = (kind, id, otherwise) => (id === null ? otherwise : keyOf(kind.toLowerCase(), id));

/** A payment that left an account, and a credit that came in. Both are the same if the payer's account is in the dataset too. */
const paid = ({ transaction_id, account_id, beneficiary_kind, beneficiary_id, timestamp, amount, is_fraud, device_id }) => ({
  key: `t${transaction_id}`, from: keyOf("account", account_id), to: counterpart(beneficiary_kind, beneficiary_id, "cash"),
  time: timestamp, amount, fraud: is_fraud, device: device_id,
});
const received = ({ credit_id, transaction_id, kind, account_id, payer_kind, payer_id, timestamp, amount, fraud_case_id }) => {
  const isTransfer = kind === "TRANSFER" || kind === "OWN_TRANSFER";
  return {
    key: isTransfer && transaction_id !== null ? `t${transaction_id}` : `c${credit_id}`,
    from: counterpart(payer_kind, payer_id, kind === "SALES" ? "sales" : "bank"), to: keyOf("account", account_id),
    time: timestamp, amount, fraud: isTransfer && fraud_case_id !== null, device: null,
  };
};

/** All that an account paid, if it was approved, and received. */
export async function paymentsOf(dataset, id) {
  const account = await dataset.record("accounts", id);
  if (!account) return [];
  const of = async (table) => (await dataset.cellOf(account.customer_id, table)).recordsWhere("account_id", (one) => one === id);
  const [credits, payments] = [await of("credits"), await of("transactions")];
  return [...credits.map(received), ...payments.filter(({ status }) => status === "APPROVED").map(paid)];
}

/** The approved payments of a case. */
export const paymentsOfCase = async (dataset, fraudCase) =>
  (await stepsOf(dataset, fraudCase)).filter(({ status }) => status === "APPROVED").map(paid);

/** A borrowed device may be used anywhere. Of a large dataset only the cell of its owner is read. */
export const readsAll = (dataset) => dataset.tables.get("transactions").units <= MOST_CELLS;

/** The accounts from which a device was used. */
export async function usersOf(dataset, id) {
  const device = await dataset.record("devices", id);
  if (!device) return [];
  const users = new Set();
  const cells = readsAll(dataset) ? range(dataset.tables.get("transactions").units) : [await dataset.cellNumber(device.customer_id)];
  for (const cell of cells) {
    const frame = await dataset.frame("transactions", cell);
    for (let row = 0; row < frame.rows; row++) if (frame.get(row, "device_id") === id) users.add(frame.get(row, "account_id"));
  }
  const cases = await dataset.casesAround(device.customer_id);
  // A fraudster's phone pays from accounts far away too.
  for (const one of cases.recordsWhere("fraud_case_id", () => true)) {
    if (one.device_id === id) users.add(one.account_id);
  }
  return [...users].toSorted((a, b) => a - b);
}

const casesAround = async (dataset, customer) => (await dataset.casesAround(customer)).recordsWhere("fraud_case_id", () => true);

/** The accounts of a ring with their levels. A ring has the number of one of its cases. */
export async function accountsOfRing(dataset, id) {
  const first = await dataset.record("fraud_cases", id);
  const ring = first && await ringOf(dataset, id, await casesAround(dataset, first.customer_id));
  return ring?.accounts ?? [];
}

/** The ring in which an account is a mule or a launderer; undefined if there is none. */
export async function ringOfAccount(dataset, id) {
  const account = await dataset.record("accounts", id);
  const cases = account ? await casesAround(dataset, account.customer_id) : [];
  return cases.find(({ account_id, ring_id, ring_level }) => account_id === id && ring_id !== null && ring_level !== null)?.ring_id;
}

/** A case with all that belongs to it; undefined if there is none. */
export const caseOf = (dataset, id) => gatherCase(dataset, id);

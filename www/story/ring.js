// A ring of mules or launderers: its accounts by level, who paid into it, and the phones its accounts share.

import { holderOf, key, payeesOf, stepsOf } from "./steps.js";

/** Gathers the ring of that id from the cases planned together with it. */
export async function ringOf(dataset, id, around) {
  const cases = around.filter(({ ring_id }) => ring_id === id);
  const inRing = cases.filter(({ ring_level }) => ring_level !== null).sort((a, b) => a.ring_level - b.ring_level || a.fraud_case_id - b.fraud_case_id);
  const members = [];
  for (const fraudCase of inRing) {
    const steps = await stepsOf(dataset, fraudCase);
    members.push({ fraudCase, steps, payees: payeesOf(steps, fraudCase), holder: await holderOf(dataset, fraudCase.account_id) });
  }
  return {
    id, members, accounts: accountsOf(members),
    levels: Math.max(...members.map(({ fraudCase }) => fraudCase.ring_level)),
    payers: cases.filter(({ ring_level }) => ring_level === null),
    phones: await sharedPhones(dataset, members),
  };
}

/** The accounts of a ring, each once, though it may stand in several cases: `{id, level, holder, cases}`. */
function accountsOf(members) {
  const accounts = new Map();
  for (const { fraudCase: { fraud_case_id, account_id, ring_level }, holder } of members) {
    const account = accounts.get(account_id) ?? { id: account_id, level: ring_level, holder, cases: [] };
    account.cases.push(fraud_case_id);
    accounts.set(account_id, account);
  }
  return [...accounts.values()];
}

/** The devices from which several accounts of a ring were operated: `{device, owner, accounts}`. */
async function sharedPhones(dataset, members) {
  const users = new Map();
  for (const { fraudCase, steps } of members) {
    for (const { device_id } of steps) {
      if (device_id !== null) users.set(device_id, (users.get(device_id) ?? new Set()).add(fraudCase.account_id));
    }
  }
  const shared = [...users].filter(([, accounts]) => accounts.size > 1);
  return Promise.all(shared.map(async ([id, accounts]) => {
    const device = await dataset.record("devices", id);
    return { device, owner: await dataset.record("customers", device.customer_id), accounts: [...accounts] };
  }));
}

/** What an account of the ring received, and from how many: from victims' cases, and from its other accounts. */
export function inflowsOf(ring, accountId) {
  const victims = ring.payers.filter(({ beneficiary_kind, beneficiary_id }) => beneficiary_kind === "ACCOUNT" && beneficiary_id === accountId);
  const fellows = ring.members.map(({ payees }) => payees.get(key("ACCOUNT", accountId))).filter(Boolean);
  return {
    victims: { count: victims.length, sum: victims.reduce((sum, { amount_lost }) => sum + amount_lost, 0) },
    fellows: { count: fellows.length, sum: fellows.reduce((sum, { amount }) => sum + amount, 0) },
  };
}

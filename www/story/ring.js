// A ring of mules or launderers: its accounts by level, who paid into it, and the phones its accounts share.

import { holderOf, key, paidBy, payeesOf, stepsOf, sumOf } from "./steps.js";

/** Gathers the ring of that id from the cases planned together with it. */
export async function ringOf(dataset, id, around) {
  const cases = around.filter(({ ring_id }) => ring_id === id);
  const inRing = cases.filter(({ ring_level }) => ring_level !== null).sort((a, b) => a.ring_level - b.ring_level || a.fraud_case_id - b.fraud_case_id);
  const members = [];
  for (const fraudCase of inRing) {
    const steps = await stepsOf(dataset, fraudCase);
    members.push({ fraudCase, steps, payees: payeesOf(steps, fraudCase), holder: await holderOf(dataset, fraudCase.account_id) });
  }
  const accounts = accountsOf(members);
  const credits = await creditsOf(dataset, accounts);
  return {
    id, members, accounts, credits,
    levels: Math.max(...members.map(({ fraudCase }) => fraudCase.ring_level)),
    payers: paidBy(cases.filter(({ ring_level }) => ring_level === null), credits),
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

/** What the accounts of a ring received from frauds, the ring's own and others. Their credits tell what comes from other banks too. */
async function creditsOf(dataset, accounts) {
  const found = [];
  for (const { id, holder } of accounts) {
    const credits = (await dataset.cellOf(holder.customer_id, "credits")).recordsWhere("account_id", (of) => of === id);
    found.push(...credits.filter(({ kind, fraud_case_id }) => kind === "TRANSFER" && fraud_case_id !== null));
  }
  return found.map((credit) => ({ ...credit, to: key("ACCOUNT", credit.account_id) }));
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

/** What an account of the ring received: from how many victims' cases, from how many of its other accounts, and in how many credits from outside. */
export function inflowsOf(ring, accountId) {
  const account = key("ACCOUNT", accountId);
  const victims = ring.payers.map(({ paid }) => paid.get(account)).filter(Boolean);
  const fellows = ring.members.map(({ payees }) => payees.get(account)).filter((payee) => payee?.payments > 0);
  const outside = ring.credits.filter(({ to, payer_kind }) => to === account && payer_kind === "EXTERNAL");
  const [fromVictims, fromFellows, fromOutside] = [victims, fellows, outside].map((all) => ({ count: all.length, sum: sumOf(all) }));
  return { victims: fromVictims, fellows: fromFellows, outside: fromOutside };
}

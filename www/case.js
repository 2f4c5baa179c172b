// A fraud case with all that belongs to it, and the money between its accounts.

const MOST_OTHERS = 4;

/** Gathers a case; undefined where there is none of that id. */
export async function gatherCase(dataset, id) {
  const fraudCase = await dataset.record("fraud_cases", id);
  if (!fraudCase) return undefined;
  const { customer_id, account_id, device_id } = fraudCase;
  const cell = await dataset.cellOf(customer_id);
  const steps = cell.recordsWhere("fraud_case_id", (of) => of === id);
  const around = (await dataset.casesAround(customer_id)).recordsWhere("fraud_case_id", (of) => of !== id);
  const [customer, account, device] = await Promise.all([
    dataset.record("customers", customer_id), dataset.record("accounts", account_id), dataset.record("devices", device_id),
  ]);
  const payees = payeesOf(steps, fraudCase);
  const isPayee = ({ beneficiary_kind, beneficiary_id }) => payees.has(key(beneficiary_kind, beneficiary_id));
  const isOwnMule = (other) => fraudCase.customer_role === "MULE" && other.beneficiary_kind === "ACCOUNT" && other.beneficiary_id === account_id;
  // Shops are paid by many who have nothing to do with each other.
  const others = around.filter((other) => (other.beneficiary_kind !== "MERCHANT" && isPayee(other)) || isOwnMule(other));
  const onward = around.filter((other) => other.customer_role === "MULE" && payees.has(key("ACCOUNT", other.account_id)));
  const holders = new Map();
  for (const payee of payees.values()) {
    if (payee.kind === "ACCOUNT") holders.set(payee.id, await holderOf(dataset, payee.id));
    if (payee.kind === "MERCHANT") holders.set(payee.id, await dataset.record("merchants", payee.id));
  }
  return { fraudCase, steps, customer, account, device, payees, others, onward, holders };
}

export const key = (kind, id) => `${kind} ${id}`;

async function holderOf(dataset, accountId) {
  const account = await dataset.record("accounts", accountId);
  return account && { ...(await dataset.record("customers", account.customer_id)), ...account };
}

/** Who was paid in a case: what they got, and in how many payments. */
function payeesOf(steps, fraudCase) {
  const payees = new Map();
  for (const { beneficiary_kind: kind, beneficiary_id: id, amount, status, merchant_name } of steps) {
    if (kind === null) continue;
    const payee = payees.get(key(kind, id)) ?? { kind, id, amount: 0, tried: 0, payments: 0, merchant: merchant_name };
    payee.payments++;
    payee.tried += amount;
    if (status === "APPROVED") payee.amount += amount;
    payee.role = id === fraudCase.beneficiary_id && kind === fraudCase.beneficiary_kind ? fraudCase.beneficiary_role : null;
    payees.set(key(kind, id), payee);
  }
  return payees;
}

/** The case as nodes and edges of a flow. */
export function flowOf(gathered, text, format) {
  const { fraudCase, customer, payees, others, onward, holders } = gathered;
  const isMule = fraudCase.customer_role === "MULE";
  const nodes = new Map();
  const edges = [];
  const add = (node) => nodes.set(node.id, nodes.get(node.id) ?? node);
  const connect = (from, to, amount, payments, main) => {
    const old = edges.find((edge) => edge.from === from && edge.to === to);
    if (old) Object.assign(old, { amount: old.amount + amount, payments: old.payments + payments });
    else edges.push({ from, to, amount, payments, main });
  };
  const own = key("ACCOUNT", fraudCase.account_id);
  add({ id: own, column: isMule ? 1 : 0, name: customer.name, note: `${text.account(fraudCase.account_id)} · ${text.words[fraudCase.customer_role]}`, main: true });
  for (const [id, payee] of payees) {
    const holder = holders.get(payee.id);
    const name = payee.kind === "EXTERNAL" ? text.external(payee.id) : holder?.merchant_name ?? holder?.name ?? payee.merchant ?? String(payee.id);
    const note = [payee.kind === "ACCOUNT" ? text.account(payee.id) : text.words[payee.kind], payee.role && payee.role !== payee.kind && text.words[payee.role]];
    add({ id, column: isMule ? 2 : 1, name, note: note.filter(Boolean).join(" · "), fraud: payee.kind !== "MERCHANT" });
    connect(own, id, payee.amount, payee.payments, true);
  }
  for (const other of others.slice(0, MOST_OTHERS)) {
    const id = key("ACCOUNT", other.account_id);
    const to = key(other.beneficiary_kind, other.beneficiary_id);
    if (nodes.has(id) || !nodes.has(to)) continue;
    add({ id, column: 0, name: text.account(other.account_id), note: `${text.case(other.fraud_case_id)} · ${text.words[other.customer_role]}` });
    connect(id, to, other.amount_lost, other.transactions, false);
  }
  for (const other of onward) {
    const id = key(other.beneficiary_kind, other.beneficiary_id);
    const from = key("ACCOUNT", other.account_id);
    if (nodes.has(id) && nodes.get(id).column < 2) continue;
    add({ id, column: 2, name: other.beneficiary_kind === "EXTERNAL" ? text.external(other.beneficiary_id) : text.account(other.beneficiary_id), note: `${text.case(other.fraud_case_id)} · ${text.words[other.beneficiary_role]}`, fraud: true });
    connect(from, id, other.amount_lost, other.transactions, false);
  }
  const names = (id) => nodes.get(id).name;
  return {
    nodes: [...nodes.values()],
    edges: edges.map((edge) => ({
      ...edge,
      text: { short: format.money(edge.amount), long: text.edge(names(edge.from), names(edge.to), format.money(edge.amount), edge.payments) },
    })),
    rows: edges.map((edge) => [names(edge.from), names(edge.to), format.money(edge.amount), format.whole(edge.payments)]),
  };
}

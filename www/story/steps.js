// The transactions of a case, and who received the money.

/** Identifies an account or a shop. */
export const key = (kind, id) => `${kind} ${id}`;

/** The transactions of a case. */
export async function stepsOf(dataset, { fraud_case_id, customer_id }) {
  return (await dataset.cellOf(customer_id)).recordsWhere("fraud_case_id", (of) => of === fraud_case_id);
}

/** An account together with its holder. */
export async function holderOf(dataset, accountId) {
  const account = await dataset.record("accounts", accountId);
  return account && { ...(await dataset.record("customers", account.customer_id)), ...account };
}

/** Who was paid in a case, how much, and in how many payments. Cash has the kind CASH. */
export function payeesOf(steps, fraudCase) {
  const payees = new Map();
  for (const { beneficiary_kind, beneficiary_id, amount, status, merchant_name } of steps) {
    const [kind, id] = beneficiary_kind === null ? ["CASH", 0] : [beneficiary_kind, beneficiary_id];
    const isMain = id === fraudCase.beneficiary_id && kind === fraudCase.beneficiary_kind;
    const payee = payees.get(key(kind, id))
      ?? { kind, id, amount: 0, payments: 0, merchant: merchant_name, role: isMain ? fraudCase.beneficiary_role : null };
    if (status === "APPROVED") payee.amount += amount;
    payee.payments++;
    payees.set(key(kind, id), payee);
  }
  return payees;
}

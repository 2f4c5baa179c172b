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

/** Who was paid in a case, how much, in how many payments, and how many were refused. Cash has the kind CASH. */
export function payeesOf(steps, fraudCase) {
  const payees = new Map();
  for (const { beneficiary_kind, beneficiary_id, amount, status, merchant_name } of steps) {
    const [kind, id] = beneficiary_kind === null ? ["CASH", 0] : [beneficiary_kind, beneficiary_id];
    const isMain = id === fraudCase.beneficiary_id && kind === fraudCase.beneficiary_kind;
    const payee = payees.get(key(kind, id))
      ?? { kind, id, amount: 0, payments: 0, refused: 0, merchant: merchant_name, role: isMain ? fraudCase.beneficiary_role : null };
    if (status === "APPROVED") {
      payee.amount += amount;
      payee.payments++;
    } else {
      payee.refused++;
    }
    payees.set(key(kind, id), payee);
  }
  return payees;
}

/** What each case paid to some accounts, the largest first: `{fraudCase, sum, paid}`, `paid` by account. Cases that paid nothing are left out. */
export function paidBy(cases, payments) {
  const ofCase = Map.groupBy(payments, ({ fraud_case_id }) => fraud_case_id);
  return cases.map((fraudCase) => {
    const [paid, mine] = [new Map(), ofCase.get(fraudCase.fraud_case_id) ?? []];
    for (const { to, amount } of mine) {
      const before = paid.get(to) ?? { amount: 0, payments: 0 };
      paid.set(to, { amount: before.amount + amount, payments: before.payments + 1 });
    }
    return { fraudCase, sum: sumOf(mine), paid };
  }).filter(({ paid }) => paid.size > 0).sort((a, b) => b.sum - a.sum);
}

export const sumOf = (payments) => payments.reduce((sum, { amount }) => sum + amount, 0);

// What a customer paid and received.

/** A customer's payments and credits, in the order in which they moved the balances. */
export async function movementsOf(dataset, customer) {
  const ofCustomer = async (table) => (await dataset.cellOf(customer, table)).recordsWhere("customer_id", (id) => id === customer);
  const [credits, payments] = await Promise.all([ofCustomer("credits"), ofCustomer("transactions")]);
  // Ids are in no order of time. At one time, credits come first, as sorting keeps their places.
  return [...credits, ...payments].sort((a, b) => a.timestamp - b.timestamp);
}

export const isCredit = ({ credit_id }) => credit_id !== undefined;

/** Whether a movement belongs to a fraud case. */
export const isFraud = ({ fraud_case_id }) => fraud_case_id !== null;

/** The movement that a record is, or the first payment of its case; undefined if there is none. */
export function movementOf(movements, table, record) {
  const key = { transactions: "transaction_id", credits: "credit_id" }[table] ?? "fraud_case_id";
  const id = record[key] ?? null;
  // Credits refer to transactions and cases too.
  return id === null ? undefined : movements.find((movement) => isCredit(movement) === (table === "credits") && movement[key] === id);
}

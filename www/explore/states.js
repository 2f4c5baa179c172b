// Where the customers of a frame live: their states, by id.

/** The states that filters ask for; undefined if none does. */
export const statesFor = async (filters, dataset, frame) =>
  (filters.some(({ operator }) => /state$/.test(operator)) ? statesOf(dataset, frame) : undefined);

/** The states of all customers of the groups that a frame's rows belong to. */
async function statesOf(dataset, frame) {
  const place = frame.places.get("customer_id");
  let [least, most] = [Infinity, 0];
  for (let row = 0; row < frame.rows; row++) {
    const id = frame.at(row, place);
    if (id === null) continue;
    if (id < least) least = id;
    if (id > most) most = id;
  }
  const states = new Map();
  if (most === 0) return states;
  const [first, last] = await Promise.all([least, most].map((id) => dataset.unitOf("customers", id)));
  for (let unit = first; unit <= last; unit++) {
    const customers = await dataset.frame("customers", unit);
    const ids = customers.values("customer_id");
    customers.values("state").forEach((state, row) => states.set(ids[row], state));
  }
  return states;
}

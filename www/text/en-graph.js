// English: the map of Brazil, and the graph of money.

export const map = {
  title: "Payments and frauds by state",
  note: "Of the loaded transactions, by where the payer lives.",
  hint: "Point at a state, or reach the map with Tab and move with the arrows.",
  measure: "Colour by", measures: { payments: "payments", frauds: "frauds", share: "share of frauds" },
  legend: "Colours", upTo: (value) => `up to ${value}`,
  state: ({ name, state, payments, paid, frauds, share }) => `${name} (${state}): ${paid} ${payments === 1 ? "payment" : "payments"}, fraudulent ${frauds} (${share})`,
  head: ["State", "Payments", "Fraudulent", "Share"],
};

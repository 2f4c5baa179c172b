// Português: o mapa do Brasil e o grafo do dinheiro.

export const map = {
  title: "Pagamentos e fraudes por estado",
  note: "Das transações carregadas, pelo estado em que o pagador mora.",
  hint: "Aponte para um estado, ou chegue ao mapa com Tab e ande com as setas.",
  measure: "Cor por", measures: { payments: "pagamentos", frauds: "fraudes", share: "parcela de fraudes" },
  legend: "Cores", upTo: (value) => `até ${value}`,
  state: ({ name, state, payments, paid, frauds, share }) => `${name} (${state}): ${paid} ${payments === 1 ? "pagamento" : "pagamentos"}, fraudulentos ${frauds} (${share})`,
  head: ["Estado", "Pagamentos", "Fraudulentos", "Parcela"],
};

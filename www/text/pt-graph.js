// Português: o mapa do Brasil e o grafo do dinheiro.

export const map = {
  title: "Pagamentos e fraudes por estado",
  note: "Das transações carregadas, pelo estado em que o pagador mora.",
  hint: "Escolha um estado com o mouse, o dedo, ou Tab e as setas.",
  measure: "Cor por", measures: { payments: "pagamentos", frauds: "fraudes", share: "parcela de fraudes" },
  legend: "Cores", upTo: (value) => `até ${value}`,
  state: ({ name, state, payments, paid, frauds, share }) => `${name} (${state}): ${paid} ${payments === 1 ? "pagamento" : "pagamentos"}, fraudulentos ${frauds} (${share})`,
  head: ["Estado", "Pagamentos", "Fraudulentos", "Parcela"],
};

export const graph = {
  title: (start) => `O dinheiro em torno de: ${start[0].toLowerCase()}${start.slice(1)}`,
  start: "Começar por", number: "Número", starts: { case: "Caso", account: "Conta", device: "Dispositivo", ring: "Rede" },
  nothing: "Nada tem esse número, ou nenhum dinheiro passou por ali.",
  show: "Como grafo do dinheiro",
  hint: "Um clique ou Enter abre o registro de um nó; o + nele, ou a barra de espaço, mostra o que lhe pertence. Arraste para mover; role, use dois dedos ou as teclas + e − para ampliar. As setas vão de nó em nó.",
  touchHint: "Um toque abre o registro de um nó; o + nele mostra o que lhe pertence. Um dedo rola a página; dois movem e ampliam o grafo.",
  zoomIn: "Ampliar", zoomOut: "Reduzir", fit: "Mostrar tudo", fitShort: "Tudo",
  slider: "Pagamentos até aqui", play: "Reproduzir", pause: "Pausar", next: "Próximo pagamento", again: "Do começo", before: "antes do primeiro pagamento",
  moved: (sum, all, when) => `${when}: ${sum} de ${all} movimentados`, unmoved: (all) => `Nada de ${all} foi movimentado ainda`,
  received: (money) => `recebeu ${money}`, paid: (money) => `pagou ${money}`,
  ring: (id) => `Rede ${id}`, ringNote: "laranjas ou lavagem",
  more: (count) => `mais ${count}`, payers: "que também pagaram", payees: "que também receberam",
  bank: "Banco", bankNote: "empréstimos, devoluções", sales: "Vendas no cartão", salesNote: "vendas", cashNote: "saques",
  kinds: { fraud: "pagamentos fraudulentos", paid: "outros pagamentos", uses: "dispositivo usado por", ring: "conta da rede" },
  linked: (from, to, kind) => `${from} → ${to}: ${kind}`,
  nearby: "usos próximos",
  noRecord: "Não tem registro próprio.",
  nodes: "Nós", nodesHead: ["Nome", "O que é", "Recebeu", "Pagou"],
  edges: "Arestas", edgesHead: ["De", "Para", "Valor", "Pagamentos", "Fraude", "Primeiro", "Último"],
};

// English: the map of Brazil, and the graph of money.

export const map = {
  title: "Payments and frauds by state",
  note: "Of the loaded transactions, by where the payer lives.",
  hint: "Choose a state with the mouse, a finger, or Tab and the arrows.",
  measure: "Colour by", measures: { payments: "payments", frauds: "frauds", share: "share of frauds" },
  legend: "Colours", upTo: (value) => `up to ${value}`,
  state: ({ name, state, payments, paid, frauds, share }) => `${name} (${state}): ${paid} ${payments === 1 ? "payment" : "payments"}, fraudulent ${frauds} (${share})`,
  head: ["State", "Payments", "Fraudulent", "Share"],
};

export const graph = {
  title: (start) => `The money around ${start[0].toLowerCase()}${start.slice(1)}`,
  start: "Start from", number: "Number", starts: { case: "Case", account: "Account", device: "Device", ring: "Ring" },
  nothing: "Nothing has that number, or no money moved around it.",
  show: "As a graph of money",
  hint: "A click or Enter opens a node's record; + on it, or Space, shows what belongs to it. Drag to move, turn the wheel, pinch or press + and − to zoom. Arrows move from node to node.",
  touchHint: "A tap opens a node's record; + on it shows what belongs to it. One finger scrolls the page; two move and zoom the graph.",
  zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Show all", fitShort: "All",
  slider: "Payments so far", play: "Play", pause: "Pause", next: "Next payment", again: "From the start", before: "before the first payment",
  moved: (sum, all, when) => `${when}: ${sum} of ${all} moved`, unmoved: (all) => `Nothing of ${all} has moved yet`,
  received: (money) => `received ${money}`, paid: (money) => `paid ${money}`,
  ring: (id) => `Ring ${id}`, ringNote: "mules or launderers",
  more: (count) => `${count} more`, payers: "who paid too", payees: "who were paid too",
  bank: "Bank", bankNote: "loans, returns", sales: "Card sales", salesNote: "sales", cashNote: "withdrawals",
  kinds: { fraud: "fraudulent payments", paid: "other payments", uses: "device used by", ring: "account of the ring" },
  linked: (from, to, kind) => `${from} → ${to}: ${kind}`,
  nearby: "users nearby",
  noRecord: "It has no record of its own.",
  nodes: "Nodes", nodesHead: ["Name", "What", "Received", "Paid"],
  edges: "Edges", edgesHead: ["From", "To", "Amount", "Payments", "Fraud", "First", "Last"],
};

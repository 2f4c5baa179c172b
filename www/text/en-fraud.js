// How frauds are named and told, in English.

const many = (count, one, more) => `${count} ${Number(count) === 1 ? one : more}`;

export const typologies = {
  AUTOFRAUDE: "Self-fraud", BOLETO_FALSO: "Fake boleto", CARTAO_CLONADO: "Cloned card", CARTAO_NAO_PRESENTE: "Card not present",
  CELULAR_ROUBADO: "Stolen phone", CONTA_LARANJA: "Mule account", CONTA_TOMADA: "Account takeover", DEVOLUCAO_EMPRESTIMO: "Loan refund",
  ENGENHARIA_SOCIAL: "Advance fee", FALSA_CENTRAL: "Fake call centre", FALSA_VENDA: "Fake shop", FALSO_EMPREGO: "Fake job",
  FALSO_INVESTIMENTO: "Fake investment", FRAUDE_AMIGAVEL: "Friendly fraud", GOLPE_WHATSAPP: "WhatsApp impostor", IDENTIDADE_FALSA: "False identity",
  LAVAGEM_DINHEIRO: "Money laundering", MAO_FANTASMA: "Ghost hand", PHISHING: "Phishing", PIX_ERRADO: "Wrong Pix", QR_CODE_FALSO: "Swapped QR code",
  SEQUESTRO_RELAMPAGO: "Express kidnapping", SIM_SWAP: "SIM swap", TRIANGULACAO: "Triangulation", TROCA_CARTAO: "Swapped card",
};

export const story = {
  at: (day, clock) => `On ${day}, at ${clock},`,
  opening: {
    AUTOFRAUDE: (at, name) => `${at} ${name} paid an accomplice, to tell the bank of a scam later.`,
    BOLETO_FALSO: (at, name) => `${at} ${name} paid a bill whose bar code was another's.`,
    CARTAO_CLONADO: (at, name) => `${at} someone began to buy in another town with a copy of ${name}'s card.`,
    CARTAO_NAO_PRESENTE: (at, name) => `${at} someone began to shop online with ${name}'s card data.`,
    CELULAR_ROUBADO: (at, name) => `${at} whoever had taken ${name}'s phone, unlocked, began to use it.`,
    CONTA_LARANJA: (at, name) => `${name}'s account is a mule account. ${at} it began to pass stolen money on.`,
    CONTA_TOMADA: (at, name) => `${at} someone got into ${name}'s account and took it over.`,
    DEVOLUCAO_EMPRESTIMO: (at, name) => `A loan that nobody had asked for came into ${name}'s account. ${at} it was sent "back", to a key that was not the bank's.`,
    ENGENHARIA_SOCIAL: (at, name) => `${at} ${name} began to pay the fees that someone who does not exist asked for.`,
    FALSA_CENTRAL: (at, name) => `${at} ${name} began to pay on the word of a caller who posed as the bank's security centre.`,
    FALSA_VENDA: (at, name) => `${at} ${name} paid for goods that never came.`,
    FALSO_EMPREGO: (at, name) => `${at} ${name} began to pay deposits for a job that promised to pay more back.`,
    FALSO_INVESTIMENTO: (at, name) => `${at} ${name} made the first deposit in an investment that does not exist.`,
    FRAUDE_AMIGAVEL: (at, name) => `${at} ${name} bought online; the goods came, and the payment was disputed all the same.`,
    GOLPE_WHATSAPP: (at, name) => `${at} ${name} paid a bill for someone who posed as family, with a new number.`,
    IDENTIDADE_FALSA: (at, name) => `${name} is an identity put together from pieces. ${at} it began to spend all that it could, to be gone after.`,
    LAVAGEM_DINHEIRO: (at, name) => `${name}'s account launders money. ${at} it began to send on what had come in.`,
    MAO_FANTASMA: (at, name) => `${at} malware on ${name}'s own phone let a stranger begin to empty the account.`,
    PHISHING: (at, name) => `A copy of the bank's site took ${name}'s password. ${at} a stranger logged in by web and began to pay.`,
    PIX_ERRADO: (at, name) => `A Pix came in "by mistake". ${at} ${name} sent it back to the key that a stranger gave.`,
    QR_CODE_FALSO: (at, name) => `${at} ${name} paid a QR code that had been put over the real one.`,
    SEQUESTRO_RELAMPAGO: (at, name) => `${at} ${name}, held by kidnappers, was made to pay.`,
    SIM_SWAP: (at, name) => `${name}'s number was moved to a stranger's chip. ${at} the stranger began to pay with the codes that came to it.`,
    TRIANGULACAO: (at, name) => `${at} a shop that sells below price bought what it had sold, with the data of ${name}'s card.`,
    TROCA_CARTAO: (at, name) => `${name}'s card was taken for another, and its PIN seen. ${at} someone began to use it.`,
    other: (at, name) => `${at} a fraud began on ${name}'s account.`,
  },
  who: ({ person, age, town, income, profile }) => (person
    ? `The holder is ${age} years old, lives in ${town}, and earns ${income} a month (profile: ${profile}).`
    : `The holder is a company in ${town}, founded ${age} years before, with a revenue of ${income} a month.`),
  how: ({ count, span, account, bank, attempted, lost, refused }) =>
    `${many(count, "payment", "payments")}${span ? ` in ${span}` : ""} from account ${account} at ${bank}: ${attempted} tried, ${lost} went through${refused ? `; the bank stopped ${refused}` : ""}.`,
  device: ({ device, seen }) => `They were ordered from a device of the fraudster's own (${device}), first seen ${seen}.`,
  receiver: ({ name, amount, role }) => `${name}${role ? `, a ${role},` : ""} with ${amount}`,
  to: (receivers) => `The money was sent to ${receivers}.`,
  others: ({ count, sum }) => `The same beneficiary collected ${sum} in ${many(count, "other case", "other cases")}.`,
  nothing: "nothing",
  ring: {
    title: (id) => `Ring ${id}`,
    member: ({ level, levels, count }) => `It is on level ${level} of ${levels} of a ring of ${many(count, "account", "accounts")}.`,
    alone: "It is an account of a ring of its own.",
    paid: ({ count, levels }) => `The money went into a ring of ${many(count, "account", "accounts")} on ${many(levels, "level", "levels")}.`,
    fromVictims: ({ count, sum }) => `${sum} came in from ${many(count, "case", "cases")} of victims.`,
    fromRing: ({ count, sum }) => `${sum} came in from ${many(count, "account", "accounts")} of the ring.`,
    otherVictims: ({ count, sum }) => `It took ${sum} in ${many(count, "other case", "other cases")}.`,
    out: (sum) => `${sum} left the ring.`,
    phone: ({ accounts, device, owner }) => `${accounts} were run in part from one phone (${device}), known as ${owner}'s.`,
    level: (level) => `Level ${level}`,
  },
  by: {
    BOLETO: (channel) => `Boleto, paid by ${channel}`,
    WITHDRAWAL: (channel) => `Cash, taken at the ${channel}`,
    AUTO_DEBIT: () => "Automatic debit",
    other: (instrument, channel) => `${instrument}, by ${channel}`,
    card: (card, entry) => `${card}, ${entry}`,
  },
  entries: { CHIP: "chip and PIN at a terminal", CONTACTLESS: "contactless at a terminal", MAGNETIC: "magnetic stripe at a terminal", MANUAL: "typed in online" },
  payee: (name) => `to ${name}`,
  shop: (name, trade) => `at ${name} (${trade})`,
  unreported: {
    MED: "Nobody told the bank.", CHARGEBACK: "Nobody disputed it.", INVESTIGATION: "The bank never found out.",
  },
  reported: {
    MED: (when, later) => `The victim told the bank on ${when}, ${later} after the last payment, and asked for the money back (MED)`,
    CHARGEBACK: (when, later) => `The holder disputed it on ${when}, ${later} after the last payment (chargeback)`,
    INVESTIGATION: (when, later) => `The bank itself found it out on ${when}, ${later} after the last payment (investigation)`,
    FRAUDSTER_MED: (when, later) => `The holder told the bank of a scam on ${when}, ${later} after the last payment, and asked for the money back (MED)`,
    FRAUDSTER_CHARGEBACK: (when, later) => `The holder disputed it, against the truth, on ${when}, ${later} after the last payment (chargeback)`,
  },
  decided: {
    ACCEPTED: (when) => `; the claim was accepted on ${when}`,
    REFUSED: (when) => `; the claim was refused on ${when}`,
    INVESTIGATION_ACCEPTED: (when) => `; the suspicion was confirmed on ${when}`,
    INVESTIGATION_REFUSED: (when) => `; the suspicion was dropped on ${when}`,
  },
  refunded: (sum, when) => `, and ${sum} came back on ${when}.`,
  notRefunded: ", and nothing came back.",
};

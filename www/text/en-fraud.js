// Names and stories of frauds, in English.

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
    AUTOFRAUDE: (at, name) => `${at} ${name} paid an accomplice, planning to report the payment to the bank as a scam.`,
    BOLETO_FALSO: (at, name) => `${at} ${name} paid a boleto whose barcode had been swapped.`,
    CARTAO_CLONADO: (at, name) => `${at} someone began to buy in another town with a copy of ${name}'s card.`,
    CARTAO_NAO_PRESENTE: (at, name) => `${at} someone began to shop online with ${name}'s card data.`,
    CELULAR_ROUBADO: (at, name) => `${at} the thief of ${name}'s unlocked phone began to use it.`,
    CONTA_LARANJA: (at, name) => `${name}'s account is a mule account. ${at} it began to pass stolen money on.`,
    CONTA_TOMADA: (at, name) => `${at} someone got into ${name}'s account and took it over.`,
    DEVOLUCAO_EMPRESTIMO: (at, name) => `A loan that nobody had asked for arrived in ${name}'s account. ${at} it was sent "back" to a Pix key that was not the bank's.`,
    ENGENHARIA_SOCIAL: (at, name) => `${at} ${name} began to pay advance fees to someone who does not exist.`,
    FALSA_CENTRAL: (at, name) => `${at} ${name} began to pay on the instructions of a caller who posed as the bank's security centre.`,
    FALSA_VENDA: (at, name) => `${at} ${name} paid for goods that never came.`,
    FALSO_EMPREGO: (at, name) => `${at} ${name} began to pay deposits for a job that promised to pay back more.`,
    FALSO_INVESTIMENTO: (at, name) => `${at} ${name} made the first deposit in an investment that does not exist.`,
    FRAUDE_AMIGAVEL: (at, name) => `${at} ${name} bought online; the goods came, and the payment was disputed all the same.`,
    GOLPE_WHATSAPP: (at, name) => `${at} ${name} paid a bill for someone who posed as family, with a new number.`,
    IDENTIDADE_FALSA: (at, name) => `${name} is an identity assembled from several people's data. ${at} it began to spend all it could before disappearing.`,
    LAVAGEM_DINHEIRO: (at, name) => `${name}'s account launders money. ${at} it began to pass on what had come in.`,
    MAO_FANTASMA: (at, name) => `${at} malware on ${name}'s own phone let a stranger begin to empty the account.`,
    PHISHING: (at, name) => `A copy of the bank's site took ${name}'s password. ${at} a stranger logged in on the web and began to pay.`,
    PIX_ERRADO: (at, name) => `A Pix came in "by mistake". ${at} ${name} sent it back to a Pix key that a stranger had given.`,
    QR_CODE_FALSO: (at, name) => `${at} ${name} paid a QR code that had been pasted over the real one.`,
    SEQUESTRO_RELAMPAGO: (at, name) => `${at} ${name}, held by kidnappers, was made to pay.`,
    SIM_SWAP: (at, name) => `${name}'s number was moved to a stranger's SIM card. ${at} the stranger began to pay with the codes sent to it.`,
    TRIANGULACAO: (at, name) => `${at} a shop that sells below market price bought what it had sold with ${name}'s card data.`,
    TROCA_CARTAO: (at, name) => `${name}'s card was swapped for another, and its PIN had been seen. ${at} someone began to use it.`,
    other: (at, name) => `${at} a fraud began on ${name}'s account.`,
  },
  who: ({ person, age, town, income, profile }) => (person
    ? `The holder is ${age} years old, lives in ${town}, and earns ${income} a month (profile: ${profile}).`
    : `The holder is a company in ${town}, founded ${age} years earlier, with a revenue of ${income} a month.`),
  how: ({ count, span, account, bank, attempted, lost, refused }) =>
    `${many(count, "payment", "payments")}${span ? ` in ${span}` : ""} from account ${account} at ${bank}: ${attempted} attempted, ${lost} went through${refused ? `; the bank stopped ${refused}` : ""}.`,
  device: ({ device, seen }) => `They were ordered from the fraudster's own device (${device}), first seen on ${seen}.`,
  receiver: ({ name, amount, role }) => `${name}${role ? `, a ${role}` : ""} (${amount})`,
  to: (receivers) => `The money was sent to ${receivers}.`,
  others: ({ count, sum }) => `The same beneficiary collected ${sum} in ${many(count, "other case", "other cases")}.`,
  nothing: "nothing",
  ring: {
    title: (id) => `Ring ${id}`,
    member: ({ level, levels, count }) => `The account is on level ${level} of ${levels} of a ring of ${many(count, "account", "accounts")}.`,
    alone: "The account is the only one of its ring.",
    paid: ({ count, levels }) => `The money went into a ring of ${many(count, "account", "accounts")} on ${many(levels, "level", "levels")}.`,
    fromVictims: ({ count, sum }) => `${sum} came in from ${many(count, "victim's case", "victims' cases")}.`,
    fromRing: ({ count, sum }) => `${sum} came in from ${many(count, "account", "accounts")} of the ring.`,
    otherVictims: ({ count, sum }) => `The ring took ${sum} in ${many(count, "other case", "other cases")}.`,
    out: (sum) => `${sum} left the ring.`,
    phone: ({ accounts, device, owner }) => `${accounts} were partly operated from one phone (${device}), which is registered to ${owner}.`,
    level: (level) => `Level ${level}`,
  },
  by: {
    BOLETO: (channel) => `Boleto, paid by ${channel}`,
    WITHDRAWAL: (channel) => `Cash withdrawn at the ${channel}`,
    AUTO_DEBIT: () => "Direct debit",
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
    INVESTIGATION: (when, later) => `The bank itself detected it on ${when}, ${later} after the last payment (investigation)`,
    FRAUDSTER_MED: (when, later) => `The holder falsely reported a scam to the bank on ${when}, ${later} after the last payment, and asked for the money back (MED)`,
    FRAUDSTER_CHARGEBACK: (when, later) => `The holder falsely disputed it on ${when}, ${later} after the last payment (chargeback)`,
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

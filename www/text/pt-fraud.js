// Nomes e histórias das fraudes, em português.

const many = (count, one, more) => `${count} ${Number(count) === 1 ? one : more}`;

export const typologies = {
  AUTOFRAUDE: "Autofraude", BOLETO_FALSO: "Boleto falso", CARTAO_CLONADO: "Cartão clonado", CARTAO_NAO_PRESENTE: "Cartão não presente",
  CELULAR_ROUBADO: "Celular roubado", CONTA_LARANJA: "Conta laranja", CONTA_TOMADA: "Conta tomada", DEVOLUCAO_EMPRESTIMO: "Falso empréstimo",
  ENGENHARIA_SOCIAL: "Taxa antecipada", FALSA_CENTRAL: "Falsa central", FALSA_VENDA: "Falsa venda", FALSO_EMPREGO: "Falso emprego",
  FALSO_INVESTIMENTO: "Falso investimento", FRAUDE_AMIGAVEL: "Fraude amigável", GOLPE_WHATSAPP: "Golpe do WhatsApp", IDENTIDADE_FALSA: "Identidade falsa",
  LAVAGEM_DINHEIRO: "Lavagem de dinheiro", MAO_FANTASMA: "Mão fantasma", PHISHING: "Phishing", PIX_ERRADO: "Pix errado", QR_CODE_FALSO: "QR Code falso",
  SEQUESTRO_RELAMPAGO: "Sequestro-relâmpago", SIM_SWAP: "SIM swap", TRIANGULACAO: "Triangulação", TROCA_CARTAO: "Troca de cartão",
};

export const story = {
  at: (day, clock) => `Em ${day}, às ${clock},`,
  opening: {
    AUTOFRAUDE: (at, name) => `${at} ${name} pagou a um cúmplice, para depois dizer ao banco que foi um golpe.`,
    BOLETO_FALSO: (at, name) => `${at} ${name} pagou um boleto com código de barras trocado.`,
    CARTAO_CLONADO: (at, name) => `${at} alguém começou a comprar em outra cidade com uma cópia do cartão de ${name}.`,
    CARTAO_NAO_PRESENTE: (at, name) => `${at} alguém começou a comprar on-line com os dados do cartão de ${name}.`,
    CELULAR_ROUBADO: (at, name) => `${at} quem levou o celular desbloqueado de ${name} começou a usá-lo.`,
    CONTA_LARANJA: (at, name) => `A conta de ${name} é uma conta laranja. ${at} começou a passar adiante dinheiro roubado.`,
    CONTA_TOMADA: (at, name) => `${at} alguém entrou na conta de ${name} e a tomou.`,
    DEVOLUCAO_EMPRESTIMO: (at, name) => `Um empréstimo que ninguém pediu caiu na conta de ${name}. ${at} foi “devolvido” a uma chave que não era do banco.`,
    ENGENHARIA_SOCIAL: (at, name) => `${at} ${name} começou a pagar taxas antecipadas a alguém que não existe.`,
    FALSA_CENTRAL: (at, name) => `${at} ${name} começou a pagar seguindo as instruções de quem se passou pela central de segurança do banco.`,
    FALSA_VENDA: (at, name) => `${at} ${name} pagou por mercadoria que nunca chegou.`,
    FALSO_EMPREGO: (at, name) => `${at} ${name} começou a fazer depósitos por um emprego que prometia devolver mais.`,
    FALSO_INVESTIMENTO: (at, name) => `${at} ${name} fez o primeiro depósito em um investimento que não existe.`,
    FRAUDE_AMIGAVEL: (at, name) => `${at} ${name} comprou on-line; a mercadoria chegou, e mesmo assim o pagamento foi contestado.`,
    GOLPE_WHATSAPP: (at, name) => `${at} ${name} pagou uma conta para alguém que se passou por um parente de número novo.`,
    IDENTIDADE_FALSA: (at, name) => `${name} é uma identidade montada com dados de várias pessoas. ${at} começou a gastar tudo o que podia, para depois sumir.`,
    LAVAGEM_DINHEIRO: (at, name) => `A conta de ${name} lava dinheiro. ${at} começou a repassar o que havia entrado.`,
    MAO_FANTASMA: (at, name) => `${at} um programa malicioso no celular de ${name} permitiu que um estranho começasse a esvaziar a conta.`,
    PHISHING: (at, name) => `Uma cópia do site do banco capturou a senha de ${name}. ${at} um estranho entrou pela web e começou a pagar.`,
    PIX_ERRADO: (at, name) => `Um Pix entrou “por engano”. ${at} ${name} o devolveu à chave que um estranho indicou.`,
    QR_CODE_FALSO: (at, name) => `${at} ${name} pagou um QR Code colado sobre o verdadeiro.`,
    SEQUESTRO_RELAMPAGO: (at, name) => `${at} ${name}, em poder de sequestradores, teve de começar a pagar.`,
    SIM_SWAP: (at, name) => `O número de ${name} foi transferido para o chip de um estranho. ${at} o estranho começou a pagar com os códigos que chegavam a esse chip.`,
    TRIANGULACAO: (at, name) => `${at} uma loja que vende abaixo do preço de mercado comprou o que havia vendido com os dados do cartão de ${name}.`,
    TROCA_CARTAO: (at, name) => `O cartão de ${name} foi trocado por outro, e a senha, espiada. ${at} alguém começou a usá-lo.`,
    other: (at, name) => `${at} começou uma fraude na conta de ${name}.`,
  },
  who: ({ person, age, town, income, profile }) => (person
    ? `Titular de ${age} anos, de ${town}, com renda de ${income} por mês; perfil: ${profile}.`
    : `A titular é uma empresa de ${town}, com ${age} anos de existência e faturamento de ${income} por mês.`),
  how: ({ count, span, account, bank, attempted, lost, refused }) =>
    `${many(count, "pagamento", "pagamentos")}${span ? ` em ${span}` : ""} da conta ${account} no ${bank}: ${attempted} tentados, ${lost} aprovados${refused ? `; o banco barrou ${refused}` : ""}.`,
  device: ({ device, seen }) => `Foram ordenados de um dispositivo do próprio fraudador (${device}), visto pela primeira vez em ${seen}.`,
  receiver: ({ name, amount, role }) => `${name}${role ? `, ${role}` : ""} (${amount})`,
  to: (receivers) => `O dinheiro foi para: ${receivers}.`,
  others: ({ count, sum }) => `O mesmo beneficiário recebeu ${sum} em ${many(count, "outro caso", "outros casos")}.`,
  nothing: "nada",
  ring: {
    title: (id) => `Rede ${id}`,
    member: ({ level, levels, count }) => `A conta está no nível ${level} de ${levels} de uma rede de ${many(count, "conta", "contas")}.`,
    alone: "A conta é a única da sua rede.",
    paid: ({ count, levels }) => `O dinheiro entrou em uma rede de ${many(count, "conta", "contas")} em ${many(levels, "nível", "níveis")}.`,
    fromVictims: ({ count, sum }) => `Entraram ${sum} de ${many(count, "caso", "casos")} de vítimas.`,
    fromRing: ({ count, sum }) => `Entraram ${sum} de ${many(count, "conta", "contas")} da rede.`,
    otherVictims: ({ count, sum }) => `A rede recebeu ${sum} em ${many(count, "outro caso", "outros casos")}.`,
    out: (sum) => `Saíram da rede ${sum}.`,
    phone: ({ accounts, device, owner }) => `${accounts} foram em parte movimentadas de um mesmo celular (${device}), registrado em nome de ${owner}.`,
    level: (level) => `Nível ${level}`,
  },
  by: {
    BOLETO: (channel) => `Boleto, pago por ${channel}`,
    WITHDRAWAL: (channel) => `Saque (${channel})`,
    AUTO_DEBIT: () => "Débito automático",
    other: (instrument, channel) => `${instrument}, por ${channel}`,
    card: (card, entry) => `${card}, ${entry}`,
  },
  entries: { CHIP: "chip e senha na maquininha", CONTACTLESS: "por aproximação na maquininha", MAGNETIC: "tarja magnética na maquininha", MANUAL: "digitado on-line" },
  payee: (name) => `para ${name}`,
  shop: (name, trade) => `em ${name} (${trade})`,
  unreported: {
    MED: "Ninguém avisou o banco.", CHARGEBACK: "Ninguém contestou.", INVESTIGATION: "O banco nunca descobriu.",
  },
  reported: {
    MED: (when, later) => `A vítima avisou o banco em ${when}, ${later} depois do último pagamento, e pediu o dinheiro de volta (MED)`,
    CHARGEBACK: (when, later) => `O titular contestou em ${when}, ${later} depois do último pagamento (chargeback)`,
    INVESTIGATION: (when, later) => `O próprio banco descobriu em ${when}, ${later} depois do último pagamento (investigação)`,
    FRAUDSTER_MED: (when, later) => `O titular contou ao banco que foi um golpe em ${when}, ${later} depois do último pagamento, e pediu o dinheiro de volta (MED)`,
    FRAUDSTER_CHARGEBACK: (when, later) => `O titular contestou falsamente em ${when}, ${later} depois do último pagamento (chargeback)`,
  },
  decided: {
    ACCEPTED: (when) => `; o pedido foi aceito em ${when}`,
    REFUSED: (when) => `; o pedido foi recusado em ${when}`,
    INVESTIGATION_ACCEPTED: (when) => `; a suspeita foi confirmada em ${when}`,
    INVESTIGATION_REFUSED: (when) => `; a suspeita foi descartada em ${when}`,
  },
  refunded: (sum, when) => `, e ${sum} voltaram em ${when}.`,
  notRefunded: ", e nada voltou.",
};

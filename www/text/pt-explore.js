// Filtros, facetas e a tabela, em português.

export const operators = {
  contains: "contém", "not contains": "não contém", "not ≥": "não ≥", "not ≤": "não ≤", in: "é um de", "not in": "não é um de",
  between: "entre", "not between": "não entre", empty: "está vazio", filled: "está preenchido", at: "em", "not at": "fora de", state: "mora em", "not state": "não mora em",
};

export const explore = {
  and: "e", more: (count) => `+${count}`, hour: (hour) => `${hour} h`,
  edit: "Editar", change: "Alterar filtro", clear: "Limpar tudo", from: "De", to: "Até", severalHelp: "Um por linha",
  busy: (share) => `Ordenando e filtrando… ${share}`,
  headHelp: "Enter ordena, F mostra os valores, Shift com ← → muda a largura.",
  resize: "Arraste para mudar a largura; clique duas vezes para ajustar.",
  facet: (told) => `Distribuição: ${told}`,
  empties: (share) => `${share} vazios`, distinct: (count) => `${count} ${count === "1" ? "distinto" : "distintos"}`, range: (least, most) => `de ${least} a ${most}`,
  top: (value, share) => `mais comum: ${value} (${share})`,
  title: (column) => `Valores de ${column}`, search: "Buscar nos valores", empty: "vazio", only: "só este", not: "sem este", onlyThis: (value) => `Só ${value}`, notThis: (value) => `Sem ${value}`,
  unlisted: (count) => `Mais ${count}: busque para vê-los`, tooMany: "Quase todos os valores são diferentes: digite um para encontrá-lo.", none: "Nenhum valor é assim.", apply: "Aplicar", loading: "Contando…",
  counts: (count, share) => `${count} linhas (${share})`,
  pick: (name) => `Filtrar: ${name}`, noRow: "Nenhuma linha passa pelos filtros.", filtered: (count) => `Destas, ${count} ${count === "1" ? "passa" : "passam"} pelos filtros`,
  plotsFile: (name, from, to, all) => `Linhas de ${from} a ${to}, de um total de ${all}, do arquivo ${name}; `, plotsFileFrauds: (frauds) => `${frauds} fraudes.`, noPayments: "O arquivo aberto não tem transações: os gráficos são das geradas.",
  picked: "Clique em uma barra, uma hora, um estado ou uma conta para filtrar; clique de novo para desfazer.",
  copied: (cells) => `${cells} células copiadas.`, selected: (rows, columns) => `${rows} × ${columns} células selecionadas`, tooLarge: (most) => `É possível copiar até ${most} células; Exportar salva todas as linhas.`,
  forms: { number: "Escreva um número como 1000,50 ou 2 mil.", day: "Escreva um dia como 31/05/2025.", time: "Escreva um dia como 31/05/2025, ou com a hora: 31/05/2025 10:00.", boolean: "Escreva true ou false." },
  sort: "Ordem", newest: "de geração",
  ascending: "crescente", descending: "decrescente",
};

/** Valores que outras partes da página não nomeiam. */
export const cells = {
  low: "baixo", medium: "médio", high: "alto", LARGE: "grande", MEDIUM: "média", SMALL: "pequena", MICRO: "micro", CREDIT: "crédito", DEBIT: "débito", PREPAID: "pré-pago",
  CHIP: "chip", CONTACTLESS: "por aproximação", MAGNETIC: "tarja magnética", MANUAL: "digitado", TELEFONE: "telefone", EMAIL: "e-mail", ALEATORIA: "aleatória", CPF: "CPF", CNPJ: "CNPJ",
  MED: "MED", COMPLAINT: "reclamação", INVESTIGATION: "investigação", ACCEPTED: "aceita", REFUSED: "negada", NEVER_REPORTED: "nunca relatado",
  SMARTPHONE_ANDROID: "celular Android", SMARTPHONE_IOS: "iPhone", DESKTOP_WINDOWS: "computador Windows", DESKTOP_MAC: "Mac", TABLET_ANDROID: "tablet Android", TABLET_IOS: "iPad",
};

// The texts of the page, by language. Only one language is loaded.

/** The languages' own names. */
export const languages = { "en": "English", "pt-BR": "Português" };

/** Loads the texts of a language. */
export const textsOf = async (language) => (language === "en" ? (await import("./en.js")).en : (await import("./pt.js")).pt);

/** The meaning of a column of a table, and the language it is in. */
export function noteOf(text, table, { name, description }) {
  const translated = text.columnNotes?.[`${table}.${name}`] ?? text.columnNotes?.[name];
  return translated && description ? { note: translated } : { note: description ?? "", lang: description ? "en" : undefined };
}

/** The language for a language tag, from the browser or the address. */
export const languageFor = (tag) => (tag.toLowerCase().startsWith("pt") ? "pt-BR" : "en");

// The core has few remedies, so they can be translated into Portuguese.
const remedies = [
  [/^give a date from (\S+) to (\S+)$/, "escolha uma data de $1 a $2."],
  [/^give weights from (\S+) to (\S+)$/, "use pesos de $1 a $2."],
  [/^give at least one typology.*$/, "dê a ao menos uma tipologia um peso acima de 0, ou ponha a taxa de fraude em 0."],
  [/^(\S+) transactions in (\S+) days need (\S+) to (\S+) customers$/, "$1 transações em $2 dias pedem de $3 a $4 clientes."],
  [/^give (\S+) to (\S+)$/, "use de $1 a $2."],
];

/** The core's remedy, translated; undefined if it is not. */
export function remedy(told, language) {
  if (language !== "pt-BR") return undefined;
  const [form, translated] = remedies.find(([pattern]) => pattern.test(told)) ?? [];
  return form && told.replace(form, translated).replace(/(\d)\.(\d)/g, "$1,$2");
}

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
  [/^give (\S+) to ([^\s,]+)$/, "use de $1 a $2."],
  [/^give (\S+) to (\d+), the most that the population of Brazil can make;.*$/, "use de $1 a $2, o máximo que a população do Brasil gera; para mais, gere outro conjunto com outra semente."],
  [/^the (\d+) people of Brazil can make at most (\d+) in (\d+) days:.*$/, "os $1 habitantes do Brasil geram no máximo $2 em $3 dias: use menos transações ou mais dias, ou gere outro conjunto com outra semente."],
];

/** The core's remedy in the page's language, and the language it is in where that is another. */
export function remedy(told, format) {
  const isPortuguese = format.language === "pt-BR";
  const [pattern, translated] = (isPortuguese && remedies.find(([one]) => one.test(told))) || [];
  // The parts of a date are no numbers.
  const text = (pattern ? told.replace(pattern, translated) : `${told}.`).replace(/(?<![-\d])\d+(\.\d+)?(?![-\d])/g, (digits) => format.real(Number(digits)));
  return { told: text, lang: isPortuguese && !pattern ? "en" : undefined };
}

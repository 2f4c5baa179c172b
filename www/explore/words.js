// Columns, values and filters in the words of a language.

import { atOf, numberOf, partsOf, takesValue, unscaled } from "./filters.js";

const TYPOLOGIES = ["fraud_type", "decoy_of"];
// More values of a filter are only counted.
const MOST_NAMED = 3;
let known = {};

/** The short names of columns in a language, by their technical names; only Portuguese has any. */
export async function loadLabels(language) {
  known = language === "pt-BR" ? (await import("../text/pt-labels.js")).labels : {};
}

/** The short name of a column; undefined if there is none. */
export const labelOf = ({ name }) => (Object.hasOwn(known, name) ? known[name] : undefined);

/** A text of a column as a word of the language, if it has one. */
export function wordOf(value, { name, type }, text) {
  if (name === "evidence") return value.split(",").map((sign) => text.evidence[sign] ?? sign).join(", ");
  if (type !== "category") return value;
  if (TYPOLOGIES.includes(name)) return text.typologies[value] ?? value;
  return [text.cells, text.words, text.trades, text.profiles].find((words) => Object.hasOwn(words, value))?.[value] ?? value;
}

/** A value as people read it: with its word if it has one. Files have it as it is. */
export const shown = (value, column, { text, format }) => (typeof value === "string" ? wordOf(value, column, text) : format.value(value, column, text));

/** The same where a value that is missing has a name too. */
export const named = (value, column, page) => (value === null ? page.text.explore.empty : shown(value, column, page));

/** What is said of a text that is no value of a column. */
export function wrongValue(column, { text }) {
  const { type } = column;
  const form = { "timestamp(us, UTC)": "time", date: "day", boolean: "boolean" }[type] ?? "number";
  return text.wrongValue(labelOf(column) ?? column.name, text.explore.forms[form]);
}

/** A filter as a sentence. */
export function sentence({ column: name, operator, value }, column, { text, format }) {
  const label = labelOf(column) ?? name;
  const told = text.operators[operator] ?? operator;
  if (!takesValue(operator)) return `${label} ${told}`;
  const base = operator.replace("not ", "");
  const parts = ["in", "between", "at", "state"].includes(base) ? partsOf(value) : [value];
  const words = parts.map((part) => (base === "at" ? whenOf(part, text, format) : base === "state" ? part : typed(part, column, { text, format })));
  if (base === "state") return `${text.one.customers} ${told} ${words.join(", ")}`;
  if (base === "between") return `${label} ${told} ${words[0]} ${text.explore.and} ${words[1]}`;
  if (base === "contains") return `${label} ${told} “${value}”`;
  const rest = words.length - MOST_NAMED;
  return `${label} ${told} ${words.slice(0, MOST_NAMED).join(", ")}${rest > 0 ? ` ${text.explore.more(rest)}` : ""}`;
}

/** A part of a week: a weekday, an hour, or both. */
export function whenOf(part, text, format) {
  const { day, hour } = atOf(part);
  return [day !== undefined && format.weekday(day), hour !== undefined && text.explore.hour(hour)].filter(Boolean).join(" ");
}

/** A value that was entered, as it is shown. */
function typed(part, column, { text, format }) {
  if (part === null) return text.explore.empty;
  const number = column.type.startsWith("decimal") ? unscaled(part, column.type) : numberOf(part, column.type);
  switch (column.type) {
    case "boolean": return text[part === "true" ? "yes" : "no"];
    case "date": case "timestamp(us, UTC)": case "timestamp(us)": return format.language === "pt-BR" ? part.replace(/^(\d{4})-(\d\d)-(\d\d)/, "$3/$2/$1") : part;
    case "string": case "category": return wordOf(part, column, text);
    default: return number === undefined ? part : format.value(number, column, text);
  }
}

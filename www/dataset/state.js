// The state of the page is in its address, so that it can be shared, bookmarked and reloaded.

import { specFields } from "./spec.js";

const FIRST = { seed: "42", transactions: "100000", start: "2025-01-01", days: "365", fraud_rate: "0.001", inside: "0.68", label_noise: "0", difficulty: "REALISTIC" };
export const views = ["start", "records", "plots", "graph", "take", "engineer", "files"];
const MEASURES = ["payments", "frauds", "share"];
const ZONES = ["brasilia", "utc"];
/** Units that are shown at a time. */
export const MOST_UNITS = 64;
const FROM = /^[a-z]+-\d{1,15}$/;
/** What is remembered from visit to visit. */
const KEPT = ["lang", "theme"];

const whole = (text, otherwise, least = 0) => (/^\d{1,15}$/.test(text ?? "") ? Math.max(least, Number(text)) : otherwise);
const oneOf = (choices, text) => (choices.includes(text) ? text : choices[0]);

const number = (text) => whole(text, null) !== null;
const any = () => true;
/** What is understood in an address, by name. What the dials, tables and columns hold is looked at where they are known. */
const forms = {
  ...Object.fromEntries(specFields.map((field) => [field, any])),
  view: (text) => views.includes(text), table: any, unit: number, units: (text) => whole(text, 0) >= 1 && whole(text, 0) <= MOST_UNITS, id: number, sort: any, columns: any,
  filter: (text) => readFilter(text).length > 0,
  from: (text) => FROM.test(text), opened: any, moment: number, measure: (text) => MEASURES.includes(text), zone: (text) => ZONES.includes(text),
  lang: (text) => /^(en|pt)/i.test(text), theme: (text) => ["light", "dark"].includes(text),
};

const understands = (name, text) => Object.hasOwn(forms, name) && forms[name](text);

/** A part of an address, as it stands there. */
export const told = ([name, text]) => `${name}=${text}`;

/** Reads the state from the query of an address. */
export function readState(query) {
  const address = new URLSearchParams(query);
  const dials = Object.fromEntries(specFields.map((field) => [field, address.get(field) ?? FIRST[field] ?? ""]));
  const sort = address.get("sort");
  return {
    dials,
    ignored: [...address].filter(([name, text], index, all) => !understands(name, text) || (name !== "filter" && all.findIndex(([other]) => other === name) < index)).map(told),
    view: viewOf(address),
    table: address.get("table") ?? "transactions",
    unit: whole(address.get("unit"), 0),
    units: Math.min(whole(address.get("units"), 1, 1), MOST_UNITS),
    sort: sort ? { column: sort.replace(/^-/, ""), descending: sort.startsWith("-") } : null,
    filters: address.getAll("filter").flatMap(readFilter),
    columns: address.get("columns")?.split(",") ?? null,
    id: whole(address.get("id"), null),
    from: FROM.test(address.get("from")) ? address.get("from") : null,
    opened: address.get("opened")?.split(",") ?? [],
    moment: whole(address.get("moment"), null),
    measure: oneOf(MEASURES, address.get("measure")),
    zone: oneOf(ZONES, address.get("zone")),
    lang: address.get("lang") ?? kept("lang"),
    theme: address.get("theme") ?? kept("theme"),
  };
}

/** The page opens on a fraud; an address that says more than how to show things leads to the records. */
function viewOf(address) {
  if (views.includes(address.get("view"))) return address.get("view");
  return [...address.keys()].every((name) => ["lang", "theme", "zone"].includes(name)) ? "start" : "records";
}

function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // Storage may be forbidden.
  }
}

/** Remembers the language and the theme for the next visit. */
export function keep(changes) {
  for (const name of KEPT.filter((name) => name in changes)) {
    try {
      if (changes[name]) localStorage.setItem(name, changes[name]);
      else localStorage.removeItem(name);
    } catch {
      // Storage may be forbidden, or full.
    }
  }
}

/** Writes the state as the query of an address. Defaults are left out, except those of the dials. */
export function writeState(state) {
  const address = new URLSearchParams();
  const put = (name, value, usual) => {
    if (value !== null && value !== usual && value !== "") address.set(name, value);
  };
  for (const field of specFields) put(field, state.dials[field]);
  put("view", state.view, "records");
  put("table", state.table, "transactions");
  put("unit", state.unit, 0);
  put("units", state.units, 1);
  put("sort", state.sort && `${state.sort.descending ? "-" : ""}${state.sort.column}`);
  for (const { column, operator, value } of state.filters) address.append("filter", `${column}~${operator}~${value}`);
  put("columns", state.columns?.join(",") ?? null);
  put("id", state.id);
  put("from", state.from);
  put("opened", state.opened.join(","));
  put("moment", state.moment);
  put("measure", state.measure, "payments");
  put("zone", state.zone, "brasilia");
  put("lang", state.lang);
  put("theme", state.theme);
  return `?${address}`;
}

function readFilter(text) {
  const [, column, operator, value] = text.match(/^(\w+)~([^~]+)~(.*)$/s) ?? [];
  return column ? [{ column, operator, value }] : [];
}

// Filters: `{column, operator, value}`, where the value is text, as in the address.

import { SCALES } from "../dataset/spec.js";
import { BRASILIA, decimal, isTime, LAST_DAY, LAST_MICROS, offsetOf, scaleOf, trimmed } from "../view/format.js";

const NOT = { "=": "≠", "empty": "filled" };
const negated = (operator) => NOT[operator] ?? `not ${operator}`;
const BASES = ["contains", "=", "in", "≥", "≤", "between", "empty", "at", "state"];
const bases = new Map(BASES.flatMap((base) => [[base, [base, false]], [negated(base), [base, true]]]));

const isText = (type) => type === "string" || type === "category";

/** The conditions that can be chosen for a type of column. */
export function operatorsOf(type) {
  const own = type === "boolean" ? ["=", "in"] : isText(type) ? ["contains", "=", "in"] : ["≥", "≤", "between", "=", "in"];
  return [...own, ...own.map(negated), "empty", "filled"];
}

/** The conditions that plots make: hours and weekdays of a time, the states of customers. */
const isPlotted = (base, { name, type }, table) => (base === "at" && type === "timestamp(us, UTC)") || (base === "state" && name === "customer_id" && table !== "customers");

export const takesValue = (operator) => bases.get(operator)?.[0] !== "empty";
export const takesTwo = (operator) => bases.get(operator)?.[0] === "between";

/** Several values in one text. A missing value is null. */
export const join = (parts) => parts.map((part) => (part === null ? "%" : part.replaceAll("%", "%25").replaceAll("~", "%7E"))).join("~");
export const partsOf = (value) => value.split("~").map((part) => (part === "%" ? null : part.replaceAll("%7E", "~").replaceAll("%25", "%")));

/** A text without accents, in lower case. */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// --- Values

const DAY = 86_400_000_000;
const SPANS = [DAY, 3_600_000_000, 60_000_000, 1_000_000];

/**
 * A number as either language writes it, with a point and no groups. Groups of three digits are thousands, but in columns whose
 * values have that many decimals, such as coordinates.
 */
function digitsIn(text, type) {
  const written = text.trim().replace(/^(-?)R\$\s*/, "$1");
  const [, short, scale] = written.match(/^(-?[\d.,]+)\s*(\p{L}+)$/u) ?? [];
  if (scale) return scaled(short, scale.toLowerCase());
  const last = Math.max(written.lastIndexOf("."), written.lastIndexOf(","));
  const marks = written.replaceAll(/[^.,]/g, "");
  const isGrouped = new Set(marks).size === 1 && (marks.length > 1 || (!type.startsWith("float") && !(scaleOf(type) > 2) && /^-?\d{1,3}[.,]\d{3}$/.test(written)));
  return isGrouped || last < 0 ? written.replaceAll(/[.,]/g, "") : `${written.slice(0, last).replaceAll(/[.,]/g, "")}.${written.slice(last + 1)}`;
}

/** The number that a text is; undefined if it is none. Files have integers that are no safe numbers. */
export function numberOf(text, type) {
  const plain = digitsIn(text, type);
  if (/^-?\d{16,20}$/.test(plain) && !Number.isSafeInteger(Number(plain))) return BigInt(plain);
  return plain === "" || Number.isNaN(Number(plain)) ? undefined : Number(plain);
}

/** The digits of a number such as 1.5 of thousands or millions by their names; empty if it is none. */
function scaled(short, scale) {
  const number = SCALES.has(scale) ? Number(`${short.replace(",", ".")}e${SCALES.get(scale)}`) : NaN;
  return Number.isNaN(number) ? "" : String(number);
}

/** A day, and a time if there is one, with the day as YYYY-MM-DD. */
const isoOf = (text) => text.trim().replace(/^(\d\d)\/(\d\d)\/(\d{4})/, "$3-$2-$1");

/** The digits without the point of the decimal that a text is, or undefined. What is no safe number is a BigInt. */
export function unscaled(text, type) {
  const scale = scaleOf(type);
  const [, sign, whole, fraction = ""] = digitsIn(text, type).match(/^(-?)(\d*)\.?(\d*)$/) ?? [];
  if (!whole && !fraction) return undefined;
  // One digit more decides how it is rounded.
  const digits = BigInt(whole + fraction.padEnd(scale + 1, "0").slice(0, scale + 1));
  const exact = (digits + 5n) / 10n * (sign ? -1n : 1n);
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}

/** The first and the last moment of a day, an hour, a minute or a second in local time; in days for dates. */
function momentsOf(text, type) {
  const iso = isoOf(text);
  if (/^-?infinity$/i.test(iso)) {
    const last = type === "date" ? LAST_DAY : LAST_MICROS;
    return iso.startsWith("-") ? [-last, -last] : [last, last];
  }
  const [, day, hour, minute, second, fraction] = iso.match(/^((?:[+-]\d\d)?\d{4}-\d\d-\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d)(\.\d+)?)?)?)?$/) ?? [];
  // Days that no calendar has are counted from 1970.
  const [, count] = iso.match(/^(-?\d+) d$/) ?? [];
  const start = count !== undefined ? Number(count) * 86_400_000 : Date.parse(`${day}T${hour ?? "00"}:${minute ?? "00"}:${second ?? "00"}Z`);
  if (Number.isNaN(start)) return undefined;
  if (type === "date") return [start / 86_400_000, start / 86_400_000];
  const micros = start * 1000 - offsetOf(type);
  if (fraction) return [micros + Math.round(Number(fraction) * 1e6), micros + Math.round(Number(fraction) * 1e6)];
  return [micros, micros + SPANS[[hour, minute, second].filter(Boolean).length] - 1];
}

/** The smallest and the largest value that a text means in a column; undefined if it means none. */
function meant(text, type) {
  if (type === "boolean") return text === "true" ? [true, true] : text === "false" ? [false, false] : undefined;
  if (isText(type)) return [text, text];
  if (isTime(type) || type === "date") return momentsOf(text, type);
  const number = type.startsWith("decimal") ? unscaled(text, type) : numberOf(text, type);
  if (number === undefined) return undefined;
  const value = type === "float32" ? Math.fround(Number(number)) : type === "float64" ? Number(number) : number;
  return [value, value];
}

// --- Hours and weekdays: the parts are such as d0 (Mondays), h14 (at 14 h) and d0h14.

const AT = /^(?:d([0-6]))?(?:h(\d|1\d|2[0-3]))?$/;

export function atOf(part) {
  const [, day, hour] = part?.match(AT) ?? [];
  return { day: day === undefined ? undefined : Number(day), hour: hour === undefined ? undefined : Number(hour) };
}

/** The place in a week, in hours since Monday at 0 h in Brasília. */
export function hourOfWeek(micros) {
  const local = Number(micros) + BRASILIA;
  const day = Math.floor(local / DAY);
  return ((day + 3) % 7) * 24 + Math.floor((local - day * DAY) / 3_600_000_000);
}

function hoursOf(parts) {
  const hours = new Uint8Array(168);
  for (const { day, hour } of parts.map(atOf)) {
    for (let at = 0; at < 168; at++) if ((day ?? Math.floor(at / 24)) === Math.floor(at / 24) && (hour ?? at % 24) === at % 24) hours[at] = 1;
  }
  return hours;
}

// --- Tests

/** The values that a condition asks for, from the smallest to the largest; undefined in place of what is not valid. */
const ranges = {
  "=": (value, type) => [meant(value, type)],
  "≥": (value, type) => [spanned(meant(value, type), [Infinity, Infinity])],
  "≤": (value, type) => [spanned([-Infinity, -Infinity], meant(value, type))],
  between: (value, type) => {
    const parts = partsOf(value);
    return [parts.length === 2 && !parts.includes(null) ? spanned(meant(parts[0], type), meant(parts[1], type)) : undefined];
  },
  in: (value, type) => partsOf(value).filter((part) => part !== null).map((part) => meant(part, type)),
  empty: () => [],
};

/** From the smaller to the larger of both. */
const spanned = (from, to) => from && to && (from[0] <= to[1] ? [from[0], to[1]] : [to[0], from[1]]);

/** What a value must be, for the other conditions. Each returns undefined if its text is not valid. */
const tests = {
  contains: (value) => {
    const wanted = fold(value);
    return (cell) => fold(String(cell)).includes(wanted);
  },
  at: (value) => {
    const parts = partsOf(value);
    if (!parts.every((part) => part && AT.test(part))) return undefined;
    const hours = hoursOf(parts);
    return (cell) => hours[hourOfWeek(cell)] === 1;
  },
  state: (value, states) => {
    const wanted = new Set(partsOf(value));
    return (cell) => wanted.has(states?.get(cell));
  },
};

function within(found) {
  if (found.includes(undefined)) return undefined;
  const [[low, high] = []] = found;
  if (found.length === 1) return low === high ? (cell) => cell === low : (cell) => cell >= low && cell <= high;
  if (found.every(([from, to]) => from === to)) {
    const values = new Set(found.map(([from]) => from));
    return (cell) => values.has(cell);
  }
  return (cell) => found.some(([from, to]) => cell >= from && cell <= to);
}

/**
 * What a filter asks for, to be said in another language: text that is contained, or ranges of values, and whether empty
 * cells are meant too or all of it is negated; undefined if only this page can say it.
 */
export function meaningOf({ operator, value }, type) {
  const [base, isNot] = bases.get(operator);
  if (base !== "contains" && !ranges[base]) return undefined;
  const asked = base === "contains" ? { contains: fold(value) } : { ranges: ranges[base](value, type) };
  return { ...asked, isNot, ofEmpty: meansEmpty(base, value) };
}

const meansEmpty = (base, value) => base === "empty" || (base === "in" && partsOf(value).includes(null));

/**
 * The test of a filter: `holds(cell)` for a cell that is not empty, and whether it holds for empty ones. What is
 * negated holds for all other rows, the empty ones among them. `states` are those of customers, by id.
 */
export function testOf({ operator, value }, { type }, states) {
  const [base, isNot] = bases.get(operator) ?? [];
  const holds = base && (ranges[base] ? within(ranges[base](value, type)) : tests[base](value, states));
  if (!holds) return undefined;
  const single = type === "float32" && base !== "contains" ? (cell) => holds(Math.fround(cell)) : holds;
  return { holds: isNot ? (cell) => !single(cell) : single, ofEmpty: meansEmpty(base, value) !== isNot };
}

/** Whether a filter's value is valid for a type of column. */
export const isValid = (filter, type) => testOf(filter, { type }) !== undefined;

/** Whether a filter makes sense for a frame. It may come from any link. */
export function isFilter(filter, frame) {
  const column = frame.columns[frame.places.get(filter.column)];
  if (!column || !bases.has(filter.operator)) return false;
  const [base] = bases.get(filter.operator);
  return (operatorsOf(column.type).includes(filter.operator) || isPlotted(base, column, frame.table)) && isValid(filter, column.type);
}

// --- Changes

/** A valid filter with its numbers and days as addresses have them, whatever the language: 1234.5 and 2025-05-02. */
export function canonical(filter, type) {
  const [base] = bases.get(filter.operator);
  if (isText(type) || type === "boolean" || !["=", "≥", "≤", "between", "in"].includes(base)) return filter;
  const one = (part) => (part === null ? null : isTime(type) || type === "date" ? isoOf(part) : plainNumber(part, type));
  const value = join(partsOf(filter.value).map(one));
  return value === filter.value ? filter : { ...filter, value };
}

const plainNumber = (text, type) => (type.startsWith("decimal") ? trimmed(decimal(unscaled(text, type), scaleOf(type))) : String(numberOf(text, type)));

/** The values of a column that are chosen, or those that are excluded if `isNot`; none if no filter does. */
export function chosen(filters, column, isNot = false) {
  const found = filters.find((filter) => filter.column === column && isChoice(filter, isNot));
  if (!found) return [];
  const [base] = bases.get(found.operator);
  return base === "in" ? partsOf(found.value) : base === "empty" ? [null] : [found.value];
}

const isChoice = ({ operator }, isNot) => {
  const [base, not] = bases.get(operator) ?? [];
  return ["=", "in", "empty"].includes(base) && not === isNot;
};

/** The filters with other chosen, or excluded, values of a column. */
export function choose(filters, column, parts, isNot = false) {
  const [first] = parts;
  const base = parts.length > 1 ? "in" : first === null ? "empty" : "=";
  const value = parts.length > 1 ? join(parts) : first ?? "";
  const made = parts.length === 0 ? undefined : { column, operator: isNot ? negated(base) : base, value };
  return replaced(filters, (filter) => filter.column === column && isChoice(filter, isNot), made);
}

/** The filters with one in place of those that a test finds, or at the end; without them if there is none. */
export function replaced(filters, isOld, made) {
  const at = filters.findIndex(isOld);
  const others = filters.filter((filter) => !isOld(filter));
  if (made) others.splice(at < 0 ? others.length : at, 0, made);
  return others;
}

/** The parts with one more, or without it. */
export const toggled = (parts, part) => (parts.includes(part) ? parts.filter((other) => other !== part) : [...parts, part]);

/** The parts of a column's filter of that condition. */
export const partsIn = (filters, column, operator) => filters.filter((filter) => filter.column === column && filter.operator === operator).flatMap(({ value }) => partsOf(value));

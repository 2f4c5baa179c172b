// The spec that the dials describe.

// Converts the text of a dial to JSON, or to null if it is not valid. Whole numbers stay text, as seeds have
// 64 bits. The field of an optional dial that is empty is left out.
const kinds = {
  whole: (text) => {
    const digits = digitsOf(text);
    return digits !== null && BigInt(digits) < 2n ** 64n ? String(BigInt(digits)) : null;
  },
  share: (text) => {
    const [, number, percent] = text.match(/^((?:\d+(?:[.,]\d+)?|[.,]\d+)(?:e-\d+)?)(%)?$/) ?? [];
    if (number === undefined) return null;
    const value = Number(number.replace(",", "."));
    return String(percent ? Number((value / 100).toPrecision(12)) : value);
  },
  date: (text) => (isDate(text) ? `"${text}"` : null),
  mix: (text) => pairs(text, /^(\w+)=(\d{1,9})$/, Number),
  level: (text) => (/^(EASY|REALISTIC|HARD)$/.test(text) ? `"${text}"` : null),
  cases: (text) => (/^\d{1,15}(,\d{1,15})*$/.test(text) ? `[${text.split(",").map(Number)}]` : null),
  drift: (text) => pairs(text, /^(\w+)=([A-Z]+)$/, JSON.stringify),
};
const fields = {
  seed: "whole", transactions: "whole", customers: "whole", start: "date", days: "whole", fraud_rate: "share", inside: "share", label_noise: "share", difficulty: "level",
  fraud_mix: "mix", fraud_drift: "drift", without_cases: "cases",
};
const optional = ["customers", "inside", "difficulty", "fraud_mix", "fraud_drift", "without_cases"];

/** Whether a text is a day that there is. */
const isDate = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(text).toISOString?.().startsWith(text);

/** Powers of ten by their names, in lower case. */
export const SCALES = new Map(Object.entries({ k: 3, mil: 3, m: 6, mi: 6, milhão: 6, milhões: 6, b: 9, bi: 9, bn: 9, bilhão: 9, bilhões: 9 }));

/** The digits of a whole number as the page prints it in some language, or as the command does, such as 1,000, 1.000, 1_000 or 64.3M; null if it is none. */
function digitsOf(text) {
  const [, number, scale] = text.toLowerCase().replaceAll(/(?<=\d)_(?=\d)/g, "").match(/^≈?([\d.,]+)(\p{L}+)?$/u) ?? [];
  if (scale) {
    if (!SCALES.has(scale)) return null;
    const [, whole, fraction = ""] = number.match(/^(\d+)(?:[.,](\d+))?$/) ?? [];
    return whole === undefined || fraction.length > SCALES.get(scale) ? null : whole + fraction.padEnd(SCALES.get(scale), "0");
  }
  return number && /^(\d+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+)$/.test(number) ? number.replaceAll(/[.,]/g, "") : null;
}

/** The whole number of such a text, as of an id; NaN if it is none. */
export const wholeOf = (text) => Number(digitsOf(text.replaceAll(/\s/g, "")) ?? NaN);

/** `NAME=VALUE,...` as a JSON object, or null if an entry has another form. */
function pairs(text, form, json) {
  const entries = text.split(",").map((entry) => entry.match(form));
  return entries.includes(null) ? null : `{${entries.map(([, name, value]) => `"${name}":${json(value)}`)}}`;
}

export const specFields = Object.keys(fields);

/** A dial whose text is not a value of its kind. */
export class FieldError extends Error {
  constructor(field, kind) {
    super(`${field} is not a ${kind}`);
    Object.assign(this, { field, kind });
  }
}

/** The dials' texts, by field, as the JSON of a spec. Throws a FieldError. */
export function specJson(texts) {
  const entries = specFields.flatMap((field) => {
    const text = (texts[field] ?? "").replaceAll(/\s/g, "");
    if (text === "" && optional.includes(field)) return [];
    const value = kinds[fields[field]](text);
    if (value === null) throw new FieldError(field, fields[field]);
    return [`"${field}":${value}`];
  });
  return `{${entries.join(",")}}`;
}

/** The dials for the JSON of a spec, such as that of a manifest. */
export function dialsOf(json) {
  const spec = JSON.parse(json);
  const texts = Object.fromEntries(specFields.filter((field) => spec[field] != null).map((field) => [field, String(spec[field])]));
  // The seed may be too large for JavaScript's numbers.
  if (spec.seed !== undefined) [, texts.seed] = json.match(/"seed"\s*:\s*(\d+)/);
  for (const field of ["fraud_mix", "fraud_drift"]) if (spec[field]) texts[field] = pairsText(spec[field]);
  return texts;
}

/** Values by typology as text: `NAME=VALUE,...`. */
export const pairsText = (values) => Object.entries(values).map(([name, value]) => `${name}=${value}`).join(",");

/** The values by typology of such a text. */
export const pairsOf = (text) => Object.fromEntries(text.split(",").filter(Boolean).map((entry) => entry.split("=")));

/** The JSON of a spec with one line for each field. It is not parsed, as the seed may be too large for JavaScript's numbers. */
export const pretty = (json) => json.replace(/^\{/, "{\n  ").replace(/,"(?=[a-z_]+":)/g, ',\n  "').replace(/\}$/, "\n}\n").replaceAll('":', '": ');

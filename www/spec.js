// The spec that the form describes.

// How each field's text becomes a JSON number or date, or null where it is none. Whole numbers stay text:
// seeds have 64 bits.
const kinds = {
  whole: (text) => (/^\d+$/.test(text) && BigInt(text) < 2n ** 64n ? String(BigInt(text)) : null),
  share: (text) => (/^\d+([.,]\d+)?$/.test(text) ? String(Number(text.replace(",", "."))) : null),
  date: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : null),
};
const fields = { seed: "whole", transactions: "whole", start: "date", days: "whole", fraud_rate: "share" };

/** A field that holds no value of its kind. */
export class FieldError extends Error {
  constructor(field, kind) {
    super(`${field} is no ${kind}`);
    Object.assign(this, { field, kind });
  }
}

/** Reads the form's data: the spec's fields, each as text. Throws a FieldError. */
export function readSpec(data) {
  const entries = Object.entries(fields).map(([field, kind]) => {
    const value = kinds[kind](data.get(field).trim());
    if (value === null) throw new FieldError(field, kind);
    return [field, value];
  });
  return Object.fromEntries(entries);
}

/** The spec as JSON. */
export const toJson = (spec) =>
  `{${Object.entries(spec).map(([field, value]) => `"${field}":${fields[field] === "date" ? `"${value}"` : value}`)}}`;

/** The command that makes the spec's dataset. */
export const toCommand = (spec) =>
  ["fraudgen generate", ...Object.entries(spec).map(([field, value]) => `--${field.replace("_", "-")} ${value}`), "--out data"].join(" ");

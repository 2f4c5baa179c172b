// Integers of files, some of which JavaScript's numbers cannot hold: those are BigInts.

/** A BigInt as a number, if that is exact; anything else as it is. */
export function safe(value) {
  return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** A value within JSON. Where the browser cannot write a large integer as it is, it is a text. */
export const exactJson = (value) => (typeof value === "bigint" ? JSON.rawJSON?.(String(value)) ?? String(safe(value)) : value);

/** JSON whose integers are exact, or an error. Most has no long ones, and is read the fast way. */
export const parseExactly = (json) => (/\d{16}/.test(json) ? JSON.parse(json, exactly) : JSON.parse(json));

function exactly(_, value, context) {
  const isRounded = typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? "");
  return isRounded ? BigInt(context.source) : value;
}

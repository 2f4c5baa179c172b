// Times of day and intervals as text, as DuckDB writes them: the page has no values of their types.

const two = (number) => String(number).padStart(2, "0");

/** A time of day from how many parts of a second have passed, so many of which are a second. */
export function clock(count, perSecond) {
  const [all, rest] = [Number(count / perSecond), count % perSecond];
  const fraction = String(rest).padStart(String(perSecond).length - 1, "0").replace(/0+$/, "");
  return `${two(Math.floor(all / 3600))}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}${fraction && `.${fraction}`}`;
}

/** An interval in its parts: `1 year 2 months 3 days 04:05:06`. */
export function interval(months, days, micros) {
  const many = (count, unit) => count !== 0 && `${count} ${unit}${Math.abs(count) === 1 ? "" : "s"}`;
  const time = micros !== 0n && `${micros < 0n ? "-" : ""}${clock(micros < 0n ? -micros : micros, 1_000_000n)}`;
  return [many(Math.trunc(months / 12), "year"), many(months % 12, "month"), many(days, "day"), time].filter(Boolean).join(" ") || "00:00:00";
}

// Values as people read them, and as files contain them.

const DAY = 86_400_000_000;
/** How far Brasília is from UTC, in microseconds. */
export const BRASILIA = -3 * 3_600_000_000;
const pad = (number, length = 2) => String(number).padStart(length, "0");

/** How many digits a decimal type has, and how many of them after the point; undefined for other types. */
export const digitsOf = (type) => (type.startsWith("decimal") ? type.match(/\d+/g).map(Number) : undefined);
export const scaleOf = (type) => digitsOf(type)?.[1];

export const isNumeric = (type) => ["int32", "int64", "uint64", "float32", "float64"].includes(type) || type.startsWith("decimal");

/** Times are moments, or what a clock somewhere showed, without a time zone. */
export const isTime = (type) => type.startsWith("timestamp");

/** Whether a column has money in reais: fraudgen's own have a role. */
export const isMoney = ({ type, role }) => role !== undefined && scaleOf(type) === 2;

// Databases have a day and a moment after all others, and before them.
export const LAST_DAY = 2 ** 31 - 1;
export const LAST_MICROS = 2n ** 63n - 1n;
// Days and seconds that JavaScript has dates for, on either side of 1970.
const [MOST_DAYS, MOST_SECONDS] = [1e8, 8.64e12];

/** Whether a value is infinite, or no number. */
export function isEndless(value, type) {
  if (type === "date") return Math.abs(value) === LAST_DAY;
  if (isTime(type)) return value === LAST_MICROS || value === -LAST_MICROS;
  return typeof value === "number" && !Number.isFinite(value);
}

/** How far local time is from the time of a column: what has no time zone is local already. */
export const offsetOf = (type) => (type === "timestamp(us, UTC)" ? BRASILIA : 0);

const infinity = (value) => (value < 0 ? "-infinity" : "infinity");

/** Days since 1970 as YYYY-MM-DD, or what they are if no calendar has them. */
export function isoDate(days) {
  if (isEndless(days, "date")) return infinity(days);
  return Math.abs(days) > MOST_DAYS ? `${days} d` : new Date(days * 86_400_000).toISOString().split("T")[0];
}

/** Microseconds since 1970 as ISO 8601, in UTC unless the zone is another. What is no safe number is a BigInt. */
export function isoTime(micros, zone = "Z") {
  const rest = Number(micros % (typeof micros === "bigint" ? 1_000_000n : 1e6));
  const fraction = rest < 0 ? rest + 1e6 : rest;
  const seconds = typeof micros === "bigint" ? Number((micros - BigInt(fraction)) / 1_000_000n) : (micros - fraction) / 1e6;
  if (isEndless(micros, "timestamp")) return infinity(micros);
  return Math.abs(seconds) > MOST_SECONDS ? `${micros} µs` : `${new Date(seconds * 1e3).toISOString().slice(0, -5)}.${pad(fraction, 6)}${zone}`;
}

/** A decimal number from its digits without the point, as centavos are. */
export function decimal(unscaled, scale = 2) {
  const whole = typeof unscaled === "number" && !Number.isSafeInteger(unscaled) ? BigInt(unscaled) : unscaled;
  const digits = pad(String(whole).replace("-", ""), scale + 1);
  const point = digits.length - scale;
  return `${unscaled < 0 ? "-" : ""}${digits.slice(0, point)}${scale > 0 ? "." : ""}${digits.slice(point)}`;
}

/** A decimal without zeros at its end. */
export const trimmed = (text) => text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/** A value as it is written in text files, without quotes. How null is written depends on the format. */
export function plain(value, type) {
  switch (type) {
    case "decimal(15,2)": return decimal(value);
    case "timestamp(us, UTC)": return isoTime(value);
    case "timestamp(us)": return isoTime(value, "");
    case "date": return isoDate(value);
    case "float32": case "float64": return String(value).replace(/^-?\d+$/, "$&.0");
    default: return type.startsWith("decimal") ? decimal(value, scaleOf(type)) : String(value);
  }
}

/** A value as JSON. */
export function json(value, type) {
  if (value === null) return "null";
  // JSON has no numbers that are infinite or none.
  if (type === "boolean" || (isNumeric(type) && !isEndless(value, type))) return plain(value, type);
  return JSON.stringify(plain(value, type));
}

/** A row as a JSON object, as a line of the command's JSON Lines. */
export const jsonRow = (frame, row, columns = frame.columns) =>
  `{${columns.map(({ name, type }) => `${JSON.stringify(name)}:${json(frame.get(row, name), type)}`).join(",")}}`;

/** Formats values for a language and a time zone, "brasilia" or "utc". */
export class Formatter {
  constructor(language, zone = "brasilia") {
    this.language = language;
    this.zone = zone;
    const number = (options) => new Intl.NumberFormat(language, options);
    const date = (options) => new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options });
    const [whole, round, money, roundMoney, real, scientific, share] = [
      number({ maximumFractionDigits: 0 }),
      number({ maximumSignificantDigits: 2 }),
      number({ style: "currency", currency: "BRL" }),
      [{ trailingZeroDisplay: "stripIfInteger" }, { notation: "compact", maximumFractionDigits: 1 }].map((options) => number({ style: "currency", currency: "BRL", ...options })),
      number({ maximumFractionDigits: 6 }),
      number({ notation: "scientific", maximumFractionDigits: 6 }),
      number({ style: "percent", maximumFractionDigits: 2 }),
    ];
    const [longDay, month, weekday] = [
      date({ dateStyle: "long" }), date({ day: "numeric", month: "short" }), date({ weekday: "short" }),
    ];
    this.whole = (value) => whole.format(value);
    this.about = (value) => `≈ ${round.format(value)}`;
    this.money = (centavos) => money.format(typeof centavos === "bigint" ? decimal(centavos) : centavos / 100);
    // Centavos are two digits or none; thousands have one of their own.
    this.roundMoney = (centavos) => roundMoney[centavos < 100_000 ? 0 : 1].format(centavos / 100);
    const fits = (value) => value === 0 || !Number.isFinite(value) || (Math.abs(value) >= 1e-6 && Math.abs(value) < 1e15);
    this.real = (value) => (fits(value) ? real : scientific).format(value);
    const decimals = new Map();
    /** A number with so many digits after the point, from all of its digits. */
    this.decimal = (unscaled, scale) => {
      if (!decimals.has(scale)) decimals.set(scale, number({ minimumFractionDigits: scale, maximumFractionDigits: scale }));
      return decimals.get(scale).format(decimal(unscaled, scale));
    };
    this.share = (value) => share.format(value);
    this.longDay = (micros) => longDay.format(this.local(micros) / 1000);
    this.shortDay = (micros) => month.format(this.local(micros) / 1000);
    this.weekday = (day) => weekday.format(Date.UTC(2024, 0, 1 + day)); // 0 is a Monday
    const list = new Intl.ListFormat(language, { type: "conjunction" });
    this.list = (items) => list.format(items);
  }

  /** Local time as if it were UTC. Brasília is at UTC-3 all year, as in the core. */
  local(micros) {
    if (this.zone === "utc") return micros;
    return typeof micros === "bigint" ? micros + BigInt(BRASILIA) : micros + BRASILIA;
  }

  day(days) {
    return this.dayOf(isoDate(days));
  }

  /** A day of ISO 8601 in the order of the language. */
  dayOf(iso) {
    const told = iso.replace("infinity", "∞");
    return this.language === "pt-BR" ? told.replace(/^([+-]?\d+)-(\d\d)-(\d\d)$/, "$3/$2/$1") : told;
  }

  /** A moment in the zone, or a time without a zone as it is. */
  time(micros, type = "timestamp(us, UTC)") {
    const [plainDay, plainClock] = isoTime(micros).split("T");
    if (!plainClock) return this.dayOf(plainDay);
    const [day, clock] = type === "timestamp(us)" ? [plainDay, plainClock] : isoTime(this.local(micros)).split("T");
    return `${this.dayOf(day)} ${clock.slice(0, 8)}`;
  }

  clock(micros) {
    return isoTime(this.local(micros)).slice(11, 16);
  }

  /** How many rows a table has, as far as that is known before they are made. */
  rows({ rows, counted }) {
    return counted ? this.whole(rows) : this.about(rows);
  }

  /** A span of time in its two largest units. */
  span(micros) {
    const minutes = Math.round(micros / 60e6);
    const units = [["d", 1440], ["h", 60], ["min", 1]];
    let rest = minutes;
    const parts = units.map(([unit, size]) => {
      const count = Math.floor(rest / size);
      rest %= size;
      return [count, unit];
    });
    const first = parts.findIndex(([count]) => count > 0);
    if (first < 0) return "< 1 min";
    return parts.slice(first, first + 2).filter(([count]) => count > 0).map((part) => part.join(" ")).join(" ");
  }

  /** A value of a column; ids are never grouped. */
  value(value, column, text) {
    const { type, role, name } = column;
    if (value === null || value === undefined) return "–";
    if (isMoney(column)) return this.money(value);
    switch (type) {
      case "boolean": return text[value ? "yes" : "no"];
      case "timestamp(us, UTC)": case "timestamp(us)": return this.time(value, type);
      case "date": return this.day(value);
      case "float32": case "float64": return this.real(value);
      case "int32": return role === "id" || /(_code|bin)$/.test(name) ? String(value) : this.whole(value);
      // Those without a point are ids more often than not.
      default: return scaleOf(type) > 0 ? this.decimal(value, scaleOf(type)) : String(value);
    }
  }
}

/** The hour and the weekday (0 is a Monday) of a time in Brasília. */
export function hourAndWeekday(micros) {
  const local = micros + BRASILIA;
  const day = Math.floor(local / DAY);
  return [Math.floor((local - day * DAY) / 3_600_000_000), (day + 3) % 7];
}

// Values as people read them, and as files contain them.

const DAY = 86_400_000_000;
const BRASILIA = -3 * 3_600_000_000;
const pad = (number, length = 2) => String(number).padStart(length, "0");

export const isNumeric = (type) => ["int32", "int64", "uint64", "float32", "float64", "decimal(15,2)"].includes(type);

/** Days since 1970 as YYYY-MM-DD. */
export const isoDate = (days) => new Date(days * 86_400_000).toISOString().slice(0, 10);

/** Microseconds since 1970 as ISO 8601 in UTC. */
export const isoTime = (micros) => {
  const fraction = pad(micros - Math.floor(micros / 1e6) * 1e6, 6);
  return `${new Date(Math.floor(micros / 1e6) * 1e3).toISOString().slice(0, 19)}.${fraction}Z`;
};

/** Centavos as a decimal number. */
export const decimal = (centavos) => {
  const digits = pad(Math.abs(centavos), 3);
  return `${centavos < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** A value as it is written in text files, without quotes. How null is written depends on the format. */
export function plain(value, type) {
  switch (type) {
    case "decimal(15,2)": return decimal(value);
    case "timestamp(us, UTC)": return isoTime(value);
    case "date": return isoDate(value);
    case "float32": case "float64": return Number.isInteger(value) ? `${value}.0` : String(value);
    default: return String(value);
  }
}

/** A value as JSON. */
export function json(value, type) {
  if (value === null) return "null";
  if (type === "boolean" || isNumeric(type)) return plain(value, type);
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
    const [whole, round, money, roundMoney, real, share] = [
      number({ maximumFractionDigits: 0 }),
      number({ maximumSignificantDigits: 2 }),
      number({ style: "currency", currency: "BRL" }),
      [{ trailingZeroDisplay: "stripIfInteger" }, { notation: "compact", maximumFractionDigits: 1 }].map((options) => number({ style: "currency", currency: "BRL", ...options })),
      number({ maximumFractionDigits: 6 }),
      number({ style: "percent", maximumFractionDigits: 2 }),
    ];
    const [longDay, month, weekday] = [
      date({ dateStyle: "long" }), date({ day: "numeric", month: "short" }), date({ weekday: "short" }),
    ];
    this.whole = (value) => whole.format(value);
    this.about = (value) => `≈ ${round.format(value)}`;
    this.money = (centavos) => money.format(centavos / 100);
    // Centavos are two digits or none; thousands have one of their own.
    this.roundMoney = (centavos) => roundMoney[centavos < 100_000 ? 0 : 1].format(centavos / 100);
    this.real = (value) => real.format(value);
    this.share = (value) => share.format(value);
    this.longDay = (micros) => longDay.format(this.local(micros) / 1000);
    this.shortDay = (micros) => month.format(this.local(micros) / 1000);
    this.weekday = (day) => weekday.format(Date.UTC(2024, 0, 1 + day)); // 0 is a Monday
    const list = new Intl.ListFormat(language, { type: "conjunction" });
    this.list = (items) => list.format(items);
  }

  /** Local time as if it were UTC. Brasília is at UTC-3 all year, as in the core. */
  local(micros) {
    return this.zone === "utc" ? micros : micros + BRASILIA;
  }

  day(days) {
    const iso = isoDate(days);
    return this.language === "pt-BR" ? iso.split("-").reverse().join("/") : iso;
  }

  time(micros) {
    const local = this.local(micros);
    const day = Math.floor(local / DAY);
    return `${this.day(day)} ${isoTime(local).slice(11, 19)}`;
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
  value(value, { type, role, name }, text) {
    if (value === null || value === undefined) return "–";
    switch (type) {
      case "boolean": return text[value ? "yes" : "no"];
      case "decimal(15,2)": return this.money(value);
      case "timestamp(us, UTC)": return this.time(value);
      case "date": return this.day(value);
      case "float32": case "float64": return this.real(value);
      case "int32": return role === "id" || /(_code|bin)$/.test(name) ? String(value) : this.whole(value);
      default: return String(value);
    }
  }
}

/** The hour and the weekday (0 is a Monday) of a time in Brasília. */
export function hourAndWeekday(micros) {
  const local = micros + BRASILIA;
  const day = Math.floor(local / DAY);
  return [Math.floor((local - day * DAY) / 3_600_000_000), (day + 3) % 7];
}

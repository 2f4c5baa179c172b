// Which rows of a frame are shown, and in which order.

/** The conditions of filters. `value` is what `wanted` makes of the text entered. */
export const operators = {
  contains: (cell, value) => cell !== null && fold(String(cell)).includes(value),
  "=": (cell, value) => cell === value,
  "≠": (cell, value) => cell !== value,
  "≥": (cell, value) => cell !== null && cell >= value,
  "≤": (cell, value) => cell !== null && cell <= value,
  empty: (cell) => cell === null,
  filled: (cell) => cell !== null,
};

/** The conditions that make sense for a type of column. */
export function operatorsOf(type) {
  if (type === "boolean") return ["="];
  if (type === "string" || type === "category") return ["contains", "=", "≠", "empty", "filled"];
  return ["≥", "≤", "=", "≠", "empty", "filled"];
}

export const takesValue = (operator) => operator !== "empty" && operator !== "filled";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The text entered as a value of that type; undefined if it is not one. */
export function wanted(text, type, operator) {
  const number = () => (text.trim() === "" || Number.isNaN(Number(text.replace(",", "."))) ? undefined : Number(text.replace(",", ".")));
  const time = (form) => (Number.isNaN(Date.parse(form)) ? undefined : Date.parse(form));
  switch (type) {
    case "boolean": return text === "true" ? true : text === "false" ? false : undefined;
    case "string": case "category": return operator === "contains" ? fold(text) : text;
    case "decimal(15,2)": return number() === undefined ? undefined : Math.round(number() * 100);
    case "date": return time(text) === undefined ? undefined : time(text) / 86_400_000;
    case "timestamp(us, UTC)": {
      // Entered in Brasília time.
      const found = time(`${text.trim().replace(" ", "T")}${text.trim().length > 10 ? "" : "T00:00"}-03:00`);
      return found === undefined ? undefined : found * 1000;
    }
    default: return number();
  }
}

/** Whether a filter's value is valid. */
export const isValid = ({ operator, value }, type) => !takesValue(operator) || wanted(value, type, operator) !== undefined;

/** Whether a filter makes sense for a frame. It may come from any link. */
export function isFilter(filter, frame) {
  const { type } = frame.columns[frame.places.get(filter.column)] ?? {};
  return type !== undefined && operatorsOf(type).includes(filter.operator) && isValid(filter, type);
}

/** The numbers of the rows that pass all filters, in the order of the sort. */
export function arrange(frame, { filters = [], sort }) {
  const tests = filters
    .filter((filter) => isFilter(filter, frame))
    .map(({ column, operator, value }) => ({ column: frame.places.get(column), operator, value }))
    .map(({ column, operator, value }) => {
      const target = takesValue(operator) ? wanted(value, frame.columns[column].type, operator) : undefined;
      return (row) => operators[operator](frame.at(row, column), target);
    });
  const rows = [];
  for (let row = 0; row < frame.rows; row++) if (tests.every((test) => test(row))) rows.push(row);
  const column = sort ? frame.places.get(sort.column) : undefined;
  if (column === undefined) return rows;
  const keys = new Map(rows.map((row) => [row, frame.at(row, column)]));
  const sign = sort.descending ? -1 : 1;
  // Missing values come last in either order.
  return rows.sort((a, b) => {
    const [left, right] = [keys.get(a), keys.get(b)];
    if (left === null || right === null) return (left === null) - (right === null) || a - b;
    if (left === right) return a - b;
    return (typeof left === "string" ? left.localeCompare(right) : left < right ? -1 : 1) * sign;
  });
}

// Filters, facets and the grid, in English.

export const operators = {
  contains: "contains", "not contains": "does not contain", "not ≥": "not ≥", "not ≤": "not ≤", in: "is one of", "not in": "is none of",
  between: "between", "not between": "not between", empty: "is empty", filled: "is filled", at: "at", "not at": "not at", state: "lives in", "not state": "does not live in",
};

export const explore = {
  and: "and", more: (count) => `+${count}`, hour: (hour) => `${hour} h`,
  edit: "Edit", change: "Change filter", clear: "Clear all", from: "From", to: "To", severalHelp: "One per line",
  busy: (share) => `Sorting and filtering… ${share}`,
  headHelp: "Enter sorts, F shows the values, Shift with ← → changes the width.",
  resize: "Drag to change the width; double-click to fit.",
  facet: (told) => `Distribution: ${told}`,
  empties: (share) => `${share} empty`, distinct: (count) => `${count} distinct`, range: (least, most) => `${least} to ${most}`,
  top: (value, share) => `most often ${value} (${share})`,
  title: (column) => `Values of ${column}`, search: "Search the values", empty: "empty", only: "only", not: "not", onlyThis: (value) => `Only ${value}`, notThis: (value) => `Not ${value}`,
  unlisted: (count) => `${count} more: search to see them`, tooMany: "Nearly every value is different: enter one to find it.", none: "No value is like that.", apply: "Apply", loading: "Counting…",
  counts: (count, share) => `${count} rows (${share})`,
  pick: (name) => `Filter: ${name}`, noRow: "No row passes the filters.", filtered: (count) => `Of these, ${count} ${count === "1" ? "passes" : "pass"} the filters`,
  plotsFile: (name, from, to, all) => `Rows ${from} to ${to}, of ${all}, of the file ${name}; `, plotsFileFrauds: (frauds) => `${frauds} frauds.`, noPayments: "The opened file has no transactions: the plots are of the generated ones.",
  picked: "Click on a bar, an hour, a state or an account to filter by it; click again to undo it.",
  copied: (cells) => `${cells} cells copied.`, selected: (rows, columns) => `${rows} × ${columns} cells selected`, tooLarge: (most) => `At most ${most} cells can be copied; Export saves all rows.`,
  forms: { number: "Write a number such as 1000.50 or 2K.", day: "Write a day such as 2025-05-31.", time: "Write a day such as 2025-05-31, or with a time: 2025-05-31 10:00.", boolean: "Write true or false." },
  sort: "Order", newest: "as made",
  ascending: "ascending", descending: "descending",
};

/** Values that other parts of the page do not name. */
export const cells = {
  low: "low", medium: "medium", high: "high", LARGE: "large", MEDIUM: "medium", SMALL: "small", MICRO: "micro", CREDIT: "credit", DEBIT: "debit", PREPAID: "prepaid",
  CHIP: "chip", CONTACTLESS: "contactless", MAGNETIC: "magnetic stripe", MANUAL: "typed in", TELEFONE: "phone", EMAIL: "e-mail", ALEATORIA: "random", CPF: "CPF", CNPJ: "CNPJ",
  MED: "MED", COMPLAINT: "complaint", INVESTIGATION: "investigation", ACCEPTED: "accepted", REFUSED: "refused", NEVER_REPORTED: "never reported",
  SMARTPHONE_ANDROID: "Android phone", SMARTPHONE_IOS: "iPhone", DESKTOP_WINDOWS: "Windows computer", DESKTOP_MAC: "Mac", TABLET_ANDROID: "Android tablet", TABLET_IOS: "iPad",
};

// The table of records.

const NUMBERS = ["int32", "int64", "float32", "decimal(15,2)"];

/** Fills a table with rows of cells as the core gives them. */
export function fillTable(table, columns, rows) {
  const classes = columns.map(({ type }) => (NUMBERS.includes(type) ? "number" : ""));
  const names = columns.map(({ name, description }, index) =>
    cell("th", name, { scope: "col", title: description, className: classes[index] }));
  const lines = rows.map(([first, ...others]) => line([
    cell("th", first, { scope: "row", className: classes[0] }),
    ...others.map((value, index) => cell("td", value, { className: value === null ? "null" : classes[index + 1] })),
  ]));
  table.tHead.replaceChildren(line(names));
  table.tBodies[0].replaceChildren(...lines);
}

const cell = (name, value, properties) =>
  Object.assign(document.createElement(name), { textContent: String(value), ...properties });

function line(cells) {
  const row = document.createElement("tr");
  row.append(...cells);
  return row;
}

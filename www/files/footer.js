// What a Parquet file's footer says: row groups, their columns with encodings and bounds, and the metadata beside them.

import { element } from "../view/dom.js";
import { plain } from "../view/format.js";

const MOST_GROUPS = 200;
const LONGEST = 60;

/** The footer as tables. A row group is chosen, or all of them, and its columns are shown; `onGroup` is told which. */
export function footerTables({ entries, groups }, { texts, format, onGroup }) {
  const columns = element("tbody");
  const choose = (index) => columns.replaceChildren(...(index === null ? whole(groups) : groups[index].columns).map((column) => columnRow(column, format)));
  choose(null);
  const select = element("select", { onchange: ({ target }) => {
    const index = target.value === "" ? null : Number(target.value);
    choose(index);
    onGroup?.(index);
  } }, new Option(texts.allGroups(format.whole(groups.length)), ""), groups.slice(0, MOST_GROUPS).map(({ rows }, index) => new Option(texts.group(format.whole(index + 1), format.whole(rows)), index)));
  return element("div", { className: "footer-tables" },
    table(texts.groups, texts.groupHead, groups.slice(0, MOST_GROUPS).map((group, index) => groupRow(group, index, format))),
    groups.length > MOST_GROUPS && element("p", { className: "note" }, texts.moreGroups(format.whole(groups.length - MOST_GROUPS))),
    element("label", { className: "choose" }, texts.columnsOf, select),
    table(texts.columns, texts.columnHead, columns),
    entries.length > 0 && table(texts.entries, texts.entryHead, entries.map(([key, value]) => element("tr", {},
      element("th", { scope: "row" }, key), element("td", { className: "long" }, element("code", {}, cut(value ?? "", 2000)))))));
}

function table(label, head, rows) {
  const body = rows instanceof Element ? rows : element("tbody", {}, rows);
  return element("div", {}, element("h3", {}, label), element("div", { className: "sideways", tabIndex: 0, role: "region", ariaLabel: label },
    element("table", { className: "plain" }, element("thead", {}, element("tr", {}, head.map((name) => element("th", { scope: "col" }, name)))), body)));
}

const sum = (items, of) => items.reduce((total, item) => total + of(item), 0);

/** Bytes in a unit that people read. */
export function size(bytes, format) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return new Intl.NumberFormat(format.language, { style: "unit", unit: units[power], unitDisplay: power ? "short" : "long", maximumFractionDigits: power ? 1 : 0 }).format(bytes / 1000 ** power);
}

function groupRow({ rows, bytes, columns }, index, format) {
  const packed = sum(columns, (column) => column.packed);
  return element("tr", {}, element("th", { scope: "row" }, format.whole(index + 1)),
    [format.whole(rows), size(packed, format), size(bytes, format), packed ? `${format.real(Math.round(bytes / packed * 10) / 10)} ×` : "–"].map((text) => element("td", {}, text)));
}

/** The columns of all row groups together. */
function whole(groups) {
  return (groups[0]?.columns ?? []).map((first, index) => {
    const all = groups.map(({ columns }) => columns[index]);
    const known = (name) => (all.every((column) => column[name] !== undefined && column[name] !== null) ? all.map((column) => column[name]) : undefined);
    const extreme = (name, isMore) => known(name)?.reduce((best, value) => (isMore(value, best) ? value : best));
    return {
      ...first,
      codec: [...new Set(all.map(({ codec }) => codec))].join(", "),
      encodings: [...new Set(all.flatMap(({ encodings }) => encodings))],
      packed: sum(all, ({ packed }) => packed), bytes: sum(all, ({ bytes }) => bytes),
      nulls: known("nulls")?.reduce((total, count) => total + count, 0),
      least: extreme("least", (value, best) => value < best), most: extreme("most", (value, best) => value > best),
    };
  });
}

function columnRow({ name, type, codec, encodings, packed, bytes, nulls, least, most }, format) {
  const bound = (value) => (value === undefined || value === null ? "–" : cut(plain(value, type), LONGEST));
  const text = (told) => element("td", { className: "word" }, told);
  return element("tr", {}, element("th", { scope: "row" }, name), text(type ?? "–"), text(codec), text(encodings.join(", ")),
    element("td", {}, size(packed, format)), element("td", {}, size(bytes, format)), element("td", {}, nulls === undefined ? "–" : format.whole(nulls)), text(bound(least)), text(bound(most)));
}

const cut = (text, most) => (text.length > most ? `${text.slice(0, most)}…` : text);

// The panel of files: a Parquet file or a manifest, shown and checked against the core.

import { call } from "../dataset/core.js";
import { Dataset } from "../dataset/dataset.js";
import { byId, element, icon } from "../view/dom.js";
import { Frame } from "../dataset/frame.js";
import { textsOf } from "../dataset/spec.js";

const PAGE = 20_000;
// Rows of a manifest's parts that are generated again without asking.
const MOST_ROWS_CHECKED = 600_000;
let shown = null;
let current;

export async function paint(panel, page, records) {
  const { text } = page;
  const input = element("input", { type: "file", accept: ".parquet,.json", id: "file", onchange: ({ target }) => target.files[0] && take(target.files[0], page, records) });
  panel.replaceChildren(
    element("section", { className: "card drop" }, element("h2", {}, text.files.title), element("p", {}, text.files.about),
      element("label", { className: "pick" }, text.files.pick, input)),
    element("div", { id: "checked", "aria-live": "polite" }, shown?.(page)));
}

/** Opens a file that was dropped or chosen. */
export async function take(file, page, records) {
  current = file;
  shown = null;
  await page.go({ view: "files" });
  try {
    if (file.name.endsWith(".json")) await takeManifest(file, page, records);
    else await takeParquet(file, page, records);
  } catch (problem) {
    show(file, page, () => element("p", { className: "problem" }, icon("wrong"), page.text.files.unreadable(file.name), " ", element("span", { lang: "en" }, problem.message)));
  }
}

/** Shows what was found in a file, unless another has been opened since. */
function show(file, page, draw) {
  if (file !== current) return;
  shown = draw;
  byId("checked")?.replaceChildren(draw(page));
}

/** A finding: what was checked, and whether it holds, or null as long as that is unknown. */
const finding = (holds, text, ...more) => element("li", { className: holds === null ? "" : holds ? "holds" : "fails" },
  holds === null ? "… " : icon(holds ? "ok" : "wrong"), element("span", {}, text, ...more));

// --- Parquet

async function takeParquet(file, page, records) {
  const about = await call("readFile", file);
  const { "fraudgen.spec": spec, "fraudgen.table": table, "fraudgen.units": units, "fraudgen.digest": digest, "fraudgen.dataset_version": version } = about.metadata;
  const schema = page.about.tables.find(({ name }) => name === table)?.columns;
  const columns = about.columns.map((column) => {
    const known = schema?.find(({ name }) => name === column.name);
    // Parquet does not distinguish categories from text.
    return { ...known, ...column, type: known?.type === "category" ? "category" : column.type };
  });
  const source = {
    name: file.name, table: table ?? file.name.replace(/\.parquet$/, ""), rows: about.rows, pages: Math.max(1, Math.ceil(about.rows / PAGE)),
    load: async (number) => new Frame(source.table, columns, [await call("readRows", file, number * PAGE, Math.min((number + 1) * PAGE, about.rows))]),
  };
  const found = { digest: null, values: null };
  const draw = ({ text, format }) => element("section", { className: "card" },
    element("h2", {}, file.name),
    element("p", {}, text.files.says(format.whole(about.rows), columns.length, table ? text.tables[table] ?? table : text.files.unknown, about.createdBy ?? "?")),
    element("ul", { className: "findings" }, findings(found, text)),
    element("div", { className: "row" },
      element("button", { type: "button", className: "main", onclick: () => records.openFile(source) }, text.files.browse),
      spec && element("button", { type: "button", onclick: () => useSpec(spec, page, records) }, text.files.useSpec)));
  show(file, page, draw);
  if (!spec || !table || !units || !digest) {
    found.note = "noMetadata";
  } else if (Number(version) !== page.about.dataset_version) {
    found.note = "otherVersion";
  } else {
    await check({ file, spec, table, units, digest, about, columns }, page, found, () => show(file, page, draw));
  }
  show(file, page, draw);
}

function findings(found, text) {
  if (found.note) return [element("li", {}, text.files[found.note])];
  return [
    found.digest === null ? finding(null, text.files.checking) : finding(found.digest.holds, found.digest.holds ? text.files.digestHolds : text.files.digestFails, element("code", {}, found.digest.told), !found.digest.holds && element("code", {}, found.digest.made)),
    found.values && finding(found.values.holds, found.values.holds ? text.files.valuesHold(found.values.count) : text.files.valuesFail(found.values.where)),
  ];
}

/** Generates the part again, and compares its digest and the values of the file's first page. */
async function check({ file, spec, table, units, digest, about, columns }, page, found, repaint) {
  const [first, end] = units.split("..").map(Number);
  const made = await call("part", spec, table, first, end);
  found.digest = { holds: made === digest, told: digest, made };
  repaint();
  const dataset = await Dataset.open(spec, page.about);
  const rows = Math.min(about.rows, PAGE);
  const inFile = new Frame(table, columns, [await call("readRows", file, 0, rows)]);
  let row = 0;
  let where;
  for (let unit = first; unit < end && row < rows && !where; unit++) {
    const frame = await dataset.frame(table, unit);
    for (let inside = 0; inside < frame.rows && row < rows && !where; inside++, row++) where = differs(frame, inside, inFile, row);
  }
  found.values = { holds: !where, where, count: page.format.whole(row * columns.length) };
}

/** Where a generated row and a row of the file differ. */
function differs(frame, inside, inFile, row) {
  for (const { name } of frame.columns) {
    const [made, read] = [frame.get(inside, name), inFile.get(row, name)];
    if (made !== read) return `${name}, ${inFile.columns[0].name} ${inFile.at(row, 0)}: ${read} ≠ ${made}`;
  }
  return undefined;
}

// --- Manifests

async function takeManifest(file, page, records) {
  const json = await file.text();
  const manifest = JSON.parse(json);
  if (!manifest.spec || !Array.isArray(manifest.parts)) throw new Error("it is not a manifest: it has no `spec` or no `parts`");
  // The spec as text: its seed may be too large for JavaScript's numbers.
  const spec = specText(json);
  const found = new Map();
  let [sum, stopped] = [null, false];
  const draw = ({ text, format }) => element("section", { className: "card" },
    element("h2", {}, file.name),
    element("p", {}, text.files.manifest(manifest.generator, format.whole(manifest.rows), manifest.parts.length, manifest.format)),
    element("p", {}, text.digest, " ", element("code", {}, manifest.digest)),
    found.note && element("p", {}, text.files[found.note]),
    sum !== null && element("ul", { className: "findings" }, finding(sum, sum ? text.files.allHold(manifest.parts.length) : text.files.someFail)),
    stopped && element("p", { className: "note" }, text.files.tooMany(format.whole(MOST_ROWS_CHECKED))),
    element("div", { className: "row" }, element("button", { type: "button", className: "main", onclick: () => useSpec(spec, page, records) }, text.files.useSpec)),
    element("div", { className: "sideways", tabIndex: 0, role: "region", ariaLabel: text.files.parts }, element("table", { className: "plain" },
      element("thead", {}, element("tr", {}, text.files.partHead.map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, manifest.parts.slice(0, 500).map((part) => element("tr", {},
        element("th", { scope: "row" }, part.path), element("td", { className: "number" }, format.whole(part.rows)),
        element("td", {}, element("code", {}, part.digest)),
        element("td", {}, found.has(part.path) ? [icon(found.get(part.path) ? "ok" : "wrong"), text.files[found.get(part.path) ? "holds" : "fails"]] : "…")))))));
  show(file, page, draw);
  if (manifest.dataset_version !== page.about.dataset_version) {
    found.note = "otherVersion";
    show(file, page, draw);
    return;
  }
  let rows = 0;
  for (const { path, table, units: [first, end], digest, rows: more } of manifest.parts) {
    rows += more;
    if (rows > MOST_ROWS_CHECKED) {
      stopped = true;
      break;
    }
    found.set(path, (await call("part", spec, table, first, end)) === digest);
    show(file, page, draw);
  }
  sum = [...found.values()].every(Boolean) ? (stopped ? null : true) : false;
  show(file, page, draw);
}

/** The JSON of the field `spec`, as it is in the file. */
function specText(json) {
  const start = json.indexOf("{", json.indexOf('"spec"'));
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    if (json[at] === "{") depth++;
    if (json[at] === "}" && --depth === 0) return json.slice(start, at + 1);
  }
  throw new Error("its `spec` is cut short");
}

function useSpec(spec, page, records) {
  records.closeFile();
  const dials = Object.fromEntries(Object.keys(page.state.dials).map((field) => [field, ""]));
  return page.go({ dials: { ...dials, ...textsOf(spec) }, view: "records", unit: 0, units: 1, id: null }, { asNew: true });
}

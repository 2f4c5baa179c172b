// A manifest, whose parts are generated again and whose files are compared with it, or a spec.

import { call } from "../dataset/core.js";
import { specFields } from "../dataset/spec.js";
import { element, icon } from "../view/dom.js";
import { pathOf } from "./gather.js";
import { FileError } from "./read/file-error.js";
import { addsUp, isAsPlanned, mustBeManifest, specText } from "./read/manifest.js";
import { compareFile, match } from "./read/parts.js";
import { finding, TableFile } from "./table-file.js";

// Rows of a manifest's parts that are generated again without asking.
const MOST_ROWS_CHECKED = 600_000;
const MOST_SHOWN = 500;

export class JsonFile {
  static async open(file) {
    const json = await file.text();
    if (json.trim() === "") throw new FileError("empty");
    const value = parsed(json);
    if (value?.spec && Array.isArray(value.parts)) {
      mustBeManifest(value);
      return new ManifestFile(file, json, value);
    }
    if (value && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 0 && Object.keys(value).every((field) => specFields.includes(field))) return new SpecFile(file, json);
    throw new FileError("otherJson");
  }
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    throw new FileError("notJson");
  }
}

class SpecFile {
  constructor(file, json) {
    Object.assign(this, { file, json });
  }

  async examine(page) {
    try {
      const { spec, tables } = await call("open", this.json);
      this.opened = { spec, rows: tables.find(({ name }) => name === "transactions").rows };
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  draw({ text, format }, texts, { useSpec }) {
    const { opened, problem } = this;
    return element("section", { className: "card" }, element("h2", {}, pathOf(this.file)),
      element("p", {}, opened ? texts.spec(format.whole(opened.rows)) : problem ? [icon("wrong"), text.refused, " ", element("span", { lang: "en" }, problem)] : "…"),
      opened && element("div", { className: "row" }, element("button", { type: "button", className: "main", onclick: () => useSpec(this.json) }, text.files.useSpec)));
  }
}

const failuresFirst = (items) => items.flat(Infinity).filter(Boolean).sort((a, b) => (b.className === "fails") - (a.className === "fails"));

export class ManifestFile {
  /** Whether each part's digest is that of its records, by path. */
  digests = new Map();
  /** What `compareFile` says of the opened file of each part, by path. */
  files = new Map();
  missing = [];
  unlisted = [];

  constructor(file, json, manifest) {
    const path = pathOf(file);
    Object.assign(this, { file, manifest, spec: specText(json), folder: path.slice(0, path.lastIndexOf("/") + 1) });
  }

  /** Finds the parts among the files that came with it, `{file, opened}`, and tells each what it is; `listed` are the paths in all manifests of the folder, `paths` those of all its files, if they are known. */
  gather(items, { listed, paths }, page) {
    const { manifest: { parts, tables, shard, dataset_version: version, generator }, folder, spec } = this;
    const { found, unlisted } = match({ folder, parts, listed, tables: new Set(tables.map(({ table }) => table)) },
      items.map((item) => ({ ...item, path: pathOf(item.file), table: item.opened?.table })));
    // Of a folder all parts are expected, and the mark that the run is over; of single files those that came.
    const expected = folder && paths ? [...parts.map(({ path }) => path), ...(shard?.count > 1 ? [] : ["_SUCCESS"])] : [];
    Object.assign(this, { found, unlisted, missing: expected.filter((path) => !paths.has(folder + path)) });
    const told = { spec, version, generator, teller: "manifest" };
    const mine = new Set();
    for (const { path, table, units } of parts) {
      const { opened } = found.get(path) ?? {};
      mine.add(opened);
      opened?.believe({ ...told, table, units: units.join(".."), digest: opened.digest }, page);
    }
    for (const { opened } of items) if (opened instanceof TableFile && !mine.has(opened) && !opened.spec) opened.believe(told, page);
  }

  async examine(page, repaint) {
    const { manifest, spec, digests, files, found } = this;
    if (manifest.dataset_version !== page.about.dataset_version) {
      this.note = "otherVersion";
      return;
    }
    const { tables } = await call("open", spec);
    this.isAsPlanned = isAsPlanned(manifest, (table) => tables.find(({ name }) => name === table)?.units);
    this.addsUp = await addsUp(manifest, (some) => call("sum", some));
    for (const part of manifest.parts) {
      if (found.has(part.path)) files.set(part.path, await compareFile(found.get(part.path).file, part));
      if (!repaint()) return;
    }
    let rows = 0;
    for (const { path, table, units: [first, end], digest, rows: more } of manifest.parts) {
      rows += more;
      this.isCut = rows > MOST_ROWS_CHECKED;
      if (this.isCut || !this.isAsPlanned) break;
      const counted = tables.find(({ name }) => name === table)?.counted;
      const planned = counted ? await call("firstRow", spec, table, end) - await call("firstRow", spec, table, first) : more;
      digests.set(path, planned === more && (await call("part", spec, table, first, end)) === digest);
      if (!repaint()) return;
    }
    this.isOver = true;
  }

  draw({ text, format }, texts, { useSpec }) {
    const { manifest } = this;
    return element("section", { className: "card" },
      element("h2", {}, pathOf(this.file)),
      element("p", {}, text.files.manifest(manifest.generator, format.whole(manifest.rows), manifest.parts.length, manifest.format)),
      element("p", {}, text.digest, " ", element("code", {}, manifest.digest)),
      this.note && element("p", {}, text.files[this.note]),
      !this.note && element("ul", { className: "findings" }, failuresFirst([this.totals(texts), this.filesFound(texts, format)])),
      this.isCut && element("p", { className: "note" }, text.files.tooMany(format.whole(MOST_ROWS_CHECKED))),
      element("div", { className: "row" }, element("button", { type: "button", className: "main", onclick: () => useSpec(this.spec) }, text.files.useSpec)),
      element("div", { className: "sideways", tabIndex: 0, role: "region", ariaLabel: text.files.parts }, element("table", { className: "plain" },
        element("thead", {}, element("tr", {}, texts.partHead.map((name) => element("th", { scope: "col" }, name)))),
        element("tbody", {}, manifest.parts.slice(0, MOST_SHOWN).map((part) => this.row(part, text, texts, format))))));
  }

  /** What is wrong with the manifest itself, or that it fits its spec. */
  totals(texts) {
    const { isAsPlanned, addsUp, digests, isOver, isCut } = this;
    const isEqual = [...digests.values()].every(Boolean);
    return [
      isAsPlanned === false && finding(false, texts.otherParts),
      addsUp === false && finding(false, texts.otherTotals),
      !isEqual ? finding(false, texts.otherDigests) : !isOver ? finding(null, texts.generating) : isAsPlanned && !isCut && finding(true, texts.digestsHold(digests.size)),
    ];
  }

  /** What the opened files are beside what the manifest says of them. */
  filesFound(texts, { whole }) {
    const { manifest, files, found, missing, unlisted } = this;
    const problems = [
      ...missing.map((path) => [path, texts.file.missing]),
      ...manifest.parts.filter(({ path }) => files.get(path) === "bytes").map(({ path, bytes }) => [path, texts.otherBytes(whole(found.get(path).file.size), whole(bytes))]),
      ...manifest.parts.filter(({ path }) => files.get(path) === "changed").map(({ path }) => [path, texts.otherHash]),
      ...unlisted.map((path) => [path, texts.unlisted]),
    ];
    const good = [...files.values()].filter((state) => state === "same").length;
    const unread = [...files.values()].filter((state) => state === "unread").length;
    return [
      problems.slice(0, MOST_SHOWN).map(([path, problem]) => finding(false, `${path}: ${problem}`)),
      found?.size === 0 && missing.length === 0 && element("li", {}, texts.noFiles),
      good > 0 && finding(true, texts.filesHold(good, manifest.parts.length)),
      unread > 0 && element("li", {}, texts.unread(unread)),
    ];
  }

  row({ path, rows, digest }, text, texts, format) {
    const { digests, files, missing } = this;
    const file = files.get(path) ?? (missing.includes(path) ? "missing" : "absent");
    const holds = digests.get(path);
    return element("tr", {},
      element("th", { scope: "row" }, path), element("td", { className: "number" }, format.whole(rows)),
      element("td", {}, element("code", {}, digest)),
      element("td", { className: "word" }, holds === undefined ? "…" : [icon(holds ? "ok" : "wrong"), text.files[holds ? "holds" : "fails"]]),
      element("td", { className: "word" }, file === "same" ? icon("ok") : ["bytes", "changed", "missing"].includes(file) && icon("wrong"), texts.file[file]));
  }
}

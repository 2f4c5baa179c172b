// A manifest, whose parts are generated again, or a spec.

import { call } from "../dataset/core.js";
import { specFields } from "../dataset/spec.js";
import { element, icon } from "../view/dom.js";
import { pathOf } from "./gather.js";
import { FileError } from "./read/file-error.js";
import { finding } from "./table-file.js";

// Rows of a manifest's parts that are generated again without asking.
const MOST_ROWS_CHECKED = 600_000;

export class JsonFile {
  static async open(file) {
    const json = await file.text();
    if (json.trim() === "") throw new FileError("empty");
    const value = parsed(json);
    if (value?.spec && Array.isArray(value.parts)) return new ManifestFile(file, json, value);
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

class ManifestFile {
  found = new Map();
  sum = null;

  constructor(file, json, manifest) {
    // The spec as text: its seed may be too large for JavaScript's numbers.
    Object.assign(this, { file, manifest, spec: specText(json) });
  }

  async examine(page, repaint) {
    const { manifest, found } = this;
    if (manifest.dataset_version !== page.about.dataset_version) {
      this.note = "otherVersion";
      return;
    }
    let rows = 0;
    for (const { path, table, units: [first, end], digest, rows: more } of manifest.parts) {
      rows += more;
      this.isCut = rows > MOST_ROWS_CHECKED;
      if (this.isCut) break;
      found.set(path, (await call("part", this.spec, table, first, end)) === digest);
      if (!repaint()) return;
    }
    this.sum = [...found.values()].every(Boolean) ? (this.isCut ? null : true) : false;
  }

  draw({ text, format }, texts, { useSpec }) {
    const { manifest, found, sum } = this;
    return element("section", { className: "card" },
      element("h2", {}, pathOf(this.file)),
      element("p", {}, text.files.manifest(manifest.generator, format.whole(manifest.rows), manifest.parts.length, manifest.format)),
      element("p", {}, text.digest, " ", element("code", {}, manifest.digest)),
      this.note && element("p", {}, text.files[this.note]),
      sum !== null && element("ul", { className: "findings" }, finding(sum, sum ? text.files.allHold(manifest.parts.length) : text.files.someFail)),
      this.isCut && element("p", { className: "note" }, text.files.tooMany(format.whole(MOST_ROWS_CHECKED))),
      element("div", { className: "row" }, element("button", { type: "button", className: "main", onclick: () => useSpec(this.spec) }, text.files.useSpec)),
      element("div", { className: "sideways", tabIndex: 0, role: "region", ariaLabel: text.files.parts }, element("table", { className: "plain" },
        element("thead", {}, element("tr", {}, text.files.partHead.map((name) => element("th", { scope: "col" }, name)))),
        element("tbody", {}, manifest.parts.slice(0, 500).map((part) => element("tr", {},
          element("th", { scope: "row" }, part.path), element("td", { className: "number" }, format.whole(part.rows)),
          element("td", {}, element("code", {}, part.digest)),
          element("td", {}, found.has(part.path) ? [icon(found.get(part.path) ? "ok" : "wrong"), text.files[found.get(part.path) ? "holds" : "fails"]] : "…")))))));
  }
}

/** The JSON of the field `spec`, as it is in the file. */
function specText(json) {
  const start = json.indexOf("{", json.indexOf('"spec"'));
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    if (json[at] === "{") depth++;
    if (json[at] === "}" && --depth === 0) return json.slice(start, at + 1);
  }
  throw new FileError("notJson");
}

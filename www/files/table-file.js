// A file with rows of a table, in Parquet, CSV or JSON Lines: what it is, and whether its records are right.

import { call } from "../dataset/core.js";
import { Dataset } from "../dataset/dataset.js";
import { Frame } from "../dataset/frame.js";
import { element, icon } from "../view/dom.js";
import { check, compare, PAGE } from "./check.js";
import { footerTables } from "./footer.js";
import { pathOf } from "./gather.js";
import { notesOf } from "./read/notes.js";

/** A finding: what was checked, and whether it holds, or null as long as that is unknown. */
export const finding = (holds, text, ...more) => element("li", { className: holds === null ? "" : holds ? "holds" : "fails" },
  holds === null ? "… " : icon(holds ? "ok" : "wrong"), element("span", {}, text, ...more));

export class TableFile {
  found = { digest: null };

  /** Reads what the file says of itself. */
  static async open(file, page) {
    const about = await call("readFile", file);
    return new TableFile(file, about, page);
  }

  constructor(file, about, page) {
    const { "fraudgen.spec": spec, "fraudgen.table": told, "fraudgen.units": units, "fraudgen.digest": digest, "fraudgen.dataset_version": version } = about.metadata;
    const table = told ?? about.table;
    const schema = page.about.tables.find(({ name }) => name === table)?.columns;
    const columns = about.columns.map((column) => {
      const known = schema?.find(({ name }) => name === column.name);
      // Parquet does not distinguish categories from text.
      return { ...known, ...column, type: known?.type === "category" ? "category" : column.type };
    });
    Object.assign(this, { file, about, spec, table, units, digest, version, columns });
    this.isParquet = about.createdBy !== undefined || /\.parquet$/i.test(file.name);
    if (version !== undefined && Number(version) !== page.about.dataset_version) this.found.note = "otherVersion";
    else if (!spec || !told) this.found.note = "noMetadata";
  }

  /** What the records' view needs to show the rows, with a warning if nothing vouches for them. */
  get source() {
    const { file, table, about, columns, found } = this;
    return {
      name: pathOf(file), table: table ?? file.name.replace(/\.\w+$/, ""), rows: about.rows, columns, warning: found.same?.holds ? undefined : found.note,
      pages: Math.max(1, Math.ceil(about.rows / PAGE)),
      load: async (number) => new Frame(this.source.table, columns, [await call("readRows", file, number * PAGE, Math.min((number + 1) * PAGE, about.rows))]),
    };
  }

  /** The same of several files with parts of one table: files whose key is the same. */
  get key() {
    return JSON.stringify([this.table, this.spec, this.version, this.columns.map(({ name, type }) => [name, type])]);
  }

  /** Checks the records, as far as the file says what they are. */
  async examine(page, repaint) {
    const { spec, table, units, digest, found } = this;
    if (found.note === "otherVersion" || !table || !this.columns.some(({ role }) => role)) return;
    if (spec && units && digest) await check(this, page, found, repaint);
    else await compare(this, spec ? await Dataset.open(spec, page.about) : page.dataset, page, found);
  }

  draw(page, texts, { browse, useSpec }) {
    const { file, about, columns, spec, table } = this;
    const { text, format } = page;
    return element("section", { className: "card" },
      element("h2", {}, pathOf(file)),
      element("p", {}, text.files.says(format.whole(about.rows), columns.length, table ? text.tables[table] ?? table : text.files.unknown, about.createdBy ?? texts.noTool)),
      element("ul", { className: "findings" }, this.findings(text, texts)),
      notesOf(about, texts).map((note) => element("p", { className: "note" }, note)),
      element("div", { className: "row" },
        element("button", { type: "button", className: "main", onclick: () => browse(this.source) }, text.files.browse),
        spec && element("button", { type: "button", onclick: () => useSpec(spec) }, text.files.useSpec)),
      this.isParquet && this.footer(texts, format));
  }

  /** The footer, which is read when it is unfolded, and kept as it is when all is drawn again. */
  footer(texts, format) {
    if (this.kept?.texts === texts) return this.kept.details;
    const details = element("details", { className: "behind" }, element("summary", {}, texts.footer.title));
    details.addEventListener("toggle", async () => details.append(footerTables(await call("readFooter", this.file), { texts: texts.footer, format })), { once: true });
    this.kept = { texts, details };
    return details;
  }

  findings(text, texts) {
    const { note, same, digest, values } = this.found;
    if (note === "otherVersion") return [finding(false, text.files.otherVersion)];
    if (same) {
      return [element("li", {}, this.spec ? texts.noDigest : text.files.noMetadata),
        finding(same.holds, same.holds ? texts.sameRows(same.count) : texts.otherRows(same.where))];
    }
    if (note) return [element("li", {}, text.files[note])];
    const known = [
      digest === null ? finding(null, text.files.checking) : finding(digest.holds, digest.holds ? text.files.digestHolds : text.files.digestFails, element("code", {}, digest.told), !digest.holds && element("code", {}, digest.made)),
      values && finding(values.holds, values.holds ? text.files.valuesHold(values.count) : text.files.valuesFail(values.where)),
    ];
    // What fails comes first. The digest is only what the file states, which a changed file states still.
    return values?.holds === false ? [known[1], digest.holds ? element("li", {}, texts.statedOnly, element("code", {}, digest.told)) : known[0]] : known;
  }
}

/** Files with parts of one table as a source of their own, in the order of their parts. */
export function together(files) {
  const first = ({ units }) => Number(units?.split("..")[0] ?? 0);
  // Files are in the order of their paths already.
  const sorted = [...files].sort((a, b) => first(a) - first(b));
  const sources = sorted.map(({ source }) => source);
  const [{ table, warning }] = sources;
  return {
    name: sources.map(({ name }) => name).join(", "), table, warning, files: sources.length,
    rows: sources.reduce((sum, { rows }) => sum + rows, 0), pages: sources.reduce((sum, { pages }) => sum + pages, 0),
    load: async (number) => {
      let page = number;
      let before = 0;
      for (const source of sources) {
        if (page < source.pages) {
          const frame = await source.load(page);
          frame.firstRow += before;
          return frame;
        }
        page -= source.pages;
        before += source.rows;
      }
      throw new RangeError(`there is no page ${number}`);
    },
  };
}

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
  found = {};
  bar = element("progress", { max: 1, value: 0 });

  /** Reads what the file says of itself. */
  static async open(file, page) {
    const about = await call("readFile", file);
    return new TableFile(file, about, page);
  }

  constructor(file, about, page) {
    const { "fraudgen.spec": spec, "fraudgen.table": table, "fraudgen.units": units, "fraudgen.digest": digest, "fraudgen.dataset_version": version } = about.metadata;
    Object.assign(this, { file, about });
    this.isParquet = about.createdBy !== undefined || /\.parquet$/i.test(file.name);
    this.believe({ spec, table, units, digest, version, teller: "file" }, page);
  }

  /** Takes what the file says of its rows for true, to be checked, or what a manifest that came with it says. */
  believe({ spec, table = this.about.table, units, digest, version, generator, teller }, page) {
    const { about } = this;
    const schema = page.about.tables.find(({ name }) => name === table)?.columns;
    const columns = about.columns.map((column) => {
      const known = schema?.find(({ name }) => name === column.name);
      // Parquet does not distinguish categories from text.
      return { ...known, ...column, type: known?.type === "category" ? "category" : column.type };
    });
    const known = columns.filter(({ role }) => role).length;
    this.lacking = (schema?.length ?? 0) - known;
    Object.assign(this, { spec, table, units, digest, version, generator, teller, columns });
    this.found.note = version !== undefined && Number(version) !== page.about.dataset_version ? "otherVersion" : spec && known > 0 ? undefined : "noMetadata";
  }

  /** What the records' view needs to show the rows, with a warning if nothing vouches for them. */
  get source() {
    const { file, table, about, columns, found } = this;
    return {
      name: pathOf(file), table: table ?? file.name.replace(/\.\w+$/, ""), rows: about.rows, columns, warning: found.rows?.isOver && !this.isOther ? undefined : found.note,
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
    const { spec, units, found } = this;
    if (found.note === "otherVersion" || !this.columns.some(({ role }) => role)) return;
    if (spec && units) await check(this, page, repaint);
    else await compare(this, spec ? await Dataset.open(spec, page.about) : page.dataset, page, repaint);
  }

  /** Whether the rows are not those that were generated. */
  get isOther() {
    const { where, expected = this.about.rows } = this.found.rows ?? {};
    return where !== undefined || expected !== this.about.rows;
  }

  draw(page, texts, { browse, useSpec }) {
    const { file, about, columns, spec, table } = this;
    const { text, format } = page;
    return element("section", { className: "card" },
      element("h2", {}, pathOf(file)),
      element("p", {}, text.files.says(format.whole(about.rows), columns.length, table ? text.tables[table] ?? table : text.files.unknown, about.createdBy ?? this.generator ?? texts.noTool)),
      element("ul", { className: "findings" }, this.findings(page, texts)),
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

  findings({ text, format }, texts) {
    const { note, digest, rows } = this.found;
    if (note === "otherVersion") return [finding(false, text.files.otherVersion)];
    if (!rows) return [note ? element("li", {}, text.files[note]) : finding(null, text.files.checking)];
    const known = this.rowsFound(rows, text, texts, format);
    if (!this.units) return [element("li", {}, this.spec ? texts.noDigest[this.teller] : texts.besideShown), known];
    if (!digest) return [known];
    // What fails comes first. The digest is only what the file states, which a changed file states still.
    if (this.isOther && digest.holds) return [known, element("li", {}, texts.statedOnly, element("code", {}, digest.told))];
    return [finding(digest.holds, digest.holds ? text.files.digestHolds : text.files.digestFails, element("code", {}, digest.told), !digest.holds && [" ", element("code", {}, digest.made)]), known];
  }

  /** What is known of the rows, with a button to stop as long as they are compared. */
  rowsFound(rows, text, texts, { whole }) {
    const { done, all, where, expected, isOver, isStopped } = rows;
    if (where !== undefined) return finding(false, this.spec ? text.files.valuesFail(where) : texts.otherRows(where));
    if (this.isOther) return finding(false, texts.otherCount(whole(all), whole(expected)));
    if (isOver) return finding(true, texts.rowsHold(whole(all)), this.lacking > 0 && ` ${texts.lacking(this.lacking)}`);
    if (isStopped) return element("li", {}, texts.someRowsHold(whole(done), whole(all)));
    this.bar.ariaLabel = texts.comparing;
    return finding(null, texts.comparing, " ", this.bar, " ", element("button", { type: "button", onclick: () => { rows.isStopped = true; } }, text.stop));
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

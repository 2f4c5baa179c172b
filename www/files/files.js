// The panel of files: those that were opened, each with what was found in it, and parts of one table to be browsed as one.

import { dialsOf } from "../dataset/spec.js";
import { toolsFor } from "../text/tools.js";
import { byId, element, icon } from "../view/dom.js";
import { filesOf, MOST, pathOf } from "./gather.js";
import { JsonFile, ManifestFile } from "./json-file.js";
import { told } from "./read/file-error.js";
import { TableFile, together } from "./table-file.js";

// What a dataset's folder has besides its tables and its manifest.
const DOCUMENTS = /^(_SUCCESS|README\.md|croissant\.json|datapackage\.json|\.DS_Store)$/;

/** The files that are shown, in the order in which they came: `{file, opened, problem}`. */
let shown = [];
let left = 0;
let waiting;

export async function paint(panel, page, records) {
  const { text } = page;
  const texts = toolsFor(page.format.language).files;
  const input = (id, label, more) => element("label", { className: "pick" }, label,
    element("input", { type: "file", id, ...more, onchange: ({ target }) => target.files.length > 0 && take([...target.files], page, records) }));
  panel.replaceChildren(
    element("section", { className: "card drop" }, element("h2", {}, text.files.title), element("p", {}, texts.about),
      element("div", { className: "cards" },
        input("file", texts.pick, { multiple: true, accept: ".parquet,.json,.csv,.jsonl,.ndjson,.gz,.zst" }),
        input("folder", texts.folder, { webkitdirectory: true })),
      element("p", {}, element("a", { href: `files/remote.html${location.search}` }, texts.remote), " · ", element("a", { href: `sql/index.html${location.search}` }, texts.sql))),
    element("div", { id: "checked", "aria-live": "polite" }));
  draw(page, records);
}

/** Opens files that were dropped or chosen, one after the other. */
export async function take(entries, page, records) {
  const files = await filesOf(entries);
  const wanted = files.filter(({ name }) => !DOCUMENTS.test(name) || files.length === 1);
  const mine = wanted.map((file) => ({ file }));
  shown = mine;
  left = files.length - wanted.length;
  await page.go({ view: "files" });
  /** Whether these are still the files that are shown. They are drawn with what is known of them, though not each time. */
  const repaint = () => {
    if (shown === mine) waiting ??= setTimeout(() => draw(page, records), 50);
    return shown === mine;
  };
  for (const item of mine) {
    await attempt(item, async () => { item.opened = await (/\.json$/i.test(item.file.name) ? JsonFile : TableFile).open(item.file, page); });
    if (!repaint()) return;
  }
  gatherParts(mine, files, page);
  for (const item of mine) {
    if (item.opened) await attempt(item, () => item.opened.examine(page, repaint));
    if (!repaint()) return;
  }
}

/** Tells the files of parts what the manifests that came with them say. */
function gatherParts(items, files, page) {
  const manifests = items.map(({ opened }) => opened).filter((opened) => opened instanceof ManifestFile);
  const folders = Map.groupBy(manifests, ({ folder }) => folder);
  // What a folder lacks is known only if nothing was left out.
  const paths = files.length < MOST ? new Set(files.map(pathOf)) : undefined;
  for (const manifest of manifests) {
    const listed = new Set(folders.get(manifest.folder).flatMap(({ manifest: { parts } }) => parts.map(({ path }) => path)));
    manifest.gather(items, { listed, paths }, page);
  }
}

async function attempt(item, work) {
  try {
    await work();
  } catch (problem) {
    item.problem = problem;
  }
}

function draw(page, records) {
  clearTimeout(waiting);
  waiting = undefined;
  const place = byId("checked");
  if (!place) return;
  const texts = toolsFor(page.format.language).files;
  const actions = { browse: (source) => records.openFile(source), useSpec: (spec) => useSpec(spec, page, records) };
  const focus = focusIn(place);
  place.replaceChildren(
    ...groups().map((files) => group(files, page, texts, actions)),
    ...shown.map((item) => (item.problem ? failed(item, page) : item.opened ? item.opened.draw(page, texts, actions) : element("p", {}, `… ${pathOf(item.file)}`))),
    ...(left > 0 ? [element("p", { className: "note" }, texts.documents(left))] : []));
  focus?.();
}

/** What gives the focus back to the button that has it, after all is drawn again. */
function focusIn(place) {
  const at = [...place.querySelectorAll("button, summary, [tabindex]")].indexOf(document.activeElement);
  return at < 0 ? undefined : () => place.querySelectorAll("button, summary, [tabindex]")[at]?.focus();
}

const failed = ({ file, problem }, { text, format }) => element("p", { className: "problem" }, icon("wrong"), text.files.unreadable(pathOf(file)), " ", told(problem, toolsFor(format.language).files.errors));

/** The parts of each table of which there are several. */
function groups() {
  const byKey = new Map();
  for (const { opened, problem } of shown) {
    if (!(opened instanceof TableFile) || problem) continue;
    byKey.set(opened.key, [...byKey.get(opened.key) ?? [], opened]);
  }
  return [...byKey.values()].filter((files) => files.length > 1);
}

function group(files, { text, format }, texts, { browse }) {
  const source = together(files);
  return element("section", { className: "card" },
    element("h2", {}, texts.together(text.tables[source.table] ?? source.table, source.files)),
    element("p", {}, texts.rows(format.whole(source.rows))),
    element("div", { className: "row" }, element("button", { type: "button", className: "main", onclick: () => browse({ ...together(files), name: texts.parts(source.files) }) }, texts.browseAll)));
}

function useSpec(spec, page, records) {
  records.closeFile();
  const dials = Object.fromEntries(Object.keys(page.state.dials).map((field) => [field, ""]));
  return page.go({ dials: { ...dials, ...dialsOf(spec) }, view: "records", unit: 0, units: 1, id: null }, { asNew: true });
}

/** Says beside a view of the dataset that the rows of the open file are not part of it. */
export function warn(panel, page, { file }) {
  const texts = toolsFor(page.format.language).files;
  panel.prepend(element("p", { className: "source" }, texts.notTheFile[page.state.view](file.name)));
}

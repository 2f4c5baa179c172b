// The export panel: the sample, the spec, the link, the command, the digest.

import { byId, element } from "../view/dom.js";
import { fileOf, formats } from "./sample-files.js";
import { call } from "../dataset/core.js";
import { pretty } from "../dataset/spec.js";

// Choices are kept while the page is open.
const choices = { every: true, safe: true };

export async function paint(panel, page, records) {
  const { text, format, dataset } = page;
  const sample = { frame: records.frame, rows: records.rows, columns: records.frame.columns };
  const save = async (kind) => {
    const columns = choices.every ? records.frame.columns : records.columns;
    const metadata = kind === "parquet" && !records.file ? await metadataOf(page, records, columns) : {};
    const blob = await fileOf(kind, { ...sample, columns }, { safe: choices.safe, metadata });
    download(blob, `${sample.frame.table}.${formats[kind].extension}`);
  };
  const button = (name, onclick, main) => element("button", { type: "button", className: main ? "main" : "", onclick }, name);
  const check = (choice, name) => element("label", { className: "check" },
    element("input", { type: "checkbox", checked: choices[choice], onchange: ({ target }) => { choices[choice] = target.checked; } }),
    element("span", {}, name));
  const copy = async (value) => {
    await navigator.clipboard.writeText(value);
    page.tell(text.copied);
  };
  const card = (title, note, ...content) => element("section", { className: "card" }, element("h2", {}, title), note && element("p", { className: "note" }, note), ...content);
  const digest = element("code", { id: "take-digest" }, byId("digest").textContent);
  addEventListener("digest", () => { digest.textContent = byId("digest").textContent; }, { once: true });
  const link = location.href;
  panel.replaceChildren(element("div", { className: "cards" },
    card(text.take.sample, text.take.sampleNote(text.tables[sample.frame.table] ?? sample.frame.table, format.whole(sample.rows.length)),
      element("div", { className: "row" }, Object.keys(formats).map((kind) => button(text.take.formats[kind], () => save(kind), true))),
      check("every", text.take.everyColumn), check("safe", text.take.safe), element("p", { className: "note" }, text.take.brazilian)),
    card(text.take.command, text.take.commandNote, element("pre", {}, element("code", { id: "command" }, dataset.command)),
      element("div", { className: "row" }, button(text.copy, () => copy(dataset.command)))),
    card(text.take.digest, text.take.digestNote, element("pre", {}, digest),
      element("div", { className: "row" }, button(text.copy, () => copy(digest.textContent)))),
    card(text.take.spec, text.take.specNote, element("pre", { id: "spec-json", tabIndex: 0 }, element("code", {}, pretty(dataset.spec))),
      element("div", { className: "row" }, button(text.copy, () => copy(pretty(dataset.spec))),
        button(text.save, () => download(new Blob([pretty(dataset.spec)], { type: "application/json" }), "spec.json")))),
    card(text.take.link, text.take.linkNote, element("pre", {}, element("code", {}, link)), element("div", { className: "row" }, button(text.copy, () => copy(link)))),
    card(text.take.upload, text.take.uploadNote, element("p", {}, element("a", { id: "to-upload", href: `files/upload.html${location.search}` }, text.take.toUpload)))));
}

/** The metadata of the command's Parquet files, so that the sample can be checked like them. */
export async function metadataOf(page, records, columns) {
  const { dataset, about, state } = page;
  const { frame, rows } = records;
  const metadata = { "fraudgen.spec": dataset.spec, "fraudgen.dataset_version": String(about.dataset_version), "fraudgen.table": frame.table };
  const isWhole = columns.length === frame.columns.length && rows.length === frame.rows && !state.sort;
  if (isWhole) {
    const end = Math.min(state.unit + state.units, dataset.tables.get(frame.table).units);
    metadata["fraudgen.units"] = `${state.unit}..${end}`;
    metadata["fraudgen.digest"] = await call("part", dataset.key, frame.table, state.unit, end);
  }
  return metadata;
}

export function download(blob, name) {
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

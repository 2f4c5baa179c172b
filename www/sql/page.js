// The page of queries: its address, the editor, and what a query goes through.

import { call } from "../dataset/core.js";
import { Dataset } from "../dataset/dataset.js";
import { Frame } from "../dataset/frame.js";
import { specJson } from "../dataset/spec.js";
import { readState } from "../dataset/state.js";
import { duckdb, viewOf } from "../engineer/snippets.js";
import { told } from "../files/read/file-error.js";
import { notesOf } from "../files/read/notes.js";
import { download } from "../files/take.js";
import { languageFor, textsOf } from "../text/index.js";
import { toolsFor } from "../text/tools.js";
import { byId, element } from "../view/dom.js";
import { Formatter } from "../view/format.js";
import { dictionary, filled } from "./dictionary.js";
import { past, remember } from "./history.js";
import { written } from "./names.js";
import { queries } from "./queries.js";

const LIMITS = [200_000, 1_000_000, 5_000_000, Infinity];
const SHOWN = 1000;

const state = readState(location.search);
const language = languageFor(state.lang ?? navigator.language);
const [words, { sql: texts, files: fileTexts }, format] = [await textsOf(language), toolsFor(language), new Formatter(language)];
const editor = byId("sql");
let tables;
let running;

document.documentElement.lang = language;
if (state.theme) document.documentElement.dataset.theme = state.theme;
for (const place of document.querySelectorAll("[data-text]")) place.textContent = texts[place.dataset.text];
byId("starters").ariaLabel = texts.starters;
byId("back").href = `../${location.search}`;

// --- What is loaded

async function open() {
  const about = await call("about");
  const dataset = await Dataset.open(specJson(state.dials), about);
  const { Tables } = await import("./tables.js");
  tables = new Tables(dataset);
  if (asked() === null && editor.value === "") editor.value = queryOf(state, about).trim();
  const { rows } = dataset.tables.get("transactions");
  byId("about").textContent = texts.about(format.whole(rows), state.dials.seed);
  paintTables();
  for (const most of LIMITS) byId("most").append(new Option(most === Infinity ? texts.all : format.whole(most), most));
}

const paintTables = () => dictionary(byId("tables"), tables, { texts, words, format, insert });

/** Puts a name at the caret. */
function insert(name) {
  editor.focus();
  editor.setRangeText(name, editor.selectionStart, editor.selectionEnd, "end");
}

function step(text, share) {
  byId("working").hidden = text === null;
  byId("step").textContent = text ?? "";
  if (share === null || share === undefined) byId("progress").removeAttribute("value");
  else byId("progress").value = share;
}

/** DuckDB with what a text names. */
async function ready(sql, signal) {
  step(texts.starting, null);
  const database = await tables.open((share) => step(texts.starting, share));
  await tables.fill(sql, { signal, onProgress: (table, share) => {
    step(texts.filling(table.name, format.whole(table.rows)), share);
    byId("tables").querySelector(`[data-rows="${table.name}"]`).textContent = filled(table, texts, format);
  } });
  step(texts.asking, null);
  return database;
}

// --- A query

/** Runs what the editor has, or of it what is selected. */
async function run() {
  const whole = editor.value.trim();
  const chosen = editor.value.slice(editor.selectionStart, editor.selectionEnd).trim();
  const sql = chosen && document.activeElement === editor ? chosen : whole;
  if (running) return;
  if (!sql) {
    complain();
    byId("result").replaceChildren();
    byId("status").textContent = texts.noQuery;
    return;
  }
  note(whole);
  remember(whole);
  await attempt(sql, SHOWN, async ({ result, rows, isCounted }, took) => {
    const isWhole = result.numRows <= SHOWN;
    await show(result, { sql, isWhole });
    const time = format.whole(took);
    byId("status").textContent = isWhole ? texts.done(format.whole(rows), time) : texts.doneFirst(format.whole(SHOWN), format.whole(rows), isCounted, time);
  });
}

/** Hands the answer to a query, and the milliseconds that it took, to `use`, or says why there is none. */
async function attempt(sql, most, use) {
  if (running) return;
  running = new AbortController();
  const { signal } = running;
  wait(true);
  complain();
  try {
    const database = await ready(sql, signal);
    const start = performance.now();
    const answer = await database.run(sql, { most, signal });
    await use(answer, performance.now() - start);
  } catch (problem) {
    byId("result").replaceChildren();
    byId("status").textContent = signal.aborted ? texts.stopped : "";
    if (!signal.aborted) await refuse(problem);
  } finally {
    if (tables.distrust(sql)) paintTables();
    step(null);
    wait(false);
    running = undefined;
  }
}

function wait(isRunning) {
  byId("run").disabled = isRunning;
  byId("stop").hidden = !isRunning;
  byId("result").ariaBusy = String(isRunning);
}

/** Says at the editor what was wrong. */
function complain(...content) {
  byId("problem").replaceChildren(...content);
  editor.ariaInvalid = content.length ? "true" : null;
}

async function refuse({ message, isBroken }) {
  if (isBroken) {
    await tables.close();
    paintTables();
  }
  const hint = isBroken ? texts.broken : /extension|time zone/i.test(message) ? texts.noExtension : /out of memory/i.test(message) ? texts.noMemory : /NetworkError|Failed to (fetch|load)|https?:/.test(message) ? texts.noNetwork : "";
  const [plain] = message.split("\n\nPlease try installing");
  complain(element("strong", {}, texts.refused), hint && ` ${hint}`, element("pre", { lang: "en", tabIndex: 0 }, plain));
}

async function show(result, { sql, isWhole }) {
  const { table, csv, parquet } = await import("./result.js");
  /** All rows, which are asked for again unless they are here. */
  const save = (make, extension) => async () => {
    const write = async (whole) => download(await make(whole), `result.${extension}`);
    if (isWhole) await write(result);
    else await attempt(sql, Infinity, ({ result: whole }) => write(whole));
  };
  const button = (name, onclick) => element("button", { type: "button", onclick }, name);
  byId("result").replaceChildren(table(result, SHOWN, texts.result),
    element("div", { className: "row" }, button(texts.csv, save(csv, "csv")), button(texts.parquet, save(parquet, "parquet"))));
}

// --- The address

/** Puts the query into the address, so that a link opens it, and the way back leads to the one before. */
function note(sql) {
  if (asked() === sql) return;
  history[asked() === null ? "replaceState" : "pushState"](null, "", `${location.search}#${new URLSearchParams({ q: sql })}`);
}

const asked = () => new URLSearchParams(location.hash.slice(1)).get("q");

byId("link").addEventListener("click", async () => {
  note(editor.value);
  await navigator.clipboard.writeText(location.href);
  byId("status").textContent = texts.linked;
});
addEventListener("hashchange", () => { editor.value = asked() ?? editor.value; });

// --- The form

byId("query").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
editor.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  run();
});
byId("stop").addEventListener("click", () => running?.abort());
byId("most").addEventListener("change", ({ target }) => { tables.most = Number(target.value); });
byId("starters").replaceChildren(...Object.entries(queries).map(([name, sql]) => element("button", {
  type: "button", onclick: () => {
    editor.value = sql;
    editor.focus();
    editor.setSelectionRange(0, 0);
    editor.scrollTop = 0;
  },
}, texts.queries[name])));

const menu = byId("history");
menu.addEventListener("toggle", () => {
  const choose = (sql) => () => {
    editor.value = sql;
    menu.open = false;
    editor.focus();
  };
  const queries = past();
  menu.lastElementChild.replaceChildren(...queries.length
    ? queries.map((sql) => element("li", {}, element("button", { type: "button", title: sql, onclick: choose(sql) }, sql.replaceAll(/\s+/g, " "))))
    : [element("li", { className: "note" }, texts.noHistory)]);
});
menu.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.firstElementChild.focus();
});

// --- Files

/** Makes tables of files, and says of each what came of it. */
async function take(files) {
  complain();
  const said = [];
  for (const file of files) {
    try {
      const table = await tables.add(file);
      said.push([texts.added(file.name, written(table.name), format.whole(table.planned.rows)), written(table.name) !== table.name && texts.inQuotes(written(table.name)), ...notesOf(table.read, fileTexts)].filter(Boolean).join(" "));
    } catch (problem) {
      byId("problem").append(element("p", {}, element("strong", {}, texts.unreadable(file.name)), " ", told(problem, fileTexts.errors)));
    }
  }
  byId("status").replaceChildren(...said.map((text) => element("span", {}, text, " ")));
  paintTables();
}

byId("files").addEventListener("change", ({ target }) => take(target.files));
addEventListener("dragover", (event) => {
  event.preventDefault();
  byId("drop").hidden = false;
});
addEventListener("dragleave", ({ relatedTarget }) => { if (relatedTarget === null) byId("drop").hidden = true; });
addEventListener("drop", (event) => {
  event.preventDefault();
  byId("drop").hidden = true;
  take(event.dataTransfer.files);
});

/** The query of the view that led here, if it is more than the table that the page begins with. */
function queryOf({ table, filters, sort, columns }, about) {
  const found = about.tables.find(({ name }) => name === table);
  if (!found || (table === "transactions" && filters.length === 0 && !sort && !columns)) return queries.typologies;
  return duckdb(viewOf(new Frame(table, found.columns, []), { filters, sort, columns }), (name) => name);
}

editor.value = asked() ?? "";
try {
  await open();
} catch (problem) {
  byId("run").disabled = true;
  complain(element("p", { lang: "en" }, problem.message));
}

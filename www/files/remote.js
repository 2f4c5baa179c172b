// A Parquet file by its URL: the footer, and the rows that are looked at, each asked for by its range of bytes.

import { Frame } from "../dataset/frame.js";
import { readState } from "../dataset/state.js";
import { languageFor, textsOf } from "../text/index.js";
import { toolsFor } from "../text/tools.js";
import { byId, element } from "../view/dom.js";
import { Formatter, isNumeric } from "../view/format.js";
import { footerTables, size } from "./footer.js";
import { told } from "./read/file-error.js";
import { notesOf } from "./read/notes.js";
import { footer, open, rows } from "./read/parquet.js";
import { RemoteError, Remote } from "./read/ranges.js";

const SHOWN = 100;

const state = readState(location.search);
const language = languageFor(state.lang ?? navigator.language);
const [words, { remote: texts, files }] = [await textsOf(language), toolsFor(language)];
const format = new Formatter(language, "utc");
let turn = 0;

document.documentElement.lang = language;
if (state.theme) document.documentElement.dataset.theme = state.theme;
document.title = `fraudgen · ${texts.title}`;
for (const place of document.querySelectorAll("[data-text]")) place.textContent = texts[place.dataset.text];
byId("back").href = `../${location.search}`;

const form = byId("remote");

function fail(...content) {
  byId("error").replaceChildren(...content);
  form.elements.url.ariaInvalid = content.length ? "true" : null;
}

// Until now a click would be lost.
form.querySelector("button").disabled = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const mine = ++turn;
  for (const place of ["status", "rows", "footer"]) byId(place).replaceChildren();
  fail();
  const url = urlOf(form.elements.url.value.trim());
  if (!url) return;
  byId("status").textContent = texts.asking(url.host);
  try {
    await show(url, () => mine === turn);
  } catch (problem) {
    if (mine !== turn) return;
    byId("status").textContent = "";
    explain(problem, url);
  }
});

/** The URL that was entered. If it is none that can be asked, shows why and returns undefined. */
function urlOf(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!/^https?:$/.test(url?.protocol)) return fail(texts.noUrl);
  if (location.protocol === "https:" && url.protocol === "http:" && !/^(localhost|127\.|\[::1\])/.test(url.hostname)) return fail(texts.mixed);
  return url;
}

async function show(url, isCurrent) {
  const file = await Remote.open(url);
  const [about, told] = [await open(file), await footer(file)];
  if (!isCurrent()) return;
  const { groups } = told;
  const paintStatus = () => {
    byId("status").textContent = `${texts.says(format.whole(about.rows), about.columns.length, texts.groupCount(format.whole(groups.length)), size(file.byteLength, format), about.createdBy ?? texts.unknownTool)} ${texts.got(file.requests, size(file.bytes, format))}`;
  };
  const starts = groups.map((_, index) => groups.slice(0, index).reduce((sum, group) => sum + group.rows, 0));
  const page = async (first) => {
    const end = Math.min(first + SHOWN, about.rows);
    const focus = document.activeElement?.dataset.step;
    const frame = new Frame("", about.columns, [await rows(file, first, end)]);
    if (!isCurrent()) return;
    byId("rows").replaceChildren(rowsTable(frame, { first, end, all: about.rows, notes: notesOf(about, files), page: guarded(page, url, isCurrent) }));
    byId("rows").querySelector(`[data-step="${focus}"]:not(:disabled)`)?.focus();
    paintStatus();
  };
  const toGroup = guarded(async (index) => page(index === null ? 0 : starts[index]), url, isCurrent);
  byId("footer").replaceChildren(footerTables(told, { texts: files.footer, format, onGroup: toGroup }));
  paintStatus();
  if (about.rows > 0) await page(0);
}

/** What is done later, with its failures shown. */
const guarded = (work, url, isCurrent) => async (...args) => {
  try {
    await work(...args);
  } catch (problem) {
    if (isCurrent()) explain(problem, url);
  }
};

function rowsTable(frame, { first, end, all, notes, page }) {
  const cell = (row, { type }, column) => {
    const value = frame.at(row, column);
    return element("td", { className: isNumeric(type) ? "" : "word" }, value === null ? "–" : format.value(value, frame.columns[column], words));
  };
  const step = (name, to, sign) => element("button", { type: "button", dataset: { step: name }, ariaLabel: texts[name], disabled: to < 0 || to >= all, onclick: () => page(to) }, sign);
  return element("section", {}, element("h3", {}, texts.rows),
    element("div", { className: "row" }, step("before", first === 0 ? -1 : Math.max(0, first - SHOWN), "‹"), step("after", first + SHOWN, "›"),
      element("span", { className: "note" }, texts.shown(format.whole(first + 1), format.whole(end), format.whole(all)))),
    notes.map((note) => element("p", { className: "note" }, note)),
    element("div", { className: "sideways", tabIndex: 0, role: "region", ariaLabel: texts.rows }, element("table", { className: "plain" },
      element("thead", {}, element("tr", {}, frame.columns.map(({ name }) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, Array.from({ length: frame.rows }, (_, row) => element("tr", {}, frame.columns.map((column, index) => cell(row, column, index))))))));
}

/** Says what went wrong, and what helps. The URL may be a secret: it is never part of what is said. */
function explain(problem, url) {
  if (!(problem instanceof RemoteError)) {
    fail(element("p", {}, texts.unreadable, " ", told(problem, files.errors)));
    return;
  }
  switch (problem.kind) {
    case "unreachable": fail(element("p", {}, texts.unreachable(location.origin)), ...recipe(url)); break;
    case "status": fail(texts.refused[problem.status] ?? texts.refused.other(problem.status)); break;
    default: fail(texts[problem.kind]);
  }
}

/** What the administrator of the host has to do. */
function recipe(url) {
  const bucket = url.pathname.split("/")[1];
  const rule = JSON.stringify({ CORSRules: [{ AllowedOrigins: [location.origin], AllowedMethods: ["GET"], AllowedHeaders: ["range"], ExposeHeaders: ["Content-Range", "Content-Length", "ETag"] }] });
  const block = (title, code) => [element("h3", {}, title), element("pre", { tabIndex: 0 }, element("code", {}, code))];
  return [
    ...block(texts.recipeMinio, `mc admin config set STORE api cors_allow_origin="${location.origin}"\nmc admin service restart STORE`),
    ...block(texts.recipeS3, `aws s3api put-bucket-cors --endpoint-url ${url.origin} --bucket ${bucket} \\\n  --cors-configuration '${rule}'`),
  ];
}

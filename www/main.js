// The page: its address, the dials, the language, and which panel is shown.

import { call } from "./dataset/core.js";
import { Dataset } from "./dataset/dataset.js";
import { DigestBox } from "./view/digest.js";
import { byId, element, markWrong, showChosen } from "./view/dom.js";
import { Formatter } from "./view/format.js";
import { Mix } from "./view/mix.js";
import { FieldError, specFields, specJson } from "./dataset/spec.js";
import { keep, readState, views, writeState } from "./dataset/state.js";
import { languageFor, languages, remedy, textsOf } from "./text/index.js";

const form = byId("spec");
const mix = new Mix(byId("mix"));
let dataset;
let shownDials;
let problem;
let turn = 0;

/** Shared by the panels. */
const page = {
  state: readState(location.search),
  about: undefined,
  dataset: undefined,
  text: undefined,
  format: undefined,
  /** Changes the state in the address, and shows it. */
  go(changes, { asNew = false } = {}) {
    Object.assign(page.state, changes, { ignored: [] });
    history[asNew ? "pushState" : "replaceState"](null, "", writeState(page.state));
    return update();
  },
  /** Changes the state in the address without painting the page again. */
  note(changes, { asNew = false } = {}) {
    Object.assign(page.state, changes);
    history[asNew ? "pushState" : "replaceState"](null, "", writeState(page.state));
  },
  openRecord: async (...row) => (await part("detail")).open(...row),
  /** Shows a message for a few seconds, above the dialog if one is open: all else is out of reach then. */
  tell(message) {
    (document.querySelector("dialog[open]") ?? document.body).append(told);
    told.textContent = message;
    clearTimeout(page.telling);
    page.telling = setTimeout(() => told.replaceChildren(), 4000);
  },
};

const told = byId("told");
const digestBox = new DigestBox(page);
/** What is loaded on demand, once; language.js has the browser fetch what the address asks for. */
const parts = {
  start: async () => new (await import("./start/start.js")).Start(page),
  records: async () => new (await import("./view/records.js")).Records(page),
  detail: async () => new (await import("./view/detail.js")).Detail(page),
};
const made = {};
function part(name) {
  // What did not come is asked for again the next time.
  return (made[name] ??= parts[name]().catch((failure) => {
    delete made[name];
    throw failure;
  }));
}
/** Whether a part of the page could not be fetched, in the words of the three browser engines. */
const isUnfetched = (failure) => /dynamically imported module|Importing a module script failed/.test(failure?.message);
const panels = {
  plots: () => import("./plots/index.js"),
  graph: () => import("./graph/index.js"),
  take: () => import("./files/take.js"),
  engineer: () => import("./engineer/index.js"),
  files: () => import("./files/files.js"),
};

/** Shows the current state. */
async function update() {
  const mine = ++turn;
  try {
    const language = languageFor(page.state.lang ?? navigator.language);
    if (page.format?.language !== language) {
      const text = await textsOf(language);
      if (mine !== turn) return;
      page.text = text;
    }
    paintFrame(language);
    const json = specJson(page.state.dials);
    const opening = dataset?.key === json ? undefined : Dataset.open(json, about, firstUnit());
    opening?.catch(() => {}); // It is awaited below.
    page.about ??= await about;
    mix.paint(page);
    if (opening) {
      const opened = await opening;
      if (mine !== turn) return;
      dataset?.cases.stop();
      dataset = page.dataset = opened;
      byId("version").textContent = page.about.dataset_version;
    }
    if (page.state.view === "start") {
      await countCases(1);
      await (await part("start")).paint();
      if (mine !== turn) return;
    }
    const records = await part("records");
    const frame = await records.load();
    if (mine !== turn) return;
    problem = undefined;
    paintProblem();
    byId("answer").hidden = false;
    await records.paint(frame);
    if (mine !== turn) return;
    byId("ignored").textContent = page.state.ignored.length > 0 ? page.text.ignored(page.state.ignored.join(", ")) : "";
    digestBox.paint();
    await paintPanel(records);
    if (mine === turn) await (await part("detail")).paint();
    countCases();
  } catch (caught) {
    if (mine !== turn) return;
    problem = caught;
    paintProblem();
  }
}

/** The unit that is shown first, unless it depends on an id. */
const firstUnit = () => {
  const { view, table, unit, id } = page.state;
  return view === "start" ? ["fraud_cases", 0] : id === null ? [table, unit] : undefined;
};

/** Counts the cases of the whole dataset, or of its first units, and says so after each step. The digest waits for it. */
async function countCases(end) {
  const { cases } = dataset;
  await cases.fill(() => page.dataset?.cases === cases && dispatchEvent(new CustomEvent("cases")), end);
  if (page.dataset?.cases === cases && cases.isComplete && !byId("answer").hidden) digestBox.paint();
}

/** Everything that does not depend on the core: language, theme, dials. */
function paintFrame(language) {
  const { state } = page;
  page.format = new Formatter(language, state.zone);
  document.documentElement.lang = language;
  if (state.theme) document.documentElement.dataset.theme = state.theme;
  else delete document.documentElement.dataset.theme;
  for (const place of document.querySelectorAll("[data-text]")) place.textContent = page.text[place.dataset.text];
  choose(byId("language"), Object.entries(languages), language);
  choose(byId("theme"), Object.entries(page.text.themes), state.theme ?? "");
  choose(byId("zone"), Object.entries(page.text.zones), state.zone);
  // Dials that were changed but not submitted keep their values.
  const isNew = state.dials !== shownDials;
  shownDials = state.dials;
  choose(form.elements.difficulty, Object.entries(page.text.difficulties), form.elements.difficulty.value);
  if (isNew) for (const field of specFields) form.elements[field].value = state.dials[field];
  form.elements.customers.placeholder = page.text.automatic;
  byId("tabs").replaceChildren(...views.map(tab));
  byId("tabs").ariaLabel = page.text.parts;
  showChosen(byId("tabs"), byId(`tab-${state.view}`));
  for (const view of views) byId(`panel-${view}`).hidden = view !== state.view;
  document.documentElement.dataset.view = state.view;
  byId("to-sql").href = `sql/index.html${writeState(state)}`;
  document.title = `fraudgen · ${page.text.views[state.view]}`;
}

function choose(select, options, value) {
  select.replaceChildren(...options.map(([key, name]) => new Option(name, key)));
  select.value = value;
}

function readDials() {
  const dials = Object.fromEntries(specFields.map((field) => [field, form.elements[field].value.trim()]));
  return { ...dials, ...mix.read() };
}

function tab(view, index) {
  const selected = view === page.state.view;
  return element("button", {
    type: "button", role: "tab", id: `tab-${view}`, "aria-selected": String(selected), "aria-controls": `panel-${view}`,
    tabIndex: selected ? 0 : -1, dataset: { index }, onclick: () => page.go({ view }, { asNew: true }),
  }, page.text.views[view]);
}

async function paintPanel(records) {
  const { view } = page.state;
  if (!panels[view]) return;
  const { paint } = await panels[view]();
  await paint(byId(`panel-${view}`), page, records);
  if (records.file && view !== "files") (await panels.files()).warn(byId(`panel-${view}`), page, records);
}

function paintProblem() {
  const { text } = page;
  const place = byId("error");
  markWrong(form.elements, ({ name }) => name && name === problem?.field, place);
  mix.mark(problem?.field);
  // Where there are no records yet, it stands in their place.
  placeOf(dataset && problem?.field, place);
  // The records before it stay.
  if (problem) byId("answer").hidden = !dataset;
  byId("panel-start").classList.toggle("empty", Boolean(problem) && !dataset);
  if (!problem) {
    place.replaceChildren();
  } else if (problem instanceof FieldError) {
    place.textContent = text.wrongField(text[problem.field], text.kinds[problem.kind]);
  } else if (problem.field) {
    const { told, lang } = remedy(problem.remedy, page.format);
    place.replaceChildren(`${text[problem.field]}: `, element("span", { lang, textContent: told }));
  } else {
    place.replaceChildren(...(isUnfetched(problem) ? [text.needsNetwork] : [`${text.refused} `, element("span", { lang: "en", textContent: problem.message })]));
  }
  if (problem && !(problem instanceof FieldError) && !problem.field) console.info(problem);
}

/** Puts the message at the dial that it is about, or above the records. */
function placeOf(field, message) {
  const dial = field && form.elements[field];
  if (!dial) {
    byId("main").prepend(message);
    return;
  }
  byId("dials").open = true;
  (dial.closest("label") ?? byId("mix")).after(message);
}

/** Shows the dataset of these dials, or what is wrong with one of them. */
async function show(dials) {
  try {
    await Dataset.open(specJson(dials), about);
  } catch (caught) {
    problem = caught;
    paintProblem();
    form.querySelector("[aria-invalid=true]")?.focus();
    return;
  }
  (await part("records")).closeFile();
  await page.go({ dials, unit: 0, units: 1, id: null }, { asNew: true });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(readDials());
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  show(readState("").dials);
});
for (const [id, name] of [["language", "lang"], ["theme", "theme"]]) {
  byId(id).addEventListener("change", ({ target }) => {
    const changes = { [name]: target.value || null };
    keep(changes);
    page.go(changes);
  });
}
byId("zone").addEventListener("change", ({ target }) => page.go({ zone: target.value }));
byId("tabs").addEventListener("keydown", ({ key }) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (!step) return;
  const next = views[(views.indexOf(page.state.view) + step + views.length) % views.length];
  page.go({ view: next }).then(() => byId(`tab-${next}`).focus());
  byId(`tab-${next}`).focus();
});
// What a click needs may not come either.
addEventListener("unhandledrejection", ({ reason }) => isUnfetched(reason) && page.tell(page.text.needsNetwork));
addEventListener("popstate", () => {
  page.state = readState(location.search);
  update();
});

// Files and folders may be dropped anywhere. What they are has to be asked at once: later the browser has forgotten it.
const dropped = ({ items }) => [...items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
addEventListener("dragover", (event) => {
  event.preventDefault();
  byId("drop").hidden = false;
});
addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) byId("drop").hidden = true;
});
addEventListener("drop", async (event) => {
  event.preventDefault();
  byId("drop").hidden = true;
  const entries = dropped(event.dataTransfer);
  if (entries.length === 0) return;
  const { take } = await panels.files();
  await take(entries, page, await part("records"));
});

byId("dials").open = matchMedia("(min-width: 62rem)").matches;
const about = call("about");
about.then(() => performance.mark("core"), () => {});
await update();
// What is needed offline is fetched once there is something to read. Those who change the page see their changes on localhost.
if ("serviceWorker" in navigator && location.hostname !== "localhost") {
  navigator.serviceWorker.register("offline.js", { updateViaCache: "none" }).then((registration) => registration.update()).catch(() => {});
}

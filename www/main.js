// The page: the form, the language, and what they show.

import { call } from "./core.js";
import { FieldError, readSpec, toCommand, toJson } from "./spec.js";
import { fillTable } from "./table.js";
import { languageFor, languages } from "./text.js";

const ROWS = 50;
const FIRST_TRANSACTIONS = 100_000;
// A second's work or so; beyond that, the command is the better tool.
const MOST_TRANSACTIONS_TO_DIGEST = 200_000;

const [form, languageButton, error, answer, digest, version, command, caption] =
  ["spec", "language", "error", "answer", "digest", "version", "command", "caption"].map((id) => document.getElementById(id));
const address = new URLSearchParams(location.search);

let language = languageFor(address.get("lang") ?? navigator.language);
// Either { table, spec, sample, digest }, with the digest coming last, or { problem }.
let shown = {};
let turn = 0;

const otherLanguage = () => Object.keys(languages).find((tag) => tag !== language);
const canDigest = (spec) => BigInt(spec.transactions) <= MOST_TRANSACTIONS_TO_DIGEST;

function paint() {
  const text = languages[language];
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll("[data-text]")) place.textContent = text[place.dataset.text];
  for (const option of form.elements.table.options) option.textContent = text.tables[option.value];
  languageButton.lang = otherLanguage();
  languageButton.textContent = languages[languageButton.lang].name;
  paintProblem(text);
  answer.hidden = !shown.sample;
  if (shown.sample) paintAnswer(text);
}

function paintProblem(text) {
  const { problem } = shown;
  for (const field of form.elements) field.ariaInvalid = field.name === problem?.field ? "true" : null;
  if (!problem) {
    error.replaceChildren();
  } else if (problem instanceof FieldError) {
    error.textContent = text.wrongField(text[problem.field], text.kinds[problem.kind]);
  } else {
    const reason = Object.assign(document.createElement("span"), { lang: "en", textContent: problem.message });
    error.replaceChildren(`${text.refused} `, reason);
  }
}

function paintAnswer(text) {
  const { table, spec, sample } = shown;
  const { format } = new Intl.NumberFormat(language);
  const pending = canDigest(spec) ? text.making : text.tooLarge(format(MOST_TRANSACTIONS_TO_DIGEST));
  digest.textContent = shown.digest ?? pending;
  command.textContent = toCommand(spec);
  caption.textContent = text.rows(text.tables[table], format(sample.rows.length), format(sample.table_rows));
  fillTable(caption.closest("table"), sample.columns, sample.rows);
}

/** Shows what the form asks for: the records first, then the digest. */
async function show() {
  const mine = ++turn;
  const update = (next) => {
    if (mine !== turn) return; // the form has been sent again
    shown = next;
    paint();
  };
  try {
    const data = new FormData(form);
    const table = data.get("table");
    const spec = readSpec(data);
    remember(data);
    const sample = JSON.parse(await call("sample", toJson(spec), table, 0n, ROWS));
    update({ table, spec, sample });
    if (canDigest(spec)) update({ table, spec, sample, digest: await call("digest", toJson(spec)) });
  } catch (problem) {
    update({ problem });
  }
}

/** Keeps what was chosen in the address, to be shared or reloaded. */
function remember(choices) {
  for (const [name, value] of choices) address.set(name, value);
  history.replaceState(null, "", `?${address}`);
}

languageButton.addEventListener("click", () => {
  language = otherLanguage();
  remember([["lang", language]]);
  paint();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});
form.elements.table.addEventListener("change", show);

paint();
try {
  version.textContent = await call("dataset_version");
  const [schema, spec] = [JSON.parse(await call("schema")), JSON.parse(await call("default_spec"))];
  form.elements.table.append(...schema.map(({ name }) => new Option(name, name)));
  const first = { ...spec, table: "transactions", transactions: FIRST_TRANSACTIONS };
  for (const field of form.elements) field.value = address.get(field.name) ?? first[field.name] ?? "";
  await show();
} catch (problem) {
  shown = { problem };
  paint();
}

// Sends the sample that the address describes to a presigned target.

import { arrange } from "../explore/arrange.js";
import { statesFor } from "../explore/states.js";
import { call } from "../dataset/core.js";
import { Dataset } from "../dataset/dataset.js";
import { byId, element } from "../view/dom.js";
import { fileOf } from "./sample-files.js";
import { specJson } from "../dataset/spec.js";
import { readState } from "../dataset/state.js";
import { metadataOf } from "./take.js";
import { languageFor, textsOf } from "../text/index.js";

const state = readState(location.search);
const language = languageFor(state.lang ?? navigator.language);
const whole = await textsOf(language);
const text = whole.upload;

document.documentElement.lang = language;
if (state.theme) document.documentElement.dataset.theme = state.theme;
document.title = `fraudgen · ${text.title}`;
for (const place of document.querySelectorAll("[data-text]")) place.textContent = text[place.dataset.text];
byId("back").href = `../${location.search}`;

const fail = (...content) => {
  byId("answer").replaceChildren();
  byId("error").replaceChildren(...content);
};

let sample;
try {
  const about = await call("about");
  const dataset = await Dataset.open(specJson(state.dials), about);
  const frame = await dataset.frame(state.table, state.unit, state.units);
  sample = { about, dataset, frame, rows: await arrange(frame, state, { states: await statesFor(state.filters, dataset, frame) }), columns: frame.columns };
  byId("sample").textContent = text.sample(whole.tables[frame.table], new Intl.NumberFormat(language).format(sample.rows.length));
} catch (problem) {
  fail(element("p", { lang: "en" }, problem.message));
}

// Until now a click would be lost.
byId("upload").querySelector("button").disabled = false;
byId("upload").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { target, format } = Object.fromEntries(new FormData(byId("upload")));
  const put = read(target);
  if (!put || !sample) return;
  byId("error").replaceChildren();
  const metadata = format === "parquet" ? await metadataOf({ dataset: sample.dataset, about: sample.about, state }, sample, sample.columns) : {};
  // A Blob has a type, and the browser would send it as a header that was not signed.
  const body = new Uint8Array(await (await fileOf(format, sample, { metadata, safe: false })).arrayBuffer());
  const bytes = new Intl.NumberFormat(language, { style: "unit", unit: "kilobyte", maximumFractionDigits: 1 }).format(body.length / 1000);
  const place = `${put.url.origin}${put.url.pathname}`;
  byId("answer").textContent = text.sending(bytes, place);
  await send(put, body, { bytes, place });
});

/** The put target of a line. If there is none, shows why and returns undefined. */
function read(line) {
  let object;
  try {
    object = JSON.parse(line);
  } catch {
    return fail(text.noTarget);
  }
  if (object?.fraudgen_targets !== undefined || object?.end !== undefined) return fail(text.notAnObject);
  const { method, url: address, headers = {}, expires_at } = object?.put ?? {};
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (method !== "PUT" || !/^https?:$/.test(url?.protocol) || Number.isNaN(Date.parse(expires_at))) return fail(text.noTarget);
  if (Date.parse(expires_at) <= Date.now()) return fail(text.expired(expires_at));
  if (location.protocol === "https:" && url.protocol === "http:" && !/^(localhost|127\.|\[::1\])/.test(url.hostname)) return fail(text.mixed);
  return { url, headers };
}

async function send({ url, headers }, body, { bytes, place }) {
  let response;
  try {
    response = await fetch(url, { method: "PUT", headers, body, credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" });
  } catch {
    fail(element("p", {}, text.unreachable(location.origin)), ...recipe(url));
    return;
  }
  const answer = await response.text().catch(() => "");
  if (response.ok) {
    byId("answer").textContent = text.done(bytes, place);
    return;
  }
  const code = answer.match(/<Code>(\w+)<\/Code>/)?.[1];
  fail(element("p", {}, text.refused[response.status] ?? text.refused.other(response.status)), code ? element("p", {}, text.says(code)) : "");
}

/** What the administrator of the store has to do. */
function recipe(url) {
  const bucket = url.pathname.split("/")[1];
  const rule = JSON.stringify({ CORSRules: [{ AllowedOrigins: [location.origin], AllowedMethods: ["PUT"], AllowedHeaders: ["*"], ExposeHeaders: ["ETag"] }] });
  const block = (title, code) => [element("h3", {}, title), element("pre", { tabIndex: 0 }, element("code", {}, code))];
  return [
    ...block(text.recipeMinio, `mc admin config set STORE api cors_allow_origin="${location.origin}"\nmc admin service restart STORE`),
    ...block(text.recipeS3, `aws s3api put-bucket-cors --endpoint-url ${url.origin} --bucket ${bucket} \\\n  --cors-configuration '${rule}'`),
  ];
}

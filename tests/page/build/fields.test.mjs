// A dataset can be described by the command's flags, Spark's options, the page's dials and the command that the
// page prints: each of them has every field of the spec. Needs no browser.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, promisify } from "node:util";
import { initSync, Session } from "../../../www/pkg/fraudgen.js";
import { dialsOf, specFields, specJson } from "../../../www/dataset/spec.js";
import { en } from "../../../www/text/en.js";
import { pt } from "../../../www/text/pt.js";
import { fraudgen } from "../support/command.mjs";

const run = promisify(execFile);
const root = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** A value for each field of the spec that is not its default. */
const SPEC = {
  seed: 7, transactions: 20000, customers: 900, start: "2023-02-15", days: 90, fraud_rate: 0.03,
  fraud_mix: { CONTA_LARANJA: 1, FALSA_CENTRAL: 3 }, fraud_drift: { FALSA_CENTRAL: "GROWS" }, inside: 0.5, label_noise: 0.25, difficulty: "HARD", without_cases: [3, 7],
};
/** Flags that are not fields, but other ways to give them. */
const OTHER_FLAGS = ["spec", "size", "end"];

const textOf = (value) => (Array.isArray(value) ? value.join() : typeof value === "object" ? Object.entries(value).map((pair) => pair.join("=")).join(",") : String(value));
const texts = Object.fromEntries(Object.entries(SPEC).map(([field, value]) => [field, textOf(value)]));
const fieldOf = (flag) => flag.replace(/^--/, "").replaceAll("-", "_");
const flagOf = (field) => `--${field.replaceAll("_", "-")}`;

/** Asks Spark's data source which of some options it takes, or for the spec that they describe. */
async function dataSource(question, options) {
  const { stdout } = await run(process.env.FRAUDGEN_PYTHON, [root("tests/page/support/data_source.py"), question, JSON.stringify(options)]);
  return JSON.parse(stdout);
}

/** The result of a call, or its error as text. */
const attempt = async (call) => {
  try {
    return await call();
  } catch (error) {
    return String(error.stderr || error.message);
  }
};

test("the command, Spark, the page and the command it prints have every field of the spec", async () => {
  initSync({ module: await readFile(root("www/pkg/fraudgen_bg.wasm")) });
  const plan = async (...flags) => JSON.parse(await fraudgen("plan", "--json", ...flags)).spec;
  const fields = Object.keys(await plan("--transactions", "1000"));
  const { dataset_flags: described } = JSON.parse(await fraudgen("schema", "--output-format", "json"));
  const flags = described.map(({ name }) => fieldOf(name));
  const printed = new Session(JSON.stringify(SPEC)).command();
  const form = await readFile(root("www/index.html"), "utf8");
  const readme = await readFile(root("native/python/SPARK.md"), "utf8");
  const presign = await fraudgen("presign", "--help");
  const lists = {
    "the values of this test": Object.keys(SPEC),
    "the flags of the command (native/src/cli/args/dataset.rs)": flags.filter((flag) => !OTHER_FLAGS.includes(flag)),
    "the flags of `fraudgen presign`, which are the options of Spark's `generate`": fields.filter((field) => presign.includes(`${flagOf(field)} `)),
    "the options of Spark's data source (native/python/fraudgen/spark/source.py)": await dataSource("takes", Object.fromEntries(fields.map((field) => [field, ""]))),
    "the options in Spark's README (native/python/SPARK.md)": fields.filter((field) => readme.includes(`| \`${field}\` |`)),
    "the page's dials (www/dataset/spec.js)": specFields,
    "the page's form (www/index.html)": fields.filter((field) => form.includes(` name="${field}"`)),
    "the page's English texts (www/text/en.js)": fields.filter((field) => en[field]),
    "the page's Portuguese texts (www/text/pt.js)": fields.filter((field) => pt[field]),
    "the command that the page prints (web/src/lib.rs)": printed.match(/--\S+/g).map(fieldOf).filter((flag) => flag !== "out"),
  };
  const wrong = Object.entries(lists).flatMap(([list, names]) => [
    ...fields.filter((field) => !names.includes(field)).map((field) => `\`${field}\` is missing from ${list}`),
    ...names.filter((name) => !fields.includes(name)).map((name) => `\`${name}\` is in ${list}, but is no field of the spec`),
  ]);
  assert.equal(wrong.join("\n"), "");

  // Each of them also passes on the values.
  const shell = printed.replace(/^fraudgen generate/, '"$FRAUDGEN_BIN" plan --json').replace(/ --out \S+$/, "");
  const specs = {
    "the flags of the command": await attempt(() => plan(...Object.entries(texts).flatMap(([field, text]) => [flagOf(field), text]))),
    "the options of Spark's data source": await attempt(() => dataSource("spec", texts)),
    "the page's dials": await attempt(() => JSON.parse(new Session(specJson(texts)).spec())),
    "the page's dials, set from a manifest": await attempt(() => JSON.parse(specJson(dialsOf(JSON.stringify(SPEC))))),
    "the command that the page prints": await attempt(async () => JSON.parse((await run("sh", ["-c", shell])).stdout).spec),
  };
  const changed = Object.entries(specs).flatMap(([list, spec]) => (typeof spec === "string" ? [`${list}: ${spec}`]
    : fields.filter((field) => !isDeepStrictEqual(spec[field], SPEC[field])).map((field) => `${list}: \`${field}\` is ${JSON.stringify(spec[field])}, not ${JSON.stringify(SPEC[field])}`)));
  assert.equal(changed.join("\n"), "");
});

test("the spec of a manifest fills the dials, whatever the size of its numbers", () => {
  const spec = `{"seed":18446744073709551615,"transactions":20000,"start":"2023-02-15","days":90,"fraud_rate":1e-7,"label_noise":0}`;
  assert.equal(specJson(dialsOf(spec)), spec);
});

// The web crate: its own tests, by wasm-bindgen-test, and the npm package, installed as anyone would: its README's own lines
// run in Node.js, and say what the command does.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { fraudgen } from "../support/command.mjs";

const run = promisify(execFile);
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

test("the package works as its README says, with the records of the command", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "npm-"));
  t.after(() => rm(folder, { recursive: true }));
  await run(path("../../../web/npm/pack"), [folder]);
  const [tarball] = await readdir(folder);
  await writeFile(join(folder, "package.json"), "{}");
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", `./${tarball}`], { cwd: folder });

  const readme = await readFile(path("../../../web/npm/README.md"), "utf8");
  const [, example] = readme.match(/```js\n([^]*?)```/);
  const digest = "console.log(JSON.parse(session.plan()).reduce((sum, { name, units }) => " +
    'add_digests(sum, session.digest(name, 0, units)), "0".repeat(32)));';
  const add = 'import { add_digests } from "fraudgen";\n';
  await writeFile(join(folder, "example.mjs"), add + example + digest);
  const { stdout } = await run(process.execPath, ["example.mjs"], { cwd: folder });
  const [, rows, columns, sum] = stdout.match(/^(\d+) (\d+)\n([0-9a-f]{32})\n$/) ?? [];
  assert.ok(rows > 0 && columns > 30, stdout);
  const receipt = await fraudgen("generate", "--out", "null", "--transactions", "10k", "--seed", "42", "--json");
  assert.equal(sum, JSON.parse(receipt).digest);

  const types = await readFile(join(folder, "node_modules/fraudgen/fraudgen.d.ts"), "utf8");
  assert.match(types, /export class Session/);
});

test("the API passes its tests in a browser", async (t) => {
  const { stdout } = await run(path("../../build-web"), ["--test"], { maxBuffer: 1 << 26 });
  const [, passed] = stdout.match(/test result: ok\. (\d+) passed; 0 failed/) ?? [];
  t.diagnostic(`${passed} passed`);
  assert.ok(passed > 0, stdout);
});

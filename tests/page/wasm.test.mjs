// The web crate's own tests, by wasm-bindgen-test.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

test("the API passes its tests in a browser", async (t) => {
  const { stdout } = await run(fileURLToPath(new URL("../build-web", import.meta.url)), ["--test"], { maxBuffer: 1 << 26 });
  const [, passed] = stdout.match(/test result: ok\. (\d+) passed; 0 failed/) ?? [];
  t.diagnostic(`${passed} passed`);
  assert.ok(passed > 0, stdout);
});

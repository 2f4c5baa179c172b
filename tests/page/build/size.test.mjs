// The size of the page, and its memory.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { start, WWW } from "../support/site.mjs";

const KILOBYTE = 1000;
const compressed = async (path) => gzipSync(await readFile(join(WWW, path)), { level: 9 }).length;

test("the module is at most 340 KB, compressed", async (t) => {
  const size = await compressed("pkg/fraudgen_bg.wasm");
  t.diagnostic(`module: ${(size / KILOBYTE).toFixed(1)} KB compressed`);
  assert.ok(size <= 340 * KILOBYTE);
});

test("what the page loads at first is at most 120 KB besides the module, and libraries come only with what needs them", async (t) => {
  const site = await start();
  const { page } = await site.open("?transactions=5000");
  const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname.slice(1)));
  await site.close();
  assert.deepEqual(loaded.filter((path) => path.startsWith("vendor")), []);
  const own = [...new Set(["index.html", ...loaded])].filter((path) => [".js", ".css", ".html", ".svg"].includes(extname(path)) && !path.startsWith("pkg"));
  const sizes = await Promise.all(own.map(compressed));
  const size = sizes.reduce((total, more) => total + more, 0);
  t.diagnostic(`${own.length} files, ${(size / KILOBYTE).toFixed(1)} KB compressed`);
  assert.ok(own.includes("main.js") && size <= 120 * KILOBYTE);
});

test("100,000 rows are browsed in little memory", async (t) => {
  const site = await start();
  const { page } = await site.open("?transactions=400000&units=5");
  await page.locator("#status").filter({ hasText: /rows 1 – 1[01]\d,\d{3}/ }).waitFor();
  const session = await site.browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  const memory = Math.max(...await Promise.all(renderers.map(async ({ id }) => {
    const status = await readFile(`/proc/${id}/status`, "utf8");
    return Number(status.match(/^RssAnon:\s+(\d+)/m)?.[1] ?? 0) / 1000;
  })));
  t.diagnostic(`${await page.locator("#status").textContent()}: ${memory.toFixed(0)} MB`);
  await site.close();
  assert.ok(memory < 600);
});

// The size of the page, and its memory.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { start, WWW } from "./support/site.mjs";

const KILOBYTE = 1000;
const compressed = async (path) => gzipSync(await readFile(join(WWW, path)), { level: 9 }).length;

test("the module is at most 340 KB, compressed", async (t) => {
  const size = await compressed("pkg/fraudgen_bg.wasm");
  t.diagnostic(`module: ${(size / KILOBYTE).toFixed(1)} KB compressed`);
  assert.ok(size <= 340 * KILOBYTE);
});

test("the page itself is at most 120 KB, and libraries are loaded only for files", async (t) => {
  const files = (await readdir(WWW, { recursive: true })).filter((path) => [".js", ".css", ".html", ".svg"].includes(extname(path)));
  const sum = async (paths) => (await Promise.all(paths.map(compressed))).reduce((total, size) => total + size, 0);
  const libraries = files.filter((path) => path.startsWith("vendor"));
  const [page, lazy] = [await sum(files.filter((path) => !path.startsWith("vendor"))), await sum(libraries)];
  t.diagnostic(`page: ${(page / KILOBYTE).toFixed(1)} KB compressed; libraries for Parquet: ${(lazy / KILOBYTE).toFixed(1)} KB`);
  assert.ok(page <= 120 * KILOBYTE);

  const site = await start();
  const { page: shown } = await site.open("?transactions=5000");
  const loaded = await shown.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname));
  await site.close();
  assert.deepEqual(loaded.filter((path) => path.includes("vendor")), []);
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

// The page without a network, with little room, and when a new build takes the place of an old one.

import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { list } from "../support/list.mjs";
import { start, WWW } from "../support/site.mjs";

const LARGE = "vendor/duckdb/large.js";
let www;
let site;
before(async () => {
  www = await mkdtemp(join(tmpdir(), "fraudgen-www-"));
  await cp(WWW, www, { recursive: true });
  await mkdir(join(www, "vendor/duckdb"), { recursive: true });
  await writeFile(join(www, LARGE), `export const text = "${"x".repeat(1_000_000)}";\n`);
  await list(www);
  site = await start(www);
});
after(async () => {
  await site.close();
  await rm(www, { recursive: true });
});

/** Writes a new build: the same with another description and another first word of a panel. */
async function release(word) {
  for (const [path, pattern, text] of [["index.html", /(name="description" content=")[^"]*/, `$1${word}`], ["text/en.js", /plots: "[^"]*"/, `plots: "${word}"`]]) {
    const file = join(www, path);
    await writeFile(file, (await readFile(file, "utf8")).replace(pattern, text));
  }
  return list(www);
}

const kept = (page) => page.evaluate(async () => Promise.all((await caches.keys()).map(async (name) =>
  [name.split(" ").at(-1), (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname.slice(1))])));
const keptBy = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
/** What two files of the build that is shown say. */
const shown = async (page) => {
  await page.locator("#tab-plots").waitFor();
  return page.evaluate(() => [document.querySelector("[name=description]").content, document.getElementById("tab-plots").textContent]);
};
const settled = (page) => until(page, async () => {
  const { installing, active } = await navigator.serviceWorker.getRegistration();
  return !installing && active?.state === "activated";
});
/** Waits until what takes time in the page gives something. */
async function until(page, found, argument) {
  for (let tries = 0; !await page.evaluate(found, argument); tries++) {
    assert.ok(tries < 300, `not found in half a minute: ${found}`);
    await page.waitForTimeout(100);
  }
}
const quota = async ({ context, page }, size) => {
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: site.origin, ...(size ? { quotaSize: size } : {}) });
};

test("the page works offline once it was loaded, at any address", async () => {
  const { page, context } = await site.open("?transactions=5000");
  await keptBy(page);
  await context.setOffline(true);
  await page.goto(`${site.origin}/?transactions=6000`);
  await page.locator("#status").filter({ hasText: "of 6,000" }).waitFor();
  await page.locator("#tab-plots").click();
  await page.locator("#panel-plots figure").first().waitFor();
  await page.goto(`${site.origin}/files/upload.html`);
  await page.locator("#upload").waitFor({ state: "attached" });
  await context.close();
});

test("the page works where there is no room to keep it", async () => {
  const opened = await site.open("files/upload.html");
  const { page, context, problems } = opened;
  await quota(opened, 100_000);
  await page.goto(`${site.origin}/?transactions=5000`);
  await until(page, async () => !await navigator.serviceWorker.getRegistration());
  await page.reload();
  await page.locator("#status").filter({ hasText: "of 5,000" }).waitFor();
  assert.deepEqual(problems.filter((problem) => !/QuotaExceeded/.test(problem)), []);
  await context.close();
});

test("a large file is kept once it is used, and given where there is no room for it", async () => {
  const opened = await site.open("?transactions=5000");
  const { page, context } = opened;
  const size = () => page.evaluate(async (path) => (await (await fetch(path)).text()).length, LARGE);
  await keptBy(page);
  assert.ok(!(await kept(page))[0][1].includes(LARGE));
  await quota(opened, 1000);
  assert.ok(await size() > 1_000_000);
  assert.ok(!(await kept(page))[0][1].includes(LARGE));
  await quota(opened);
  assert.ok(await size() > 1_000_000);
  await until(page, async (path) => Boolean(await caches.match(path)), LARGE);
  await context.setOffline(true);
  assert.ok(await size() > 1_000_000);
  await context.close();
});

test("a new build takes the place of the old one as a whole", async () => {
  const old = await release("old");
  const { page, context } = await site.open("?transactions=5000");
  await keptBy(page);
  assert.deepEqual(await shown(page), ["old", "old"]);
  const next = await release("next");
  await page.reload();
  assert.deepEqual(await shown(page), ["old", "old"]);
  await until(page, async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting));
  // Another page that shows the old build keeps it for both.
  const other = await context.newPage();
  await other.goto(`${site.origin}/`);
  assert.deepEqual(await shown(other), ["old", "old"]);
  await other.close();
  // The browser may take a moment to forget the other page.
  for (let tries = 0; tries < 5 && (await shown(page))[0] === "old"; tries++) {
    await page.reload();
    await page.locator("#status").filter({ hasText: "of 5,000" }).waitFor();
  }
  assert.deepEqual(await shown(page), ["next", "next"]);
  await until(page, async () => (await caches.keys()).length === 1);
  assert.deepEqual((await kept(page)).map(([build]) => build), [next]);
  assert.notEqual(old, next);
  await context.close();
});

test("a build whose files are not all there yet is not shown", async () => {
  const whole = await release("whole");
  const { page, context } = await site.open("?transactions=5000");
  await keptBy(page);
  // Its list is there before one of its files.
  const before = await readFile(join(www, "text/en.js"));
  await release("half");
  await writeFile(join(www, "text/en.js"), before);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await settled(page);
  assert.deepEqual((await kept(page)).map(([build]) => build), [whole]);
  await page.reload(); // which tries again
  assert.deepEqual(await shown(page), ["whole", "whole"]);
  await context.close();
});

test("without what is kept, a tab that was never opened asks for the network in words, and is there once it is chosen again", async () => {
  for (const [locale, told, file] of [["en-US", "needs the network", "what reads it is not loaded yet"], ["pt-BR", "precisa da rede", "o que o lê ainda não foi carregado"]]) {
    const { page, context } = await site.open("?transactions=3000&view=start", { locale, serviceWorkers: "block", ready: "#tab-files" });
    await page.locator("#tab-files").click();
    await page.locator("#folder").waitFor();
    await context.setOffline(true);
    for (const view of ["plots", "graph", "take", "engineer"]) {
      await page.locator(`#tab-${view}`).click();
      await page.locator("#error").filter({ hasText: told }).waitFor();
      assert.doesNotMatch(await page.locator("#error").textContent(), /http/);
    }
    await page.locator("#tab-files").click();
    await page.locator("#file").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("a\n1\n") });
    await page.locator("#checked .problem").filter({ hasText: file }).waitFor();
    await context.setOffline(false);
    for (const view of ["plots", "graph", "take", "engineer"]) {
      await page.locator(`#tab-${view}`).click();
      await page.locator(`#panel-${view} > *`).first().waitFor();
      await page.locator("#error").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
    }
    await page.locator("#tab-files").click();
    await page.locator("#file").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("a\n1\n") });
    await page.locator("#checked .card").filter({ hasText: "a.csv" }).waitFor();
    await context.close();
  }
});

// A Parquet file elsewhere, read by its ranges.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { duckdb, foreign, fraudgen, inFolder } from "../support/command.mjs";
import { screenshot, start } from "../support/site.mjs";

const SECRET = "X-Amz-Signature=secret";
const USUAL = { cors: true, ranges: true, exposed: true, status: 206 };

let site;
let host;
before(async () => { [site, host] = await Promise.all([start(), serve()]); });
after(() => {
  host.server.closeAllConnections();
  host.server.close();
  return site.close();
});

/** A host of one file, which answers as it is told. */
async function serve() {
  const made = { answer: USUAL, asked: [], file: Buffer.alloc(0) };
  made.server = createServer((request, response) => {
    const { cors, ranges, exposed, status } = made.answer;
    made.asked.push({ method: request.method, url: request.url, range: request.headers.range, referer: request.headers.referer });
    if (cors) response.setHeader("Access-Control-Allow-Origin", "*");
    if (exposed) response.setHeader("Access-Control-Expose-Headers", "Content-Range");
    const [, first, last] = (request.headers.range ?? "").match(/^bytes=(\d+)-(\d+)$/) ?? [];
    if (status !== 206 || !ranges) {
      response.writeHead(status === 206 ? 200 : status).end(status === 206 ? made.file : "");
      return;
    }
    if (made.answer.isEndless || made.answer.isBroken) {
      response.writeHead(206, { "Content-Range": `bytes ${first}-${last}/1000000`, ...(made.answer.isBroken && { "Content-Length": 4 }) });
      const more = () => response.write("PAR1", () => !response.destroyed && setImmediate(more));
      if (made.answer.isEndless) more();
      else response.write("PA", () => response.destroy());
      return;
    }
    const part = made.file.subarray(Number(first), Number(last) + 1);
    response.writeHead(206, { "Content-Range": `bytes ${first}-${Number(first) + part.length - 1}/${made.file.length}` }).end(part);
  });
  await new Promise((resolve) => made.server.listen(0, "127.0.0.1", resolve));
  made.origin = `http://127.0.0.1:${made.server.address().port}`;
  return made;
}

const open = (options = {}) => site.open("files/remote.html", { ready: "#remote", allowed: `${host.origin}/`, ...options });

async function ask(page, url = `${host.origin}/lake/part.parquet?${SECRET}`) {
  await page.locator("[name=url]").fill(url);
  await page.locator("#remote button").click();
}

const said = (page, text) => page.getByRole("alert").filter({ hasText: text }).waitFor();

test("nothing can be clicked before the script is there", async () => {
  const { page } = await open({ javaScriptEnabled: false });
  assert.ok(await page.locator("#remote button").isDisabled());
});

test("the footer and rows of any group are read by ranges, and the URL is kept nowhere", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", "--transactions", "400000", "--tables", "transactions", "--out", join(folder, "data"));
    const path = join(folder, "data", "transactions", "part-00000.parquet");
    host.file = await readFile(path);
    host.asked.length = 0;
    await duckdb(`
      import json
      rows = duckdb.sql(f"SELECT transaction_id, amount::VARCHAR FROM (SELECT *, row_number() OVER () AS place FROM '${path}') ORDER BY place").fetchall()
      groups = duckdb.sql(f"SELECT row_group_id, any_value(row_group_num_rows) FROM parquet_metadata('${path}') GROUP BY 1 ORDER BY 1").fetchall()
      bounds = duckdb.sql(f"SELECT min(amount)::VARCHAR, max(amount)::VARCHAR, min(timestamp) AT TIME ZONE 'UTC', count(*) - count(card_id) FROM '${path}'").fetchall()[0]
      json.dump([[rows[0], rows[100], rows[min(groups[0][1], len(rows) - 1)]], [group[1] for group in groups], [str(bound) for bound in bounds]], open("${folder}/told.json", "w"))
    `);
    const [[first, next, ofGroup], groups, [least, most, earliest, nulls]] = JSON.parse(await readFile(join(folder, "told.json"), "utf8"));
    const { page, problems } = await open();
    await ask(page);
    const row = page.locator("#rows tbody tr").first();
    await row.locator("td").first().filter({ hasText: new RegExp(`^${first[0]}$`) }).waitFor();
    assert.match(await page.locator("#status").textContent(), new RegExp(`^400,000 rows of 56 columns in ${groups.length} row groups?, .* MB; written by fraudgen`));
    await screenshot(page, "remote");
    await page.getByRole("button", { name: "Next rows" }).click();
    await row.locator("td").first().filter({ hasText: new RegExp(`^${next[0]}$`) }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.dataset.step), "after");
    if (groups.length > 1) {
      await page.locator("#footer select").selectOption("1");
      await row.locator("td").first().filter({ hasText: new RegExp(`^${ofGroup[0]}$`) }).waitFor();
      await page.locator("#footer select").selectOption("");
    }
    const cells = async (name) => page.locator("#footer tbody tr").filter({ has: page.locator(`th:text-is("${name}")`) }).locator("td").allTextContents();
    const amounts = await cells("amount");
    assert.deepEqual([amounts[0], amounts[6], amounts[7]], ["decimal(15,2)", least, most]);
    assert.equal((await cells("card_id"))[5].replaceAll(",", ""), nulls);
    assert.equal((await cells("timestamp"))[6], `${earliest.replace(" ", "T")}Z`);
    // A fraction of the file was asked for, and each request for a part of it.
    const told = await page.locator("#status").textContent();
    assert.ok(host.asked.every(({ method, range, referer }) => method === "GET" && range && referer === undefined), told);
    const got = host.asked.map(({ range }) => range.match(/(\d+)-(\d+)/)).reduce((sum, [, from, to]) => sum + Number(to) - Number(from) + 1, 0);
    assert.ok(got < host.file.length / 2, `${got} of ${host.file.length}`);
    const kept = await page.evaluate(() => [location.href, JSON.stringify(history.state), JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.documentElement.innerText]);
    assert.doesNotMatch(kept.join(" "), /Signature|secret=/);
    assert.deepEqual(problems, []);
  });
});

test("large integers are exact, in rows and in the footer", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "integers.parquet");
    await duckdb(`duckdb.sql("COPY (SELECT 9007199254740993 AS x, 18446744073709551615::UBIGINT AS u, {'a': [9007199254740993]} AS s) TO '${path}' (FORMAT parquet)")`);
    host.file = await readFile(path);
    const { page, problems } = await open();
    await ask(page);
    await page.locator("#rows tbody tr").first().waitFor();
    assert.deepEqual(await page.locator("#rows tbody td").allTextContents(), ["9007199254740993", "18446744073709551615", '{"a":[9007199254740993]}']);
    assert.match(await page.locator("#status").textContent(), /^1 row of 3 columns in 1 row group, \d+ bytes;/);
    const bounds = await page.locator("#footer > div > div").nth(1).locator("tbody tr").evaluateAll((all) => all.map(({ cells }) => cells[8].textContent));
    assert.deepEqual(bounds.slice(0, 2), ["9007199254740993", "18446744073709551615"]);
    assert.deepEqual(problems, []);
  });
});

test("what other tools write is shown as it is, with what was done to it", async () => {
  await inFolder(async (folder) => {
    host.file = await readFile(await foreign(folder));
    const { page, problems } = await open();
    await ask(page);
    await page.locator("#rows tbody tr").first().waitFor();
    assert.deepEqual((await page.locator("#rows tbody tr").first().locator("td").allTextContents()).slice(0, 9),
      ["1", "3", "12.34", "1,234,567,890,123,456.78", "99,999,999,999,999,999,999,999,999,999,999,999.99", "2025-01-01 00:30:00", "9999-12-31 23:59:59", "∞", "∞"]);
    assert.match(await page.locator("#rows").textContent(), /a → a_1\..*as text: at\./);
    assert.deepEqual(problems, []);
  });
});

test("what keeps a file from being read is said, with what helps", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "small.parquet");
    await duckdb(`duckdb.sql("COPY (SELECT range AS n FROM range(250)) TO '${path}' (FORMAT parquet)")`);
    host.file = await readFile(path);
    const { page } = await open();
    host.answer = { ...USUAL, cors: false };
    await ask(page);
    await said(page, "(CORS)");
    const told = await page.getByRole("alert").textContent();
    assert.ok(told.includes(`cors_allow_origin="${site.origin}"`) && told.includes("--bucket lake") && !told.includes("secret"));
    for (const [answer, text] of [
      [{ ranges: false }, "does not answer ranges"], [{ exposed: false }, "Content-Range"],
      [{ isEndless: true }, "sent more than the part"], [{ isBroken: true }, "answer broke off"],
      [{ status: 403 }, "presigned URL has expired"], [{ status: 404 }, "no such file"], [{ status: 500 }, "answered 500"],
    ]) {
      host.answer = { ...USUAL, ...answer };
      await ask(page);
      await said(page, text);
    }
    host.answer = USUAL;
    host.file = Buffer.from("This is no Parquet file, whatever its name says.");
    await ask(page);
    await said(page, "That is not a Parquet file");
    host.file = (await readFile(path)).subarray(0, 300);
    await ask(page);
    await said(page, "cannot be read");
    for (const url of ["", "part.parquet", "ftp://host/file", "javascript:alert(1)"]) {
      await ask(page, url);
      await said(page, "not an http or https URL");
    }
    host.file = await readFile(path);
    await ask(page);
    await page.locator("#rows .note").filter({ hasText: "Rows 1 – 100 of 250" }).waitFor();
    assert.equal(await page.getByRole("alert").textContent(), "");
    assert.equal(await page.locator("[name=url]").getAttribute("aria-invalid"), null);
  });
});

for (const [locale, colorScheme, width] of [["en-US", "light", 1280], ["pt-BR", "dark", 360]]) {
  test(`axe finds nothing in ${locale}, ${colorScheme}, ${width} px, and nothing is wider than the window`, async () => {
    await inFolder(async (folder) => {
      await fraudgen("generate", "--transactions", "3000", "--tables", "accounts", "--out", join(folder, "data"));
      host.file = await readFile(join(folder, "data", "accounts", "part-00000.parquet"));
      host.answer = USUAL;
      const { page } = await open({ locale, colorScheme, viewport: { width, height: 800 } });
      const finds = () => page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
      await ask(page);
      await page.locator("#rows tbody tr").first().waitFor();
      await screenshot(page, `remote-${locale}`, { fullPage: true });
      await page.evaluate(axe.source);
      assert.deepEqual(await finds(), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
      host.answer = { ...USUAL, cors: false };
      await ask(page);
      await said(page, "(CORS)");
      assert.deepEqual(await finds(), []);
      host.answer = USUAL;
    });
  });
}

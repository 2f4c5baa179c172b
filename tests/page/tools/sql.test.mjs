// The page of queries: DuckDB over the dataset and over files.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { queries } from "../../../www/sql/queries.js";
import { duckdb, fraudgen, inFolder, sameRecords, TABLES } from "../support/command.mjs";
import { screenshot, start } from "../support/site.mjs";

const SPEC = { seed: "7", transactions: "20000", fraud_rate: "0.02" };
const QUERY = `?${new URLSearchParams(SPEC)}`;
const FLAGS = ["--seed", "7", "--transactions", "20000", "--fraud-rate", "0.02"];

let site;
before(async () => { site = await start(); });
after(() => site.close());

const open = (query = QUERY, options = {}) => site.open(`sql/index.html${query}`, { ready: "#tables details", ...options });

/** Runs a query; returns the cells of its result, or what DuckDB says against it. */
async function ask(page, sql) {
  await page.locator("#sql").fill(sql);
  await page.locator("#sql").press("Control+Enter");
  await page.waitForFunction(() => !document.getElementById("run").disabled);
  const problem = await page.locator("#problem").textContent();
  return problem || page.locator("#result tbody tr").evaluateAll((rows) => rows.map(({ cells }) => Array.from(cells, ({ textContent }) => textContent)));
}

async function save(page, folder, name, extension) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  const path = join(folder, `result.${extension}`);
  await file.saveAs(path);
  return path;
}

test("every query to start from says what DuckDB says of the command's files", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--out", join(folder, "data"));
    const { page, problems } = await open();
    for (const name of Object.keys(queries)) {
      const cells = await ask(page, queries[name]);
      assert.ok(cells.length > 3, name);
      const file = join(folder, `${name}.json`);
      await writeFile(join(folder, `${name}.sql`), queries[name]);
      await duckdb(`
        import json, datetime
        for table in ${JSON.stringify(TABLES)}:
            duckdb.sql(f"CREATE VIEW {table} AS FROM '${folder}/data/{table}/*.parquet'")
        text = lambda value: "NULL" if value is None else str(value)
        date = lambda value: value.strftime("%Y-%m-%d") if isinstance(value, datetime.date) else value
        rows = [[text(date(value)) for value in row] for row in duckdb.sql(open("${folder}/${name}.sql").read()).fetchall()]
        json.dump(rows, open("${file}", "w"))
      `);
      const same = (value) => (/^-?[\d.]+$/.test(value) ? Number(value) : value);
      assert.deepEqual(cells.map((row) => row.map(same)), JSON.parse(await readFile(file, "utf8")).map((row) => row.map(same)), name);
    }
    assert.deepEqual(problems, []);
  });
});

test("tables have exactly the records of the command, and are saved as Parquet and CSV", async () => {
  await inFolder(async (folder) => {
    const { page, problems } = await open();
    for (const table of ["transactions", "credits", "fraud_cases", "cards"]) {
      await ask(page, `SELECT * FROM ${table}`);
      const parquet = await save(page, folder, "Save as Parquet", "parquet");
      const reference = join(folder, "reference.jsonl");
      await writeFile(reference, await fraudgen("sample", ...FLAGS, "--table", table, "--rows", "20000", "--output-format", "jsonl"));
      assert.ok(await sameRecords(parquet, reference) > 30, table);
    }
    assert.equal(await page.locator("[data-rows=transactions]").textContent(), "all 20,000 rows");
    assert.equal(await page.locator("[data-rows=merchants]").textContent(), "4,000 rows");
    await ask(page, "SELECT '=1+1' AS formula, 'a,\"b' AS quoted, NULL AS nothing, 1.50::DECIMAL(9,2) AS money");
    assert.equal(await readFile(await save(page, folder, "Save as CSV", "csv"), "utf8"), 'formula,quoted,nothing,money\n\'=1+1,"a,""b",,1.50\n');
    assert.deepEqual(problems, []);
  });
});

test("values of every type are shown exactly", async () => {
  const { page } = await open();
  const [row] = await ask(page, `SELECT 9007199254740993, sum(170141183460469231731687303715884105::HUGEINT), -0.05::DECIMAL(4,2), 0.1::FLOAT,
    TIMESTAMP '2025-01-02 03:04:05.000006', DATE '1969-12-31', TIME '10:20:30', [1, NULL], {'a': 2}, true, NULL`);
  assert.deepEqual(row, ["9007199254740993", "170141183460469231731687303715884105", "-0.05", "0.1",
    "2025-01-02 03:04:05.000006", "1969-12-31", "10:20:30", "[1,null]", '{"a":2}', "true", "NULL"]);
});

test("a large dataset is loaded up to a limit, which can be raised", async () => {
  const { page } = await open("?transactions=1000000000");
  const limit = page.locator("#most");
  await limit.evaluate((select) => { select.append(new Option("30,000", 30_000)); });
  await limit.selectOption("30000");
  const [[few]] = await ask(page, "SELECT count(*) FROM transactions");
  assert.ok(Number(few) >= 30_000 && Number(few) < 80_000, few);
  assert.match(await page.locator("[data-rows=transactions]").textContent(), /^the first [\d,]+ of 1,000,000,000 rows$/);
  await limit.evaluate((select) => { select.append(new Option("80,000", 80_000)); });
  await limit.selectOption("80000");
  const [[more]] = await ask(page, "SELECT count(DISTINCT transaction_id) FROM transactions");
  assert.ok(Number(more) >= 80_000, more);
});

test("what is wrong with a query is said at the editor, and nothing is asked of another server", async () => {
  const { page, problems } = await open();
  assert.match(await ask(page, "SELEC 1"), /syntax error at or near "SELEC"/);
  assert.equal(await page.locator("#sql").getAttribute("aria-invalid"), "true");
  assert.match(await ask(page, "SELECT x FROM transactions"), /Referenced column "x" not found/);
  for (const sql of ["LOAD icu", "SELECT date_trunc('month', now())", "SELECT json('{}')", "SET autoload_known_extensions = true; SELECT json('{}')"]) {
    assert.match(await ask(page, sql), /the page has none/, sql);
  }
  assert.deepEqual(problems.filter((problem) => problem.startsWith("asked")), []);
  // The browser refuses it before it leaves.
  const failed = page.waitForEvent("requestfailed");
  assert.match(await ask(page, "SELECT * FROM 'https://example.com/a.csv'"), /asks no other server/);
  assert.equal((await failed).failure().errorText, "csp");
  assert.deepEqual(await ask(page, "SELECT count(*) FROM transactions"), [["20000"]]);
  assert.equal(await page.locator("#sql").getAttribute("aria-invalid"), null);
});

test("a query that takes too long is stopped", async () => {
  const { page } = await open();
  await ask(page, "SELECT 1");
  await page.locator("#sql").fill("SELECT count(*) FROM range(100000000) a, range(100000) b");
  await page.locator("#run").click();
  await page.locator("#step").filter({ hasText: "Running" }).waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.locator("#status").filter({ hasText: "Stopped" }).waitFor();
  assert.deepEqual(await ask(page, "SELECT 2"), [["2"]]);
});

test("a link opens its query, past queries come back, and the dictionary inserts names", async () => {
  const { page, problems } = await open(`${QUERY}#${new URLSearchParams({ q: "SELECT 'ação' AS a, 1 + 1 AS b" })}`);
  assert.equal(await page.locator("#sql").inputValue(), "SELECT 'ação' AS a, 1 + 1 AS b");
  await page.locator("#run").click();
  await page.locator("#result td").filter({ hasText: "ação" }).waitFor();
  await ask(page, "SELECT 3");
  await page.goBack();
  assert.equal(await page.locator("#sql").inputValue(), "SELECT 'ação' AS a, 1 + 1 AS b");
  await page.goForward();
  assert.equal(await page.locator("#sql").inputValue(), "SELECT 3");
  const address = page.url();
  await page.getByRole("button", { name: "Copy link" }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
  assert.ok(address.endsWith("#q=SELECT+3"));
  await page.locator("#history summary").click();
  await page.locator("#history button").nth(1).click();
  assert.equal(await page.locator("#sql").inputValue(), "SELECT 'ação' AS a, 1 + 1 AS b");
  await page.locator("#sql").fill("");
  await page.locator("#tables summary").filter({ hasText: "credits" }).click();
  await page.getByRole("button", { name: "balance_after" }).click();
  assert.equal(await page.locator("#sql").inputValue(), "balance_after");
  assert.equal(await page.locator("#back").getAttribute("href"), `../${QUERY}`);
  assert.deepEqual(problems, []);
});

test("files of any tool are tables", async () => {
  await inFolder(async (folder) => {
    const [parquet, csv, jsonl] = ["Foreign file.parquet", "other.csv", "part-00000.jsonl"].map((name) => join(folder, name));
    await duckdb(`duckdb.sql("COPY (SELECT range AS n, 'é' || range AS s, TIMESTAMP '2025-01-01' + range * INTERVAL 1 HOUR AS t, CASE WHEN range > 1 THEN 1.25::DECIMAL(9,2) END AS m FROM range(3)) TO '${parquet}' (FORMAT parquet)")`);
    await writeFile(csv, "n;price;day\n0;1,50;2025-01-31\n2;2,25;\n");
    await writeFile(jsonl, '{"n":1,"tags":["a"]}\n{"n":2.5,"late":true}\n');
    const { page, problems } = await open();
    await page.locator("#files").setInputFiles([parquet, csv, jsonl]);
    await page.locator("#tables details[data-table=part_00000]").waitFor();
    assert.deepEqual(await ask(page, "SELECT * FROM foreign_file"), [["0", "é0", "2025-01-01 00:00:00", "NULL"], ["1", "é1", "2025-01-01 01:00:00", "NULL"], ["2", "é2", "2025-01-01 02:00:00", "1.25"]]);
    assert.deepEqual(await ask(page, "SELECT sum(price), max(day) FROM other JOIN foreign_file USING (n)"), [["3.75", "2025-01-31"]]);
    assert.deepEqual(await ask(page, "SELECT n, tags, late FROM part_00000 ORDER BY n"), [["1", '["a"]', "NULL"], ["2.5", "NULL", "true"]]);
    assert.deepEqual(problems, []);
  });
});

test("DuckDB is not fetched before the first query, nor with what the page needs offline", async () => {
  const { page, context } = await open();
  const asked = [];
  context.on("request", (request) => asked.push(request.url()));
  const listed = await (await context.request.get(`${site.origin}/pkg/files.js`)).text();
  const [kept, keptOnUse] = listed.split("const ON_USE");
  assert.match(kept, /"sql\/page\.js"/);
  assert.doesNotMatch(kept, /vendor\/duckdb/);
  assert.match(keptOnUse, /"vendor\/duckdb\/duckdb\.wasm"/);
  await page.reload();
  await page.locator("#tables details").first().waitFor();
  assert.ok(!asked.some((url) => url.includes("duckdb.wasm")));
  await ask(page, "SELECT 1");
  assert.ok(asked.some((url) => url.includes("duckdb.wasm")));
});

test("once a query has run, the page of queries works offline", async () => {
  const { page, context } = await site.open("?transactions=5000");
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  await page.goto(`${site.origin}/sql/index.html?transactions=5000`);
  await page.locator("#tables details").first().waitFor();
  await ask(page, "SELECT 1");
  while (!await page.evaluate(async () => Boolean(await caches.match("/vendor/duckdb/duckdb.wasm")))) await page.waitForTimeout(100);
  await context.setOffline(true);
  await page.reload();
  await page.locator("#tables details").first().waitFor();
  assert.deepEqual(await ask(page, "SELECT count(*) FROM transactions"), [["5000"]]);
});

test("the first query over 100,000 payments takes seconds, and less than a gigabyte of memory", async (t) => {
  const { page } = await open("?transactions=100000");
  const start = performance.now();
  const [[rows]] = await ask(page, "SELECT count(*) FROM transactions");
  const took = performance.now() - start;
  assert.equal(rows, "100000");
  const session = await site.browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const memory = Math.max(...await Promise.all(processInfo.filter(({ type }) => type === "renderer").map(async ({ id }) => {
    const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
    return Number(status.match(/^RssAnon:\s+(\d+)/m)?.[1] ?? 0) / 1000;
  })));
  t.diagnostic(`${(took / 1000).toFixed(1)} s, ${memory.toFixed(0)} MB`);
  assert.ok(memory > 50 && memory < 1000, `${memory} MB`);
});

for (const [locale, colorScheme, width] of [["en-US", "light", 1280], ["pt-BR", "dark", 360]]) {
  test(`axe finds nothing in ${locale}, ${colorScheme}, ${width} px, and nothing is wider than the window`, async () => {
    const { page } = await open(QUERY, { locale, colorScheme, viewport: { width, height: 800 } });
    await ask(page, queries.mules);
    await page.locator("#tables summary").first().click();
    await screenshot(page, `sql-${locale}`);
    await page.evaluate(axe.source);
    const axeFinds = () => page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
    assert.deepEqual(await axeFinds(), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await ask(page, "SELEC");
    assert.deepEqual(await axeFinds(), []);
  });
}

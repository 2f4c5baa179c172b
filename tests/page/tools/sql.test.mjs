// The page of queries: DuckDB over the dataset and over files.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { queries } from "../../../www/sql/queries.js";
import { duckdb, foreign, fraudgen, inFolder, sameRecords, TABLES } from "../support/command.mjs";
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
    await ask(page, "SELECT '=1+1' AS \"=formula\", 'a,\"b' AS quoted, NULL AS nothing, 1.50::DECIMAL(9,2) AS money");
    assert.equal(await readFile(await save(page, folder, "Save as CSV", "csv"), "utf8"), '\'=formula,quoted,nothing,money\n\'=1+1,"a,""b",,1.50\n');
    assert.deepEqual(problems, []);
  });
});

test("values of every type are shown exactly", async () => {
  const { page } = await open();
  const [row] = await ask(page, `SELECT 9007199254740993, sum(170141183460469231731687303715884105::HUGEINT), -0.05::DECIMAL(4,2), 0.1::FLOAT,
    TIMESTAMP '2025-01-02 03:04:05.000006', DATE '1969-12-31', TIME '10:20:30', [1, NULL], {'a': 2}, true, NULL`);
  assert.deepEqual(row, ["9007199254740993", "170141183460469231731687303715884105", "-0.05", "0.1",
    "2025-01-02 03:04:05.000006", "1969-12-31", "10:20:30", "[1,null]", '{"a":2}', "true", "NULL"]);
  const [times] = await ask(page, `SELECT TIMESTAMP '9999-12-31 23:59:59.999999', TIMESTAMP 'infinity', DATE '-infinity', DATE '0044-01-01 (BC)', TIMESTAMP_NS '2025-01-01 00:00:00.123456789',
    [TIMESTAMP_S '2025-01-01'], TIME '24:00:00'`);
  assert.deepEqual(times, ["9999-12-31 23:59:59.999999", "infinity", "-infinity", "-000043-01-01", "2025-01-01 00:00:00.123456789", '["2025-01-01 00:00:00"]', "24:00:00"]);
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

test("the page of queries opens with the query of the view that led to it, which finds its rows", async () => {
  const { page, problems } = await site.open(`?${new URLSearchParams([...Object.entries(SPEC), ["units", "8"], ["sort", "-amount"], ["filter", "is_fraud~=~true"], ["filter", "amount~≥~1.000"], ["filter", "timestamp~≥~01/02/2025"], ["filter", "merchant_name~not contains~não"]])}`);
  const passing = Number((await page.locator("#status").textContent()).match(/(\d+) pass/)[1]);
  await page.locator("#to-sql").click();
  await page.locator("#tables details").first().waitFor();
  const sql = await page.locator("#sql").inputValue();
  assert.match(sql, /^SELECT \*\nFROM transactions\nWHERE is_fraud = true\n {2}AND amount >= 1000.00\n/);
  assert.match(sql, /ORDER BY amount DESC NULLS LAST;$/);
  assert.deepEqual(await ask(page, `SELECT count(*) FROM (${sql.replace(/;$/, "")})`), [[String(passing)]]);
  await page.goto(`${site.origin}/sql/index.html${QUERY}`);
  await page.locator("#tables details").first().waitFor();
  assert.equal(await page.locator("#sql").inputValue(), queries.typologies, "without a view, a query to start from");
  assert.deepEqual(problems, []);
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

/** What the page says of files that it is given. */
async function give(page, ...paths) {
  await page.locator("#files").setInputFiles(paths);
  await page.waitForFunction(() => document.getElementById("status").textContent || document.getElementById("problem").textContent);
  return [await page.locator("#status").textContent(), await page.locator("#problem").textContent()];
}

test("integers of 64 bits are exact, whatever the file", async () => {
  await inFolder(async (folder) => {
    const [parquet, csv, jsonl] = ["big.parquet", "big_csv.csv", "big_jsonl.jsonl"].map((name) => join(folder, name));
    await duckdb(`duckdb.sql("COPY (SELECT * FROM (VALUES (9007199254740993, 18446744073709551615::UBIGINT), (9223372036854775807, 1::UBIGINT), (-9007199254740993, 2::UBIGINT), (-9223372036854775808, NULL)) AS t(x, u)) TO '${parquet}' (FORMAT parquet)")`);
    await writeFile(csv, "x,longer\n9007199254740993,12345678901234567890123\n-9223372036854775808,1\n");
    await writeFile(jsonl, '{"x":9007199254740993,"inner":{"y":9007199254740993}}\n');
    const { page, problems } = await open();
    await give(page, parquet, csv, jsonl);
    assert.deepEqual(await ask(page, "SELECT x, u, typeof(u) FROM big"), [["9007199254740993", "18446744073709551615", "UBIGINT"], ["9223372036854775807", "1", "UBIGINT"], ["-9007199254740993", "2", "UBIGINT"], ["-9223372036854775808", "NULL", "UBIGINT"]]);
    assert.deepEqual(await ask(page, "SELECT x, longer FROM big_csv"), [["9007199254740993", "12345678901234567890123"], ["-9223372036854775808", "1"]]);
    assert.deepEqual(await ask(page, "SELECT * FROM big_jsonl"), [["9007199254740993", '{"y":9007199254740993}']]);
    assert.deepEqual(problems, []);
  });
});

test("nested columns are JSON, bytes are in hexadecimal, and both are said", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "nested.parquet");
    await duckdb(`duckdb.sql("COPY (SELECT [1, NULL] AS l, {'d': DATE '2025-01-31', 't': 'é'} AS s, MAP {'k': 9007199254740993} AS m, '\\\\x00\\\\xFF'::BLOB AS b, 0.3::DECIMAL(5,1) AS d) TO '${path}' (FORMAT parquet)")`);
    const { page, problems } = await open();
    const [told] = await give(page, path);
    assert.match(told, /with 1 row\. .*JSON text: l, s, m\. .*hexadecimal: b\./);
    assert.deepEqual(await ask(page, "SELECT * FROM nested"), [["[1,null]", '{"d":"2025-01-31","t":"é"}', '{"k":9007199254740993}', "00ff", "0.3"]]);
    assert.equal(await page.locator("[data-rows=nested]").textContent(), "its only row");
    assert.deepEqual(problems, []);
  });
});

test("what other tools write is in tables as it is", async () => {
  await inFolder(async (folder) => {
    const { page, problems } = await open();
    const [told] = await give(page, await foreign(folder));
    assert.match(told, /a → a_1\./);
    assert.deepEqual(await ask(page, 'FROM "foreign"'), [
      ["1", "3", "12.34", "1234567890123456.78", "99999999999999999999999999999999999.99", "2025-01-01 00:30:00", "9999-12-31 23:59:59.999999", "infinity", "infinity", "1e+308", "10:20:30.5"],
      ["2", "4", "-46.63", "NULL", "-0.01", "NULL", "2025-01-01 00:30:00", "-9223372036854775808 µs", "-2147483648 d", "Infinity", "NULL"],
    ]);
    assert.deepEqual(problems, []);
  });
});

test("names of files and of columns can be queried, whatever they are", async () => {
  await inFolder(async (folder) => {
    const files = { "semi.csv": "v\n1\n", "order.csv": "id,id,,select\n1,2,3,4\n", "ção tabela-1.csv": "a,A\n5,6\n", "2024 vendas.csv": "v\n7\n" };
    const paths = Object.keys(files).map((name) => join(folder, name));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const { page, problems } = await open();
    const [told] = await give(page, ...paths);
    await page.locator("#tables details[data-table=t_2024_vendas]").waitFor();
    assert.match(await page.locator("#status").textContent(), /semi\.csv is the table "semi", with 1 row\. In a query its name has quotes: SELECT \* FROM "semi"\./, told);
    assert.match(await page.locator("#status").textContent(), /id → id_1, \(no name\) → column2\./);
    assert.deepEqual(await ask(page, 'SELECT * FROM "semi"'), [["1"]]);
    assert.deepEqual(await ask(page, 'SELECT id, id_1, column2, "select" FROM "order"'), [["1", "2", "3", "4"]]);
    assert.deepEqual(await ask(page, "SELECT a, A_1 FROM cao_tabela_1 UNION ALL SELECT v, 0 FROM t_2024_vendas"), [["5", "6"], ["7", "0"]]);
    await page.locator("#sql").fill("");
    await page.locator("#tables summary").filter({ hasText: "semi" }).click();
    await page.locator("#tables details[data-table=semi] button").first().click();
    assert.equal(await page.locator("#sql").inputValue(), '"semi"');
    assert.deepEqual(problems, []);
  });
});

test("text that is not UTF-8 is read as that of Windows, and that is said", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "clientes.csv");
    await writeFile(path, Buffer.from("nome;valor\nJosé – ação;1,5\n".replace("–", "\x96"), "latin1"));
    const { page } = await open();
    assert.match((await give(page, path))[0], /not in UTF-8; it was read as windows-1252/);
    assert.deepEqual(await ask(page, "SELECT * FROM clientes"), [["José – ação", "1.5"]]);
  });
});

test("wrong files are told in the page's language, and the next ones clear what was said", async () => {
  await inFolder(async (folder) => {
    const [wrong, good] = ["pic.png", "good.csv"].map((name) => join(folder, name));
    await writeFile(wrong, Buffer.from("\x89PNG\r\n", "latin1"));
    await writeFile(good, "a\n1\n");
    const { page } = await open(QUERY, { locale: "pt-BR" });
    const [, problem] = await give(page, wrong);
    assert.match(problem, /é uma imagem\. São aceitos Parquet, CSV e JSON Lines/);
    await page.locator("#files").setInputFiles(good);
    await page.locator("#status").filter({ hasText: "é a tabela good, com 1 linha." }).waitFor();
    assert.equal(await page.locator("#problem").textContent(), "");
  });
});

test("a statement that changes a table of the dataset lasts until the table is named again", async () => {
  const { page, problems } = await open();
  const whole = [["20000"]];
  const count = "SELECT count(*) FROM transactions";
  assert.deepEqual(await ask(page, count), whole);
  for (const sql of ["DROP TABLE transactions", "DELETE FROM transactions", "UPDATE transactions SET amount = 0", "CREATE TEMP TABLE transactions AS SELECT 1 AS a",
    "ALTER TABLE transactions RENAME TO gone", "/* a */ DROP TABLE transactions; CREATE VIEW transactions AS SELECT 1 AS a"]) {
    await ask(page, sql);
    assert.deepEqual(await ask(page, `${count} WHERE amount > 0`), whole, sql);
  }
  // What only reads is not made again.
  await ask(page, "CREATE TABLE mine AS SELECT 1 AS a");
  assert.deepEqual(await ask(page, "SELECT * FROM mine"), [["1"]]);
  assert.equal(await page.locator("[data-rows=transactions]").textContent(), "all 20,000 rows");
  assert.deepEqual(problems, []);
});

test("no query leaves no result of another, and a result that is cut says of how many rows", async () => {
  const { page } = await open();
  await ask(page, "SELECT range FROM range(5000)");
  assert.match(await page.locator("#status").textContent(), /^The first 1,000 of 5,000 rows, in/);
  await ask(page, "SELECT range FROM range(1000000000000)");
  assert.match(await page.locator("#status").textContent(), /^The first 1,000 of more than [\d,]+ rows, in/);
  await ask(page, "  ");
  assert.match(await page.locator("#status").textContent(), /no query to run/);
  assert.equal(await page.locator("#result *").count(), 0);
});

test("lists, structs, maps, intervals and bytes have types and read as in DuckDB", async () => {
  const { page } = await open();
  const [row] = await ask(page, `SELECT [1.25::DECIMAL(9,2)] AS a, {'d': DATE '2025-01-31', 'x': [true]} AS b, MAP {'k': 2} AS c, INTERVAL 3 DAY AS d,
    INTERVAL '14 months 2 days 04:05:06.5' AS e, '\\x00a'::BLOB AS f, INTERVAL 0 DAY AS g`);
  assert.deepEqual(row, ["[1.25]", '{"d":"2025-01-31","x":[true]}', '{"k":2}', "3 days", "1 year 2 months 2 days 04:05:06.5", "\\x00a", "00:00:00"]);
  assert.deepEqual(await page.locator("#result th .type").allTextContents(), ["DECIMAL(9,2)[]", "STRUCT(d DATE, x BOOLEAN[])", "MAP(VARCHAR, INTEGER)", "INTERVAL", "INTERVAL", "BLOB", "INTERVAL"]);
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

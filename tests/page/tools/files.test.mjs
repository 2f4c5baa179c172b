// Files that the command wrote, opened and checked.

import assert from "node:assert/strict";
import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import { Frame } from "../../../www/dataset/frame.js";
import { arrange } from "../../../www/explore/arrange.js";
import { entered, summarize } from "../../../www/explore/summary.js";
import { open } from "../../../www/files/read/text.js";
import { Formatter, isoDate, isoTime, json, plain } from "../../../www/view/format.js";
import { download, duckdb, foreign, fraudgen, inFolder, TABLES, write } from "../support/command.mjs";
import { screenshot, start } from "../support/site.mjs";

const FLAGS = ["--seed", "18446744073709551615", "--transactions", "60000", "--days", "90", "--rows-per-file", "25000"];

let site;
before(async () => { site = await start(); });
after(() => site.close());

/** Drops files on the page, as a user does. */
async function drop(page, ...paths) {
  const files = await Promise.all(paths.map(async (path) => [basename(path), (await readFile(path)).toString("base64")]));
  await page.evaluate(async (dropped) => {
    const dataTransfer = new DataTransfer();
    for (const [name, base64] of dropped) dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, files);
}

const holds = (page, text) => page.locator("#checked li.holds").filter({ hasText: text });
const fails = (page, text) => page.locator("#checked li.fails").filter({ hasText: text });

/** The card of a file. */
const card = (page, name) => page.locator("#checked .card").filter({ has: page.locator(`h2:text-is("${name}")`) });

test("parts of every table can be browsed, and match the core", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--out", join(folder, "data"));
    const { page, problems } = await site.open("?transactions=5000");
    for (const table of TABLES) {
      await drop(page, join(folder, "data", table, "part-00000.parquet"));
      await page.locator("#checked p").filter({ hasText: `table: ${await page.locator(`#tables [data-table=${table}]`).evaluate(({ firstChild }) => firstChild.textContent)};` }).waitFor();
      await holds(page, "have the digest stated in the file").waitFor();
      await holds(page, /^All [\d,]+ rows equal those generated here/).waitFor();
      if (table === "transactions") await screenshot(page, "file-checked");
      await page.getByRole("button", { name: "Browse the rows" }).click();
      await page.locator("#source").filter({ hasText: "part-00000.parquet" }).waitFor();
      // The parts of all tables have this name: its own rows are there when the first one is. The ids of transactions are in no order.
      await page.locator("#grid tbody tr[data-place]").first().locator("th").filter({ hasText: table === "transactions" ? /^\d+$/ : /^1$/ }).waitFor();
    }
    await page.locator("#open").click();
    await page.locator("#detail[open] .fields").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Back to the generated records" }).click();
    await page.locator("#tables [aria-pressed=true]").filter({ hasText: "Fraud cases" }).waitFor();
    assert.deepEqual(problems, []);
  });
});

test("a later part is checked too, and leads to its dataset", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--out", join(folder, "data"));
    const { page } = await site.open("?transactions=5000");
    await page.locator("#tab-files").click();
    await page.locator("#file").setInputFiles(join(folder, "data", "transactions", "part-00001.parquet"));
    await holds(page, "have the digest").waitFor();
    await holds(page, /^All [\d,]+ rows equal those generated here/).waitFor();
    await page.getByRole("button", { name: "Show the dataset it belongs to" }).click();
    await page.locator("#status").filter({ hasText: "of 60,000" }).waitFor();
    assert.equal(await page.locator("[name=seed]").inputValue(), "18446744073709551615");
  });
});

test("the parts of a manifest are generated again", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--out", join(folder, "data"));
    const path = join(folder, "data", "_manifest.json");
    const { page, problems } = await site.open("?transactions=5000");
    await drop(page, path);
    await holds(page, /digests of all \d+ parts are those of the records/).waitFor();
    // The manifest alone says nothing of files.
    await page.locator("#checked li").filter({ hasText: "No files were checked" }).waitFor();
    await screenshot(page, "manifest-checked");

    const manifest = await readFile(path, "utf8");
    const last = manifest.lastIndexOf('"digest": "') + 11;
    const other = manifest[last] === "0" ? "1" : "0";
    await drop(page, await write(folder, "tampered.json", manifest.slice(0, last) + other + manifest.slice(last + 1)));
    await fails(page, "digests, or the numbers of rows, of some parts are not those").waitFor();

    await drop(page, await write(folder, "old.json", manifest.replace(/"dataset_version": [0-9]+/, '"dataset_version": 0')));
    await page.locator("#checked").filter({ hasText: "a different dataset version" }).waitFor();
    assert.deepEqual(problems, []);
  });
});

test("a manifest that was changed by hand is told to be", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--tables", "accounts,customers", "--out", join(folder, "data"));
    const manifest = await readFile(join(folder, "data", "_manifest.json"), "utf8");
    const { page, problems } = await site.open("?transactions=5000");
    const cases = [
      ["digest", "totals are not the sums", (it) => { it.digest = "0".repeat(32); }],
      ["table", "totals are not the sums", (it) => { it.tables[1].rows++; }],
      ["bytes", "totals are not the sums", (it) => { it.parts[0].bytes++; }],
      ["rows", "numbers of rows, of some parts are not those", (it) => { for (const sized of [it, it.tables[0], it.parts[0]]) sized.rows++; }],
      ["parts", "parts are not those of its spec", (it) => { it.parts[0].units = [0, 0]; }],
    ];
    for (const [name, told, change] of cases) {
      const changed = JSON.parse(manifest.replace(/"seed": \d+/, '"seed": 42'));
      change(changed);
      await drop(page, await write(folder, `${name}.json`, JSON.stringify(changed)));
      await card(page, `${name}.json`).locator("li.fails").filter({ hasText: told }).waitFor();
    }
    for (const [name, pattern, text] of [["rows", /"rows": \d+/, '"rows": "<b>1</b>"'], ["tables", /"tables": \[[^\]]*\]/, '"tables": null'], ["parts[0].path", /"path": "[^"]*"/, '"path": "../../x"']]) {
      await drop(page, await write(folder, "wrong.json", manifest.replace(pattern, text)));
      await page.locator("#checked .problem").filter({ hasText: `it is not a valid manifest: ${name} is missing` }).waitFor();
    }
    assert.deepEqual(problems, []);
  });
});

test("the files of a folder are compared with its manifest, whatever they say of themselves", async () => {
  await inFolder(async (folder) => {
    const [data, other] = [join(folder, "data"), join(folder, "other")];
    await fraudgen("generate", ...FLAGS, "--tables", "accounts,cards,customers,devices,merchants", "--out", data);
    await fraudgen("generate", ...FLAGS.slice(2), "--tables", "accounts,cards", "--out", other);
    const part = (root, table, number = 0) => join(root, table, `part-0000${number}.parquet`);
    await copyFile(part(other, "accounts"), part(data, "accounts"));
    await copyFile(part(other, "cards"), part(data, "cards", 1));
    await rm(part(data, "customers"));
    await rm(join(data, "_SUCCESS"));
    const bytes = await readFile(part(data, "devices"));
    bytes[100] ^= 1;
    await writeFile(part(data, "devices"), bytes);
    const { page } = await site.open("?transactions=5000&view=files");
    await page.locator("#folder").setInputFiles(data);
    for (const told of [/^accounts\/part-00000.parquet: it has [\d,]+ bytes, not [\d,]+$/, "cards/part-00001.parquet: the manifest does not list it", "customers/part-00000.parquet: the file is not there", "_SUCCESS: the file is not there", "devices/part-00000.parquet: its SHA-256 is not the manifest's"]) await fails(page, told).waitFor();
    await holds(page, "Files of 2 of 5 parts have").waitFor();
    await card(page, "data/accounts/part-00000.parquet").locator("li.fails").filter({ hasText: "values differ" }).waitFor();
    await screenshot(page, "folder-changed", { fullPage: true });
  });
});

test("CSV and JSON Lines that come with a manifest are compared with its dataset, to the last row", async () => {
  await inFolder(async (folder) => {
    const data = join(folder, "data");
    await fraudgen("generate", ...FLAGS, "--tables", "cards,customers,transactions", "--format", "csv-pt-br", "--out", data);
    const path = join(data, "transactions", "part-00001.csv");
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    const { page, problems } = await site.open("?transactions=5000");
    await page.locator("#tab-files").click();
    await page.locator("#folder").setInputFiles(data);
    await holds(page, "The files of all 4 parts have").waitFor();
    await page.locator("#checked li.holds").filter({ hasText: /^All [\d,]+ rows equal those generated here/ }).nth(3).waitFor();
    assert.match(await card(page, "data/transactions/part-00001.csv").locator("p").first().textContent(), /written by fraudgen/);
    assert.equal(await page.locator("#checked li.fails").count(), 0);

    const amount = lines[0].split(";").indexOf("amount");
    await writeFile(path, [...lines.slice(0, -1), lines.at(-1).split(";").map((cell, index) => (index === amount ? "12345,67" : cell)).join(";"), ""].join("\n"));
    await page.locator("#folder").setInputFiles(data);
    await card(page, "data/transactions/part-00001.csv").locator("li.fails").filter({ hasText: /^The file's values differ.*amount, transaction_id \d+: R\$12,345\.67 ≠/ }).waitFor();
    await writeFile(path, [...lines.slice(0, -9), ""].join("\n"));
    await page.locator("#folder").setInputFiles(data);
    await card(page, "data/transactions/part-00001.csv").locator("li.fails").filter({ hasText: /^It has [\d,]+ rows, not [\d,]+\.$/ }).waitFor();

    // Files without a folder: a part is known by its table, and rows of another file by their ids, each once.
    const some = [lines[0], lines[5], lines[3], ""].join("\n");
    await drop(page, join(data, "_manifest.json"), join(data, "cards", "part-00000.csv"), await write(folder, "some.csv", some), await write(folder, "twice.csv", some + lines[3]));
    await card(page, "part-00000.csv").locator("li.holds").filter({ hasText: "rows equal" }).waitFor();
    await holds(page, "Files of 1 of 4 parts have").waitFor();
    await card(page, "some.csv").filter({ hasText: "that manifest's dataset" }).locator("li.holds").filter({ hasText: "All 2 rows equal" }).waitFor();
    await card(page, "twice.csv").locator("li.fails").filter({ hasText: "(2 ×)" }).waitFor();
    assert.deepEqual(problems, []);
  });
});

test("a file with fewer rows, or with a changed one far from the first, is not what its metadata says, and comparing can be stopped", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", "--transactions", "60000", "--tables", "transactions", "--out", join(folder, "data"));
    const [half, changed] = [join(folder, "half.parquet"), join(folder, "changed.parquet")];
    await duckdb(`
      file = ${JSON.stringify(join(folder, "data", "transactions", "part-00000.parquet"))}
      told = {k.decode(): v.decode() for k, v in duckdb.sql(f"SELECT key, value FROM parquet_kv_metadata('{file}')").fetchall()}
      pairs = ", ".join("'" + k + "': '" + told[k].replace("'", "''") + "'" for k in told if k.startswith("fraudgen."))
      for select, path in [(f"SELECT * FROM '{file}' LIMIT 30000", "${half}"), (f"SELECT * EXCLUDE (file_row_number) REPLACE (CASE WHEN file_row_number = 59999 THEN NOT is_fraud ELSE is_fraud END AS is_fraud) FROM read_parquet('{file}', file_row_number = true)", "${changed}")]:
        duckdb.sql(f"COPY ({select}) TO '{path}' (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}})")
    `);
    const { page } = await site.open("?transactions=5000");
    await drop(page, half);
    await fails(page, "It has 30,000 rows, not 60,000.").waitFor();
    await drop(page, changed);
    await fails(page, /is_fraud, transaction_id \d+: yes ≠ no/).waitFor();
    await drop(page, join(folder, "data", "transactions", "part-00000.parquet"));
    await page.getByRole("progressbar", { name: "Comparing the rows" }).waitFor();
    await page.locator("#checked").getByRole("button", { name: "Stop" }).click();
    await page.locator("#checked li").filter({ hasText: /^The first [\d,]+ of 60,000 rows equal those generated here; the others were not compared/ }).waitFor();
  });
});

test("a changed value is found even though the file's metadata is unchanged", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--out", join(folder, "data"));
    const changed = join(folder, "changed.parquet");
    await duckdb(`
      file = ${JSON.stringify(join(folder, "data", "accounts", "part-00000.parquet"))}
      told = {k.decode(): v.decode() for k, v in duckdb.sql(f"SELECT key, value FROM parquet_kv_metadata('{file}')").fetchall()}
      pairs = ", ".join("'" + k + "': '" + told[k].replace("'", "''") + "'" for k in told if k.startswith("fraudgen."))
      duckdb.sql(f"""COPY (SELECT * REPLACE (CASE WHEN account_id = 7 THEN '9999' ELSE branch END AS branch) FROM '{file}')
        TO '${changed}' (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}})""")
    `);
    const { page } = await site.open("?transactions=5000");
    await drop(page, changed);
    await fails(page, /branch, account_id 7: 9999 ≠ \d{4}/).waitFor();
    // The digest that the file still states does not vouch for it.
    assert.match(await page.locator("#checked li").last().textContent(), /^The file still states the digest/);
    assert.equal(await page.locator("#checked li.holds").count(), 0);
    assert.match(await page.locator("#checked li").first().textContent(), /values differ/);
  });
});

test("the page's own Parquet sample can be checked", async () => {
  await inFolder(async (folder) => {
    const { page } = await site.open("?transactions=60000&unit=1");
    await drop(page, await download(page, folder, "Parquet"));
    await holds(page, "have the digest").waitFor();
    await holds(page, /^All [\d,]+ rows equal those generated here/).waitFor();
  });
});

test("invalid files are refused with a reason", async () => {
  await inFolder(async (folder) => {
    const { page, problems } = await site.open("?transactions=5000");
    await drop(page, await write(folder, "no.parquet", "PAR1 this is no Parquet file PAR1"));
    await page.locator("#checked .problem").filter({ hasText: "no.parquet cannot be read" }).waitFor();
    await drop(page, await write(folder, "no.json", "{"));
    await page.locator("#checked .problem").filter({ hasText: "no.json cannot be read" }).waitFor();
    await drop(page, await write(folder, "other.json", "{}"));
    await page.locator("#checked .problem").filter({ hasText: "it is not a manifest" }).waitFor();
    const foreign = join(folder, "foreign.parquet");
    await duckdb(`duckdb.sql("COPY (SELECT 1 AS a, 'x' AS b, 1.5::DOUBLE AS c) TO '${foreign}' (FORMAT parquet)")`);
    await drop(page, foreign);
    await page.locator("#checked").filter({ hasText: "no fraudgen metadata" }).waitFor();
    await page.getByRole("button", { name: "Browse the rows" }).click();
    await page.locator("#status").filter({ hasText: "foreign: rows 1 – 1 of 1" }).waitFor();
    const cut = join(folder, "cut.parquet");
    await writeFile(cut, (await readFile(foreign)).subarray(0, 60));
    await drop(page, cut);
    await page.locator("#checked .problem").filter({ hasText: "cut.parquet cannot be read" }).waitFor();
    assert.deepEqual(problems, []);
  });
});

test("what a file is not, and what is taken, is said in the page's language", async () => {
  await inFolder(async (folder) => {
    const wrong = [
      ["a.zip", "PK\x03\x04rest", "it is a ZIP archive", "é um arquivo ZIP"], ["b.parquet", '{"a": 1}', "it is JSON, not Parquet", "é JSON, não Parquet"],
      ["c.parquet", "", "it is empty", "está vazio"], ["d.csv", "", "it is empty", "está vazio"], ["k.jsonl", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}\n`, "line 1 has lists or objects", "a linha 1 tem listas ou objetos"], ["e.jsonl", '{"a":1}\n{"a":', "line 2 is no JSON object", "a linha 2 não é um objeto JSON"],
      ["f.parquet", "PAR1 cut", "its end is missing", "falta o final"], ["g.parquet", "hello", "does not begin with PAR1", "não começa com PAR1"],
      ["h.json", "{", "it is not valid JSON", "não é JSON válido"], ["i.csv", "a\0b\n", "it is not text", "não é texto"], ["j.parquet", "PAR1 this is no Parquet file PAR1", "damaged", "danificado"],
    ];
    const paths = await Promise.all(wrong.map(([name, text]) => write(folder, name, text)));
    for (const [at, locale] of [[2, "en-US"], [3, "pt-BR"]]) {
      const { page, problems } = await site.open("?transactions=5000", { locale });
      await drop(page, ...paths);
      await page.locator("#checked .problem").nth(wrong.length - 1).waitFor();
      const said = await page.locator("#checked .problem").allTextContents();
      for (const item of wrong) assert.ok(said.some((text) => text.includes(item[0]) && text.includes(item[at])), `${item[0]}: ${said.join("\n")}`);
      assert.equal(await page.locator("#checked .problem [lang=en]").count(), 0);
      assert.deepEqual(problems, []);
    }
  });
});

test("money that was changed is told as money", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", "--transactions", "5000", "--tables", "fraud_cases", "--fraud-rate", "0.02", "--format", "csv", "--out", join(folder, "data"));
    const [head, first, ...rest] = (await readFile(join(folder, "data", "fraud_cases", "part-00000.csv"), "utf8")).split("\n");
    const place = head.split(",").indexOf("amount_lost");
    const changed = first.split(",").map((cell, index) => (index === place ? "12345.67" : cell)).join(",");
    const { page } = await site.open("?transactions=5000&fraud_rate=0.02");
    await drop(page, await write(folder, "fraud_cases.csv", [head, changed, ...rest].join("\n")));
    await fails(page, /amount_lost, fraud_case_id \d+: R\$12,345\.67 ≠ R\$[\d,]+\.\d\d$/).waitFor();
  });
});

test("large integers of a file are sorted, filtered and summed up", async () => {
  const column = { name: "x", type: "int64" };
  const values = [9007199254740993n, null, 5, -9223372036854775808n, 9007199254740995n];
  const frame = new Frame("", [column], [{ firstRow: 0, rows: values.length, columns: [{ kind: "plain", values }] }]);
  const rowsOf = async (filters, sort) => [...await arrange(frame, { filters, sort })];
  assert.deepEqual(await rowsOf([], { column: "x" }), [3, 2, 0, 4, 1]);
  assert.deepEqual(await rowsOf([{ column: "x", operator: "=", value: "9007199254740993" }]), [0]);
  assert.deepEqual(await rowsOf([{ column: "x", operator: "≥", value: "9007199254740994" }]), [4]);
  const { least, most, empty } = await summarize(frame, [0, 1, 2, 3, 4], column);
  assert.deepEqual([least, most, empty], [-9223372036854775808n, 9007199254740995n, 1]);
});

test("extreme values have a summary, and each of its ranges the rows that it counts", async () => {
  const last = 2n ** 63n - 1n;
  const cases = [
    ["float64", [1e308, -1e308, 5, Infinity, -Infinity]], ["float64", [5e-324, 0]], ["float32", [3.4028234663852886e38, 0]], ["decimal(18,2)", [123456789012345678n, 1234, -5]],
    ["decimal(9,3)", [12345, 1000, 999]], ["decimal(37,2)", [9999999999999999999999999999999999999n, -1]], ["timestamp(us)", [0, 86_400_000_000, last]],
    ["timestamp(us, UTC)", [last, -last, 253402300799999999n]], ["date", [2 ** 31 - 1, -(2 ** 31), 20_000]], ["int64", [2n ** 63n - 1n, -(2n ** 63n)]],
  ];
  for (const [type, values] of cases) {
    const column = { name: "x", type };
    const frame = new Frame("", [column], [{ firstRow: 0, rows: values.length, columns: [{ kind: "plain", values }] }]);
    const { bins } = await summarize(frame, values.map((_, row) => row), column);
    assert.equal(bins.reduce((sum, { count }) => sum + count, 0), values.length, type);
    for (const { from, to, count } of bins) {
      const rows = await arrange(frame, { filters: [{ column: "x", operator: "between", value: `${entered(from, type)}~${entered(to, type)}` }] });
      assert.equal(rows.length, count, `${type}: ${from} to ${to}`);
    }
  }
  const nothing = new Frame("", [{ name: "x", type: "float64" }], [{ firstRow: 0, rows: 1, columns: [{ kind: "plain", values: [NaN] }] }]);
  assert.deepEqual((await summarize(nothing, [0], nothing.columns[0])).bins, []);
});

test("values are written whole, whatever they are", () => {
  assert.deepEqual([-735_233, 2_932_896, 2_932_897, 2 ** 31 - 1, -(2 ** 31)].map(isoDate), ["-000043-01-01", "9999-12-31", "+010000-01-01", "infinity", "-2147483648 d"]);
  assert.deepEqual([253402300799999999n, -1, -1n, 8_999_999_999_999_999, 2n ** 63n - 1n, -(2n ** 63n)].map((micros) => isoTime(micros)),
    ["9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", "2255-03-14T15:59:59.999999Z", "infinity", "-9223372036854775808 µs"]);
  assert.deepEqual([plain(1e308, "float64"), plain(2, "float64"), json(NaN, "float64"), json(1234567890123456n, "decimal(18,2)")], ["1e+308", "2.0", '"NaN"', "12345678901234.56"]);
  const format = new Formatter("pt-BR");
  const told = (value, type, role) => format.value(value, { name: "x", type, role }, {}).replaceAll("\u00A0", " ");
  assert.deepEqual([told(1234, "decimal(15,2)", "feature"), told(1234, "decimal(15,2)"), told(123456789012345678n, "decimal(18,2)"), told(1e308, "float64"), told(3_652_060, "date")],
    ["R$ 12,34", "12,34", "1.234.567.890.123.456,78", "1E308", "01/01/+011969"]);
  assert.deepEqual([told(1_800_000_000, "timestamp(us)"), told(1_800_000_000, "timestamp(us, UTC)")], ["01/01/1970 00:30:00", "31/12/1969 21:30:00"]);
});

test("what other tools write is shown and saved as it is", async () => {
  await inFolder(async (folder) => {
    const path = await foreign(folder);
    const { page, problems } = await site.open("?transactions=5000");
    await drop(page, path);
    await page.locator("#checked .note").filter({ hasText: "a → a_1." }).waitFor();
    await page.locator("#checked .note").filter({ hasText: "as text: at." }).waitFor();
    await page.getByRole("button", { name: "Browse the rows" }).click();
    await page.locator("#status").filter({ hasText: "foreign: rows 1 – 2 of 2" }).waitFor();
    assert.deepEqual(await page.locator("#grid tbody tr[data-place]").evaluateAll((all) => all.map(({ cells }) => Array.from(cells, ({ textContent }) => textContent))), [
      ["1", "3", "12.34", "1,234,567,890,123,456.78", "99,999,999,999,999,999,999,999,999,999,999,999.99", "2025-01-01 00:30:00", "9999-12-31 20:59:59", "∞", "∞", "1E308", "10:20:30.5"],
      ["2", "4", "-46.63", "–", "-0.01", "–", "2024-12-31 21:30:00", "-9223372036854775808 µs", "-2147483648 d", "∞", "–"],
    ]);
    await screenshot(page, "foreign");
    await page.locator("#open").click();
    await page.locator("#detail[open] .fields").first().waitFor();
    await page.keyboard.press("Escape");
    const csv = await readFile(await download(page, folder, "CSV"), "utf8");
    assert.equal(csv.split("\n")[1], "1,3,12.34,1234567890123456.78,99999999999999999999999999999999999.99,2025-01-01T00:30:00.000000,9999-12-31T23:59:59.999999Z,infinity,infinity,1e+308,10:20:30.5");
    const jsonl = (await readFile(await download(page, folder, "JSON Lines"), "utf8")).trim().split("\n");
    assert.equal(JSON.parse(jsonl[1]).x, "Infinity");
    assert.match(jsonl[0], /"d18":1234567890123456\.78,.*"naive":"2025-01-01T00:30:00\.000000",.*"at":"10:20:30\.5"/);
    const saved = join(folder, "saved.parquet");
    await writeFile(saved, await readFile(await download(page, folder, "Parquet")));
    await duckdb(`
      import pyarrow.parquet as pq
      ours, theirs = pq.read_table("${saved}"), pq.ParquetFile("${path}").read()
      assert ours.num_columns == theirs.num_columns
      for own, other in zip(list(ours.columns)[:-1], list(theirs.columns)[:-1]): assert own.equals(other), (own, other)
    `);
    assert.deepEqual(problems, []);
  });
});

test("times of text without a zone are local, and others are moments", async () => {
  await inFolder(async (folder) => {
    const { page } = await site.open("?transactions=5000");
    await drop(page, await write(folder, "times.csv", "local,moment,either\n2025-01-01 00:30:00,2025-01-01T00:30:00Z,2025-01-01T00:30:00\n9999-12-31 23:59:59.999999,9999-12-31T23:59:59.999999Z,2025-01-01T00:30:00Z\n"));
    await page.getByRole("button", { name: "Browse the rows" }).click();
    await page.locator("#status").filter({ hasText: "times: rows 1 – 2 of 2" }).waitFor();
    assert.deepEqual(await page.locator("#grid tbody tr[data-place]").evaluateAll((all) => all.map(({ cells }) => Array.from(cells, ({ textContent }) => textContent))),
      [["2025-01-01 00:30:00", "2024-12-31 21:30:00", "2024-12-31 21:30:00"], ["9999-12-31 23:59:59", "9999-12-31 20:59:59", "2024-12-31 21:30:00"]]);
  });
});

test("large integers and nested columns of any file are shown exactly, in the footer too", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "integers.parquet");
    await duckdb(`duckdb.sql("COPY (SELECT * FROM (VALUES (9007199254740993, 18446744073709551615::UBIGINT, [9007199254740993], '\\\\x00\\\\xFF'::BLOB), (9223372036854775807, 1::UBIGINT, NULL, NULL), (-9223372036854775808, 2::UBIGINT, [1], 'ab'::BLOB)) AS t(x, u, l, b)) TO '${path}' (FORMAT parquet)")`);
    const { page, problems } = await site.open("?transactions=5000");
    await drop(page, path);
    await page.locator("#checked .note").filter({ hasText: "JSON text: l." }).waitFor();
    await page.locator("#checked .note").filter({ hasText: "hexadecimal: b." }).waitFor();
    await page.locator("#checked summary").filter({ hasText: "Footer" }).click();
    const columns = page.locator(".footer-tables > div").nth(1).locator("tbody tr");
    await columns.nth(2).waitFor();
    const bounds = await columns.evaluateAll((all) => all.map(({ cells }) => [cells[0].textContent, cells[7].textContent, cells[8].textContent]));
    assert.deepEqual(bounds.slice(0, 3), [["x", "-9223372036854775808", "9223372036854775807"], ["u", "1", "18446744073709551615"], ["l.list.element", "1", "9007199254740993"]]);
    await page.getByRole("button", { name: "Browse the rows" }).click();
    await page.locator("#source").filter({ hasText: "integers.parquet" }).waitFor();
    const rows = () => page.locator("#grid tbody tr[data-place]").evaluateAll((all) => all.map(({ cells }) => Array.from(cells, ({ textContent }) => textContent)));
    await page.locator("#grid tbody tr[data-place]").nth(2).waitFor();
    assert.deepEqual(await rows(), [["9007199254740993", "18446744073709551615", "[9007199254740993]", "00ff"], ["9223372036854775807", "1", "–", "–"], ["-9223372036854775808", "2", "[1]", "6162"]]);
    assert.deepEqual(problems, []);
  });
});

test("a dataset's folder is opened at once, and the parts of a table are browsed as one", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--tables", "transactions,customers", "--out", join(folder, "data"));
    const { page, problems } = await site.open("?transactions=5000");
    await page.locator("#tab-files").click();
    await page.locator("#folder").setInputFiles(join(folder, "data"));
    await holds(page, "The files of all 3 parts have the length and the SHA-256").waitFor();
    await page.locator("#checked li.holds").filter({ hasText: /^All [\d,]+ rows equal those generated here/ }).nth(2).waitFor();
    await page.locator("#checked .note").filter({ hasText: "4 documents of the dataset" }).waitFor();
    await card(page, "Transactions: 2 parts").filter({ hasText: "60,000 rows in all" }).waitFor();
    await screenshot(page, "folder-checked", { fullPage: true });
    const told = join(folder, "first.txt");
    await duckdb(`open("${told}", "w").write(str(duckdb.sql("SELECT transaction_id FROM '${join(folder, "data", "transactions", "part-00001.parquet")}' LIMIT 1").fetchall()[0][0]))`);
    await page.getByRole("button", { name: "Browse them as one" }).click();
    await page.locator("#status").filter({ hasText: "of 60,000" }).waitFor();
    // A part has more rows than a page: its second one begins after the first part's two.
    await page.locator("#unit").fill("2");
    await page.locator("#unit").press("Enter");
    await page.locator("#grid tbody tr[data-place]").first().locator("th").filter({ hasText: new RegExp(`^${await readFile(told, "utf8")}$`) }).waitFor();
    assert.deepEqual(problems, []);
  });
});

test("of several files each has its own findings", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--tables", "accounts", "--out", join(folder, "data"));
    const { page } = await site.open("?transactions=5000");
    await drop(page, join(folder, "data", "accounts", "part-00000.parquet"), await write(folder, "no.parquet", "PAR1 no"), await write(folder, "list.csv", "a,b\n1,2\n"));
    await card(page, "part-00000.parquet").locator("li.holds").nth(1).waitFor();
    await page.locator("#checked .problem").filter({ hasText: "no.parquet cannot be read" }).waitFor();
    await card(page, "list.csv").filter({ hasText: "1 row of 2 columns" }).filter({ hasText: "no fraudgen metadata" }).waitFor();
  });
});

test("the footer says what DuckDB says of it", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "groups.parquet");
    const told = join(folder, "told.json");
    await duckdb(`
      import json
      duckdb.sql("COPY (SELECT range AS n, CASE WHEN range % 3 = 0 THEN 'word' || range % 7 END AS word, (range / 100)::DECIMAL(15,2) AS money FROM range(5000)) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048, COMPRESSION zstd)")
      rows = duckdb.sql("SELECT row_group_id, row_group_num_rows, path_in_schema, compression, stats_min_value, stats_max_value, stats_null_count FROM parquet_metadata('${path}') ORDER BY row_group_id, column_id").fetchall()
      json.dump(rows, open("${told}", "w"))
    `);
    const chunks = JSON.parse(await readFile(told, "utf8"));
    const { page, problems } = await site.open("?transactions=5000");
    await drop(page, path);
    await page.locator("#checked summary").filter({ hasText: "Footer" }).click();
    await page.locator(".footer-tables select").selectOption("1");
    const rows = await page.locator(".footer-tables > div").nth(1).locator("tbody tr").evaluateAll((all) => all.map(({ cells }) => Array.from(cells, ({ textContent }) => textContent)));
    const second = chunks.filter(([group]) => group === 1);
    assert.deepEqual(rows.map(([name, , codec, , , , nulls, least, most]) => [name, codec, least, most, Number(nulls.replaceAll(",", ""))]),
      second.map(([, , name, codec, least, most, nulls]) => [name, codec, least, most, nulls]));
    const groups = await page.locator(".footer-tables > div").first().locator("tbody tr").evaluateAll((all) => all.map(({ cells }) => cells[1].textContent.replaceAll(",", "")));
    assert.deepEqual(groups.map(Number), [...new Set(chunks.map(([group]) => group))].map((group) => chunks.find(([other]) => other === group)[1]));
    await screenshot(page, "footer", { fullPage: true });
    assert.deepEqual(problems, []);
  });
});

test("what the page saves it opens again: spec, CSV and JSON Lines, filtered too", async () => {
  await inFolder(async (folder) => {
    const query = "?transactions=20000&seed=18446744073709551615&fraud_rate=0.02";
    const { page, problems } = await site.open(`${query}&${new URLSearchParams({ filter: "is_fraud~=~true", sort: "-amount" })}`);
    const files = [await download(page, folder, "CSV"), await download(page, folder, "JSON Lines")];
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const [spec] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save", exact: true }).click()]);
    await spec.saveAs(join(folder, "spec.json"));
    for (const file of files) {
      await drop(page, file);
      await holds(page, /^All [\d,]+ rows equal those/).waitFor();
      await page.getByRole("button", { name: "Browse the rows" }).click();
      await page.locator("#source").filter({ hasText: basename(file) }).waitFor();
      assert.equal(await page.locator("#grid tbody tr.fraud").count() > 5, true);
    }
    // Of another dataset the rows are not.
    const { page: other } = await site.open("?transactions=5000&seed=5");
    await drop(other, files[0]);
    await fails(other, "Its rows are not those of the dataset shown here").waitFor();
    await drop(other, join(folder, "spec.json"));
    await other.locator("#checked").filter({ hasText: "A spec of 20,000 transactions" }).waitFor();
    await other.getByRole("button", { name: "Show the dataset it belongs to" }).click();
    await other.locator("#status").filter({ hasText: "of 20,000" }).waitFor();
    assert.equal(await other.locator("[name=seed]").inputValue(), "18446744073709551615");
    await drop(other, files[0]);
    await holds(other, /^All [\d,]+ rows equal those/).waitFor();
    await drop(other, await write(folder, "spec.json", '{"transactions": 1, "days": 99999}'));
    await other.locator("#checked").filter({ hasText: "Not possible" }).waitFor();
    assert.deepEqual(problems, []);
  });
});

test("the command's CSV and JSON Lines are opened with their types, in every form", async () => {
  await inFolder(async (folder) => {
    const { page, problems } = await site.open("?transactions=5000");
    for (const [format, compression, extension] of [["csv", "none", "csv"], ["csv-pt-br", "none", "csv"], ["jsonl", "zstd", "jsonl.zst"]]) {
      const out = join(folder, `${format}-${compression}`);
      await fraudgen("generate", "--transactions", "5000", "--tables", "customers", "--format", format, "--compression", compression, "--out", out);
      await drop(page, join(out, "customers", `part-00000.${extension}`));
      await holds(page, /^All [\d,]+ rows equal those/).waitFor();
      await page.reload();
      await page.locator("#tab-files").waitFor();
    }
    const packed = join(folder, "customers.csv.gz");
    await writeFile(packed, gzipSync(await readFile(join(folder, "csv-none", "customers", "part-00000.csv"))));
    await drop(page, packed);
    await holds(page, /^All [\d,]+ rows equal those/).waitFor();
    for (const [name, text, why] of [["short.csv", "a,b\n1\n", "row 1 has 1 field, the head has 2"], ["quote.csv", 'a\n"1"2\n', "a quote is followed by"], ["no.jsonl", "[1]\n", "no JSON object"], ["empty.csv", "", "it is empty"]]) {
      await drop(page, await write(folder, name, text));
      await page.locator("#checked .problem").filter({ hasText: why }).waitFor();
    }
    assert.deepEqual(problems, []);
  });
});

test("generated data never stand unwarned beside a file of another version", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--tables", "accounts", "--out", join(folder, "data"));
    const old = join(folder, "old.parquet");
    await duckdb(`duckdb.sql("COPY (FROM '${join(folder, "data", "accounts", "part-00000.parquet")}') TO '${old}' (FORMAT parquet, KV_METADATA {'fraudgen.spec': '{}', 'fraudgen.table': 'accounts', 'fraudgen.dataset_version': '0'})")`);
    const { page } = await site.open("?transactions=5000");
    await drop(page, old);
    await fails(page, "a different dataset version").waitFor();
    await page.getByRole("button", { name: "Browse the rows" }).click();
    await page.locator("#source").filter({ hasText: "different dataset version" }).waitFor();
    for (const [view, text] of [["plots", "show the generated dataset, not the file old.parquet"], ["take", "The sample is of the file old.parquet"], ["engineer", "not about the file old.parquet"]]) {
      await page.locator(`#tab-${view}`).click();
      await page.locator(`#panel-${view} .source`).filter({ hasText: text }).waitFor();
    }
    await page.locator("#tab-records").click();
    await page.getByRole("button", { name: "Back to the generated records" }).click();
    await page.locator("#tab-take").click();
    await page.locator("#command").waitFor();
    assert.equal(await page.locator("#panel-take .source").count(), 0);
  });
});

for (const [locale, colorScheme, width] of [["en-US", "light", 1280], ["pt-BR", "dark", 360]]) {
  test(`axe finds nothing in files in ${locale}, ${colorScheme}, ${width} px, and nothing is wider than the window`, async () => {
    await inFolder(async (folder) => {
      await fraudgen("generate", ...FLAGS, "--tables", "accounts,transactions", "--out", join(folder, "data"));
      const { page } = await site.open("?transactions=5000&view=files", { locale, colorScheme, viewport: { width, height: 800 } });
      await page.locator("#folder").setInputFiles(join(folder, "data"));
      await page.locator("#checked summary").last().click();
      await page.locator(".footer-tables").waitFor();
      await screenshot(page, `files-${locale}`, { fullPage: true });
      await page.evaluate(axe.source);
      assert.deepEqual(await page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    });
  });
}

test("a small file of much that is no text, or of more text than browsers hold, is refused before it fills the memory", async () => {
  const refusal = (bytes, name) => open(new File(Array.isArray(bytes) ? bytes : [bytes], name), []).then(() => undefined, ({ kind }) => kind);
  assert.equal(await refusal(gzipSync(Buffer.alloc(50_000_000)), "zeros.csv.gz"), "notText");
  // Frames of Zstandard, of blocks that repeat a letter 128 K times.
  const frame = (letter, blocks) => Buffer.from([0x28, 0xB5, 0x2F, 0xFD, 0, 0x38, ...Array.from({ length: blocks }, (_, index) => [index === blocks - 1 ? 3 : 2, 0, 0x10, letter]).flat()]);
  assert.equal(await refusal(frame(0, 100_000), "zeros.csv.zst"), "notText");
  assert.equal(await refusal(frame(97, 4000), "long.csv.zst"), "tooLong");
  assert.equal(await refusal(frame(97, 3).subarray(0, -2), "cut.csv.zst"), "damaged");
  assert.equal((await open(new File([frame(97, 3)], "fine.csv.zst"), [])).columns[0].name.length, 3 << 17);
});

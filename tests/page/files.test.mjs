// Files that the command wrote, opened and checked.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { download, duckdb, fraudgen, inFolder, TABLES, write } from "./support/command.mjs";
import { screenshot, start } from "./support/site.mjs";

const FLAGS = ["--seed", "18446744073709551615", "--transactions", "60000", "--days", "90", "--rows-per-file", "25000"];

let site;
before(async () => { site = await start(); });
after(() => site.close());

/** Drops a file on the page, as a user does. */
async function drop(page, path) {
  const bytes = (await readFile(path)).toString("base64");
  await page.evaluate(async ([name, base64]) => {
    const file = new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, [basename(path), bytes]);
}

const holds = (page, text) => page.locator("#checked li.holds").filter({ hasText: text });
const fails = (page, text) => page.locator("#checked li.fails").filter({ hasText: text });

test("parts of every table can be browsed, and match the core", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--out", join(folder, "data"));
    const { page, problems } = await site.open("?transactions=5000");
    for (const table of TABLES) {
      await drop(page, join(folder, "data", table, "part-00000.parquet"));
      await page.locator("#checked p").filter({ hasText: `table: ${await page.locator(`#tables [data-table=${table}]`).evaluate(({ firstChild }) => firstChild.textContent)};` }).waitFor();
      await holds(page, "have the digest stated in the file").waitFor();
      await holds(page, "values in the file's first rows").waitFor();
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
    await holds(page, "values in the file's first rows").waitFor();
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
    await holds(page, /All \d+ parts have the digests/).waitFor();
    await screenshot(page, "manifest-checked");

    const manifest = await readFile(path, "utf8");
    const last = manifest.lastIndexOf('"digest": "') + 11;
    const other = manifest[last] === "0" ? "1" : "0";
    await drop(page, await write(folder, "tampered.json", manifest.slice(0, last) + other + manifest.slice(last + 1)));
    await fails(page, "digests of some parts differ").waitFor();

    await drop(page, await write(folder, "old.json", manifest.replace(/"dataset_version": [0-9]+/, '"dataset_version": 0')));
    await page.locator("#checked").filter({ hasText: "a different dataset version" }).waitFor();
    assert.deepEqual(problems, []);
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
  });
});

test("the page's own Parquet sample can be checked", async () => {
  await inFolder(async (folder) => {
    const { page } = await site.open("?transactions=60000&unit=1");
    await drop(page, await download(page, folder, "Parquet"));
    await holds(page, "have the digest").waitFor();
    await holds(page, "values in the file's first rows").waitFor();
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

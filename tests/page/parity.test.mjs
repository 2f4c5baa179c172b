// The browser makes the records that the command makes.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { start } from "./site.mjs";

const run = promisify(execFile);
const FRAUDGEN = process.env.FRAUDGEN_BIN;
const TABLES = ["customers", "accounts", "cards", "devices", "merchants", "transactions", "fraud_cases"];
const SPECS = {
  "the default": { transactions: "20000" },
  "another seed, period and rate": {
    seed: "18446744073709551615", transactions: "54321", start: "2023-02-15", days: "90", fraud_rate: "0.0735",
  },
  "no fraud": { seed: "7", transactions: "3000", fraud_rate: "0" },
};

let site;
before(async () => { site = await start(); });
after(() => site.close());

/** The command that the page shows, as arguments. */
const shownCommand = async (page) => (await page.locator("#command").textContent()).split(" ");

/** The rows that the page shows, as objects of text. */
const shownRows = (page) => page.locator("table").evaluate((table) => {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  return [...table.tBodies[0].rows].map((row) =>
    Object.fromEntries([...row.cells].map((cell, index) => [names[index], cell.textContent])));
});

for (const [title, spec] of Object.entries(SPECS)) {
  test(`the digest of ${title} is the manifest's`, async () => {
    const { page } = await site.open(`?${new URLSearchParams(spec)}`);
    const digest = page.locator("#digest").filter({ hasText: /^[0-9a-f]{32}$/ });
    await digest.waitFor();

    const folder = await mkdtemp(join(tmpdir(), "fraudgen-page-"));
    try {
      const [program, ...flags] = await shownCommand(page);
      assert.deepEqual([program, ...flags.slice(-2)], ["fraudgen", "--out", "data"]);
      await run(FRAUDGEN, [...flags.slice(0, -1), join(folder, "data")]);
      const manifest = JSON.parse(await readFile(join(folder, "data", "_manifest.json"), "utf8"));
      assert.equal(await digest.textContent(), manifest.digest);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

for (const table of TABLES) {
  test(`the rows of ${table} are the command's`, async () => {
    const { page } = await site.open(`?${new URLSearchParams({ ...SPECS["another seed, period and rate"], table })}`);
    const shown = await shownRows(page);
    assert.ok(shown.length > 0);

    const flags = (await shownCommand(page)).slice(2, -2);
    const options = ["--table", table, "--rows", String(shown.length), "--output-format", "jsonl"];
    const { stdout } = await run(FRAUDGEN, ["sample", ...flags, ...options]);
    const made = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(made.length, shown.length);
    for (const [index, row] of made.entries()) {
      assert.deepEqual(Object.keys(shown[index]), Object.keys(row));
      for (const [name, value] of Object.entries(row)) {
        const cell = shown[index][name];
        assert.equal(typeof value === "number" ? Number(cell) : cell, typeof value === "number" ? value : String(value), name);
      }
    }
  });
}

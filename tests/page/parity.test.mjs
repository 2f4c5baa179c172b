// The browser generates the same records as the command, and exports the same files.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Frame } from "../../www/dataset/frame.js";
import { fileOf, harmless } from "../../www/files/sample-files.js";
import { download, fraudgen, inFolder, sameRecords, shownCommand, TABLES, write } from "./support/command.mjs";
import { start } from "./support/site.mjs";

const SPECS = {
  "the default": { transactions: "20000" },
  "another seed, period and rate": {
    seed: "18446744073709551615", transactions: "54321", start: "2023-02-15", days: "90", fraud_rate: "0.0735",
  },
  "no fraud": { seed: "7", transactions: "3000", fraud_rate: "0" },
  "drift and noise": { transactions: "20000", fraud_rate: "0.02", label_noise: "0.1", fraud_drift: "MAO_FANTASMA=APPEARS,GOLPE_WHATSAPP=GROWS,TROCA_CARTAO=FADES" },
  "another mix and few customers": { transactions: "9999", customers: "70", fraud_rate: "0.02", fraud_mix: "FALSA_CENTRAL=3,CONTA_LARANJA=1" },
};
const SPEC = SPECS["another seed, period and rate"];

let site;
before(async () => { site = await start(); });
after(() => site.close());

for (const [title, spec] of Object.entries(SPECS)) {
  test(`the digest of ${title} is the manifest's`, async () => {
    const { page } = await site.open(`?${new URLSearchParams(spec)}`);
    const digest = page.locator("#digest").filter({ hasText: /^[0-9a-f]{32}$/ });
    await digest.waitFor();
    const [program, ...flags] = await shownCommand(page);
    assert.deepEqual([program, ...flags.slice(-2)], ["fraudgen", "--out", "data"]);
    await inFolder(async (folder) => {
      await fraudgen(...flags.slice(0, -1), join(folder, "data"));
      const manifest = JSON.parse(await readFile(join(folder, "data", "_manifest.json"), "utf8"));
      assert.equal(await digest.textContent(), manifest.digest);
      assert.deepEqual(JSON.parse(await page.locator("#spec-json").textContent()), manifest.spec);
    });
  });
}

for (const table of TABLES) {
  test(`the sample of ${table} is the command's, in every format`, async () => {
    const { page, problems } = await site.open(`?${new URLSearchParams({ ...SPEC, table })}`);
    const flags = (await shownCommand(page)).slice(2, -2);
    const rows = String((await page.locator("#grid").getAttribute("aria-rowcount")) - 1);
    const sample = (format) => fraudgen("sample", ...flags, "--table", table, "--rows", rows, "--output-format", format);
    await inFolder(async (folder) => {
      const lines = await sample("jsonl");
      assert.equal(await readFile(await download(page, folder, "JSON Lines"), "utf8"), lines);
      assert.equal(await readFile(await download(page, folder, "CSV"), "utf8"), await sample("csv"));
      const reference = await write(folder, "reference.jsonl", lines);
      assert.equal(await sameRecords(await download(page, folder, "Parquet"), reference), Number(rows));
    });
    assert.deepEqual(problems, []);
  });
}

for (const table of TABLES) {
  test(`${table} are saved as Brazilian spreadsheets read them, byte for byte as by the command`, async () => {
    const spec = { seed: "9", transactions: "3000", fraud_rate: "0.02" };
    const { page, problems } = await site.open(`?${new URLSearchParams({ ...spec, table, units: "64", lang: "pt-BR" })}`);
    const flags = (await shownCommand(page)).slice(2, -2);
    await page.getByLabel(/CSV para planilhas/).uncheck();
    await inFolder(async (folder) => {
      await fraudgen("generate", ...flags, "--format", "csv-pt-br", "--out", join(folder, "data"));
      const parts = (await readdir(join(folder, "data", table))).sort();
      assert.equal(parts.length, 1);
      const made = await readFile(await download(page, folder, "CSV brasileiro"));
      assert.ok(made.equals(await readFile(join(folder, "data", table, parts[0]))));
      assert.match(made.toString(), /^\ufeff\w+;\w+/);
    });
    assert.deepEqual(problems, []);
  });
}

test("the middle of a billion transactions is the command's", async () => {
  const spec = { transactions: "1000000000", unit: "21700" };
  const { page } = await site.open(`?${new URLSearchParams(spec)}`);
  const flags = (await shownCommand(page)).slice(2, -2);
  await inFolder(async (folder) => {
    const made = await readFile(await download(page, folder, "JSON Lines"), "utf8");
    const rows = String(made.trim().split("\n").length);
    assert.equal(made, await fraudgen("sample", ...flags, "--unit", "21700", "--rows", rows, "--output-format", "jsonl"));
  });
});

test("exports have the filtered rows, their order and the chosen columns", async () => {
  const query = new URLSearchParams({ transactions: "20000", fraud_rate: "0.02", sort: "-amount", columns: "transaction_id,amount,type" });
  query.append("filter", "is_fraud~=~true");
  const { page } = await site.open(`?${query}`);
  await inFolder(async (folder) => {
    await page.locator("#tab-take").click();
    await page.getByLabel(/All columns/).uncheck();
    const lines = (await readFile(await download(page, folder, "JSON Lines"), "utf8")).trim().split("\n").map((line) => JSON.parse(line));
    assert.ok(lines.length > 10);
    for (const line of lines) assert.deepEqual(Object.keys(line), ["transaction_id", "type", "amount"]);
    const amounts = lines.map(({ amount }) => amount);
    assert.deepEqual(amounts, amounts.toSorted((a, b) => b - a));
  });
});

test("CSV is safe for spreadsheets, and numbers stay what they are", async () => {
  for (const text of ["=1+1", "+cmd", "-2+3+cmd|'/C calc'!A0", "@SUM(A1)", "\t=1", "+", "-"]) assert.equal(harmless(text), `'${text}`);
  for (const text of ["+55 84 96771-4156", "-12.5", "-3", "a=b", ""]) assert.equal(harmless(text), text);
  const frame = new Frame("", [{ name: "=cmd", type: "string" }], [{ firstRow: 0, rows: 1, columns: [{ kind: "plain", values: ["-a"] }] }]);
  assert.equal(await (await fileOf("csv", { frame, rows: [0], columns: frame.columns })).text(), "'=cmd\n'-a\n");
});

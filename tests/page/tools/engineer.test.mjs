// The view for engineers: what it shows to paste means what the page shows.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import axe from "axe-core";
import { duckdb, fraudgen, inFolder, TABLES } from "../support/command.mjs";
import { screenshot, start } from "../support/site.mjs";

const run = promisify(execFile);
const SPEC = "transactions=5000&fraud_rate=0.02";
const FLAGS = ["--transactions", "5000", "--fraud-rate", "0.02"];
const FILTERED = `?${SPEC}&view=engineer&units=64&${new URLSearchParams([
  ["filter", "amount~≥~100,50"], ["filter", "timestamp~≤~2025-11-30 12:00"], ["filter", "merchant_name~≠~Posto Ipiranga"],
  ["filter", "status~=~APPROVED"], ["filter", "beneficiary_kind~contains~acc"], ["filter", "device_id~filled~"],
  ["filter", "card_id~empty~"], ["filter", "new_device~=~false"], ["sort", "-amount"], ["columns", "transaction_id,amount,timestamp,status"],
])}`;

let site;
before(async () => { site = await start(); });
after(() => site.close());

const code = (page, id) => page.locator(`#engineer-${id} code`).textContent();
const choose = (page, id, label, value) => page.locator(`#engineer-${id} label`).filter({ hasText: label }).locator("select").selectOption(value);
// One thread is enough for so few rows, and much faster.
const SPARK = "--master local[1] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=1 pyspark-shell";
const python = async (program, folder) => {
  const env = { ...process.env, PYSPARK_SUBMIT_ARGS: SPARK };
  return (await run(process.env.FRAUDGEN_PYTHON, ["-c", program], { cwd: folder, env, maxBuffer: 1 << 26 })).stdout;
};

async function saved(page, button) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

test("schemas are those of the command, of one table and of all", async () => {
  const { page, problems } = await site.open(`?${SPEC}&view=engineer`);
  for (const table of ["", "cards"]) {
    await choose(page, "schema", "Table", table);
    for (const form of ["duckdb", "postgresql", "json-schema"]) {
      await choose(page, "schema", "Form", form);
      const printed = await fraudgen("schema", ...(table ? ["--tables", table] : []), "--output-format", form);
      assert.equal((await code(page, "schema")).trimEnd(), printed.trimEnd(), `${form} ${table}`);
    }
  }
  assert.deepEqual(problems, []);
});

test("pyarrow's schema is that of the files", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--out", join(folder, "data"));
    const { page } = await site.open(`?${SPEC}&view=engineer`);
    await choose(page, "schema", "Table", "");
    await choose(page, "schema", "Form", "pyarrow");
    const same = await python(`${await code(page, "schema")}
import pyarrow.parquet
print(all(eval(name).equals(pyarrow.parquet.read_schema(f"data/{name}/part-00000.parquet")) for name in ${JSON.stringify(TABLES)}))`, folder);
    assert.equal(same.trim(), "True");
  });
});

test("each snippet, and the notebook, has the rows of the view", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--out", join(folder, "data"));
    const { page, problems } = await site.open(FILTERED);
    const shown = Number((await page.locator("#status").textContent()).match(/([\d,]+) pass/)[1].replace(",", ""));
    assert.ok(shown > 50 && shown < 2000, String(shown));
    const ends = {
      duckdb: (text) => `import duckdb\nrows = duckdb.sql(r"""${text}""")\nids, names = [row[0] for row in duckdb.sql("SELECT transaction_id FROM rows").fetchall()], rows.columns`,
      pandas: (text) => `${text}\nids, names = list(rows["transaction_id"]), list(rows.columns)`,
      polars: (text) => `${text}\nids, names = rows["transaction_id"].to_list(), rows.columns`,
      spark: (text) => `${text}\nids, names = [row[0] for row in rows.collect()], rows.columns`,
    };
    const found = {};
    for (const [reader, end] of Object.entries(ends)) {
      await choose(page, "read", "With", reader);
      const told = await python(`${end(await code(page, "read"))}\nimport json\nprint(json.dumps([len(ids), sorted(int(id) for id in ids), int(ids[0]), names]))`, folder);
      found[reader] = JSON.parse(told.trim().split("\n").at(-1));
    }
    assert.equal(found.duckdb[0], shown);
    assert.deepEqual(found.duckdb[3], ["transaction_id", "amount", "timestamp", "status"]);
    for (const reader of Object.keys(found)) assert.deepEqual(found[reader], found.duckdb, reader);

    const { name, text } = await saved(page, "Save the notebook");
    assert.equal(name, "fraudgen-transactions.ipynb");
    const { cells, nbformat, nbformat_minor: minor, metadata } = JSON.parse(text);
    assert.deepEqual([nbformat, minor, metadata.kernelspec.name], [4, 5, "python3"]);
    assert.equal(new Set(cells.map(({ id }) => id)).size, cells.length);
    for (const cell of cells) {
      assert.ok(cell.source.every((line, at) => at === cell.source.length - 1 || line.endsWith("\n")));
      assert.deepEqual(Object.keys(cell).sort(), cell.cell_type === "code" ? ["cell_type", "execution_count", "id", "metadata", "outputs", "source"] : ["cell_type", "id", "metadata", "source"]);
    }
    // The dataset is there already, so the cell that makes it does nothing.
    const program = cells.filter(({ cell_type: type }) => type === "code").map(({ source }) => source.join("")).join("\n");
    assert.equal((await python(`${program}\nprint(len(rows))`, folder)).trim(), String(shown));
    assert.deepEqual(problems, []);
  });
});

test("text is found whatever its accents and case, and quotes in filters do no harm", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", ...FLAGS, "--tables", "customers", "--out", join(folder, "data"));
    for (const value of ["JOAO", "d'%_\\\""]) {
      const { page } = await site.open(`?${SPEC}&view=engineer&table=customers&units=64&${new URLSearchParams([["filter", `name~contains~${value}`], ["filter", `municipality~≠~${value}`]])}`, { ready: "#engineer-sql" });
      const counts = [];
      for (const [reader, wrap] of [["duckdb", (text) => `import duckdb\nrows = duckdb.sql(r"""${text}""").select("customer_id").fetchall()`], ["pandas", String], ["polars", String], ["spark", (text) => `${text}\nrows = rows.collect()`]]) {
        await choose(page, "read", "With", reader);
        counts.push(Number((await python(`${wrap(await code(page, "read"))}\nprint(len(rows))`, folder)).trim().split("\n").at(-1)));
      }
      const shown = Number((await page.locator("#status").textContent()).match(/(\d+) pass/)[1]);
      assert.deepEqual(counts, [shown, shown, shown, shown], value);
      if (value === "JOAO") assert.ok(shown > 0);
    }
  });
});

test("the command and the spec make the dataset, and are copied", async () => {
  const { page } = await site.open(`?${SPEC}&seed=18446744073709551615&view=engineer`);
  await page.getByRole("button", { name: "Copy: The command" }).click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(command, /^fraudgen generate .*--seed 18446744073709551615 .*--out data$/);
  const { name, text } = await saved(page, "Save: spec.json");
  assert.equal(name, "spec.json");
  await inFolder(async (folder) => {
    await writeFile(join(folder, "spec.json"), text);
    const [bySpec, byFlags] = await Promise.all([
      fraudgen("sample", "--spec", join(folder, "spec.json"), "--rows", "3"), fraudgen("sample", ...command.split(" ").slice(2, -2), "--rows", "3"),
    ]);
    assert.equal(bySpec, byFlags);
  });
  const query = new URL(page.url()).search;
  assert.equal(await page.locator("#engineer-sql a").getAttribute("href"), `sql/index.html${query}`);
});

for (const [locale, colorScheme, width] of [["en-US", "light", 1280], ["pt-BR", "dark", 360]]) {
  test(`axe finds nothing in ${locale}, ${colorScheme}, ${width} px, and nothing is wider than the window`, async () => {
    const { page } = await site.open(FILTERED, { locale, colorScheme, viewport: { width, height: 800 } });
    await page.locator("#engineer-sql").waitFor();
    await screenshot(page, `engineer-${locale}`, { fullPage: true });
    await page.evaluate(axe.source);
    assert.deepEqual(await page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  });
}

// The `fraudgen` command, DuckDB and temporary folders, for the tests.

import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const SAME = fileURLToPath(new URL("same.py", import.meta.url));

export const TABLES = ["customers", "accounts", "cards", "devices", "merchants", "transactions", "credits", "fraud_cases"];

/** Runs `fraudgen`; returns its standard output. */
export async function fraudgen(...flags) {
  const { stdout } = await run(process.env.FRAUDGEN_BIN, flags, { maxBuffer: 1 << 29 });
  return stdout;
}

/** Calls `use` with a new folder. */
export async function inFolder(use) {
  const folder = await mkdtemp(join(tmpdir(), "fraudgen-page-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The rows of a table of the whole dataset of 100,000 transactions, 2 % of them fraud, as the command writes them. */
export const made = (table) => inFolder(async (folder) => {
  await fraudgen("generate", "--transactions", "100000", "--fraud-rate", "0.02", "--format", "jsonl", "--out", join(folder, "data"));
  const parts = await readdir(join(folder, "data", table));
  const texts = await Promise.all(parts.sort().map((part) => readFile(join(folder, "data", table, part), "utf8")));
  return texts.join("").trim().split("\n").map((line) => JSON.parse(line));
});

/** Fails unless DuckDB reads the same records from both files, one of which is Parquet; returns how many. */
export async function sameRecords(downloaded, reference) {
  const { stdout } = await run(process.env.FRAUDGEN_PYTHON, [SAME, downloaded, reference]);
  return Number(stdout);
}

/** Downloads the sample in a format; returns the path of the file. */
export async function download(page, folder, format) {
  await page.locator("#tab-take").click();
  const [file] = await Promise.all([
    page.waitForEvent("download"), page.getByRole("button", { name: format, exact: true }).click(),
  ]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

/** The words of the command that the page shows. */
export async function shownCommand(page) {
  await page.locator("#tab-take").click();
  return (await page.locator("#command").textContent()).split(" ");
}

export async function write(folder, name, text) {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

/** Runs a Python program that uses DuckDB; common indentation is removed. */
export async function duckdb(program) {
  const lines = program.split("\n").filter((line) => line.trim());
  const indent = Math.min(...lines.map((line) => line.search(/\S/)));
  await run(process.env.FRAUDGEN_PYTHON, ["-c", ["import duckdb", ...lines.map((line) => line.slice(indent))].join("\n")]);
}

/** Writes a Parquet file with what other tools have: two columns of one name, infinities, large decimals, times without a zone. */
export async function foreign(folder) {
  const path = join(folder, "foreign.parquet");
  await duckdb(`
    from datetime import date, datetime, time
    from decimal import Decimal
    import pyarrow as pa, pyarrow.parquet as pq
    last = datetime(9999, 12, 31, 23, 59, 59, 999999)
    columns = [
        ("a", pa.array([1, 2])), ("a", pa.array([3, 4])),
        ("lat", pa.array([Decimal("12.34"), Decimal("-46.63")], pa.decimal128(9, 2))),
        ("d18", pa.array([Decimal("1234567890123456.78"), None], pa.decimal128(18, 2))),
        ("d37", pa.array([Decimal("99999999999999999999999999999999999.99"), Decimal("-0.01")], pa.decimal128(37, 2))),
        ("naive", pa.array([datetime(2025, 1, 1, 0, 30), None], pa.timestamp("us"))),
        ("utc", pa.array([last, datetime(2025, 1, 1, 0, 30)], pa.timestamp("us", "UTC"))),
        ("until", pa.array([2**63 - 1, -2**63], pa.timestamp("us"))),
        ("day", pa.array([2**31 - 1, -2**31], pa.date32())),
        ("x", pa.array([1e308, float("inf")])), ("at", pa.array([time(10, 20, 30, 500000), None], pa.time64("us"))),
    ]
    pq.write_table(pa.table([values for _, values in columns], names=[name for name, _ in columns]), "${path}")
  `);
  return path;
}

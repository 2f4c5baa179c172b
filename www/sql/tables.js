// The tables that queries may name: those of the dataset, filled when a query names them, and those of files.

import { call } from "../dataset/core.js";
import { distinct } from "../files/read/names.js";
import { Database } from "./database.js";
import { tableName } from "./names.js";

// What DuckDB takes in at a time.
const ROWS_AT_A_TIME = 20_000;
const FILE_ROWS_AT_A_TIME = 50_000;
// A table that DuckDB has nothing of.
const EMPTY = { rows: 0, nextUnit: 0, isWhole: false, isMade: false };
// Statements that are no queries.
const CHANGES = /^\s*(with\b.*\b)?(alter|attach|begin|call|comment|copy|create|delete|drop|execute|import|insert|merge|rollback|truncate|update)\b/is;

const named = ({ name }) => new RegExp(`\\b${name}\\b`, "i");

export class Tables {
  /** The tables by name: `{name, columns, about, rows, planned, isWhole, file}`; `rows` are those that DuckDB has. */
  all = new Map();
  most = 200_000;

  constructor(dataset) {
    this.dataset = dataset;
    for (const { name, description, columns } of dataset.about.tables) {
      const { rows, units, counted } = dataset.tables.get(name);
      this.all.set(name, { name, columns, about: description, units, planned: { rows, counted }, ...EMPTY });
    }
  }

  /** DuckDB with the dataset's tables, which are empty at first. Those of files are made when a query names them. */
  async open(onProgress) {
    if (this.database) return this.database;
    this.database = await Database.open(onProgress);
    for (const table of this.all.values()) if (!table.file) await this.make(table);
    return this.database;
  }

  async make(table) {
    await this.database.create(table.name, table.columns);
    Object.assign(table, { ...EMPTY, isMade: true });
  }

  /** Gives up a database that does not work any more; the next one is filled again. */
  async close() {
    const { database } = this;
    this.database = undefined;
    for (const table of this.all.values()) Object.assign(table, EMPTY);
    await database?.close();
  }

  /** Fills the tables that a query names, up to the limit. `onProgress` is called with a table and a share. */
  async fill(sql, { onProgress, signal } = {}) {
    for (const table of this.all.values()) {
      if (!named(table).test(sql)) continue;
      if (!table.isMade) await this.make(table);
      while (!table.isWhole && (table.file || table.rows < this.most)) {
        signal?.throwIfAborted();
        await (table.file ? this.addRows(table) : this.addUnits(table));
        onProgress?.(table, table.isWhole ? 1 : Math.min(1, table.rows / Math.min(this.most, table.planned.rows)));
      }
    }
  }

  /** Gives up the tables that statements may have changed: they are made again when a query names them. Returns whether there are any. */
  distrust(sql) {
    const changed = sql.replaceAll(/--.*|\/\*[^]*?\*\//g, "").split(";").filter((statement) => CHANGES.test(statement));
    const suspects = [...this.all.values()].filter((table) => table.isMade && changed.some((statement) => named(table).test(statement)));
    for (const table of suspects) Object.assign(table, EMPTY);
    return suspects.length > 0;
  }

  /** The units that come next, as many as have enough rows. */
  async addUnits(table) {
    const batches = [];
    let rows = 0;
    while (rows < ROWS_AT_A_TIME && table.nextUnit < table.units) {
      const batch = await call("unit", this.dataset.key, table.name, table.nextUnit++);
      rows += batch.rows;
      if (batch.rows > 0) batches.push(batch);
    }
    if (batches.length > 0) await this.database.insert(table.name, table.columns, batches);
    table.rows += rows;
    table.isWhole = table.nextUnit >= table.units;
  }

  async addRows(table) {
    const end = Math.min(table.rows + FILE_ROWS_AT_A_TIME, table.planned.rows);
    if (end > table.rows) await this.database.insert(table.name, table.columns, [await call("readRows", table.file, table.rows, end)]);
    table.rows = end;
    table.isWhole = end === table.planned.rows;
  }

  /** A file as a table, named after it. */
  async add(file) {
    const { columns: told, rows, metadata, ...how } = await call("readFile", file);
    // DuckDB's names are the same in either case.
    const names = distinct(told.map(({ name }) => name));
    const columns = told.map((column, index) => ({ ...column, name: names[index] }));
    const renamed = [...how.renamed ?? [], ...told.flatMap(({ name }, index) => (name === names[index] ? [] : [[name, names[index]]]))];
    const name = this.freeName(file.name, metadata["fraudgen.table"]);
    // Any tool may have written it: what it says about nulls is not relied on.
    const table = { name, file, columns: columns.map((column) => ({ ...column, nullable: true })), planned: { rows, counted: true }, ...EMPTY, read: { ...how, columns, renamed } };
    this.all.set(name, table);
    return table;
  }

  freeName(file, table) {
    const stem = file.replace(/(\.(parquet|csv|jsonl|ndjson|gz|zst))+$/i, "");
    const base = tableName(/^part-\d+$/.test(stem) && table ? `${table}_${stem}` : stem);
    let name = base;
    for (let count = 2; this.all.has(name); count++) name = `${base}_${count}`;
    return name;
  }
}

// DuckDB in a worker: what the page asks of it.

import { AsyncDuckDB, VoidLogger } from "../vendor/duckdb/index.js";
import { tableFromIPC } from "../vendor/flechette/index.js";
import { sqlType, streamOf } from "./arrow.js";
import { quoted } from "./names.js";

const file = (name) => new URL(`../vendor/duckdb/${name}`, import.meta.url).href;
const COUNTING = 1000; // milliseconds
// Exact values: neither does a number of 64 bits fit into one of JavaScript's, nor a decimal, nor each moment.
const EXACT = { useBigInt: true, useBigIntTimestamp: true, useDecimalInt: true };
// Extensions would come from another origin: the page has none, and would ask its own. Times are in UTC without a zone; the only ones that
// the page knows are UTC and Brasília's, which is three hours behind all year.
const SETUP = `
  SET autoinstall_known_extensions = false;
  SET autoload_known_extensions = false;
  SET custom_extension_repository = '${new URL("extensions", file("")).href}';
  SET autoinstall_extension_repository = '${new URL("extensions", file("")).href}';
  CREATE MACRO timezone(zone, t) AS CASE zone WHEN 'UTC' THEN t::TIMESTAMP WHEN 'America/Sao_Paulo' THEN t::TIMESTAMP - INTERVAL 3 HOUR
    ELSE error('here the only time zones are UTC and America/Sao_Paulo') END;`;

/** What DuckDB says about a query. `isBroken` if it stopped working, and has to be opened again. */
export class QueryError extends Error {
  constructor({ name, message }) {
    super(told(message));
    this.isBroken = name === "RuntimeError" || /out of bounds|signature mismatch|unreachable/.test(message);
  }
}

/** The message itself, which some errors wrap in JSON. */
function told(message) {
  try {
    const { exception_type: type, exception_message: text } = JSON.parse(message);
    return `${type} Error: ${text}`;
  } catch {
    return message;
  }
}

export class Database {
  /** Loads DuckDB; `onProgress` is called with the share that has arrived. */
  static async open(onProgress) {
    // A worker that comes from a blob is under this page's policy, whatever headers its file has: it can ask no other origin.
    const source = new Blob([`importScripts(${JSON.stringify(file("worker.js"))})`], { type: "text/javascript" });
    const url = URL.createObjectURL(source);
    const duckdb = new AsyncDuckDB(new VoidLogger(), new Worker(url));
    await duckdb.instantiate(file("duckdb.wasm"), null, ({ bytesLoaded, bytesTotal }) => onProgress?.(bytesTotal ? Math.min(1, bytesLoaded / bytesTotal) : null));
    URL.revokeObjectURL(url);
    await duckdb.open({ query: { castBigIntToDouble: false } });
    const connection = await duckdb.connectInternal();
    await duckdb.runQuery(connection, SETUP);
    return new Database(duckdb, connection);
  }

  constructor(duckdb, connection) {
    Object.assign(this, { duckdb, connection });
  }

  close() {
    return this.duckdb.terminate();
  }

  /** Makes an empty table in place of what queries have under its name. */
  async create(name, columns) {
    const lines = columns.map((column) => `${quoted(column.name)} ${sqlType(column.type)}${column.nullable ? "" : " NOT NULL"}`);
    // A statement may have put a view or a temporary table there, or nothing: what is not of a kind cannot be dropped as such.
    for (const kind of ["VIEW", "TABLE"]) await this.duckdb.runQuery(this.connection, `DROP ${kind} IF EXISTS ${quoted(name)}`).catch(() => undefined);
    await this.duckdb.runQuery(this.connection, `CREATE OR REPLACE TABLE ${quoted(name)} (${lines})`);
  }

  /** Appends batches to a table. */
  async insert(name, columns, batches) {
    try {
      await this.duckdb.insertArrowFromIPCStream(this.connection, streamOf(columns, batches), { name, create: false });
    } catch (problem) {
      throw new QueryError(problem);
    }
  }

  /**
   * The result of a query as an Arrow table, cut after the batch with row number `most`, and how many rows there are: the rest
   * is only counted, for a while. `isCounted` says whether to the end.
   */
  async run(sql, { most = Infinity, signal } = {}) {
    const { duckdb, connection } = this;
    const cancel = () => duckdb.cancelPendingQuery(connection);
    signal?.addEventListener("abort", cancel);
    try {
      let head = await duckdb.startPendingQuery(connection, sql, true);
      while (head === null && !signal?.aborted) head = await duckdb.pollPendingQuery(connection);
      const parts = [head];
      let rows = 0;
      let isCounted = false;
      for (const end = performance.now() + COUNTING; (rows <= most || performance.now() < end) && !signal?.aborted;) {
        const part = await duckdb.fetchQueryResults(connection);
        if (part === null) continue;
        isCounted = part.length === 0;
        if (isCounted) break;
        if (rows <= most) parts.push(part);
        rows += tableFromIPC([head, part]).numRows;
      }
      signal?.throwIfAborted();
      return { result: tableFromIPC(parts, EXACT), rows, isCounted };
    } catch (problem) {
      signal?.throwIfAborted();
      throw new QueryError(problem);
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }
}

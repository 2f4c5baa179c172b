// Runs the core and reads Parquet files in a worker, so that the page stays responsive.

let compiled;
const module = new Promise((resolve) => { compiled = resolve; });
const ready = import("../pkg/fraudgen.js").then(async (core) => {
  await core.default({ module_or_path: await module });
  return core;
});
const readerOf = ({ name }) => (/\.(csv|jsonl|ndjson)(\.gz|\.zst)?$/i.test(name) ? import("../files/read/text.js") : import("../files/read/parquet.js"))
  .catch(() => { throw Object.assign(new Error("the reader of files cannot be loaded"), { kind: "unloaded" }); });

// The datasets planned last, by spec.
const sessions = new Map();
const MOST_SESSIONS = 4;
// Rows generated before other messages are looked at.
const ROWS_AT_A_TIME = 40_000;
const cancelled = new Set();

async function sessionOf(spec) {
  const core = await ready;
  let session = sessions.get(spec);
  sessions.delete(spec);
  session ??= new core.Session(spec);
  sessions.set(spec, session);
  if (sessions.size > MOST_SESSIONS) {
    const [[oldest, dropped]] = sessions;
    sessions.delete(oldest);
    dropped.free();
  }
  return session;
}

const calls = {
  about: async () => JSON.parse((await ready).about()),

  async open(spec) {
    const session = await sessionOf(spec);
    return { spec: session.spec(), command: session.command(), tables: JSON.parse(session.plan()) };
  },

  unit: async (spec, table, unit) => (await sessionOf(spec)).unit(table, unit),
  unitOf: async (spec, table, id) => (await sessionOf(spec)).unit_of(table, id),
  cellOf: async (spec, customer) => (await sessionOf(spec)).cell_of(customer),
  firstRow: async (spec, table, unit) => (await sessionOf(spec)).first_row(table, unit),
  part: async (spec, table, first, end) => (await sessionOf(spec)).digest(table, first, end),
  /** The sum of digests. */
  async sum(digests) {
    const { add_digests } = await ready;
    return digests.reduce((sum, digest) => add_digests(sum, digest), "0");
  },

  /** The digest of the whole dataset, with its progress in rows. */
  async digest(spec, { progress, isCancelled }) {
    const { add_digests } = await ready;
    const tables = JSON.parse((await sessionOf(spec)).plan());
    const { rows: payments } = tables.find(({ name }) => name === "transactions");
    // Making credits takes as long as making the transactions of their customers.
    const work = tables.map(({ name, rows, units }) => ({ name, units, rows: name === "credits" ? payments : rows }));
    const all = work.reduce((sum, { rows }) => sum + rows, 0);
    let [sum, made] = ["0", 0];
    for (const { name, rows, units } of work) {
      // Many units at a time: the fraud of units that are planned together is then planned only once.
      const step = Math.max(1, Math.floor(ROWS_AT_A_TIME / (rows / units + 1)));
      for (let first = 0; first < units; first += step) {
        const end = Math.min(first + step, units);
        sum = add_digests(sum, (await sessionOf(spec)).digest(name, first, end));
        made += rows * (end - first) / units;
        progress(made / all);
        await breathe();
        if (isCancelled()) return null;
      }
    }
    return sum;
  },

  readFile: async (file) => (await readerOf(file)).open(file, (await calls.about()).tables),
  readFooter: async (file) => (await readerOf(file)).footer(file),
  readRows: async (file, first, end) => (await readerOf(file)).rows(file, first, end, (await calls.about()).tables),
};

/** Lets other messages be handled. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

addEventListener("message", async ({ data: { id, name, args, cancel, ...rest } }) => {
  if ("module" in rest) {
    compiled(rest.module);
    return;
  }
  if (cancel) {
    cancelled.add(cancel);
    return;
  }
  const control = {
    progress: (done) => postMessage({ id, progress: done }),
    isCancelled: () => cancelled.delete(id),
  };
  try {
    const result = await calls[name](...args, control);
    postMessage({ id, result }, buffersOf(result));
  } catch (error) {
    const { message, field, value, remedy, kind, details } = error;
    postMessage({ id, error: { message, field, value, remedy, kind, details } });
  }
});

/** The memory of a batch, which is transferred instead of copied. */
function buffersOf(result) {
  if (!Array.isArray(result?.columns)) return [];
  const arrays = result.columns.flatMap(({ values, validity, offsets, bytes }) => [values, validity, offsets, bytes]);
  return [...new Set(arrays.map((array) => array?.buffer).filter((buffer) => buffer instanceof ArrayBuffer))];
}

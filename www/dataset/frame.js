// Rows of a table, stored by column as the core generated them.
//
// A value is null, a boolean, a text or a number: money in centavos, times in microseconds and dates in
// days since 1970, as in the core. `format.js` formats them for people and for files.

const decoder = new TextDecoder();

const readers = {
  bits: ({ values }) => (row) => (values[row >> 3] >> (row & 7) & 1) === 1,
  int32: ({ values }) => (row) => values[row],
  int64: ({ values }) => (row) => values[row],
  float32: ({ values }) => (row) => shortest(values[row]),
  codes: ({ values, words }) => (row) => words[values[row]],
  text: ({ offsets, bytes }) => (row) => decoder.decode(bytes.subarray(offsets[row], offsets[row + 1])),
  plain: ({ values }) => (row) => values[row],
};

function readerOf(column) {
  return orNull(column, readers[column.kind](column));
}

/** A reader of values that are good for comparing: single-precision numbers are not shortened, which takes long. */
export const rawReader = (column) => (column.kind === "float32" ? orNull(column, readers.plain(column)) : readerOf(column));

function orNull({ validity }, read) {
  return validity ? (row) => (validity[row >> 3] >> (row & 7) & 1 ? read(row) : null) : read;
}

/** The number with the fewest digits that has the same single-precision value, as the command writes it. */
function shortest(value) {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

export class Frame {
  /** Consecutive batches of a table; `columns` is its schema. */
  constructor(table, columns, batches) {
    this.table = table;
    this.columns = columns;
    this.firstRow = batches[0]?.firstRow ?? 0;
    this.chunks = batches.map((batch) => ({ rows: batch.rows, columns: batch.columns, read: batch.columns.map(readerOf) }));
    let rows = 0;
    for (const chunk of this.chunks) {
      chunk.start = rows;
      rows += chunk.rows;
    }
    this.rows = rows;
    this.places = new Map(columns.map(({ name }, index) => [name, index]));
  }

  /** The value of column number `column`. */
  at(row, column) {
    let chunk = this.chunks[0];
    if (row >= chunk.rows) chunk = this.chunkOf(row);
    return chunk.read[column](row - chunk.start);
  }

  /** The chunk with a row. */
  chunkOf(row) {
    let [low, high] = [0, this.chunks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.chunks[middle].start <= row) low = middle;
      else high = middle - 1;
    }
    return this.chunks[low];
  }

  /** The value of the column of that name; undefined if there is none. */
  get(row, name) {
    const column = this.places.get(name);
    return column === undefined ? undefined : this.at(row, column);
  }

  /** All values of a column, or those of some rows. */
  values(name, rows = range(this.rows)) {
    const column = this.places.get(name);
    return Array.from(rows, (row) => this.at(row, column));
  }

  /** How many rows are labelled as fraud, counted once; none without that column. */
  get frauds() {
    const place = this.places.get("is_fraud");
    if (this.counted === undefined) {
      this.counted = 0;
      if (place !== undefined) for (const { rows, read } of this.chunks) for (let row = 0; row < rows; row++) this.counted += read[place](row) === true;
    }
    return this.counted;
  }

  /** How many of some rows are labelled as fraud. */
  fraudsAmong(rows) {
    const place = this.places.get("is_fraud");
    let count = 0;
    if (place !== undefined) for (const row of rows) count += this.at(row, place) === true;
    return count;
  }

  /** A row as an object of values. */
  record(row) {
    return Object.fromEntries(this.columns.map(({ name }, column) => [name, this.at(row, column)]));
  }

  /** The records for whose value of a column `test` holds. */
  recordsWhere(name, test) {
    const column = this.places.get(name);
    const found = [];
    for (let row = 0; row < this.rows; row++) if (test(this.at(row, column))) found.push(this.record(row));
    return found;
  }

  /** The row whose first column is `id`, or -1. */
  rowOf(id) {
    for (let row = 0; row < this.rows; row++) if (this.at(row, 0) === id) return row;
    return -1;
  }
}

export const range = (length) => Array.from({ length }, (_, index) => index);

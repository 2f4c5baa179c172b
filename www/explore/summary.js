// What a column holds in some rows: how often each value, or how many in each of its ranges.

import { rawReader } from "../dataset/frame.js";
import { decimal, isEndless, isMoney, isoDate, isTime, offsetOf, plain, scaleOf, trimmed } from "../view/format.js";
import { slices, STEP } from "./slices.js";

const BINS = 16;
// More different values are not counted one by one.
const MOST_VALUES = 20_000;
// Bits of the sketch that estimates how many values are different if they are more.
const SKETCH = 2 ** 22;
const DAY = 86_400_000_000;

const isCounted = ({ name, type, role }) => role === "id" || name.endsWith("_id") || ["string", "category", "boolean"].includes(type);

/**
 * The summary of a column in `rows`, which are in ascending order: `{rows, empty, distinct, isExact}` and either
 * `values`, the most frequent first (null if nearly all are different), or `bins` with `from` and `to`.
 */
export async function summarize(frame, rows, column, options = {}) {
  const place = frame.places.get(column.name);
  const breathe = slices(options);
  return isCounted(column) ? countValues(frame, rows, place, breathe) : countBins(frame, rows, place, column, breathe);
}

/** Calls `visit` with the cells of the rows, chunk by chunk; of words with their numbers if there is `visitCode`. */
async function visitCells(frame, rows, place, breathe, visit, visitCode) {
  let at = 0;
  for (const chunk of frame.chunks) {
    const column = chunk.columns[place];
    const byCode = visitCode && column.kind === "codes" ? visitCode(column) : undefined;
    const read = rawReader(column);
    for (const end = chunk.start + chunk.rows; at < rows.length && rows[at] < end;) {
      for (const last = Math.min(at + STEP, rows.length); at < last && rows[at] < end; at++) {
        if (byCode) byCode(rows[at] - chunk.start);
        else visit(read(rows[at] - chunk.start));
      }
      await breathe(at / rows.length);
    }
  }
}

async function countValues(frame, rows, place, breathe) {
  const counts = new Map();
  const sketch = new Sketch();
  let empty = 0;
  const add = (value, count = 1) => {
    if (value === null) empty += count;
    else if (counts.has(value) || counts.size < MOST_VALUES) counts.set(value, (counts.get(value) ?? 0) + count);
    if (value !== null && counts.size >= MOST_VALUES) sketch.add(value);
  };
  const tallies = [];
  await visitCells(frame, rows, place, breathe, add, ({ words, values, validity }) => {
    const tally = new Uint32Array(words.length + 1);
    tallies.push([words, tally]);
    return (row) => { tally[validity !== undefined && !(validity[row >> 3] >> (row & 7) & 1) ? words.length : values[row]]++; };
  });
  for (const [words, tally] of tallies) tally.forEach((count, code) => count > 0 && add(words[code] ?? null, count));
  if (sketch.isUsed) for (const value of counts.keys()) sketch.add(value);
  return {
    rows: rows.length, empty, distinct: sketch.isUsed ? Math.min(sketch.count, rows.length - empty) : counts.size, isExact: !sketch.isUsed,
    values: sketch.isUsed ? null : [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
  };
}

async function countBins(frame, rows, place, column, breathe) {
  let [least, most, low, high, sum, empty, finite] = [Infinity, -Infinity, Infinity, -Infinity, 0, 0, 0];
  const [values, sketch, endless] = [new Set(), new Sketch(), new Map()];
  await visitCells(frame, rows, place, breathe, (cell) => {
    if (cell === null) { empty++; return; }
    if (cell < least) least = cell;
    if (cell > most) most = cell;
    if (isEndless(cell, column.type)) {
      endless.set(cell, (endless.get(cell) ?? 0) + 1);
    } else {
      if (cell < low) low = cell;
      if (cell > high) high = cell;
      sum += Number(cell);
      finite++;
    }
    if (values.size < MOST_VALUES) values.add(cell);
    else sketch.add(cell);
  });
  if (sketch.isUsed) for (const value of values) sketch.add(value);
  const told = { rows: rows.length, empty, least, most, distinct: sketch.isUsed ? Math.min(sketch.count, rows.length - empty) : values.size, isExact: !sketch.isUsed };
  // What is infinite has bins of its own; what is no number has none.
  const apart = (isThere) => [...endless].filter(([value]) => isThere(value)).map(([value, count]) => ({ from: value, to: value, count }));
  const [below, above] = [apart((value) => value < 0), apart((value) => value > 0)];
  if (finite === 0) return { ...told, bins: [...below, ...above] };
  const edges = edgesOf(column, Number(low), Number(high), sum / finite);
  const counts = new Array(edges.length - 1).fill(0);
  await visitCells(frame, rows, place, breathe, (cell) => { if (cell !== null && !isEndless(cell, column.type)) counts[binOf(edges, cell)]++; });
  return { ...told, bins: [...below, ...counts.map((count, bin) => ({ from: edges[bin], to: lastBefore(edges[bin + 1], column.type), count })), ...above] };
}

function binOf(edges, cell) {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle] <= cell) low = middle;
    else high = middle - 1;
  }
  return low;
}

const [SMALLEST_SINGLE, LARGEST_SINGLE] = [1.2e-38, 3.4e38];

/** The largest value of a type below an edge. */
function lastBefore(edge, type) {
  if (type !== "float32" && type !== "float64") return edge - 1;
  if (edge !== 0 && (Math.abs(edge) < SMALLEST_SINGLE || Math.abs(edge) > LARGEST_SINGLE)) return Number.isFinite(edge) ? edge - Math.abs(edge) * 2 ** -24 : Number.MAX_VALUE;
  const single = new Float32Array([edge]);
  new Int32Array(single.buffer)[0] += edge > 0 ? -1 : 1;
  return edge === 0 ? -1e-45 : Number(single[0].toPrecision(7)) < edge ? Number(single[0].toPrecision(7)) : single[0];
}

/** Edges of ranges: steps of 1, 2 or 5, whole days for times, and powers of ten if most values are small. */
function edgesOf({ type }, least, most, mean) {
  if (isTime(type)) {
    const offset = offsetOf(type);
    const first = Math.floor((least + offset) / DAY);
    const days = Math.floor((most + offset) / DAY) - first + 1;
    const step = Math.max(1, Math.ceil(days / BINS));
    return Array.from({ length: Math.ceil(days / step) + 1 }, (_, bin) => (first + bin * step) * DAY - offset);
  }
  const isSkew = least >= 0 && most > 30 * mean && most > 1000;
  if (isSkew) {
    // 0, 1, 3, 10, 30, …
    const unit = 10 ** (scaleOf(type) ?? 0);
    const edges = [0];
    for (let turn = 0; edges.at(-1) <= most; turn++) edges.push(unit * (turn % 2 ? 3 : 1) * 10 ** Math.floor(turn / 2));
    return edges;
  }
  const isWhole = !["float32", "float64"].includes(type);
  // Differences of floats may be too large for one.
  const step = niceStep(most / BINS - least / BINS, isWhole);
  const first = Math.floor(least / step);
  const count = Math.max(1, Math.floor(most / step - first + 1e-9) + 1);
  return Array.from({ length: count + 1 }, (_, bin) => Number(((first + bin) * step).toPrecision(12)));
}

// Below, powers of ten lose digits.
const SMALLEST_POWER = -300;

function niceStep(rough, isWhole) {
  const power = 10 ** Math.max(SMALLEST_POWER, Math.floor(Math.log10(rough || 1)));
  const step = [1, 2, 5, 10].find((times) => times * power >= rough) * power;
  return isWhole ? Math.max(1, step) : step;
}

/** How many different values there are, estimated by the bits that their hashes set. */
class Sketch {
  isUsed = false;

  add(value) {
    if (!this.isUsed) this.bits = new Uint8Array(SKETCH / 8);
    this.isUsed = true;
    const bit = hash(value) & (SKETCH - 1);
    this.bits[bit >> 3] |= 1 << (bit & 7);
  }

  get count() {
    let set = 0;
    for (const byte of this.bits) for (let rest = byte; rest; rest &= rest - 1) set++;
    return Math.round(-SKETCH * Math.log(Math.max(1, SKETCH - set) / SKETCH));
  }
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

function hash(value) {
  let found = 2_166_136_261;
  if (typeof value === "string") {
    for (let at = 0; at < value.length; at++) found = Math.imul(found ^ value.charCodeAt(at), 16_777_619);
  } else {
    double[0] = Number(value);
    found = Math.imul(found ^ words[0], 16_777_619);
    found = Math.imul(found ^ words[1], 16_777_619);
  }
  found = Math.imul(found ^ found >>> 16, 0x85ebca6b);
  found = Math.imul(found ^ found >>> 13, 0xc2b2ae35);
  return (found ^ found >>> 16) >>> 0;
}

/** The text of a value, as it is entered in filters. */
export function entered(value, type) {
  switch (type) {
    case "date": return isoDate(value);
    case "timestamp(us, UTC)": case "timestamp(us)": return isEndless(value, type) ? plain(value, type) : isoDate(dayOf(value, type));
    default: return type.startsWith("decimal") ? trimmed(decimal(value, scaleOf(type))) : String(value);
  }
}

/** The day of a time, where local time counts. */
const dayOf = (micros, type) => Math.floor((Number(micros) + offsetOf(type)) / DAY);

/** A range as people read it: money in round figures, times as days. */
export function rangeName(from, to, column, { text, format }) {
  const { type } = column;
  if (isMoney(column)) return from === to ? format.money(from) : `${format.roundMoney(from)} – ${format.roundMoney(to + 1)}`;
  const one = isTime(type) ? (at) => (isEndless(at, type) ? format.time(at) : format.day(dayOf(at, type))) : (at) => format.value(at, column, text);
  return one(from) === one(to) ? one(from) : `${one(from)} – ${one(to)}`;
}

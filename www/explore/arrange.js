// Which rows of a frame are shown, and in which order. All is done in slices: two million rows take a while.

import { rawReader } from "../dataset/frame.js";
import { isFilter, testOf } from "./filters.js";
import { slices, STEP } from "./slices.js";

/** The numbers of the rows that pass all filters, in the order of the sort. */
export async function arrange(frame, { filters = [], sort }, options = {}) {
  return order(frame, await sift(frame, filters, options), sort, options);
}

/** The numbers of the rows that pass all filters, from first to last. `options.states` are those of customers, by id. */
export async function sift(frame, filters, options = {}) {
  const breathe = slices(options);
  const fails = new Uint8Array(frame.rows);
  const wanted = filters.filter((filter) => isFilter(filter, frame));
  for (const [done, filter] of wanted.entries()) {
    const place = frame.places.get(filter.column);
    const test = testOf(filter, frame.columns[place], options.states);
    for (const chunk of frame.chunks) {
      const mark = marker(chunk.columns[place], test, fails, chunk.start);
      for (let row = 0; row < chunk.rows; row += STEP) {
        mark(row, Math.min(row + STEP, chunk.rows));
        await breathe((done + (chunk.start + row) / frame.rows) / wanted.length / 2);
      }
    }
  }
  const rows = new Uint32Array(frame.rows);
  let count = 0;
  for (let row = 0; row < frame.rows; row++) if (!fails[row]) rows[count++] = row;
  return rows.slice(0, count);
}

/** Of some filters those that a row passes. */
export const passed = (frame, row, filters, states) => filters.filter((filter) => {
  const column = frame.columns[frame.places.get(filter.column)];
  const { holds, ofEmpty } = testOf(filter, column, states);
  const cell = frame.get(row, column.name);
  return cell === null ? ofEmpty : holds(cell);
});

/** Marks rows of a chunk that fail. Of words, each is tested once. */
function marker(column, { holds, ofEmpty }, fails, start) {
  const { kind, words, values, validity } = column;
  if (kind === "codes") {
    const passing = words.map((word) => holds(word));
    return (from, to) => {
      for (let row = from; row < to; row++) {
        const isEmpty = validity !== undefined && !(validity[row >> 3] >> (row & 7) & 1);
        if (!(isEmpty ? ofEmpty : passing[values[row]])) fails[start + row] = 1;
      }
    };
  }
  const read = rawReader(column);
  return (from, to) => {
    for (let row = from; row < to; row++) {
      const cell = read(row);
      if (!(cell === null ? ofEmpty : holds(cell))) fails[start + row] = 1;
    }
  };
}

/** Rows in the order of a sort. Missing values come last in either order; equal ones stay as they are. */
export async function order(frame, rows, sort, options = {}) {
  const place = sort ? frame.places.get(sort.column) : undefined;
  if (place === undefined) return rows;
  const breathe = slices(options);
  const { keys, filled, empty } = await keysOf(frame, place, rows, sort.descending ? -1 : 1, breathe);
  await merge(keys, filled, breathe);
  const sorted = new Uint32Array(rows.length);
  sorted.set(filled);
  sorted.set(empty, filled.length);
  return sorted;
}

/** The rows with a value and those without one, and for each of the first a number in the order of their values. */
async function keysOf(frame, place, rows, sign, breathe) {
  const [keys, filled, empty] = [new Float64Array(rows.length), new Uint32Array(rows.length), new Uint32Array(rows.length)];
  const texts = new Map();
  const numberOf = (text) => {
    if (!texts.has(text)) texts.set(text, texts.size);
    return texts.get(text);
  };
  let [at, count] = [0, 0];
  for (const chunk of frame.chunks) {
    const read = rawReader(chunk.columns[place]);
    for (const end = chunk.start + chunk.rows; at < rows.length && rows[at] < end;) {
      for (const last = Math.min(at + STEP, rows.length); at < last && rows[at] < end; at++) {
        const cell = read(rows[at] - chunk.start);
        if (cell === null) {
          empty[at - count] = rows[at];
        } else {
          keys[count] = typeof cell === "string" ? numberOf(cell) : Number(cell) * sign;
          filled[count++] = rows[at];
        }
      }
      await breathe(0.5 + 0.2 * at / rows.length);
    }
  }
  if (texts.size > 0) {
    const ranks = await ranksOf([...texts.keys()], breathe);
    for (let row = 0; row < count; row++) keys[row] = ranks[keys[row]] * sign;
  }
  return { keys: keys.subarray(0, count), filled: filled.subarray(0, count), empty: empty.subarray(0, rows.length - count) };
}

/** The place of each of these different texts in their order. */
async function ranksOf(texts, breathe) {
  const { compare } = new Intl.Collator();
  let [from, to] = [Uint32Array.from(texts, (_, index) => index), new Uint32Array(texts.length)];
  for (let width = 1; width < texts.length; width *= 2) {
    for (let start = 0; start < texts.length; start += 2 * width) {
      let [left, right] = [start, Math.min(start + width, texts.length)];
      const [middle, end] = [right, Math.min(start + 2 * width, texts.length)];
      for (let at = start; at < end; at++) {
        const isLeft = left < middle && (right >= end || compare(texts[from[left]], texts[from[right]]) <= 0);
        to[at] = from[isLeft ? left++ : right++];
        if ((at & 1023) === 0) await breathe(0.7);
      }
    }
    [from, to] = [to, from];
  }
  const ranks = new Uint32Array(texts.length);
  from.forEach((text, rank) => { ranks[text] = rank; });
  return ranks;
}

/** Sorts rows by their keys in place, by merging runs that double in length: work that can pause anywhere. */
async function merge(keys, rows, breathe) {
  const count = rows.length;
  let [k, r, k2, r2] = [keys, rows, new Float64Array(count), new Uint32Array(count)];
  for (let width = 1; width < count; width *= 2) {
    for (let start = 0; start < count; start += Math.max(STEP, 2 * width)) {
      const stop = Math.min(start + Math.max(STEP, 2 * width), count);
      for (let run = start; run < stop; run += 2 * width) {
        for (let state = { at: run, left: run, right: Math.min(run + width, count) }; state.at < Math.min(run + 2 * width, count);) {
          mergeStep(k, r, k2, r2, state, Math.min(run + width, count), Math.min(run + 2 * width, count));
          if (width >= STEP) await breathe(0.7 + 0.3 * Math.log2(width) / Math.log2(count));
        }
      }
      await breathe(0.7 + 0.3 * Math.log2(width) / Math.log2(count));
    }
    [k, r, k2, r2] = [k2, r2, k, r];
  }
  if (r !== rows) rows.set(r);
}

/** Merges at most a step of two runs. */
function mergeStep(k, r, k2, r2, state, middle, end) {
  let { at, left, right } = state;
  for (const stop = Math.min(at + STEP, end); at < stop; at++) {
    const from = left < middle && (right >= end || k[left] <= k[right]) ? left++ : right++;
    k2[at] = k[from];
    r2[at] = r[from];
  }
  Object.assign(state, { at, left, right });
}

// Under each column's name: how its values are spread in the rows shown. Only columns in sight are counted, in slices.

import { svg } from "../view/dom.js";
import { summarize } from "./summary.js";
import { named } from "./words.js";

const [WIDTH, HEIGHT] = [80, 18];
// Values that have a part of the bar of their own.
const PARTS = 5;

export class Heads {
  /** Summaries by column, of one selection of rows. */
  known = new Map();

  constructor(grid, page) {
    Object.assign(this, { grid, page });
  }

  /** Draws the heads in sight for these rows of a frame, in ascending order. */
  async paint(frame, rows) {
    if (rows !== this.rows) {
      this.stop();
      this.known.clear();
    }
    Object.assign(this, { frame, rows });
    const pending = [];
    for (const [button, column] of this.inSight()) {
      if (this.known.has(column.name)) this.draw(button, column, this.known.get(column.name));
      else pending.push(column);
    }
    if (this.running || pending.length === 0) return;
    this.running = new AbortController();
    const { signal } = this.running;
    try {
      for (const column of pending) {
        await idle();
        signal.throwIfAborted();
        const summary = await summarize(frame, rows, column, { signal });
        signal.throwIfAborted();
        this.known.set(column.name, summary);
        const [button] = this.inSight().find(([, other]) => other.name === column.name) ?? [];
        if (button) this.draw(button, column, summary);
      }
    } catch (problem) {
      if (problem.name !== "AbortError") throw problem;
      return;
    }
    this.running = undefined;
    // It may have been scrolled meanwhile.
    this.paint(this.frame, this.rows);
  }

  stop() {
    this.running?.abort();
    this.running = undefined;
  }

  /** The buttons of the columns in sight. */
  inSight() {
    const { grid } = this;
    const { left, right } = grid.scroller.getBoundingClientRect();
    return [...grid.table.tHead.querySelectorAll("[data-facet]")].filter((button) => {
      const box = button.getBoundingClientRect();
      return box.right > left && box.left < right;
    }).map((button) => [button, grid.columns[Number(button.dataset.facet)]]);
  }

  draw(button, column, summary) {
    if (button.summary === summary) return;
    button.summary = summary;
    const { text, format } = this.page;
    const told = toldOf(summary, column, this.page);
    button.ariaLabel = text.explore.facet(told.long);
    button.title = told.long;
    button.dataset.told = told.short;
    button.replaceChildren(summary.bins ? histogram(summary, format) : shares(summary));
  }
}

const idle = () => new Promise((resolve) => (globalThis.requestIdleCallback ? requestIdleCallback(resolve, { timeout: 300 }) : setTimeout(resolve, 30)));

/** A summary in words, and in fewer. */
export function toldOf({ rows, empty, distinct, isExact, values, bins, least, most }, column, page) {
  const { text: { explore }, format } = page;
  const filled = rows - empty;
  const different = explore.distinct(isExact ? format.whole(distinct) : format.about(distinct));
  const parts = [
    bins?.length && explore.range(format.value(least, column, page.text), format.value(most, column, page.text)),
    values?.length && explore.top(named(values[0].value, column, page), format.share(values[0].count / filled)),
    different, empty > 0 && explore.empties(format.share(empty / Math.max(1, rows))),
  ];
  const short = [empty > 0 && explore.empties(format.whole(Math.round(100 * empty / rows)) + "%"), !(empty > 0 && bins) && different];
  return { long: parts.filter(Boolean).join(" · "), short: short.filter(Boolean).join(" · ") };
}

const drawing = (...children) => svg("svg", { class: "mini", "aria-hidden": "true", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT }, ...children);

function histogram({ bins }) {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const step = WIDTH / Math.max(1, bins.length);
  return drawing(...bins.map(({ count }, bin) => {
    const height = count === 0 ? 0 : Math.max(1.5, HEIGHT * count / most);
    return svg("rect", { x: bin * step, y: HEIGHT - height, width: Math.max(1, step - 1), height });
  }));
}

/** The most frequent values, and all others, as parts of a bar. */
function shares({ values, rows, empty, distinct }) {
  const filled = Math.max(1, rows - empty);
  const parts = values === null || distinct > filled / 2 ? [] : values.slice(0, PARTS);
  let at = 0;
  const drawn = parts.map(({ count }, index) => {
    const width = WIDTH * count / filled;
    const rect = svg("rect", { x: at, y: 5, width: Math.max(0.5, width - 1), height: HEIGHT - 8, "fill-opacity": (1 - index * 0.17).toFixed(2) });
    at += width;
    return rect;
  });
  return drawing(...drawn, filled > 0 && at < WIDTH - 1 ? svg("rect", { class: "rest", x: at, y: 5, width: WIDTH - at, height: HEIGHT - 8 }) : "");
}

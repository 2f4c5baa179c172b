// The content digest of the whole dataset, computed piece by piece.

import { byId } from "./dom.js";

// About a second of work, which is done without asking.
const MOST_UNASKED = 200_000;
// For more, use the command.
const MOST_TRANSACTIONS = 20_000_000;

export class DigestBox {
  constructor(page) {
    this.page = page;
    this.known = new Map();
    byId("make-digest").addEventListener("click", () => {
      if (this.running) this.stop();
      else this.make();
      this.paint();
    });
  }

  /** The digest, if it is known. */
  get value() {
    return this.known.get(this.page.dataset.key);
  }

  paint() {
    const { dataset, text, format } = this.page;
    if (this.running && this.running.key !== dataset.key) this.stop();
    const { rows } = dataset.tables.get("transactions");
    if (!this.value && !this.running && dataset.cases.isComplete && rows <= MOST_UNASKED && this.stopped !== dataset.key) this.make();
    const [place, button, progress] = ["digest", "make-digest", "progress"].map(byId);
    place.textContent = this.value
      ?? (this.running ? text.making : rows > MOST_TRANSACTIONS ? text.tooLarge(format.whole(MOST_TRANSACTIONS)) : text.notMade);
    progress.hidden = !this.running;
    progress.ariaLabel = text.making;
    button.hidden = Boolean(this.value) || (!this.running && rows > MOST_TRANSACTIONS);
    button.textContent = this.running ? text.stop : text.make;
    this.page.digest = this.value;
  }

  async make() {
    const { dataset } = this.page;
    const abort = new AbortController();
    this.running = { key: dataset.key, abort };
    byId("progress").value = 0;
    const onProgress = (share) => {
      if (this.running?.abort === abort) byId("progress").value = share;
    };
    try {
      const digest = await dataset.digest({ onProgress, signal: abort.signal });
      if (digest) this.known.set(dataset.key, digest);
    } catch {
      // A dataset that cannot be generated has already been refused.
    }
    if (this.running?.abort === abort) this.running = undefined;
    if (this.page.dataset === dataset) {
      this.paint();
      dispatchEvent(new CustomEvent("digest"));
    }
  }

  stop() {
    this.stopped = this.running.key;
    this.running.abort.abort();
    this.running = undefined;
  }
}

// What the page opens on: the dataset's counts, and one fraud whose money moves.

import { byId, element } from "../view/dom.js";
import { writeState } from "../dataset/state.js";
import { figure, roomOf } from "../plots/figure.js";
import { flowDrawing } from "../plots/flow.js";
import { gatherCase } from "../story/case.js";
import { flowOf } from "../story/money.js";
import { openingOf } from "../story/story.js";

export class Start {
  constructor(page) {
    this.page = page;
    addEventListener("cases", () => this.paintCounts());
    byId("start-data").addEventListener("click", (event) => this.follow(event, {}));
    byId("start-case").addEventListener("click", (event) => this.follow(event, this.caseState));
    byId("start-again").addEventListener("click", () => this.move());
  }

  /** The state of the records, with the fraud that is shown. */
  get caseState() {
    return this.id === undefined ? {} : { table: "fraud_cases", id: this.id, unit: 0, units: 1, sort: null, filters: [], columns: null };
  }

  follow(event, changes) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (this.page.dataset) this.page.go({ ...changes, view: "records" }, { asNew: true });
  }

  async paint() {
    const { dataset, state, text, format } = this.page;
    this.paintCounts();
    const place = byId("start-flow");
    const key = `${dataset.key} ${format.language} ${place.clientWidth}`;
    if (this.key === key) return;
    this.key = key;
    byId("panel-start").classList.add("waiting");
    this.id = shownCase(await dataset.frame("fraud_cases", 0));
    byId("start-fraud").hidden = this.id === undefined;
    byId("start-case").hidden = this.id === undefined;
    byId("start-data").href = writeState({ ...state, view: "records" });
    if (this.id === undefined) {
      byId("panel-start").classList.remove("waiting");
      return;
    }
    byId("start-case").href = writeState({ ...state, ...this.caseState, view: "records" });
    const gathered = await gatherCase(dataset, this.id);
    if (this.key !== key) return;
    const { fraudCase } = gathered;
    byId("start-title").replaceChildren(text.typologies[fraudCase.fraud_type] ?? fraudCase.fraud_type);
    byId("start-told").replaceChildren(openingOf(gathered, text, format));
    const flow = flowOf(gathered, text, format);
    const title = text.flowTitle(this.id);
    place.replaceChildren(figure({
      title, text, drawing: flowDrawing({ ...flow, title, width: roomOf(place, 1200) }), head: text.flowHead, rows: flow.rows,
    }));
    byId("panel-start").classList.remove("waiting");
    this.move();
    performance.mark("fraud");
  }

  paintCounts() {
    const { dataset, text, format } = this.page;
    if (!dataset) return;
    const { cases } = dataset;
    const counts = {
      rows: format.rows(dataset.tables.get("transactions")), frauds: format.whole(cases.frauds), cases: format.whole(cases.ids.length),
      rings: format.whole(cases.ringIds.size), lost: format.money(cases.lost),
    };
    // Before the first cases are read, nothing is known.
    for (const [name, count] of Object.entries(counts)) byId(`start-${name}`).textContent = name === "rows" || cases.unitsRead > 0 ? count : "…";
    byId("start-counting").textContent = cases.isComplete ? (cases.ids.length ? "" : text.cases.noFraud) : text.cases.counting(format.share(cases.share));
    this.paintTypes();
  }

  /** Each typology with how many cases it has, which leads to the first of them. */
  paintTypes() {
    const { dataset: { cases }, state, text, format } = this.page;
    const nameOf = (type) => text.typologies[type] ?? type;
    const types = [...cases.byType].sort(([a, left], [b, right]) => right - left || nameOf(a).localeCompare(nameOf(b), format.language));
    byId("start-kinds").hidden = cases.isComplete && types.length === 0;
    byId("start-types").replaceChildren(...types.map(([type, count]) => {
      const changes = { ...this.caseState, table: "fraud_cases", id: cases.ids[cases.types.indexOf(type)] };
      return element("li", {}, element("a", { href: writeState({ ...state, ...changes, view: "records" }), onclick: (event) => this.follow(event, changes) },
        nameOf(type), element("span", { className: "count" }, format.whole(count))));
    }));
  }

  /** The money moves for a few seconds, unless the reader asked for less motion. */
  move() {
    const { classList } = byId("start-flow");
    classList.remove("moving");
    void byId("start-flow").offsetWidth;
    classList.add("moving");
  }
}

/** A victim whose money went through the ring with most levels; without rings, the case with most payments. */
export function shownCase(frame) {
  const cases = frame.recordsWhere("fraud_case_id", () => true);
  const ofRing = Map.groupBy(cases.filter(({ ring_id }) => ring_id !== null), ({ ring_id }) => ring_id);
  const score = (one) => {
    const ring = ofRing.get(one.ring_id);
    if (!ring || one.ring_level !== null) return one.transactions / 1000;
    const accounts = new Set(ring.filter(({ ring_level }) => ring_level !== null).map(({ account_id }) => account_id)).size;
    return 100 * Math.max(...ring.map(({ ring_level }) => ring_level ?? 0)) + 10 * Math.min(accounts, 6) + Math.min(ring.length, 9);
  };
  return cases.sort((a, b) => score(b) - score(a) || a.fraud_case_id - b.fraud_case_id)[0]?.fraud_case_id;
}

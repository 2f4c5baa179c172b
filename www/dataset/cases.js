// Every fraud case of a dataset in short, gathered unit by unit while the page is used: counts that are true of the
// whole, and the way from one case to the next.

import { call } from "./core.js";
import { Frame } from "./frame.js";

// More would not fit into the memory of a phone.
const MOST_CASES = 1_000_000;
// What these move on was lost in other cases, which count it.
const MOVED_ON = ["CONTA_LARANJA", "LAVAGEM_DINHEIRO"];

export class CaseIndex {
  ids = [];
  types = [];
  rings = [];
  ringIds = new Set();
  /** Cases by typology. */
  byType = new Map();
  /** Fraudulent payments, and centavos that were lost to them. */
  frauds = 0;
  lost = 0;
  unitsRead = 0;
  end = 0;

  constructor(dataset) {
    this.dataset = dataset;
    this.units = dataset.tables.get("fraud_cases").units;
  }

  get share() {
    return this.unitsRead / this.units;
  }

  get isComplete() {
    return this.unitsRead === this.units;
  }

  /** Reads the units before `end` that are left, until `stop`; `onChange` is called after each unit. */
  async fill(onChange, end = this.units) {
    this.end = Math.max(this.end, end);
    if (this.isFilling) return;
    this.isFilling = true;
    try {
      while (this.isFilling && this.unitsRead < this.end && this.ids.length < MOST_CASES) {
        this.add(await this.frame(this.unitsRead));
        onChange();
      }
    } finally {
      this.isFilling = false;
    }
  }

  stop() {
    this.isFilling = false;
  }

  /** The first unit is kept, as the page opens on one of its cases; the others would push out what is shown. */
  async frame(unit) {
    const { dataset } = this;
    if (unit === 0) return dataset.frame("fraud_cases", 0);
    return new Frame("fraud_cases", dataset.columns.get("fraud_cases"), [await call("unit", dataset.key, "fraud_cases", unit)]);
  }

  add(frame) {
    this.unitsRead++;
    const get = (name) => frame.values(name);
    const [ids, types, rings, counts, lost] = ["fraud_case_id", "fraud_type", "ring_id", "transactions", "amount_lost"].map(get);
    for (let row = 0; row < frame.rows; row++) {
      this.ids.push(ids[row]);
      this.types.push(types[row]);
      this.rings.push(rings[row]);
      if (rings[row] !== null) this.ringIds.add(rings[row]);
      this.byType.set(types[row], (this.byType.get(types[row]) ?? 0) + 1);
      this.frauds += counts[row];
      if (!MOVED_ON.includes(types[row])) this.lost += lost[row];
    }
  }

  passes(at, { type, inRing }) {
    return (!type || this.types[at] === type) && (!inRing || this.rings[at] !== null);
  }

  /** Cases by typology, of all or of those in rings. */
  typesOf(inRing) {
    if (!inRing) return this.byType;
    const found = new Map();
    this.types.forEach((type, at) => this.rings[at] !== null && found.set(type, (found.get(type) ?? 0) + 1));
    return found;
  }

  /** The case before or after one, of those that pass; undefined if there is none among those read. */
  beside(id, step, wanted) {
    const { ids } = this;
    const isPast = step > 0 ? (other) => other > id : (other) => other < id;
    for (let at = step > 0 ? 0 : ids.length - 1; at >= 0 && at < ids.length; at += step) {
      if (isPast(ids[at]) && this.passes(at, wanted)) return ids[at];
    }
    return undefined;
  }

  /** The place of a case among those that pass, from 1, and how many they are; 0 if it is not one of them. */
  placeOf(id, wanted) {
    let [place, count] = [0, 0];
    for (let at = 0; at < this.ids.length; at++) {
      if (!this.passes(at, wanted)) continue;
      count++;
      if (this.ids[at] === id) place = count;
    }
    return { place, count };
  }
}

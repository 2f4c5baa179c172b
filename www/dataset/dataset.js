// A dataset: any row of any table, generated on demand.

import { CaseIndex } from "./cases.js";
import { call, callWith } from "./core.js";
import { Frame } from "./frame.js";

const MOST_UNITS_KEPT = 24;

export class Dataset {
  /** Plans a spec, given as JSON; `first`, a table and a unit, is made in the same breath, as it is asked for next. */
  static async open(specJson, about, first) {
    const opened = call("open", specJson);
    const batch = first && call("unit", specJson, ...first);
    batch?.catch(() => {}); // An address may ask for a unit that there is not.
    const { spec, command, tables } = await opened;
    const dataset = new Dataset(specJson, { spec, command, tables, about: await about });
    if (batch) dataset.made.set(first.join(" "), batch);
    return dataset;
  }

  constructor(key, { spec, command, tables, about }) {
    Object.assign(this, { key, spec, command, about });
    this.tables = new Map(tables.map((table) => [table.name, table]));
    this.columns = new Map(about.tables.map(({ name, columns }) => [name, columns]));
    this.made = new Map();
    this.cases = new CaseIndex(this);
  }

  /** `count` units of a table, from `first` on. A unit is what the core generates at a time. */
  async frame(table, first, count = 1) {
    const end = Math.min(first + count, this.tables.get(table).units);
    const batches = [];
    for (let unit = first; unit < end; unit++) batches.push(await this.batch(table, unit));
    return new Frame(table, this.columns.get(table), batches);
  }

  batch(table, unit) {
    const key = `${table} ${unit}`;
    const batch = this.made.get(key) ?? call("unit", this.key, table, unit);
    this.made.delete(key);
    this.made.set(key, batch);
    if (this.made.size > MOST_UNITS_KEPT) this.made.delete(this.made.keys().next().value);
    return batch;
  }

  /** The unit with the row of an id; undefined if no row has it. */
  async unitOf(table, id) {
    // Ids come from fields and addresses, too.
    const unit = Number.isSafeInteger(id) && id > 0 ? await call("unitOf", this.key, table, id) : undefined;
    // The ids of a unit may have gaps, as those of credits do.
    return unit !== undefined && (await this.frame(table, unit)).rowOf(id) >= 0 ? unit : undefined;
  }

  /** The row of an id as an object of values; undefined if there is none. */
  async record(table, id) {
    if (id === null) return undefined;
    const unit = await this.unitOf(table, id);
    if (unit === undefined) return undefined;
    const frame = await this.frame(table, unit);
    return frame.record(frame.rowOf(id));
  }

  /** The unit with a customer's transactions and credits. */
  cellNumber(customer) {
    return call("cellOf", this.key, customer);
  }

  /** All transactions, or credits, of a customer's cell: the customers whose payments are generated together. */
  async cellOf(customer, table = "transactions") {
    return this.frame(table, await this.cellNumber(customer));
  }

  /** The rows of a table that belong to a customer. */
  async ofCustomer(table, customer) {
    const unit = await this.unitOf("customers", customer);
    const frame = await this.frame(table, unit);
    return frame.recordsWhere("customer_id", (id) => id === customer);
  }

  /** The cases planned together with those of a customer, such as those of all victims of one mule. */
  async casesAround(customer) {
    return this.frame("fraud_cases", await this.unitOf("customers", customer));
  }

  digest(options) {
    return callWith(options, "digest", this.key);
  }
}

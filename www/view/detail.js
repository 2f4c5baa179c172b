// A record in full: its fields, its customer, and what happened around it.

import { movementOf, movementsOf } from "../dataset/movements.js";
import { labelOf, shown } from "../explore/words.js";
import { gatherCase } from "../story/case.js";
import { course } from "../story/course.js";
import { byId, element, fraudMark, icon } from "./dom.js";
import { isoTime, jsonRow } from "./format.js";
import { roomOf } from "../plots/figure.js";
import { sparkline, timeline, window as around } from "../plots/timeline.js";
import { caseNav } from "../story/nav.js";
import { graphButton, story } from "../story/story.js";
import { noteOf } from "../text/index.js";

/** Columns that refer to rows of other tables. */
const REFERENCES = {
  customer_id: "customers", account_id: "accounts", device_id: "devices", merchant_id: "merchants", card_id: "cards",
  fraud_case_id: "fraud_cases", ring_id: "fraud_cases", transaction_id: "transactions", session_id: "transactions",
  replaces_card_id: "cards",
};
/** Columns whose table depends on another column, and the tables by its value. */
const KINDS = { beneficiary_id: "beneficiary_kind", payer_id: "payer_kind" };
/** Tables from whose records the graph of money can start. */
const STARTS = { accounts: "account", devices: "device" };
const HOLDERS = { ACCOUNT: "accounts", MERCHANT: "merchants" };

export class Detail {
  constructor(page) {
    this.page = page;
    this.dialog = byId("detail");
    this.dialog.addEventListener("close", () => {
      // It is closed already if the address went back.
      if (page.state.id !== null) page.note({ id: null }, { asNew: true });
      this.shown = undefined;
      byId("grid").focus({ preventScroll: true });
    });
    this.dialog.addEventListener("click", ({ target }) => target === this.dialog && this.dialog.close());
  }

  /** Opens a row of a frame. Rows of files have no dataset to look up what belongs to them. */
  open(frame, row, isFile) {
    if (!isFile) this.page.note({ id: frame.at(row, 0) }, { asNew: true });
    this.subject = { frame, row, isFile };
    return this.paint();
  }

  /** Shows the record that the address names, or the one that was opened. */
  async paint() {
    const { page } = this;
    if (page.state.id === null && !this.subject?.isFile) {
      if (this.dialog.open) this.dialog.close();
      return;
    }
    let { subject } = this;
    if (!subject || (!subject.isFile && subject.frame.at(subject.row, 0) !== page.state.id) || (!subject.isFile && subject.frame.table !== page.state.table)) {
      const unit = await page.dataset.unitOf(page.state.table, page.state.id);
      const frame = await page.dataset.frame(page.state.table, unit);
      subject = this.subject = { frame, row: frame.rowOf(page.state.id), isFile: false };
    }
    const { frame, row, isFile } = subject;
    const record = frame.record(row);
    this.paintHead(frame, row, record, isFile);
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.scrollTop = 0;
    this.body.append(this.fields(frame, row, record, isFile));
    this.subject = isFile ? undefined : subject;
    if (isFile) return;
    const mine = (this.turn = {});
    const parts = await this.surroundings(frame.table, record);
    if (mine === this.turn) this.body.prepend(...parts.filter(Boolean));
  }

  paintHead(frame, row, record, isFile) {
    const { text } = this.page;
    const name = text.one[frame.table] ?? frame.table;
    const id = frame.at(row, 0);
    const focus = this.dialog.querySelector("nav.cases")?.dataset.focus;
    const nav = frame.table === "fraud_cases" && !isFile && caseNav(this.page, id, (to) => this.toCase(to), focus);
    this.body = element("div", { className: "body" });
    this.dialog.replaceChildren(
      element("header", {},
        element("h2", { id: "detail-title" }, `${name} ${id}`, record.is_fraud === true && [" ", fraudMark(text.fraud)]),
        element("button", { type: "button", onclick: () => this.copy(frame, row) }, text.copyRow),
        element("button", { type: "button", className: "close", ariaLabel: text.close, onclick: () => this.dialog.close() }, icon("close"))),
      nav || "",
      this.body,
      this.dialog.querySelector(".told") ?? "");
  }

  async copy(frame, row) {
    await navigator.clipboard.writeText(jsonRow(frame, row));
    this.page.tell(this.page.text.copied);
  }

  link(table, id, text = String(id)) {
    return element("button", { type: "button", className: "link", onclick: () => this.go(table, id) }, text);
  }

  go(table, id) {
    this.subject = undefined;
    const same = table === this.page.state.table;
    return this.page.go({ id, ...(same ? {} : { table, unit: 0, units: 1, filters: [], sort: null, columns: null }) }, { asNew: true });
  }

  /** Opens the case of that id, if there is one. */
  async toCase(id) {
    const { page } = this;
    const unit = await page.dataset.unitOf("fraud_cases", id);
    if (unit === undefined) page.tell(page.text.noId(null));
    else await this.go("fraud_cases", id);
  }

  /** What belongs to a record: its customer's payments, credits and devices, the story of a fraud. */
  async surroundings(table, record) {
    const { dataset } = this.page;
    const place = this.body;
    const link = (...args) => this.link(...args);
    const caseId = record.fraud_case_id ?? null;
    const gathered = caseId === null ? undefined : await gatherCase(dataset, caseId);
    const told = [
      STARTS[table] && element("div", { className: "row" }, graphButton(this.page, `${STARTS[table]}-${Object.values(record)[0]}`)),
      this.lookAlike(record),
      gathered && story(this.page, gathered, { link, place, current: record.transaction_id }),
      course(record, gathered?.fraudCase, this.page),
    ];
    if (record.customer_id === undefined) return told;
    const movements = await movementsOf(dataset, record.customer_id);
    return [...told, ...this.history(record, movements, movementOf(movements, table, record)), await this.belongings(record)];
  }

  /** The typology that a legitimate transaction was made to look like. */
  lookAlike({ decoy_of }) {
    const { text } = this.page;
    return (decoy_of ?? null) !== null && element("p", { className: "look-alike" }, text.looksLike(text.typologies[decoy_of] ?? decoy_of));
  }

  history(record, movements, current) {
    if (movements.length === 0) return [];
    const options = { text: this.page.text, format: this.page.format, width: roomOf(this.body) };
    const account = record.account_id ?? movements.at(-1).account_id;
    const ofAccount = around(movements.filter(({ account_id }) => account_id === account), current);
    return [
      timeline(around(movements, current), current, options),
      ofAccount.length > 1 ? sparkline(ofAccount, current, options) : undefined,
    ];
  }

  /** The customer, with accounts and devices. */
  async belongings(record) {
    const { dataset, text, format } = this.page;
    const id = record.customer_id;
    const [customer, accounts, devices] = await Promise.all([
      dataset.record("customers", id), dataset.ofCustomer("accounts", id), dataset.ofCustomer("devices", id),
    ]);
    // It may have been ordered from a borrowed device, or from the fraudster's.
    const isForeign = (record.device_id ?? null) !== null && !devices.some(({ device_id }) => device_id === record.device_id);
    const foreign = isForeign ? await dataset.record("devices", record.device_id) : undefined;
    const mark = (is) => (is ? "current" : "");
    return element("section", { className: "belongings" },
      element("h3", {}, text.customerTitle, " ", this.link("customers", id, customer.name)),
      element("p", {}, [
        text.words[customer.kind], `${customer.municipality} (${customer.state})`, text.profiles[customer.behavioral_profile] ?? customer.behavioral_profile,
        `${text.income} ${format.money(customer.monthly_income)}`, `${text.since} ${format.day(customer.customer_since)}`,
      ].join(" · ")),
      element("h4", {}, text.tables.accounts),
      element("ul", {}, accounts.map((account) => element("li", { className: mark(account.account_id === record.account_id) },
        this.link("accounts", account.account_id, text.account(account.account_id)),
        ` ${account.bank_name} · ${text.words[account.account_type] ?? account.account_type} · ${text.opened} ${format.day(account.opened_on)}`))),
      element("h4", {}, text.tables.devices),
      element("ul", {}, [...devices, foreign].filter(Boolean).map((device) => element("li", { className: mark(device.device_id === record.device_id) },
        this.link("devices", device.device_id, text.device(device.device_id)),
        ` ${device.manufacturer} ${device.model} · ${device.operating_system} · ${text.seen} ${format.time(device.first_seen)}`,
        device === foreign && [" · ", this.link("customers", device.customer_id, text.deviceOf(device.customer_id))]))));
  }

  /** Every field with its meaning, grouped by role. */
  fields(frame, row, record, isFile) {
    const { text } = this.page;
    const groups = ["label", "feature", "id", undefined].map((role) => {
      const columns = frame.columns.filter((column) => column.role === role);
      if (columns.length === 0) return null;
      const items = columns.map((column) => element("div", { className: record[column.name] === null ? "none" : "" },
        element("dt", { title: noteOf(text, frame.table, column).note }, ...nameOf(column)),
        element("dd", {}, this.value(frame, record, column, isFile),
          column.type === "timestamp(us, UTC)" && record[column.name] !== null && element("span", { className: "note" }, this.bothZones(record[column.name])))));
      return [element("h3", {}, text.roleTitles[role] ?? text.columns), element("dl", { className: "fields" }, items)];
    });
    return element("section", {}, groups);
  }

  bothZones(micros) {
    const [, clock] = isoTime(micros).split("T");
    return this.page.state.zone === "utc" ? this.page.text.zones.utc : clock && `${clock.slice(0, 8)} UTC`;
  }

  value(frame, record, column, isFile) {
    const value = record[column.name];
    const told = shown(value, column, this.page);
    const kind = KINDS[column.name];
    const table = kind ? HOLDERS[record[kind]] : REFERENCES[column.name];
    const isOwn = column.name === frame.columns[0].name;
    if (value === null || isFile || isOwn || !table) return told;
    return this.link(table, value, told);
  }
}

/** The name of a column in the reader's language, if it has one, and its own. */
const nameOf = (column) => (labelOf(column) ? [labelOf(column), " ", element("code", {}, column.name)] : [column.name]);

// The values of a column, or its ranges, with how many rows have each; those that are chosen make a filter.

import { byId, element, icon, markWrong } from "../view/dom.js";
import { sift } from "./arrange.js";
import { canonical, choose, chosen, fold, isValid, join, replaced, toggled } from "./filters.js";
import { entered, rangeName, summarize } from "./summary.js";
import { labelOf, named, wrongValue } from "./words.js";
import { toldOf } from "./heads.js";

const MOST_LISTED = 200;
const [WIDTH, HEIGHT] = [400, 440];

export class Facet {
  constructor(page, records) {
    Object.assign(this, { page, records });
    this.box = element("div", { id: "facet", popover: "auto", role: "dialog" });
    this.box.addEventListener("toggle", ({ newState }) => {
      if (newState === "closed" && !document.querySelector("dialog[open]")) (this.from.isConnected ? this.from : byId("grid")).focus({ preventScroll: true });
    });
    document.body.append(this.box);
  }

  /** Opens it for a column, below an element. The focus returns to `from`. */
  async open(column, below, from) {
    Object.assign(this, { column, from, sought: "" });
    const { text } = this.page;
    const name = labelOf(column);
    this.box.ariaLabel = text.explore.title(name ? `${name} (${column.name})` : column.name);
    this.box.replaceChildren(element("p", { className: "note" }, text.explore.loading));
    this.box.showPopover();
    this.place(below.getBoundingClientRect());
    await this.count();
    (this.box.querySelector("input") ?? this.box.querySelector("button"))?.focus();
  }

  place({ left, bottom }) {
    const { clientWidth, clientHeight } = document.documentElement;
    const width = Math.min(WIDTH, clientWidth - 16);
    const top = Math.max(8, Math.min(bottom + 4, clientHeight - HEIGHT - 8));
    this.box.style.width = `${width}px`;
    this.box.style.left = `${Math.max(8, Math.min(left, clientWidth - width - 8))}px`;
    this.box.style.top = `${top}px`;
    this.box.style.maxHeight = `${Math.min(HEIGHT, clientHeight - top - 8)}px`;
  }

  /** Counts the rows that pass all filters but those of the column itself. */
  async count() {
    const { column, records: { frame, states }, page } = this;
    const filters = page.state.filters.filter((filter) => filter.column !== column.name);
    this.summary = await summarize(frame, await sift(frame, filters, { states }), column);
    this.paint();
  }

  paint() {
    const { column, summary, page } = this;
    const { text } = page;
    const name = labelOf(column);
    const list = element("ul", {});
    this.list = list;
    const isList = summary.bins === undefined;
    this.box.replaceChildren(...[
      element("div", { className: "head" }, element("h2", {}, name ?? column.name, name && element("code", {}, column.name)),
        element("button", { type: "button", className: "close", ariaLabel: text.close, onclick: () => this.box.hidePopover() }, icon("close"))),
      element("p", { className: "note" }, toldOf(summary, column, page).long),
      isList ? this.search() : this.range(),
      list,
    ].filter(Boolean));
    this.paintList();
  }

  search() {
    const { text } = this.page;
    const input = element("input", { type: "text", role: "searchbox", ariaLabel: text.explore.search, placeholder: text.explore.search, value: this.sought, autocomplete: "off" });
    input.addEventListener("input", () => { this.sought = input.value; this.paintList(); });
    input.addEventListener("keydown", ({ key }) => {
      if (key === "Enter" && input.value && this.summary.values === null) this.change(choose(this.page.state.filters, this.column.name, [input.value.trim()]));
    });
    return input;
  }

  /** Two fields for a range of one's own. */
  range() {
    const { column, page: { text, state } } = this;
    const [from, to] = state.filters.find((filter) => filter.column === column.name && filter.operator === "between")?.value.split("~") ?? ["", ""];
    const field = (name, label, value) => element("label", {}, element("span", {}, label), element("input", { name, value, autocomplete: "off" }));
    const message = element("p", { id: "range-problem", className: "problem", role: "alert" });
    const form = element("form", { className: "range", noValidate: true }, field("from", text.explore.from, from), field("to", text.explore.to, to), element("button", {}, text.explore.apply), message);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [least, most] = ["from", "to"].map((name) => form.elements[name].value.trim());
      const filter = { column: column.name, operator: least && most ? "between" : least ? "≥" : "≤", value: least && most ? join([least, most]) : least || most };
      const inputs = [form.elements.from, form.elements.to];
      const isWrong = ({ value }) => value.trim() !== "" && !isValid({ operator: "=", value: value.trim() }, column.type);
      const wrong = inputs.find(isWrong);
      markWrong(inputs, isWrong, message);
      message.textContent = wrong ? wrongValue(column, this.page) : "";
      if (wrong) wrong.focus();
      else this.change(this.withRange(filter.value ? canonical(filter, column.type) : undefined));
    });
    return form;
  }

  /** The filters with another range of the column. */
  withRange(filter) {
    return replaced(this.page.state.filters, (other) => other.column === this.column.name && ["between", "≥", "≤"].includes(other.operator), filter);
  }

  paintList() {
    const { summary, page: { text, format } } = this;
    const items = summary.bins ? this.bins() : this.values();
    const counts = [summary.empty, ...(summary.bins ?? summary.values ?? []).map(({ count }) => count)];
    const most = Math.max(1, ...counts);
    const lines = items.slice(0, MOST_LISTED).map(({ name, raw, count, isOn, toggle, only, not }) => {
      const bar = element("span", { className: "share" });
      bar.style.width = `${100 * count / most}%`;
      const told = [element("span", { className: "value", title: raw ?? "" }, name, bar), element("span", { className: "count" }, format.whole(count))];
      const rows = text.explore.counts(format.whole(count), format.share(count / Math.max(1, summary.rows)));
      // Of values several can be chosen, of ranges one, which is let go by another press.
      return element("li", {},
        summary.bins ? element("button", { type: "button", className: "one", "aria-pressed": String(isOn), title: rows, onclick: toggle }, told)
          : element("label", {}, element("input", { type: "checkbox", checked: isOn, onchange: toggle, ariaLabel: `${name}: ${rows}` }), told),
        element("button", { type: "button", ariaLabel: text.explore.onlyThis(name), onclick: only }, text.explore.only),
        element("button", { type: "button", ariaLabel: text.explore.notThis(name), onclick: not }, text.explore.not));
    });
    const note = summary.values === null ? text.explore.tooMany : items.length === 0 ? text.explore.none
      : items.length > MOST_LISTED ? text.explore.unlisted(format.whole(items.length - MOST_LISTED)) : "";
    this.list.replaceChildren(...lines, note && element("li", { className: "note" }, note));
  }

  /** The values, those that are chosen first, and the empty rows. */
  values() {
    const { column, summary, page } = this;
    const { filters } = page.state;
    const on = chosen(filters, column.name);
    const off = chosen(filters, column.name, true);
    const counted = (summary.values ?? []).map(({ value, count }) => ({ part: entered(value, column.type), name: named(value, column, page), count }));
    const missing = on.filter((part) => part !== null && !counted.some((one) => one.part === part)).map((part) => ({ part, name: part, count: 0 }));
    const empties = summary.empty > 0 ? [{ part: null, name: page.text.explore.empty, count: summary.empty }] : [];
    return [...missing, ...counted, ...empties]
      .filter(({ name, part }) => fold(`${name} ${part ?? ""}`).includes(fold(this.sought)))
      .map((one) => ({
        ...one, raw: one.part, isOn: on.length > 0 ? on.includes(one.part) : off.length > 0 && !off.includes(one.part),
        toggle: () => this.change(on.length === 0 && off.length > 0 ? choose(filters, column.name, toggled(off, one.part), true) : choose(filters, column.name, toggled(on, one.part))),
        only: () => this.change(choose(choose(filters, column.name, [], true), column.name, [one.part])),
        not: () => this.change(choose(choose(filters, column.name, []), column.name, toggled(off, one.part), true)),
      }));
  }

  /** The ranges, of which one can be chosen, and the empty rows. */
  bins() {
    const { column, summary, page: { text, state: { filters } } } = this;
    const has = (operator, value) => filters.some((filter) => filter.column === column.name && filter.operator === operator && filter.value === value);
    const bins = summary.bins.map(({ from, to, count }) => {
      const value = join([entered(from, column.type), entered(to, column.type)]);
      const [only, not] = ["between", "not between"].map((operator) => ({ column: column.name, operator, value }));
      const name = rangeName(from, to, column, this.page);
      const isOn = has("between", value);
      return {
        name, count, isOn, toggle: () => this.change(this.withRange(isOn ? undefined : only)), only: () => this.change(this.withRange(only)),
        not: () => this.change(has("not between", value) ? filters.filter((filter) => filter.value !== value) : [...this.withRange(undefined), not]),
      };
    });
    const plain = { column: column.name, value: "" };
    const set = (operator) => this.change([...filters.filter((filter) => filter.column !== column.name), { ...plain, operator }]);
    const isEmpty = has("empty", "");
    const empties = { name: text.explore.empty, count: summary.empty, isOn: isEmpty, toggle: () => (isEmpty ? this.change(filters.filter((filter) => filter.column !== column.name)) : set("empty")), only: () => set("empty"), not: () => set("filled") };
    return [...bins.filter(({ count, isOn }) => count > 0 || isOn), ...(summary.empty > 0 ? [empties] : [])];
  }

  /** Filters anew; the popover stays as it is, with the focus where it was. */
  async change(filters) {
    const buttons = () => [...this.box.querySelectorAll("input, button")];
    const at = buttons().indexOf(document.activeElement);
    const scroll = this.list.scrollTop;
    await this.page.go({ filters }, { asNew: true });
    if (!this.box.matches(":popover-open")) return;
    this.paint();
    this.list.scrollTop = scroll;
    buttons()[at]?.focus();
  }
}

// The form that adds a filter, or changes one.

import { byId, element, markWrong } from "../view/dom.js";
import { canonical, isValid, join, operatorsOf, partsOf, takesTwo, takesValue } from "./filters.js";
import { labelOf, wrongValue } from "./words.js";

export class FilterForm {
  constructor(page) {
    this.page = page;
    this.form = byId("filter");
    this.menu = this.form.closest("details");
    const { column, operator, value } = this.form.elements;
    this.first = value.closest("label");
    this.second = element("label", { hidden: true }, element("span", {}), element("input", { name: "second", autocomplete: "off" }));
    this.several = element("label", { hidden: true }, element("span", {}), element("textarea", { name: "several", rows: 4, autocomplete: "off" }));
    this.message = element("p", { id: "filter-problem", className: "problem", role: "alert" });
    this.first.after(this.second, this.several, this.message);
    column.addEventListener("change", () => this.paintOperators());
    operator.addEventListener("change", () => this.paintValues());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.menu.addEventListener("toggle", () => { if (!this.menu.open) this.changed = undefined; });
  }

  paint(frame) {
    this.frame = frame;
    const { column } = this.form.elements;
    const before = column.value;
    column.replaceChildren(...frame.columns.map((one) => new Option(labelOf(one) ? `${labelOf(one)} (${one.name})` : one.name, one.name)));
    column.value = frame.places.has(before) ? before : frame.places.has("amount") ? "amount" : frame.columns[0].name;
    this.paintOperators();
  }

  get column() {
    return this.frame.columns[this.frame.places.get(this.form.elements.column.value)];
  }

  paintOperators() {
    const { column, page: { text }, form: { elements: { operator } } } = this;
    const before = operator.value;
    operator.replaceChildren(...operatorsOf(column.type).map((name) => new Option(text.operators[name] ?? name, name)));
    if (operatorsOf(column.type).includes(before)) operator.value = before;
    this.paintValues();
  }

  paintValues() {
    const { column, page: { text }, form: { elements: { operator } } } = this;
    const [isList, isPair] = [/(^| )in$/.test(operator.value), takesTwo(operator.value)];
    this.first.hidden = isList || !takesValue(operator.value);
    this.second.hidden = !isPair;
    this.several.hidden = !isList;
    this.first.firstElementChild.textContent = isPair ? text.explore.from : text.value;
    this.second.firstElementChild.textContent = text.explore.to;
    this.several.firstElementChild.textContent = text.explore.severalHelp;
    markWrong([this.form.elements.value, this.form.elements.second, this.form.elements.several], () => false, this.message);
    this.message.textContent = "";
    this.form.querySelector("button").textContent = this.changed ? text.explore.change : text.add;
    const words = column.type === "boolean" ? ["true", "false"] : column.type === "category" ? wordsOf(this.frame, column) : [];
    byId("filter-words").replaceChildren(...words.map((word) => new Option(word)));
  }

  /** Shows a filter, to be changed. */
  async edit(filter) {
    const { elements } = this.form;
    // The click that asks for it closes open menus.
    await new Promise((resolve) => setTimeout(resolve));
    this.menu.open = true;
    this.changed = filter;
    elements.column.value = filter.column;
    this.paintOperators();
    elements.operator.value = filter.operator;
    const parts = partsOf(filter.value);
    elements.value.value = takesTwo(filter.operator) ? parts[0] : filter.value;
    elements.second.value = parts[1] ?? "";
    elements.several.value = parts.filter((part) => part !== null).join("\n");
    this.paintValues();
    [elements.value, elements.several, elements.operator].find((field) => !field.closest("label").hidden).focus();
  }

  submit() {
    const { page, column, form: { elements } } = this;
    const operator = elements.operator.value;
    const value = !this.several.hidden ? join(elements.several.value.split("\n").map((one) => one.trim()).filter(Boolean))
      : takesTwo(operator) ? join([elements.value.value, elements.second.value]) : takesValue(operator) ? elements.value.value : "";
    const filter = { column: column.name, operator, value };
    const isRight = isValid(filter, column.type);
    // Of a pair, each is looked at alone.
    const isWrong = (field) => !isRight && !(takesTwo(operator) && isValid({ operator: "=", value: field.value }, column.type));
    const shown = [elements.value, elements.second, elements.several].filter((field) => !field.closest("label").hidden);
    markWrong(shown, isWrong, this.message);
    this.message.textContent = isRight ? "" : wrongValue(column, page);
    if (!isRight) {
      shown.find(isWrong).focus();
      return;
    }
    const { filters } = page.state;
    const { changed } = this;
    this.menu.open = false;
    const made = canonical(filter, column.type);
    page.go({ filters: filters.includes(changed) ? filters.map((other) => (other === changed ? made : other)) : [...filters, made] }, { asNew: true });
  }
}

/** The words of a category, to choose among. */
function wordsOf(frame, { name }) {
  const place = frame.places.get(name);
  const found = new Set(frame.chunks.flatMap(({ columns, rows }) => columns[place].words ?? columns[place].values.slice(0, rows)));
  return [...found].filter((word) => word !== null).sort().slice(0, 400);
}

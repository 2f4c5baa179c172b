// The dials for typologies: how often each occurs, and whether it becomes more or less frequent over time.

import { element } from "./dom.js";
import { pairsOf, pairsText } from "../dataset/spec.js";

export class Mix {
  constructor(place) {
    this.place = place;
    place.addEventListener("input", () => this.paintSummary());
  }

  /** Shows the state's `fraud_mix` and `fraud_drift`; if they are those that were shown, the dials keep what was entered. */
  paint({ text, format, about, state }) {
    const given = state.dials === this.shown ? undefined : state.dials;
    this.shown = state.dials;
    const usual = about.spec.fraud_mix;
    const { weights, drifts } = given
      ? { weights: given.fraud_mix ? pairsOf(given.fraud_mix) : usual, drifts: pairsOf(given.fraud_drift) }
      : { weights: this.weights, drifts: this.drifts };
    Object.assign(this, { text, usual });
    const nameOf = (typology) => text.typologies[typology] ?? typology;
    const byName = about.typologies.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), format.language));
    const rows = byName.map((typology) => element("tr", {},
      element("th", { scope: "row", title: typology }, nameOf(typology)),
      element("td", {}, element("input", {
        inputMode: "numeric", autocomplete: "off", value: weights[typology] ?? "0", dataset: { typology, field: "fraud_mix" },
        ariaLabel: `${text.fraud_mix}: ${nameOf(typology)}`,
      })),
      element("td", {}, this.driftOf(typology, drifts[typology] ?? "", about.drifts, `${text.fraud_drift}: ${nameOf(typology)}`))));
    this.summary = element("summary", {});
    this.place.replaceChildren(this.summary,
      element("div", { className: "typologies" }, element("table", {},
        element("caption", { className: "hidden" }, text.fraud_mix),
        element("thead", {}, element("tr", {}, text.mixHead.map((head) => element("th", { scope: "col" }, head)))),
        element("tbody", {}, rows))),
      element("button", { type: "button", onclick: () => this.clear() }, text.mixNone));
    this.paintSummary();
  }

  driftOf(typology, drift, drifts, ariaLabel) {
    // An unknown drift is shown as it is, and the core refuses it.
    const known = ["", ...drifts, ...(drifts.includes(drift) || drift === "" ? [] : [drift])];
    const select = element("select", { dataset: { typology, field: "fraud_drift" }, ariaLabel },
      known.map((name) => new Option(this.text.drifts[name] ?? name, name)));
    select.value = drift;
    return select;
  }

  paintSummary() {
    const { text, usual } = this;
    const changed = Object.entries(this.weights).filter(([typology, weight]) => weight !== String(usual[typology] ?? 0)).length;
    const told = text.mixChanged(changed, Object.keys(this.drifts).length) || text.mixUsual;
    this.summary.replaceChildren(text.fraud_mix, " ", element("span", { className: "note" }, told));
  }

  /** Sets all weights to 0, so that a few can be chosen. */
  clear() {
    for (const input of this.dials("fraud_mix")) input.value = "0";
    this.paintSummary();
  }

  dials(field) {
    return [...this.place.querySelectorAll(`[data-field=${field}]`)];
  }

  written(field) {
    return Object.fromEntries(this.dials(field).map(({ dataset: { typology }, value }) => [typology, value.trim()]));
  }

  get weights() {
    return this.written("fraud_mix");
  }

  get drifts() {
    return Object.fromEntries(Object.entries(this.written("fraud_drift")).filter(([, drift]) => drift !== ""));
  }

  /** The fields' texts; defaults are left out. */
  read() {
    const { weights, drifts, usual } = this;
    const isUsual = Object.entries(weights).every(([typology, weight]) => weight === String(usual[typology] ?? 0));
    return { fraud_mix: isUsual ? "" : pairsText(weights), fraud_drift: pairsText(drifts) };
  }

  /** Marks the dials of the invalid field. */
  mark(field) {
    for (const dial of [...this.dials("fraud_mix"), ...this.dials("fraud_drift")]) dial.ariaInvalid = dial.dataset.field === field ? "true" : null;
    if (["fraud_mix", "fraud_drift"].includes(field)) this.place.open = true;
  }
}

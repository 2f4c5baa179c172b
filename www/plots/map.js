// Brazil by state, in a stronger colour where there is more: payments, frauds, or the share of frauds.

import { range } from "../dataset/frame.js";
import { element, svg } from "../view/dom.js";
import { figure } from "./figure.js";
import { roving } from "./roving.js";
import { STATES } from "./states.js";

const SIZE = 460;
const STEPS = 5;
export const MEASURES = ["payments", "frauds", "share"];
const valueOf = { payments: ({ payments }) => payments, frauds: ({ frauds }) => frauds, share: ({ payments, frauds }) => (payments ? frauds / payments : 0) };

/**
 * `counts` holds `{payments, frauds}` by state, `measure` is what is shown and `onmeasure(measure)` shows another;
 * `pick(state, name)` filters by one.
 */
export function stateMap({ counts, measure, onmeasure, pick, text, format, width }) {
  const tell = text.map;
  const of = (state) => counts.get(state) ?? { payments: 0, frauds: 0 };
  const value = (state) => valueOf[measure](of(state));
  const written = measure === "share" ? format.share : format.whole;
  const bounds = boundsOf(Math.max(...Object.keys(STATES).map(value)), measure);
  const stepOf = (state) => bounds.findIndex((bound) => value(state) <= bound);
  const told = (state) => tell.state({ name: STATES[state][0], state, payments: of(state).payments, paid: format.whole(of(state).payments), frauds: format.whole(of(state).frauds), share: format.share(valueOf.share(of(state))) });
  const size = Math.min(width, SIZE);
  const name = element("p", { className: "state-name", textContent: tell.hint });
  const shapes = Object.entries(STATES).map(([state, [, path]]) => {
    const { key, name: label, isOn } = pick(state, told(state));
    return svg("path", {
      d: path, class: "state", "data-state": state, "data-step": stepOf(state), "data-pick": `map ${key}`, role: "button", "aria-pressed": isOn, "aria-label": label,
    }, svg("title", {}, label));
  });
  const drawing = svg("svg", { class: "plot map", role: "group", "aria-label": tell.title, viewBox: `0 0 ${SIZE} ${SIZE}`, width: size, height: size }, shapes);
  const show = ({ target }) => target.dataset.state && (name.textContent = told(target.dataset.state));
  for (const kind of ["pointerover", "focusin"]) drawing.addEventListener(kind, show);
  const choose = ({ target }) => target.dataset.state && pick(target.dataset.state, "").toggle();
  drawing.addEventListener("click", choose);
  drawing.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(event);
  });
  roving(drawing, ".state", shapes.find(({ dataset }) => dataset.state === "SP"));
  const select = element("select", { name: "measure", onchange: ({ target }) => onmeasure(target.value) }, MEASURES.map((one) => new Option(tell.measures[one], one)));
  select.value = measure;
  const ranked = Object.keys(STATES).toSorted((a, b) => value(b) - value(a) || a.localeCompare(b));
  return figure({
    title: tell.title, note: tell.note, text,
    drawing: element("div", {}, element("label", { className: "choose" }, element("span", {}, tell.measure), select), drawing, name, legend(bounds, written, tell)),
    head: tell.head,
    rows: ranked.map((state) => [`${STATES[state][0]} (${state})`, format.whole(of(state).payments), format.whole(of(state).frauds), format.share(valueOf.share(of(state)))]),
  });
}

/** The largest value of each step, the first of which is none at all. Few states have most payments, so steps of counts grow. */
function boundsOf(most, measure) {
  if (measure === "share") return range(STEPS + 1).map((step) => most * step / STEPS);
  return [...new Set(range(STEPS + 1).map((step) => Math.round(most * (step / STEPS) ** 2)))];
}

function legend(bounds, written, tell) {
  return element("ul", { className: "steps-legend", ariaLabel: tell.legend }, bounds.map((bound, step) => element("li", {},
    svg("svg", { "aria-hidden": "true", width: 18, height: 12 }, svg("rect", { class: "state", "data-step": step, x: 0.5, y: 0.5, width: 17, height: 11 })),
    step === 0 ? written(0) : tell.upTo(written(bound)))));
}

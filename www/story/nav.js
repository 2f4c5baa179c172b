// The way through the cases of the whole dataset: the one before, the next, those of a typology or with a ring, any by its id.

import { wholeOf } from "../dataset/spec.js";
import { element } from "../view/dom.js";

/** What is asked for, which stays from case to case. */
const wanted = { type: "", inRing: false };

/** The controls at the head of case `id`; `go(id)` opens another, and `focus` names the control that keeps the focus. */
export function caseNav(page, id, go, focus) {
  const nav = element("nav", { className: "cases", ariaLabel: page.text.cases.title });
  const paint = () => nav.replaceChildren(...controls(page, id, (to, name) => {
    nav.dataset.focus = name;
    go(to);
  }));
  const onCases = () => {
    if (!nav.isConnected) removeEventListener("cases", onCases);
    // A list that is open is left alone.
    else if (nav.contains(document.activeElement) && !page.dataset.cases.isComplete) nav.querySelector(".place").textContent = placeText(page, id);
    else keepingFocus(nav, paint);
  };
  addEventListener("cases", onCases);
  paint();
  if (focus) queueMicrotask(() => nav.querySelector(`[name=${focus}]`)?.focus());
  return nav;
}

/** Where a case stands among those asked for, and how far they are counted. */
function placeText({ text: { cases: tell }, format, dataset: { cases } }, id) {
  const { place, count } = cases.placeOf(id, wanted);
  const isOther = !place && cases.ids.includes(id);
  return [
    place ? tell.place(format.whole(place), format.whole(count)) : tell[isOther ? "other" : "count"](format.whole(count)),
    !cases.isComplete && tell.counting(format.share(cases.share)),
  ].filter(Boolean).join(" · ");
}

function keepingFocus(nav, paint) {
  const { activeElement } = document;
  const [name, value] = nav.contains(activeElement) ? [activeElement.name, activeElement.value] : [];
  paint();
  if (!name) return;
  const same = nav.querySelector(`[name=${name}]`);
  if (name === "case") same.value = value;
  same.focus();
}

function controls(page, id, go) {
  const { text, format, dataset: { cases } } = page;
  const tell = text.cases;
  const ask = (changes, name) => {
    Object.assign(wanted, changes);
    if (!cases.typesOf(wanted.inRing).has(wanted.type)) wanted.type = "";
    const at = cases.ids.indexOf(id);
    const to = at >= 0 && cases.passes(at, wanted) ? id : cases.beside(id, 1, wanted) ?? cases.beside(id, -1, wanted);
    if (to === undefined) page.tell(tell.none);
    go(to ?? id, name);
  };
  const step = (way, name, sign) => {
    const to = cases.beside(id, way, wanted);
    return element("button", { type: "button", className: "step", name, ariaLabel: tell[name], title: tell[name], disabled: to === undefined, onclick: () => go(to, name) }, sign);
  };
  const nameOf = (type) => text.typologies[type] ?? type;
  const byType = cases.typesOf(wanted.inRing);
  const types = [...byType].sort(([a], [b]) => nameOf(a).localeCompare(nameOf(b), format.language));
  const select = element("select", { name: "type", ariaLabel: tell.type, onchange: ({ target }) => ask({ type: target.value }, "type") },
    new Option(tell.every(format.whole([...byType.values()].reduce((sum, number) => sum + number, 0))), ""), types.map(([type, number]) => new Option(`${nameOf(type)} (${format.whole(number)})`, type)));
  select.value = wanted.type;
  const jump = element("input", { name: "case", inputMode: "numeric", autocomplete: "off", size: 8 });
  const onsubmit = (event) => {
    event.preventDefault();
    go(wholeOf(jump.value), "case");
  };
  return [
    step(-1, "before", "‹"),
    element("span", { className: "place" }, placeText(page, id)),
    step(1, "after", "›"),
    select,
    element("label", { className: "check" }, element("input", { type: "checkbox", name: "ring", checked: wanted.inRing, onchange: ({ target }) => ask({ inRing: target.checked }, "ring") }), element("span", {}, tell.inRing)),
    element("form", { noValidate: true, onsubmit }, element("label", {}, tell.jump, " ", jump), element("button", { name: "go" }, text.go)),
  ];
}

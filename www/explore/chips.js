// The filters as chips: a click on the words changes a filter, the cross removes it.

import { byId, element, icon } from "../view/dom.js";
import { sentence } from "./words.js";

/** Fills a box, which has a list and a button that clears it. */
export function paintChips(box, page, frame, edit) {
  const { state, text } = page;
  const { activeElement } = document;
  const [list, clear] = box.children;
  const wasIn = list.contains(activeElement);
  const chips = state.filters.map((filter) => {
    const column = frame.columns[frame.places.get(filter.column)];
    const told = sentence(filter, column, page);
    return element("li", {},
      element("button", { type: "button", className: "edit", title: `${text.explore.edit}: ${filter.column} ${filter.operator} ${filter.value.replaceAll("~", ", ")}`, onclick: ({ currentTarget }) => edit(filter, column, currentTarget) }, told),
      element("button", { type: "button", className: "remove", ariaLabel: text.removeFilter(told), onclick: () => page.go({ filters: state.filters.filter((other) => other !== filter) }, { asNew: true }) }, icon("close")));
  });
  list.replaceChildren(...chips);
  clear.hidden = chips.length < 2;
  clear.textContent = text.explore.clear;
  clear.onclick = () => page.go({ filters: [] }, { asNew: true });
  // The chip that had the focus may be gone.
  if (wasIn) (list.querySelector("button") ?? byId("grid")).focus({ preventScroll: true });
}

/** A box for chips. */
export const chipsBox = () => element("div", { className: "chosen" }, element("ul", { className: "chips" }), element("button", { type: "button", className: "link" }));

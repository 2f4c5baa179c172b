// The filters as chips: a click on the words changes a filter, the cross removes it.

import { byId, element, icon } from "../view/dom.js";
import { sentence } from "./words.js";

export function paintChips(page, frame, edit) {
  const { state, text } = page;
  const { activeElement } = document;
  const wasIn = byId("chips").contains(activeElement);
  const chips = state.filters.map((filter) => {
    const column = frame.columns[frame.places.get(filter.column)];
    const told = sentence(filter, column, page);
    return element("li", {},
      element("button", { type: "button", className: "edit", title: `${text.explore.edit}: ${filter.column} ${filter.operator} ${filter.value.replaceAll("~", ", ")}`, onclick: ({ currentTarget }) => edit(filter, column, currentTarget) }, told),
      element("button", { type: "button", className: "remove", ariaLabel: text.removeFilter(told), onclick: () => page.go({ filters: state.filters.filter((other) => other !== filter) }, { asNew: true }) }, icon("close")));
  });
  byId("chips").replaceChildren(...chips);
  byId("clear-filters").hidden = chips.length < 2;
  byId("clear-filters").textContent = text.explore.clear;
  // The chip that had the focus may be gone.
  if (wasIn) (byId("chips").querySelector("button") ?? byId("grid")).focus({ preventScroll: true });
}

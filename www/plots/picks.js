// Parts of a drawing that filter: buttons over it, of which one is in the tab order and arrows reach the others.

import { element } from "../view/dom.js";
import { nearest, WAYS } from "./roving.js";

/** Parts stand in rows and columns: what lies aside is hardly ever meant. */
const ASIDE = 4;

/**
 * `items` are `{key, name, x, y, width, height, isOn, toggle}`. The drawing stays a picture for screen readers, and the
 * buttons say what they are.
 */
export function picks({ name, items }) {
  const buttons = items.map(({ key, name: told, x, y, width, height, isOn, toggle }, index) => {
    const button = element("button", { type: "button", tabIndex: index === 0 ? 0 : -1, ariaLabel: told, title: told, "aria-pressed": String(isOn), dataset: { pick: key }, onclick: toggle });
    Object.assign(button.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    return button;
  });
  const group = element("div", { className: "picks", role: "group", ariaLabel: name }, buttons);
  group.addEventListener("focusin", ({ target }) => {
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
  });
  group.addEventListener("keydown", (event) => {
    const way = buttons.includes(event.target) ? WAYS[event.key] : undefined;
    const to = way && nearest(buttons, event.target, way, ASIDE);
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
  return group;
}

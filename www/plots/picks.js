// Parts of a drawing that filter: buttons over it, of which one is in the tab order and arrows reach the others.

import { element } from "../view/dom.js";

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
    const to = beside(items, buttons.indexOf(event.target), event.key);
    if (to < 0) return;
    event.preventDefault();
    buttons[to].focus();
  });
  return group;
}

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The item that is next in the direction of an arrow key, or -1. */
function beside(items, at, key) {
  if (!DIRECTIONS[key] || at < 0) return -1;
  const [right, down] = DIRECTIONS[key];
  const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
  const [fromX, fromY] = middle(items[at]);
  let [best, least] = [-1, Infinity];
  items.forEach((item, index) => {
    const [x, y] = middle(item);
    const ahead = (x - fromX) * right + (y - fromY) * down;
    const aside = Math.abs((x - fromX) * down) + Math.abs((y - fromY) * right);
    if (ahead > 1 && ahead + 4 * aside < least) [best, least] = [index, ahead + 4 * aside];
  });
  return best;
}

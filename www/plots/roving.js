// Shapes of a drawing that can be reached by the keyboard: one stop of Tab, and arrows from shape to shape.

/** The directions of arrows. */
export const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Lets arrows move the focus among the shapes that `selector` finds in `root`; the first, or `current`, is Tab's stop. */
export function roving(root, selector, current) {
  const shapes = [...root.querySelectorAll(selector)];
  const stop = (at) => shapes.forEach((shape) => shape.setAttribute("tabindex", shape === at ? 0 : -1));
  stop(current ?? shapes[0]);
  root.addEventListener("focusin", ({ target }) => shapes.includes(target) && stop(target));
  root.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way || !shapes.includes(document.activeElement)) return;
    event.preventDefault();
    nearest(shapes, document.activeElement, way, 2)?.focus({ preventScroll: true });
  });
}

const middle = (shape) => {
  const { x, y, width, height } = shape.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
};

/** The shape that is nearest in a direction; what lies aside of it counts as `factor` times as far away. */
export function nearest(shapes, from, [right, down], factor) {
  const [x, y] = middle(from);
  let [best, least] = [undefined, Infinity];
  for (const shape of shapes) {
    const [dx, dy] = [middle(shape)[0] - x, middle(shape)[1] - y];
    const [ahead, aside] = [dx * right + dy * down, Math.abs(dx * down) + Math.abs(dy * right)];
    if (shape !== from && ahead > 1 && ahead + factor * aside < least) [best, least] = [shape, ahead + factor * aside];
  }
  return best;
}

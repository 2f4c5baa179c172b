// Where the boxes of a drawing of money stand, layer by layer, and the lines between them: from left to right, or
// downwards on a narrow screen, where a layer has two boxes side by side and a lane between them.

// How far a line's end is from the box it points at, so that its arrow has room.
const TIP = 7;
const LANE = 26;
const BESIDE = 2;

/**
 * Boxes of `size` in `layers`, which are arrays of ids. Between layers there are `space` pixels, between boxes `gap`; `head` are left
 * free for a layer's heading. `link(from, to, number, shift)` is a line, `shift` pixels off the middle of its boxes: its path, where its arrow is, which way it points, and whether it goes back;
 * of one that goes down also `side`, on which no line comes to its arrow: -1 for left.
 */
export function layered(layers, options) {
  return options.down ? downwards(layers, options) : across(layers, options);
}

function across(layers, { size: [width, height], space, gap, head = 0 }) {
  const room = Math.max(...layers.map(({ length }) => length)) * (height + gap);
  const places = new Map();
  layers.forEach((ids, layer) => {
    const first = head + (room - ids.length * (height + gap)) / 2;
    ids.forEach((id, index) => places.set(id, { layer, x: layer * (width + space), y: first + index * (height + gap), width, height }));
  });
  const heads = layers.map((_, layer) => [layer * (width + space), 12]);
  // Between two boxes of a layer, or beside all of them, nearest to where a straight line would pass.
  const pass = (layer, y, shift) => {
    const boxes = layers[layer].map((id) => places.get(id));
    if (!boxes.some((box) => y > box.y - gap / 2 && y < box.y + height + gap / 2)) return y;
    const gaps = [...(boxes[0].y >= head + gap ? [boxes[0].y - gap / 2] : []), ...boxes.map((box) => box.y + height + gap / 2)];
    return gaps.reduce((best, one) => (Math.abs(one - y) < Math.abs(best - y) ? one : best)) + shift;
  };
  const link = (from, to, number, shift = 0) => {
    const [a, b] = [from, to].map((id) => ({ ...places.get(id), y: places.get(id).y + shift }));
    if (a.layer === b.layer) return beside(a, b, a.layer > 0 && a.layer === layers.length - 1);
    const way = Math.sign(b.layer - a.layer);
    const [ay, by] = [a.y + height / 2, b.y + height / 2];
    const between = Array.from({ length: Math.abs(b.layer - a.layer) - 1 }, (_, step) => {
      const layer = a.layer + way * (step + 1);
      return { x: layer * (width + space), y: pass(layer, ay + (by - ay) * (step + 1) / Math.abs(b.layer - a.layer), number % 3 * 3 - 3) };
    });
    return sideways(a, b, between, width);
  };
  return { places, heads, width: layers.length * (width + space) - space, height: head + room, link };
}

/** From side to side, past the boxes of the layers in between. */
function sideways(a, b, between, width) {
  const isBack = a.layer > b.layer;
  const [x, y] = [isBack ? b.x + b.width + TIP : b.x - TIP, b.y + b.height / 2];
  let [fromX, fromY] = [isBack ? a.x : a.x + a.width, a.y + a.height / 2];
  let d = `M${fromX} ${fromY}`;
  const bend = (toX, toY) => {
    const middle = (fromX + toX) / 2;
    d += `C${middle} ${fromY} ${middle} ${toY} ${toX} ${toY}`;
    [fromX, fromY] = [toX, toY];
  };
  for (const one of between) {
    bend(isBack ? one.x + width : one.x, one.y);
    fromX = isBack ? one.x : one.x + width;
    d += `H${fromX}`;
  }
  bend(x, y);
  return { d, x, y, turn: isBack ? 180 : 0, isBack };
}

/** To another box of the same layer, out of one side and back into it. */
function beside(a, b, isLeft) {
  const [way, side] = isLeft ? [-1, a.x] : [1, a.x + a.width];
  const [x, y, out] = [side + way * TIP, b.y + b.height / 2, side + way * 30];
  return { d: `M${side} ${a.y + a.height / 2}C${out} ${a.y + a.height / 2} ${out} ${y} ${x} ${y}`, x, y, turn: isLeft ? 0 : 180, isBack: true };
}

function downwards(layers, { width, size: [, height], space, gap, head = 0 }) {
  const wide = (width - LANE) / BESIDE;
  const [places, heads] = [new Map(), []];
  let top = 0;
  layers.forEach((ids, layer) => {
    heads.push([0, layer ? top - 3 : top + 12]);
    const rows = Math.ceil(ids.length / BESIDE);
    ids.forEach((id, index) => {
      const [column, row] = [index % BESIDE, Math.floor(index / BESIDE)];
      places.set(id, { layer, x: column * (wide + LANE), y: top + head + row * (height + gap), width: wide, height, column, isFirst: row === 0, isLast: row === rows - 1 });
    });
    top += head + rows * (height + gap) - gap + space;
  });
  const link = (from, to, number, shift = 0) => down(places.get(from), places.get(to), { lane: wide + LANE / 2 + (number % 5 - 2) * 4, space, shift });
  return { places, heads, width, height: top - space, link };
}

/** Straight to the next layer, or along the lane, past the boxes in between. */
function down(a, b, { lane, space, shift }) {
  const isBack = a.layer >= b.layer;
  const flank = (box, away) => [box.column === 0 ? box.x + box.width + away : box.x - away, box.y + box.height / 2 + shift];
  const under = !isBack && a.isLast;
  const above = !isBack && b.isFirst;
  const [x1, y1] = under ? [a.x + a.width / 2 + shift, a.y + a.height] : flank(a, 0);
  const [x2, y2] = above ? [b.x + b.width / 2 + shift, b.y - TIP] : flank(b, TIP);
  const turn = above ? 90 : b.column === 0 ? 180 : 0;
  const side = b.column === 0 ? -1 : 1;
  if (under && above && b.layer === a.layer + 1) {
    const middle = (y1 + y2) / 2;
    return { d: `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`, x: x2, y: y2, turn, side, isBack };
  }
  if (y1 === y2) return { d: `M${x1} ${y1}H${x2}`, x: x2, y: y2, turn, side, isBack };
  const way = y2 > y1 ? 1 : -1;
  const bend = Math.min(14, Math.abs(y2 - y1) / 2);
  const into = under ? `C${x1} ${y1 + space * 0.6} ${lane} ${y1 + space * 0.2} ${lane} ${y1 + space * 0.8}` : `Q${lane} ${y1} ${lane} ${y1 + way * bend}`;
  const out = above ? `V${y2 - space * 0.7}C${lane} ${y2 - space * 0.2} ${x2} ${y2 - space * 0.6} ${x2} ${y2}` : `V${y2 - way * bend}Q${lane} ${y2} ${x2} ${y2}`;
  return { d: `M${x1} ${y1}${into}${out}`, x: x2, y: y2, turn, side, isBack };
}

// The part of a drawing that is seen: zoomed by wheel, pinch and keys, moved by dragging, or by two fingers, as one scrolls the page.

const [LEAST, MOST, STEP] = [0.3, 3, 1.25];
export const MARGIN = 10;
// How far the sides fade where there is more to see.
const FADE = 36;
// What an upright sheet of A4 has room for.
const PAPER = [690, 900];
// A finger that moves less than this taps.
const TAP = 5;

export class Viewport {
  /** Moves and scales `group` in the frame `svg`, which shows a drawing of `size`. */
  constructor(svg, group) {
    Object.assign(this, { svg, group, x: 0, y: 0, scale: 1, size: [1, 1], pointers: new Map() });
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, (event) => this.pointers.delete(event.pointerId));
    svg.addEventListener("touchmove", (event) => event.touches.length > 1 && event.cancelable && event.preventDefault(), { passive: false });
    // What was dragged is not clicked.
    svg.addEventListener("click", (event) => this.moved > TAP && event.stopPropagation(), true);
  }

  /** Takes the size of the drawing. On paper it is shown whole, whatever the frame shows: print.css reads these. */
  resize(size) {
    this.size = size;
    const scale = Math.min(1, ...PAPER.map((length, side) => length / size[side]));
    for (const [name, value] of [["--print-scale", scale], ["--print-width", `${size[0] * scale}px`], ["--print-height", `${size[1] * scale}px`]]) this.svg.style.setProperty(name, value);
  }

  get room() {
    const { width, height } = this.svg.getBoundingClientRect();
    return [width, height];
  }

  /** Shows a part, of which something stays in the frame. */
  show(x, y, scale = this.scale) {
    const [width, height] = this.room;
    const within = (at, room, length) => Math.min(room - Math.min(60, length), Math.max(Math.min(60, length) - length, at));
    Object.assign(this, { scale, x: within(x, width, this.size[0] * scale), y: within(y, height, this.size[1] * scale) });
    const beyond = { left: -this.x, top: -this.y, right: this.x + this.size[0] * scale - width, bottom: this.y + this.size[1] * scale - height };
    for (const [side, length] of Object.entries(beyond)) this.svg.style.setProperty(`--${side}`, `${length > 2 ? FADE : 0}px`);
    this.group.setAttribute("transform", `translate(${this.x.toFixed(1)} ${this.y.toFixed(1)}) scale(${this.scale.toFixed(3)})`);
  }

  /** Shows the whole drawing, unless it would be smaller than `least`; then its beginning. */
  fit(least = LEAST) {
    const [[width, height], [wide, high]] = [this.room, this.size];
    const scale = Math.min(1, Math.max(least, Math.min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high)));
    const start = (room, length) => Math.max(MARGIN, (room - length * scale) / 2);
    this.show(start(width, wide), start(height, high), scale);
  }

  zoom(factor, [x, y] = this.room.map((length) => length / 2)) {
    const scale = Math.min(MOST, Math.max(LEAST, this.scale * factor));
    const change = scale / this.scale;
    this.show(x - (x - this.x) * change, y - (y - this.y) * change, scale);
    return change !== 1;
  }

  zoomIn() {
    this.zoom(STEP);
  }

  zoomOut() {
    this.zoom(1 / STEP);
  }

  pan(right, down) {
    this.show(this.x + right, this.y + down);
  }

  /** Moves a box of the drawing into the frame. */
  reveal({ x, y, width, height }) {
    const [across, high] = this.room;
    const needed = (at, length, room) => Math.max(8 - at, 0) - Math.max(at + length + 8 - room, 0);
    const [dx, dy] = [needed(this.x + x * this.scale, width * this.scale, across), needed(this.y + y * this.scale, height * this.scale, high)];
    if (dx || dy) this.pan(dx, dy);
  }

  place({ clientX, clientY }) {
    const { left, top } = this.svg.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  /** At the limits of zooming the page scrolls on. */
  wheel(event) {
    if (this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), this.place(event))) event.preventDefault();
  }

  down(event) {
    if (event.button) return;
    if (this.pointers.size === 0) this.moved = 0;
    this.pointers.set(event.pointerId, this.place(event));
  }

  move(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.place(event);
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (other) {
      const apart = ([x, y]) => Math.hypot(x - other[0], y - other[1]);
      // The middle between two fingers moves half as far as one of them.
      this.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
      this.zoom(apart(now) / Math.max(1, apart(before)), [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
    } else if (event.pointerType !== "touch") {
      this.pan(now[0] - before[0], now[1] - before[1]);
    }
    this.pointers.set(event.pointerId, now);
    if (this.moved > TAP && !this.svg.hasPointerCapture(event.pointerId)) this.svg.setPointerCapture(event.pointerId);
  }
}

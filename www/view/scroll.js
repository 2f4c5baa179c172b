// Where in a list of any length a scroller is. Browsers draw nothing beyond some height, so longer lists are mapped onto
// a part of it: small steps move as far as they say, long ones to the same share of the list.

const MOST_HEIGHT = 15_000_000;
// Milliseconds of rest after which the scroll bar is put where it belongs.
const REST = 160;

export class Scroll {
  top = 0;

  constructor(scroller, onSettle) {
    Object.assign(this, { scroller, onSettle, full: 0, head: 0, last: 0 });
  }

  /** Takes the height of all rows, and that of the head above them. */
  fit(full, head) {
    Object.assign(this, { full, head, height: Math.min(full, MOST_HEIGHT) });
    this.top = Math.max(0, Math.min(this.top, this.most));
  }

  get isScaled() {
    return this.full > this.height;
  }

  /** The largest `top`, and the largest position of the scroller. */
  get most() {
    return Math.max(0, this.full + this.head - this.scroller.clientHeight);
  }

  get mostScroll() {
    return Math.max(1, this.height + this.head - this.scroller.clientHeight);
  }

  /** How much lower a row is in the document than in the list. */
  get shift() {
    return this.isScaled ? this.scroller.scrollTop - this.top : 0;
  }

  /** Reads where the user scrolled to. */
  read() {
    const { scrollTop, clientHeight } = this.scroller;
    const step = scrollTop - this.last;
    this.last = scrollTop;
    if (!this.isScaled) this.top = scrollTop;
    else if (scrollTop <= 0) this.top = 0;
    else if (scrollTop >= this.mostScroll - 1) this.top = this.most;
    else if (Math.abs(step) < 1) return;
    else if (Math.abs(step) < 2 * clientHeight) this.top = Math.max(0, Math.min(this.top + step, this.most));
    else this.top = scrollTop / this.mostScroll * this.most;
    if (!this.isScaled) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.settle(), REST);
  }

  /** Puts the scroll bar at the share of the list that is shown. */
  settle() {
    // What was scrolled since is read, and settled, once the browser tells of it.
    if (this.scroller.scrollTop !== this.last) return;
    this.to(this.top);
    this.onSettle();
  }

  to(top) {
    this.top = Math.max(0, Math.min(top, this.most));
    this.scroller.scrollTop = this.isScaled ? this.top / this.most * this.mostScroll : this.top;
    this.last = this.scroller.scrollTop;
  }
}

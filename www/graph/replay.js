// The money moves again, payment by payment: a slider, and a button that plays. For those who asked for less
// motion nothing moves by itself; they go from payment to payment.

import { element } from "../view/dom.js";

const [WHOLE, LEAST] = [9000, 120];

export class Replay {
  /** `onmoment(moment)` shows what had moved by then; `onrest(moment)` is called when it stays, with null for the end. */
  constructor({ onmoment, onrest }) {
    Object.assign(this, { onmoment, onrest });
    this.slider = element("input", { type: "range", min: 0, step: 1, name: "moment" });
    this.slider.addEventListener("input", () => this.show(Number(this.slider.value)));
    this.slider.addEventListener("change", () => this.rest());
    this.play = element("button", { type: "button", name: "play", onclick: () => (this.timer ? this.stop() : this.start()) });
    this.next = element("button", { type: "button", name: "next", onclick: () => this.step() });
    this.said = element("output", { className: "moved" });
    this.box = element("div", { className: "replay" }, this.play, this.next, this.slider, this.said);
  }

  get isStill() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** Takes the moments of a graph, and shows one of them, or the end. */
  paint(moments, moment, { text, say, when }) {
    this.halt();
    Object.assign(this, { moments, text, say, when });
    this.slider.max = moments.length;
    this.slider.ariaLabel = text.slider;
    this.play.hidden = this.isStill;
    this.box.hidden = moments.length === 0;
    this.show(moment === null ? moments.length : moments.filter((one) => one <= moment).length);
  }

  /** Shows the first `place` moments. */
  show(place) {
    this.place = place;
    this.slider.value = place;
    this.slider.setAttribute("aria-valuetext", place ? this.when(this.moments[place - 1]) : this.text.before);
    this.play.textContent = this.timer ? this.text.pause : this.text.play;
    this.next.textContent = place === this.moments.length ? this.text.again : this.text.next;
    this.onmoment(this.moment);
    // While it plays, a screen reader would not get to the end of a sentence.
    this.said.ariaLive = this.timer ? "off" : "polite";
    this.said.textContent = this.say(this.moment);
  }

  /** Before the first payment nothing has moved. */
  get moment() {
    return this.place ? this.moments[this.place - 1] : -Infinity;
  }

  rest() {
    this.onrest(this.place === this.moments.length ? null : this.place ? this.moment : 0);
  }

  start() {
    if (this.place === this.moments.length) this.place = 0;
    this.timer = setInterval(() => this.step(), Math.max(LEAST, Math.min(900, WHOLE / this.moments.length)));
    this.show(this.place);
  }

  step() {
    if (!this.box.isConnected || !this.box.checkVisibility()) return this.halt();
    // After the last payment it begins anew.
    this.show(this.place === this.moments.length ? 0 : this.place + 1);
    if (this.place === this.moments.length || !this.timer) this.stop();
    return undefined;
  }

  halt() {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  stop() {
    this.halt();
    this.show(this.place);
    this.rest();
  }
}

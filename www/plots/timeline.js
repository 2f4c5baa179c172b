// A customer's payments and credits before and after one of them, and the balance of the account.

import { range } from "../dataset/frame.js";
import { isCredit, isFraud } from "../dataset/movements.js";
import { svg } from "../view/dom.js";
import { widest, widthOf } from "../view/ruler.js";
import { canvas, figure, label, tip } from "./figure.js";

const AROUND = 30;
// From so many powers of ten on, only every other one is labelled.
const MOST_POWERS = 6;

/** The movements before and after `current`, in order of time; the last ones if there is none. */
export function window(movements, current) {
  const at = movements.indexOf(current);
  const middle = at < 0 ? movements.length - 1 : at;
  return movements.slice(Math.max(0, middle - AROUND), middle + AROUND + 1);
}

/** Each movement as a line, whose length is the amount on a log scale: payments go up, credits down. */
export function timeline(movements, current, { text, format, width }) {
  const scale = scaleOf(movements, width, format);
  const { left, right, height, first, last } = scale;
  const sticks = movements.map((movement) => stick(movement, movement === current, scale, tipOf(movement, text, format)));
  const ends = [label(left, height - 6, format.shortDay(first)), label(right, height - 6, format.shortDay(last), { "text-anchor": "end" })];
  return figure({
    title: text.timeline, note: text.timelineNote, text,
    drawing: canvas(width, height, text.timeline, ...rules(scale, format), ...sticks, ...ends),
    head: text.timelineHead,
    rows: movements.map((movement) => [
      format.time(movement.timestamp), nameOf(movement, text), format.money(movement.amount),
      isCredit(movement) ? "" : text.words[movement.status] ?? movement.status, fraudOf(movement, text),
    ]),
  });
}

/** Where times and amounts are drawn; `powers` are the amounts that have a rule on both sides of the axis. */
function scaleOf(movements, width, format) {
  const [height, bottom, right] = [212, 24, width - 8];
  const [axis, room] = [(height - bottom) / 2 + 4, (height - bottom) / 2 - 8];
  const most = Math.ceil(Math.log10(Math.max(1000, ...movements.map(({ amount }) => amount))));
  const powers = range(most - 2).map((index) => 10 ** (index + 3)).filter((_, index) => most - 2 < MOST_POWERS || index % 2 === 1);
  // Amounts are longer in some languages.
  const left = 14 + widest([100, ...powers].map(format.roundMoney));
  const [first, last] = [movements[0].timestamp, movements.at(-1).timestamp];
  return {
    height, left, right, axis, powers, first, last,
    x: (time) => left + (right - left) * (last > first ? (time - first) / (last - first) : 0.5),
    y: (centavos, way) => axis - way * room * (Math.log10(Math.max(centavos, 100)) - 2) / (most - 2),
  };
}

function rules({ left, right, axis, powers, y }, format) {
  const rule = (at, centavos, kind) => [
    svg("path", { class: kind, d: `M${left} ${at}H${right}` }),
    label(left - 6, at + 4, format.roundMoney(centavos), { "text-anchor": "end" }),
  ];
  return [...powers.flatMap((centavos) => [1, -1].flatMap((way) => rule(y(centavos, way), centavos, "rule"))), ...rule(axis, 100, "rule axis")];
}

/** 1 for movements that are drawn upwards, -1 for the others. */
const wayOf = (movement) => (isCredit(movement) ? -1 : 1);

function stick(movement, isCurrent, { axis, x, y }, told) {
  const [px, py] = [x(movement.timestamp), y(movement.amount, wayOf(movement))];
  const kind = ["stick", isCredit(movement) && "credit", isFraud(movement) && "fraud", isCurrent && "current"].filter(Boolean).join(" ");
  return svg("g", { class: kind }, svg("path", { d: `M${px} ${axis}V${py}` }), head(movement, px, py, isCurrent), tip(told));
}

/** The head of a stick. Credits and fraud have other shapes, not only other colours. */
function head(movement, x, y, isCurrent) {
  const size = isCurrent ? 5 : 3.5;
  if (isFraud(movement)) return triangle(x, y, 5.5, wayOf(movement));
  if (isCredit(movement)) return svg("rect", { x: x - size, y: y - size, width: 2 * size, height: 2 * size });
  return svg("circle", { cx: x, cy: y, r: size });
}

/** A triangle that points up, or down if `way` is -1. */
const triangle = (x, y, half, way, kind = "head") =>
  svg("path", { class: kind, d: `M${x - half} ${y + way * half * 0.75}h${2 * half}l${-half} ${-way * half * 1.8}z` });

/** The instrument of a payment, or what a credit is for and who pays. */
function nameOf(movement, { words, credit }) {
  const word = (value) => words[value] ?? value;
  return isCredit(movement) ? credit(word(movement.kind), word(movement.payer_kind)) : word(movement.type);
}

/** What a credit belongs to is a case: the credit itself may give money back. */
const fraudOf = (movement, text) => (isFraud(movement) ? (isCredit(movement) ? text.case(movement.fraud_case_id) : text.fraud) : "");

const tipOf = (movement, text, format) =>
  [format.time(movement.timestamp), format.money(movement.amount), nameOf(movement, text), fraudOf(movement, text)].filter(Boolean).join(" · ");

/** The balance of an account after each of its movements. */
export function sparkline(movements, current, { text, format, width }) {
  const balances = movements.map(({ balance_after }) => balance_after);
  const last = format.money(balances.at(-1));
  const [height, left, right] = [72, 8, widthOf(last) + 16];
  const [low, high] = [Math.min(0, ...balances), Math.max(0, ...balances)];
  const times = movements.map(({ timestamp }) => timestamp);
  const x = (time) => left + (width - left - right) * (time - times[0]) / Math.max(1, times.at(-1) - times[0]);
  const y = (balance) => 8 + (height - 16) * (1 - (balance - low) / Math.max(1, high - low));
  const path = movements.map(({ timestamp, balance_after }, index) =>
    (index === 0 ? `M${x(timestamp)} ${y(balance_after)}` : `H${x(timestamp)}V${y(balance_after)}`)).join("");
  const marked = movements.includes(current) ? current : undefined;
  const title = text.balanceTitle(movements[0].account_id);
  return figure({
    title, text,
    drawing: canvas(width, height, title,
      svg("path", { class: "rule", d: `M${left} ${y(0)}H${width - right}` }),
      svg("path", { class: "line", d: path }),
      ...movements.filter(isFraud).map((movement) =>
        triangle(x(movement.timestamp), y(movement.balance_after), 4, wayOf(movement), "spot fraud")),
      ...(marked ? [svg("circle", { class: "spot", cx: x(marked.timestamp), cy: y(marked.balance_after), r: 4 })] : []),
      label(width - right + 8, y(balances.at(-1)) + 4, last)),
    head: text.balanceHead,
    rows: movements.map(({ timestamp, balance_after }) => [format.time(timestamp), format.money(balance_after)]),
  });
}

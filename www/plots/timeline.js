// A customer's payments before and after one of them, and the balance of the account.

import { svg } from "../view/dom.js";
import { canvas, figure, label, tip } from "./figure.js";

const AROUND = 30;

/** The payments before and after `current`, in order of time. */
export function window(payments, current) {
  const at = payments.findIndex(({ transaction_id }) => transaction_id === current);
  const middle = at < 0 ? payments.length - 1 : at;
  return payments.slice(Math.max(0, middle - AROUND), middle + AROUND + 1);
}

/** Each payment as a line, whose length is the amount on a log scale. */
export function timeline(payments, current, { text, format, width }) {
  const [height, left, right, bottom] = [150, 44, 8, 24];
  const times = payments.map(({ timestamp }) => timestamp);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = (time) => left + (width - left - right) * (last > first ? (time - first) / (last - first) : 0.5);
  const most = Math.ceil(Math.log10(Math.max(1000, ...payments.map(({ amount }) => amount))));
  const y = (centavos) => height - bottom - (height - bottom - 14) * Math.max(0, (Math.log10(Math.max(centavos, 100)) - 2) / (most - 2));
  const lines = Array.from({ length: most - 1 }, (_, index) => 10 ** (index + 2)).map((centavos) => [
    svg("path", { class: "rule", d: `M${left} ${y(centavos)}H${width - right}` }),
    label(left - 6, y(centavos) + 4, format.roundMoney(centavos), { "text-anchor": "end" }),
  ]);
  const sticks = payments.map((payment) => {
    const { transaction_id, timestamp, amount, is_fraud } = payment;
    const [px, py] = [x(timestamp), y(amount)];
    const kind = ["stick", is_fraud && "fraud", transaction_id === current && "current"].filter(Boolean).join(" ");
    // Fraud has another shape, not only another colour.
    const head = is_fraud
      ? svg("path", { d: `M${px - 5.5} ${py + 4}h11l-5.5-10z` })
      : svg("circle", { cx: px, cy: py, r: transaction_id === current ? 5 : 3.5 });
    return svg("g", { class: kind }, svg("path", { d: `M${px} ${height - bottom}V${py}` }), head,
      tip(`${format.time(timestamp)} · ${format.money(amount)} · ${text.words[payment.type] ?? payment.type}${is_fraud ? ` · ${text.fraud}` : ""}`));
  });
  const ends = [label(left, height - 6, format.shortDay(first)), label(width - right, height - 6, format.shortDay(last), { "text-anchor": "end" })];
  return figure({
    title: text.timeline, note: text.timelineNote, text,
    drawing: canvas(width, height, text.timeline, ...lines.flat(), ...sticks, ...ends),
    head: text.timelineHead,
    rows: payments.map((payment) => [
      format.time(payment.timestamp), text.words[payment.type] ?? payment.type, format.money(payment.amount),
      text.words[payment.status] ?? payment.status, payment.is_fraud ? text.fraud : "",
    ]),
  });
}

/** The balance of an account after each of its payments. */
export function sparkline(payments, current, { text, format, width }) {
  const [height, left, right] = [72, 8, 96];
  const balances = payments.map(({ balance_after }) => balance_after);
  const [low, high] = [Math.min(0, ...balances), Math.max(...balances)];
  const times = payments.map(({ timestamp }) => timestamp);
  const x = (time) => left + (width - left - right) * (time - times[0]) / Math.max(1, times.at(-1) - times[0]);
  const y = (balance) => 8 + (height - 16) * (1 - (balance - low) / Math.max(1, high - low));
  const path = payments.map(({ timestamp, balance_after }, index) =>
    (index === 0 ? `M${x(timestamp)} ${y(balance_after)}` : `H${x(timestamp)}V${y(balance_after)}`)).join("");
  const marked = payments.find(({ transaction_id }) => transaction_id === current);
  const title = text.balanceTitle(payments[0].account_id);
  return figure({
    title, text,
    drawing: canvas(width, height, title,
      svg("path", { class: "rule", d: `M${left} ${y(0)}H${width - right}` }),
      svg("path", { class: "line", d: path }),
      ...payments.filter(({ is_fraud }) => is_fraud).map(({ timestamp, balance_after }) =>
        svg("path", { class: "spot fraud", d: `M${x(timestamp) - 4} ${y(balance_after) + 3}h8l-4-7z` })),
      ...(marked ? [svg("circle", { class: "spot", cx: x(marked.timestamp), cy: y(marked.balance_after), r: 4 })] : []),
      label(width - right + 8, y(balances.at(-1)) + 4, format.money(balances.at(-1)), {})),
    head: text.balanceHead,
    rows: payments.map(({ timestamp, balance_after }) => [format.time(timestamp), format.money(balance_after)]),
  });
}

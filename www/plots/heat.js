// Payments by hour and weekday, in Brasília time.

import { svg } from "../view/dom.js";
import { canvas, figure, label, tip } from "./figure.js";
import { picks } from "./picks.js";

/** `counts[day][hour]`; day 0 is a Monday. `pick(part, name)` filters by a weekday, an hour or both, such as d0h14. */
export function heatMap({ title, note, counts, frauds, text, format, width, pick }) {
  const [left, top, cellHeight] = [42, 6, 26];
  const cell = (width - left) / 24;
  const most = Math.max(1, ...counts.flat());
  const cells = counts.flatMap((hours, day) => hours.map((count, hour) => {
    const fraud = frauds[day][hour];
    const [x, y] = [left + hour * cell, top + day * cellHeight];
    return svg("g", {}, tip(`${format.weekday(day)} ${hour} h: ${format.whole(count)}, ${text.fraud} ${format.whole(fraud)}`),
      svg("rect", { class: "heat", x: x + 0.75, y: y + 0.75, width: cell - 1.5, height: cellHeight - 1.5, rx: 2.5, "fill-opacity": (0.06 + 0.94 * count / most).toFixed(3) }));
  }));
  const days = counts.map((_, day) => label(left - 8, top + day * cellHeight + 17, format.weekday(day), { "text-anchor": "end" }));
  const hours = [0, 6, 12, 18, 23].map((hour) => label(hour === 23 ? width : left + (hour + 0.5) * cell, top + 7 * cellHeight + 17, `${hour} h`, { "text-anchor": hour === 23 ? "end" : "middle" }));
  // Each line: its weekday, then its hours; below, the hours of all weekdays.
  const buttons = pick && picks({ name: title, items: [
    ...counts.flatMap((hoursOf, day) => [
      { ...pick(`d${day}`, format.weekday(day)), x: 0, y: top + day * cellHeight, width: left - 2, height: cellHeight },
      ...hoursOf.map((count, hour) => ({
        ...pick(`d${day}h${hour}`, `${format.weekday(day)} ${hour} h: ${format.whole(count)}, ${text.fraud} ${format.whole(frauds[day][hour])}`),
        x: left + hour * cell, y: top + day * cellHeight, width: cell, height: cellHeight,
      })),
    ]),
    ...counts[0].map((_, hour) => ({ ...pick(`h${hour}`, `${hour} h`), x: left + hour * cell, y: top + 7 * cellHeight, width: cell, height: 24 })),
  ] });
  return figure({
    title, note, text, picks: buttons,
    drawing: canvas(width, top + 7 * cellHeight + 24, title, ...cells, ...days, ...hours),
    head: text.plots.hoursHead(counts.map((_, day) => format.weekday(day))),
    rows: counts[0].map((_, hour) => [`${hour} h`, ...counts.map((hoursOf) => format.whole(hoursOf[hour])), format.whole(frauds.reduce((sum, day) => sum + day[hour], 0))]),
  });
}

// From payment to label: when it happened, when the bank knew, and when the claim was decided and refunded.

import { element } from "../view/dom.js";

/** The course of a fraud case, or of a transaction with its case; undefined if the bank never suspected it. */
export function course(record, fraudCase, { text, format }) {
  const isTransaction = record.label_known_at !== undefined;
  if (!fraudCase && (record.label_known_at ?? null) === null) return undefined;
  const tell = text.course;
  const happened = isTransaction ? record.timestamp : fraudCase.first_event_at;
  const known = isTransaction ? record.label_known_at : fraudCase.reported_at;
  const lost = isTransaction && known === null && (fraudCase?.reported_at ?? null) !== null;
  const marks = [
    [tell.happened, happened],
    [fraudCase ? tell.known : tell.mistaken, known, lost ? tell.lost : tell.never],
    fraudCase && [tell.decided, fraudCase.decided_at, tell.never],
    fraudCase && [tell.refunded, fraudCase.refunded_at, tell.never],
  ].filter(Boolean);
  return element("section", { className: "course" },
    element("h3", {}, tell.title),
    element("ol", {}, marks.map(([name, time, never]) => element("li", { className: time === null ? "none" : "" },
      element("strong", {}, name), element("span", {}, time === null ? never : format.time(time)),
      time !== null && time > happened && element("span", { className: "note" }, tell.later(format.span(time - happened)))))));
}

// A payment, or a credit, as a card: what a phone has room for.

import { element, fraudMark } from "./dom.js";
import { wordOf } from "../explore/words.js";

const HEIGHT = 84;

/** How rows of a frame are drawn as cards; undefined if they are no payments. */
export function cardsOf(frame, { text, format }) {
  const instrument = ["type", "kind"].find((name) => frame.places.has(name));
  if (!instrument || !["amount", "timestamp"].every((name) => frame.places.has(name))) return undefined;
  const column = (name) => frame.columns[frame.places.get(name)];
  const value = (row, name) => format.value(frame.get(row, name), column(name), text);
  const word = (row, name) => {
    const value = frame.get(row, name);
    return value === null || value === undefined ? undefined : wordOf(String(value), column(name), text);
  };
  return {
    height: HEIGHT,
    draw: (_, row) => {
      const status = frame.get(row, "status");
      return [
        element("span", { className: "card-line" }, element("strong", {}, word(row, instrument)), element("strong", { className: "money" }, value(row, "amount"))),
        element("span", { className: "card-line" }, element("span", { className: "to" }, counterpart(frame, row, word, text)), frame.get(row, "is_fraud") === true && fraudMark(text.fraud)),
        element("span", { className: "card-line soft" }, element("span", {}, value(row, "timestamp")), status !== undefined && status !== "APPROVED" && element("span", {}, word(row, "status"))),
      ];
    },
  };
}

/** Who was paid, or who paid. */
function counterpart(frame, row, word, text) {
  const shop = frame.get(row, "merchant_name");
  if (shop) return shop;
  const side = ["beneficiary", "payer"].find((name) => frame.places.has(`${name}_id`));
  const [id, kind] = side ? [frame.get(row, `${side}_id`), frame.get(row, `${side}_kind`)] : [];
  if (kind === "ACCOUNT") return text.account(id);
  if (kind === "EXTERNAL") return text.external(id);
  return word(row, `${side}_kind`) ?? text.cash;
}

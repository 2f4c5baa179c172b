// Accounts and shops in the flow of a case's money, which filter the payments to or from them.

import { flowOf } from "../story/money.js";
import { picks } from "./picks.js";

/** The column by which a node filters: its own account pays, all others are paid. */
function columnOf({ id, main }) {
  const [kind, number] = id.split(" ");
  if (kind === "CASE") return ["fraud_case_id", number];
  if (kind === "ACCOUNT" && main) return ["account_id", number];
  return ["ACCOUNT", "EXTERNAL", "MERCHANT"].includes(kind) && number !== undefined ? ["beneficiary_id", number] : undefined;
}

/** Puts buttons over the nodes of a flow. */
export function pickNodes(place, gathered, page, cross) {
  const shapes = [...place.querySelectorAll("svg .node > rect")];
  const { nodes } = flowOf(gathered, page.text, page.format);
  if (shapes.length !== nodes.length || !cross.has("account_id", "beneficiary_id", "fraud_case_id")) return;
  const items = nodes.flatMap((node, index) => {
    const found = columnOf(node);
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(shapes[index].getAttribute(name)));
    return found ? [{ ...cross.value(found[0], found[1], [node.name, node.note].filter(Boolean).join(", ")), x, y, width, height }] : [];
  });
  if (items.length > 0) place.querySelector(".drawing").append(picks({ name: page.text.flowTitle(gathered.fraudCase.fraud_case_id), items }));
}

// The panel of plots: an overview of the loaded transactions.

import { gatherCase } from "../story/case.js";
import { element } from "../view/dom.js";
import { hourAndWeekday, isoDate } from "../view/format.js";
import { flowFigure } from "../story/story.js";
import { bars } from "./bars.js";
import { heatMap } from "./heat.js";
import { roomOf } from "./figure.js";
import { stateMap } from "./map.js";
import { tileMap } from "./tiles.js";

/** Fills the panel with plots of the loaded transactions. */
export async function paint(panel, page) {
  const { dataset, state, text, format } = page;
  // Transactions and credits have the same groups. If another table is shown, the plots are of the first transactions.
  const isGroup = ["transactions", "credits"].includes(state.table);
  const frame = await dataset.frame("transactions", isGroup ? state.unit : 0, isGroup ? state.units : 1);
  const firstCustomer = frame.get(0, "customer_id");
  const [customers, cases] = await Promise.all([
    dataset.frame("customers", await dataset.unitOf("customers", firstCustomer)), dataset.casesAround(firstCustomer),
  ]);
  const width = roomOf(panel, 1200);
  // Two plots side by side if there is room, less their padding.
  const half = width > 800 ? Math.floor((width - 24) / 2) - 40 : width - 40;
  const options = { text, format, width: half };
  const column = (name) => frame.values(name);
  const columns = { amount: column("amount"), fraud: column("is_fraud"), type: column("type"), time: column("timestamp"), kind: column("fraud_type"), case: column("fraud_case_id"), decoy: column("decoy_of") };
  const flow = element("div", { className: "figure flow" });
  panel.replaceChildren(
    element("p", { className: "lead" }, leadOf(frame, columns.fraud.filter(Boolean).length, page)),
    element("div", { className: "plots" },
      amounts(columns, options), weekdays(columns, options),
      element("div", { className: "stack" }, instruments(columns, options), paidIn(frame, customers, columns, page, options)),
      element("div", { className: "stack" }, states(customers, cases, options), typologies(columns, options)), flow));
  await paintFlow(flow, page, columns, cases);
}

/** Which part of the dataset is drawn. */
function leadOf(frame, frauds, { dataset, text, format }) {
  const table = dataset.tables.get("transactions");
  const { cases } = dataset;
  return text.plotsLead({
    from: format.whole(frame.firstRow + 1), to: format.whole(frame.firstRow + frame.rows), all: format.rows(table), isAll: table.counted && frame.rows === table.rows,
    frauds: format.whole(frauds), allFrauds: cases.isComplete ? format.whole(cases.frauds) : null,
  });
}

function amounts({ amount, fraud }, { text, format, width }) {
  // Three bins for each power of ten, from R$ 1.
  const bins = Math.max(...amount.map(binOf)) + 1;
  const counts = Array.from({ length: bins }, () => [0, 0]);
  amount.forEach((centavos, row) => counts[binOf(centavos)][fraud[row] ? 1 : 0]++);
  const from = (bin) => (bin === 0 ? 0 : 100 * 10 ** (bin / 3));
  return bars({
    title: text.plots.amounts, note: text.plots.amountsNote, text, format, width, log: true,
    head: text.plots.amountsHead, upright: true,
    items: counts.map(([usual, frauds], bin) => ({
      name: bin % 3 === 0 ? format.roundMoney(from(bin)) : "",
      long: `${format.money(Math.round(from(bin)))} – ${format.money(Math.round(from(bin + 1)))}`, usual, frauds,
    })),
  });
}

const binOf = (centavos) => Math.max(0, Math.floor(3 * Math.log10(Math.max(centavos, 1) / 100) + 1e-9));

function weekdays({ time, fraud }, { text, format, width }) {
  const counts = Array.from({ length: 7 }, () => new Array(24).fill(0));
  const frauds = Array.from({ length: 7 }, () => new Array(24).fill(0));
  time.forEach((micros, row) => {
    const [hour, day] = hourAndWeekday(micros);
    counts[day][hour]++;
    if (fraud[row]) frauds[day][hour]++;
  });
  return heatMap({ title: text.plots.hours, note: text.plots.hoursNote, counts, frauds, text, format, width });
}

function counted(keys, fraud) {
  const counts = new Map();
  keys.forEach((key, row) => {
    const count = counts.get(key) ?? { key, usual: 0, frauds: 0 };
    count[fraud[row] ? "frauds" : "usual"]++;
    counts.set(key, count);
  });
  return [...counts.values()].sort((a, b) => b.usual + b.frauds - a.usual - a.frauds);
}

function instruments({ type, fraud }, { text, format, width }) {
  return bars({
    title: text.plots.instruments, text, format, width, head: text.plots.instrumentsHead,
    items: counted(type, fraud).map(({ key, ...counts }) => ({ name: text.words[key] ?? key, ...counts })),
  });
}

function typologies({ kind, fraud, case: cases, decoy }, { text, format, width }) {
  const rows = kind.map((_, row) => row).filter((row) => kind[row] !== null || decoy[row] !== null);
  const casesOf = (key) => new Set(rows.filter((row) => kind[row] === key).map((row) => cases[row])).size;
  return bars({
    title: text.plots.typologies, note: text.plots.typologiesNote, text, format, width, head: text.plots.typologiesHead,
    noted: true, usual: text.plots.lookAlikes,
    items: counted(rows.map((row) => kind[row] ?? decoy[row]), rows.map((row) => fraud[row])).sort((a, b) => b.frauds - a.frauds)
      .map(({ key, ...counts }) => ({ name: text.typologies[key] ?? key, ...counts, note: text.plots.cases(casesOf(key)) })),
  });
}

function states(customers, cases, { text, format, width }) {
  const victims = new Set(cases.values("customer_id"));
  const counts = new Map();
  const ids = customers.values("customer_id");
  customers.values("state").forEach((uf, row) => {
    const count = counts.get(uf) ?? { customers: 0, inCases: 0 };
    count.customers++;
    if (victims.has(ids[row])) count.inCases++;
    counts.set(uf, count);
  });
  return tileMap({ title: text.plots.states, note: text.plots.statesNote(format.whole(customers.rows)), counts, text, format, width });
}

/** The map of what was paid, by where the payers live; another measure is drawn in its place. */
function paidIn(frame, customers, { fraud }, page, options) {
  const homes = new Map(customers.values("customer_id").map((id, row) => [id, customers.get(row, "state")]));
  const counts = new Map();
  frame.values("customer_id").forEach((id, row) => {
    const count = counts.get(homes.get(id)) ?? { payments: 0, frauds: 0 };
    count.payments++;
    if (fraud[row]) count.frauds++;
    counts.set(homes.get(id), count);
  });
  const place = element("div", { className: "figure" });
  const draw = (measure) => place.replaceChildren(stateMap({
    counts, measure, ...options,
    onmeasure(chosen) {
      page.note({ measure: chosen }, { asNew: true });
      draw(chosen);
      place.querySelector("select").focus();
    },
  }));
  draw(page.state.measure);
  return place;
}

/**
 * The money flow of a case, which can be chosen among those of the loaded transactions. Cases of victims whose
 * money went into a ring come first, as they show most, then those with most transactions.
 */
async function paintFlow(place, page, columns, around) {
  const { dataset, text, format } = page;
  const intoRing = new Set(around.recordsWhere("ring_id", (ring) => ring !== null).filter(({ ring_level }) => ring_level === null).map(({ fraud_case_id }) => fraud_case_id));
  const counts = new Map();
  columns.case.forEach((id, row) => {
    if (id !== null) counts.set(id, { id, kind: columns.kind[row], time: columns.time[row], inRing: intoRing.has(id), count: (counts.get(id)?.count ?? 0) + 1 });
  });
  const cases = [...counts.values()].sort((a, b) => b.inRing - a.inRing || b.count - a.count || a.id - b.id).slice(0, 120);
  if (cases.length === 0) {
    place.replaceChildren(element("p", { className: "note" }, text.plots.noCase));
    return;
  }
  const drawn = element("div");
  const draw = async (id) => drawn.replaceChildren(flowFigure(await gatherCase(dataset, id), text, format, roomOf(drawn, 1000)));
  const select = element("select", { onchange: ({ target }) => draw(Number(target.value)) },
    cases.map(({ id, kind, time, count }) => new Option(`${text.case(id)} · ${text.typologies[kind] ?? kind} · ${count} × · ${isoDate(Math.floor(time / 86_400e6))}`, id)));
  place.replaceChildren(element("label", { className: "choose" }, element("span", {}, text.plots.chooseCase), select), drawn);
  await draw(cases[0].id);
}

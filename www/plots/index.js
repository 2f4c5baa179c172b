// The panel of plots: an overview of the loaded transactions, which filters them.

import { paintChips, chipsBox } from "../explore/chips.js";
import { isFilter } from "../explore/filters.js";
import { entered } from "../explore/summary.js";
import { statesFor } from "../explore/states.js";
import { gatherCase } from "../story/case.js";
import { element } from "../view/dom.js";
import { hourAndWeekday } from "../view/format.js";
import { flowFigure } from "../story/story.js";
import { bars } from "./bars.js";
import { Cross } from "./cross.js";
import { heatMap } from "./heat.js";
import { roomOf } from "./figure.js";
import { stateMap } from "./map.js";
import { pickNodes } from "./nodes.js";
import { tileMap } from "./tiles.js";

// Padding and border of a plot.
const CARD = 44;

let turn = 0;
let chosenCase;

/** Fills the panel with plots of the loaded transactions: those of an opened file, or generated ones. */
export async function paint(panel, page, records) {
  const mine = ++turn;
  const { dataset, text, format } = page;
  const source = await sourceOf(page, records);
  const cross = await crossOf(page, records, source);
  const width = roomOf(panel, 1200);
  // Two plots side by side if there is room.
  const half = (width > 800 ? Math.floor((width - 24) / 2) : width) - CARD;
  const options = { text, format, width: half };
  const passing = await cross.rows();
  const around = !source.file && await aroundOf(dataset, source.frame);
  const frauds = await fraudsOf(cross, passing);
  const flow = element("div", { className: "figure flow" });
  const drawn = await Promise.all([amounts, weekdays, instruments, typologies].map((plot) => plot(cross, options)));
  const maps = around ? await Promise.all([states, paidIn].map((plot) => plot(cross, around, options, page))) : [];
  const chips = chipsBox();
  if (source.isShown) paintChips(chips, page, source.frame, (filter, column, chip) => records.editFilter(filter, column, chip));
  if (mine !== turn) return;
  const focused = panel.contains(document.activeElement) ? document.activeElement.dataset.pick : undefined;
  const [first, second, third, fourth] = drawn;
  const isFirst = !panel.hasChildNodes();
  const place = () => panel.replaceChildren(
    element("p", { className: "lead" }, leadOf(source, page)),
    element("p", { className: "note how" }, cross.filters.length > 0 && `${text.explore.filtered(format.whole(passing.length))}, ${text.fraudsAmong(format.whole(source.frame.fraudsAmong(passing)))}. `,
      records.file && !source.file && `${text.explore.noPayments} `, text.explore.picked),
    chips, element("div", { className: "plots" }, [first, second, stack(third, maps[1]), stack(maps[0], fourth), around && flow].filter(Boolean)));
  if (isFirst) place();
  if (around) await paintFlow(flow, page, frauds, around.cases, Math.min(width - CARD, 1000), cross);
  if (mine !== turn) return;
  if (!isFirst) place();
  if (focused) [...panel.querySelectorAll("[data-pick]")].find(({ dataset: { pick } }) => pick === focused)?.focus({ preventScroll: true });
}

/** One plot above the other, if there are both. */
function stack(...figures) {
  const drawn = figures.filter(Boolean);
  return drawn.length > 0 && element("div", { className: "stack" }, drawn);
}

/** The transactions to draw: those that the records show, or those of the same group, or the first ones. */
async function sourceOf({ dataset, state }, records) {
  const isShown = records.frame.table === "transactions";
  if (isShown) return { frame: records.frame, file: records.file, isShown };
  const isGroup = !records.file && state.table === "credits";
  return { frame: await dataset.frame("transactions", isGroup ? state.unit : 0, isGroup ? state.units : 1), isShown };
}

async function crossOf(page, records, { frame, file, isShown }) {
  const filters = isShown ? page.state.filters.filter((filter) => isFilter(filter, frame)) : [];
  return new Cross(page, frame, { filters, isShown, states: file ? undefined : await statesFor(filters, page.dataset, frame) });
}

/** The customers and the cases that generated transactions belong to. */
async function aroundOf(dataset, frame) {
  const firstCustomer = frame.get(0, "customer_id");
  const [customers, cases] = await Promise.all([
    dataset.frame("customers", await dataset.unitOf("customers", firstCustomer)), dataset.casesAround(firstCustomer),
  ]);
  return { customers, cases };
}

/** Which part of the dataset, or of a file, is drawn. */
function leadOf({ frame, file }, { dataset, text, format }) {
  const { frauds } = frame;
  const [from, to] = [format.whole(frame.firstRow + 1), format.whole(frame.firstRow + frame.rows)];
  if (file) return text.explore.plotsFile(file.name, from, to, format.whole(file.rows)) + text.explore.plotsFileFrauds(format.whole(frauds));
  const table = dataset.tables.get("transactions");
  const { cases } = dataset;
  return text.plotsLead({
    from, to, all: format.rows(table), isAll: table.counted && frame.rows === table.rows,
    frauds: format.whole(frauds), allFrauds: cases.isComplete ? format.whole(cases.frauds) : null,
  });
}

async function amounts(cross, { text, format, width }) {
  if (!cross.has("amount")) return undefined;
  // Three bins for each power of ten, from R$ 1.
  const counts = [];
  await cross.each(await cross.rows("amount"), ["amount", "is_fraud"], (centavos, fraud) => {
    const bin = binOf(centavos);
    while (counts.length <= bin) counts.push([0, 0]);
    counts[bin][fraud ? 1 : 0]++;
  });
  const from = (bin) => (bin === 0 ? 0 : Math.ceil(100 * 10 ** (bin / 3) - 1e-6));
  const column = { type: "decimal(15,2)" };
  return bars({
    title: text.plots.amounts, note: text.plots.amountsNote, text, format, width, log: true,
    head: text.plots.amountsHead, upright: true,
    items: counts.map(([usual, frauds], bin) => {
      const long = `${format.money(from(bin))} – ${format.money(from(bin + 1))}`;
      return {
        name: bin % 3 === 0 ? format.roundMoney(from(bin)) : "", long, usual, frauds,
        pick: cross.range("amount", entered(from(bin), column.type), entered(from(bin + 1) - 1, column.type), `${long}: ${format.whole(usual + frauds)}`),
      };
    }),
  });
}

const binOf = (centavos) => Math.max(0, Math.floor(3 * Math.log10(Math.max(centavos, 1) / 100) + 1e-9));

async function weekdays(cross, { text, format, width }) {
  if (!cross.has("timestamp")) return undefined;
  const [counts, frauds] = [0, 1].map(() => Array.from({ length: 7 }, () => new Array(24).fill(0)));
  await cross.each(await cross.rows("timestamp"), ["timestamp", "is_fraud"], (micros, fraud) => {
    const [hour, day] = hourAndWeekday(micros);
    counts[day][hour]++;
    if (fraud) frauds[day][hour]++;
  });
  return heatMap({
    title: text.plots.hours, note: text.plots.hoursNote, counts, frauds, text, format, width,
    pick: (part, name) => cross.part("timestamp", "at", part, name),
  });
}

async function instruments(cross, { text, format, width }) {
  if (!cross.has("type")) return undefined;
  const counts = new Map();
  await cross.each(await cross.rows("type"), ["type", "is_fraud"], (type, fraud) => count(counts, type, fraud));
  return bars({
    title: text.plots.instruments, text, format, width, head: text.plots.instrumentsHead,
    items: most(counts).map(({ key, ...one }) => {
      const name = text.words[key] ?? String(key);
      return { name, ...one, pick: cross.value("type", key, `${name}: ${format.whole(one.usual + one.frauds)}`) };
    }),
  });
}

function count(counts, key, fraud) {
  const one = counts.get(key) ?? { key, usual: 0, frauds: 0, cases: new Set() };
  one[fraud ? "frauds" : "usual"]++;
  counts.set(key, one);
  return one;
}

const most = (counts) => [...counts.values()].sort((a, b) => b.usual + b.frauds - a.usual - a.frauds);

async function typologies(cross, { text, format, width }) {
  if (!cross.has("fraud_type", "is_fraud")) return undefined;
  const counts = new Map();
  await cross.each(await cross.rows("fraud_type"), ["fraud_type", "decoy_of", "is_fraud", "fraud_case_id"], (kind, decoy, fraud, id) => {
    if (kind !== null || decoy !== null) count(counts, kind ?? decoy, fraud).cases.add(id);
  });
  return bars({
    title: text.plots.typologies, note: text.plots.typologiesNote, text, format, width, head: text.plots.typologiesHead,
    usual: text.plots.lookAlikes, says: (frauds, alike) => text.plots.alike(format.whole(frauds), format.whole(alike)),
    items: most(counts).sort((a, b) => b.frauds - a.frauds).map(({ key, cases, ...one }) => {
      cases.delete(null);
      const name = text.typologies[key] ?? key;
      return { name, ...one, more: format.whole(cases.size), pick: cross.value("fraud_type", key, `${name}: ${format.whole(one.frauds)}`) };
    }),
  });
}

/** Where the customers live; if there are filters, those with payments that pass. */
async function states(cross, { customers, cases }, { text, format, width }) {
  const victims = new Set(cases.values("customer_id"));
  const payers = new Set();
  const isFiltered = cross.filters.some(({ column }) => column !== "customer_id");
  if (isFiltered) await cross.each(await cross.rows("customer_id"), ["customer_id"], (id) => payers.add(id));
  const counts = new Map();
  const ids = customers.values("customer_id");
  let all = 0;
  customers.values("state").forEach((uf, row) => {
    if (isFiltered && !payers.has(ids[row])) return;
    all++;
    const one = counts.get(uf) ?? { customers: 0, inCases: 0 };
    one.customers++;
    if (victims.has(ids[row])) one.inCases++;
    counts.set(uf, one);
  });
  return tileMap({
    title: text.plots.states, note: text.plots.statesNote(format.whole(all)), counts, text, format, width,
    pick: (uf, name) => cross.part("customer_id", "state", uf, name),
  });
}

/** The fraudulent payments among some rows, by column. */
async function fraudsOf(cross, rows) {
  const found = { case: [], kind: [], time: [] };
  await cross.each(rows, ["fraud_case_id", "fraud_type", "timestamp"], (id, kind, time) => {
    if (id === null) return;
    found.case.push(id);
    found.kind.push(kind);
    found.time.push(time);
  });
  return found;
}

/** The map of what was paid, by where the payers live; another measure is drawn in its place. */
async function paidIn(cross, { customers }, options, page) {
  const homes = new Map(customers.values("customer_id").map((id, row) => [id, customers.get(row, "state")]));
  const counts = new Map();
  await cross.each(await cross.rows("customer_id"), ["customer_id", "is_fraud"], (id, fraud) => {
    const count = counts.get(homes.get(id)) ?? { payments: 0, frauds: 0 };
    count.payments++;
    if (fraud) count.frauds++;
    counts.set(homes.get(id), count);
  });
  const place = element("div", { className: "figure" });
  const draw = (measure) => place.replaceChildren(stateMap({
    counts, measure, ...options,
    pick: (state, name) => cross.part("customer_id", "state", state, name),
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
async function paintFlow(place, page, columns, around, width, cross) {
  const { dataset, text, format } = page;
  const intoRing = new Set(around.recordsWhere("ring_id", (ring) => ring !== null).filter(({ ring_level }) => ring_level === null).map(({ fraud_case_id }) => fraud_case_id));
  const counts = new Map();
  columns.case.forEach((id, row) => {
    if (id !== null) counts.set(id, { id, kind: columns.kind[row], time: Math.min(columns.time[row], counts.get(id)?.time ?? Infinity), inRing: intoRing.has(id), count: (counts.get(id)?.count ?? 0) + 1 });
  });
  const cases = [...counts.values()].sort((a, b) => b.inRing - a.inRing || b.count - a.count || a.id - b.id).slice(0, 120);
  if (cases.length === 0) {
    place.replaceChildren(element("p", { className: "note" }, text.plots.noCase));
    return;
  }
  const drawn = element("div");
  const draw = async (id) => {
    chosenCase = id;
    const gathered = await gatherCase(dataset, id);
    drawn.replaceChildren(flowFigure(gathered, text, format, width));
    pickNodes(drawn, gathered, page, cross);
  };
  const select = element("select", { onchange: ({ target }) => draw(Number(target.value)) },
    cases.map(({ id, kind, time, count: payments }) => new Option(`${text.case(id)} · ${text.typologies[kind] ?? kind} · ${payments} × · ${format.day(Math.floor(format.local(time) / 86_400e6))}`, id)));
  // Filters may leave the case that was chosen.
  const first = counts.has(chosenCase) ? chosenCase : cases[0].id;
  if (cases.some(({ id }) => id === first)) select.value = first;
  place.replaceChildren(element("label", { className: "choose" }, element("span", {}, text.plots.chooseCase), select), drawn);
  await draw(Number(select.value));
}

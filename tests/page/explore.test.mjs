// Exploring by filters: what they mean, their chips, the values of columns, and plots that filter each other.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { readState } from "../../www/dataset/state.js";
import { arrange, sift } from "../../www/explore/arrange.js";
import { canonical, choose, chosen, isFilter, operatorsOf, testOf } from "../../www/explore/filters.js";
import { entered, summarize } from "../../www/explore/summary.js";
import { Frame } from "../../www/dataset/frame.js";
import { languages, textsOf } from "../../www/text/index.js";
import { fraudgen, inFolder } from "./support/command.mjs";
import { screenshot, start } from "./support/site.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const SMALL = "?transactions=20000&fraud_rate=0.02";
const chips = (page) => page.locator("#chips .edit");
const passing = (page) => page.locator("#status").evaluate(({ textContent }) => Number(textContent.match(/([\d,]+) pass/)?.[1].replaceAll(",", "")));
const filters = (page) => new URL(page.url()).searchParams.getAll("filter");
const facetItem = (page, name) => page.locator("#facet li", { has: page.locator(".value", { hasText: name }) });
const violations = async (page) => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`));
};

const COLUMNS = [
  { name: "id", type: "int64", role: "id" }, { name: "amount", type: "decimal(15,2)" }, { name: "type", type: "category" }, { name: "day", type: "date" },
  { name: "at", type: "timestamp(us, UTC)" }, { name: "near", type: "float32" }, { name: "is", type: "boolean" }, { name: "told", type: "string" },
];
const time = (iso) => Date.parse(iso) * 1000;
const VALUES = [
  [1, 1000, "PIX", 20_089, time("2025-01-06T10:30:00-03:00"), 0.1, true, "Açaí"],
  [2, 2050, "TED", 20_090, time("2025-01-06T23:59:59-03:00"), 0.2, false, "a~b%"],
  [3, null, "PIX", null, time("2025-01-07T00:00:00-03:00"), null, null, null],
  [4, -5, null, 20_092, null, 0.30000001, true, ""],
];
const frame = new Frame("any", COLUMNS, [{ firstRow: 0, rows: VALUES.length, columns: COLUMNS.map((_, place) => ({ kind: "plain", values: VALUES.map((row) => row[place]) })) }]);

test("every condition passes the rows that it says, and its opposite all others", async () => {
  for (const [column, operator, value, ids] of [
    ["amount", "≥", "10", [1, 2]], ["amount", "≤", "10,00", [1, 4]], ["amount", "between", "-1~20.5", [1, 2, 4]], ["amount", "between", "20.5~20.5", [2]],
    ["amount", "in", "10~20.50", [1, 2]], ["amount", "in", "10~%", [1, 3]], ["type", "in", "PIX~%", [1, 3, 4]], ["type", "=", "TED", [2]], ["told", "contains", "ACAI", [1]],
    ["told", "in", "a%7Eb%25~Açaí", [1, 2]], ["told", "=", "a~b%", [2]], ["day", "between", "2025-01-01~2025-01-02", [1, 2]], ["day", "=", "02/01/2025", [2]],
    ["at", "=", "2025-01-06", [1, 2]], ["at", "≤", "2025-01-06", [1, 2]], ["at", "≥", "2025-01-06 23:59", [2, 3]], ["at", "between", "2025-01-06 10~2025-01-06 10:30", [1]],
    ["at", "at", "d0", [1, 2]], ["at", "at", "d0h10~h0", [1, 3]], ["near", "=", "0.1", [1]], ["near", "≥", "0.2", [2, 4]], ["is", "=", "true", [1, 4]], ["amount", "empty", "", [3]],
  ]) {
    const opposite = { "=": "≠", "empty": "filled" }[operator] ?? `not ${operator}`;
    const idsOf = async (used) => Array.from(await sift(frame, [{ column, operator: used, value }]), (row) => VALUES[row][0]);
    assert.deepEqual(await idsOf(operator), ids, `${column} ${operator} ${value}`);
    assert.deepEqual(await idsOf(opposite), [1, 2, 3, 4].filter((id) => !ids.includes(id)), `${column} ${opposite} ${value}`);
  }
  for (const type of COLUMNS.map(({ type: one }) => one)) assert.ok(operatorsOf(type).includes("empty"));
  for (const [column, operator, value] of [
    ["amount", "between", "10"], ["amount", "between", "10~much"], ["amount", "in", "10~x"], ["amount", "at", "d0"], ["at", "at", "d7"], ["at", "at", "h24"], ["at", "=", "2025-13-01"],
    ["type", "between", "a~b"], ["id", "state", "SP"], ["none", "=", "1"], ["amount", "constructor", "1"],
  ]) assert.ok(!isFilter({ column, operator, value }, frame), `${column} ${operator} ${value}`);
});

test("rows are sorted by any type, equal ones as they were, missing ones last", async () => {
  const idsBy = async (column, descending) => Array.from(await arrange(frame, { sort: { column, descending } }), (row) => VALUES[row][0]);
  assert.deepEqual(await idsBy("amount", false), [4, 1, 2, 3]);
  assert.deepEqual(await idsBy("amount", true), [2, 1, 4, 3]);
  assert.deepEqual(await idsBy("type", false), [1, 3, 2, 4]);
  assert.deepEqual(await idsBy("told", true), [1, 2, 4, 3]);
  assert.deepEqual(await idsBy("is", false), [2, 1, 4, 3]);
});

test("values that are chosen make one filter of a column, which says it in the shortest way", () => {
  const one = choose([], "type", ["PIX"]);
  assert.deepEqual(one, [{ column: "type", operator: "=", value: "PIX" }]);
  const two = choose([...one, { column: "amount", operator: "≥", value: "1" }], "type", ["PIX", null]);
  assert.deepEqual(two[0], { column: "type", operator: "in", value: "PIX~%" });
  assert.deepEqual(chosen(two, "type"), ["PIX", null]);
  assert.deepEqual(choose(two, "type", [null])[0], { column: "type", operator: "empty", value: "" });
  assert.deepEqual(choose([], "type", ["a~b"], true), [{ column: "type", operator: "≠", value: "a~b" }]);
  assert.deepEqual(choose(two, "type", []).map(({ column }) => column), ["amount"]);
});

test("what a column's range or value counts is what its filter passes", async () => {
  const core = await import("../../www/pkg/fraudgen.js");
  await core.default({ module_or_path: await readFile(new URL("../../www/pkg/fraudgen_bg.wasm", import.meta.url)) });
  const { columns } = JSON.parse(core.about()).tables.find(({ name }) => name === "transactions");
  const session = new core.Session('{"transactions":60000,"fraud_rate":0.02}');
  const made = new Frame("transactions", columns, [0, 1].map((unit) => session.unit("transactions", unit)));
  const some = await sift(made, [{ column: "amount", operator: "≥", value: "100" }]);
  let ranges = 0;
  for (const column of columns) {
    const { bins, values, rows, empty, distinct } = await summarize(made, some, column);
    assert.equal(rows, some.length);
    const cells = made.values(column.name, some).filter((cell) => cell !== null);
    assert.equal(empty, some.length - cells.length, column.name);
    const really = new Set(cells).size;
    assert.ok(Math.abs(distinct - really) <= 0.01 * really, `${column.name}: ${distinct} of ${really}`);
    if (values) assert.equal(values.reduce((sum, { count }) => sum + count, 0), cells.length, column.name);
    if (bins) assert.equal(bins.reduce((sum, { count }) => sum + count, 0), cells.length, column.name);
    for (const { from, to, count } of bins ?? []) {
      const value = `${entered(from, column.type)}~${entered(to, column.type)}`;
      const found = await sift(made, [{ column: "amount", operator: "≥", value: "100" }, { column: column.name, operator: "between", value }]);
      assert.equal(found.length, count, `${column.name} ${value}`);
      ranges++;
    }
  }
  assert.ok(ranges > 150);
});

test("chips say filters in words, and are changed, removed and cleared", async () => {
  const query = "&filter=type~in~PIX~TED&filter=amount~between~10~500&filter=status~≠~APPROVED&filter=timestamp~not at~d0h14";
  const { page, problems } = await site.open(`${SMALL}${query}`);
  assert.deepEqual(await chips(page).allTextContents(), ["type is one of Pix, TED", "amount between R$10.00 and R$500.00", "status ≠ approved", "timestamp not at Mon 14 h"]);
  const before = await passing(page);
  await chips(page).nth(1).click();
  await page.locator("#filter [name=second]").fill("900");
  await page.getByRole("button", { name: "Change filter" }).click();
  await chips(page).nth(1).filter({ hasText: "R$900.00" }).waitFor();
  assert.equal(filters(page)[1], "amount~between~10~900");
  assert.ok(await passing(page) > before);
  await page.goBack();
  await chips(page).nth(1).filter({ hasText: "R$500.00" }).waitFor();
  await page.locator("#chips .remove").nth(2).click();
  await chips(page).nth(3).waitFor({ state: "detached" });
  assert.equal(filters(page).length, 3);
  await page.locator("#language").selectOption("pt-BR");
  await chips(page).first().filter({ hasText: "Instrumento é um de Pix, TED" }).waitFor();
  assert.match((await chips(page).allTextContents()).join(), /Valor entre R\$\s10,00 e R\$\s500,00,Data e hora fora de seg\.? 14 h/);
  await page.locator("#clear-filters").click();
  await page.waitForFunction(() => !document.querySelector("#chips li"));
  assert.deepEqual(filters(page), []);
  assert.deepEqual(problems, []);
});

test("a filter of several values or a range is made in the form", async () => {
  const { page } = await site.open(SMALL);
  await page.locator("summary", { hasText: "Filter" }).click();
  await page.locator("#filter [name=column]").selectOption("type");
  await page.locator("#filter [name=operator]").selectOption("not in");
  await page.locator("#filter [name=several]").fill("PIX\nBOLETO\n");
  await page.getByRole("button", { name: "Add filter" }).click();
  await chips(page).filter({ hasText: "type is none of Pix, Boleto" }).waitFor();
  await page.locator("summary", { hasText: "Filter" }).click();
  await page.locator("#filter [name=column]").selectOption("amount");
  await page.locator("#filter [name=operator]").selectOption("between");
  await page.locator("#filter [name=value]").fill("1");
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.locator("#filter-problem").filter({ hasText: "not a valid value of amount" }).waitFor();
  assert.deepEqual(await page.locator("#filter [aria-invalid=true]").evaluateAll((all) => all.map(({ name }) => name)), ["second"], "only what is wrong is marked");
  await page.locator("#filter [name=second]").fill("20");
  await page.getByRole("button", { name: "Add filter" }).click();
  await chips(page).nth(1).waitFor();
  assert.deepEqual(filters(page), ["type~not in~PIX~BOLETO", "amount~between~1~20"]);
});

test("heads show how columns are spread in the rows shown, those in sight first", async () => {
  const { page } = await site.open(SMALL);
  const head = (index) => page.locator(`[data-facet='${index}']`);
  await head(2).locator("rect").first().waitFor();
  await head(3).locator("rect").nth(5).waitFor();
  assert.match(await head(2).getAttribute("aria-label"), /^Distribution: most often Pix \(\d.*%\) · 8 distinct$/);
  const amounts = await head(3).getAttribute("aria-label");
  assert.match(amounts, /^Distribution: R\$[\d.]+ to R\$[\d,.]+ · [\d,]+ distinct/);
  const far = head(18);
  assert.equal(await far.locator("rect").count(), 0, "what is not in sight is not counted");
  await page.locator("#scroller").evaluate((scroller) => { scroller.scrollLeft = scroller.scrollWidth; });
  await far.locator("rect").first().waitFor();
  assert.match(await far.getAttribute("aria-label"), /empty/);
  await page.locator("#scroller").evaluate((scroller) => { scroller.scrollLeft = 0; });
  await page.locator("#only-fraud").check();
  await head(3).locator("rect").first().waitFor();
  assert.notEqual(await head(3).getAttribute("aria-label"), amounts);
});

test("values of a column are chosen, excluded and searched, with their counts", async () => {
  const { page, problems } = await site.open(SMALL);
  await page.locator("[data-facet='2']").click();
  await facetItem(page, /^Pix/).waitFor();
  const counts = await page.locator("#facet .count").allTextContents();
  const [pix, ted] = await Promise.all([/^Pix/, /^TED/].map(async (name) => Number((await facetItem(page, name).locator(".count").textContent()).replaceAll(",", ""))));
  await facetItem(page, /^Pix/).locator("input").check();
  await chips(page).filter({ hasText: "type = Pix" }).waitFor();
  assert.equal(await passing(page), pix);
  assert.deepEqual(await page.locator("#facet .count").allTextContents(), counts, "the other values can still be chosen");
  await facetItem(page, /^TED/).locator("input").check();
  await chips(page).filter({ hasText: "type is one of Pix, TED" }).waitFor();
  assert.equal(await passing(page), pix + ted);
  await facetItem(page, /^Boleto/).getByRole("button", { name: "Not Boleto" }).click();
  await chips(page).filter({ hasText: "type ≠ Boleto" }).waitFor();
  await facetItem(page, /^TED/).getByRole("button", { name: "Only TED" }).click();
  await chips(page).filter({ hasText: "type = TED" }).waitFor();
  assert.equal(await passing(page), ted);
  await page.getByLabel("Search the values").fill("debit");
  assert.equal(await page.locator("#facet li").count(), 2);
  assert.deepEqual(await violations(page), []);
  await screenshot(page, "facet-values");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement.id === "grid");

  // By keys, and empty ones: no merchant.
  await page.locator("#clear-filters").or(page.locator("#chips .remove").first()).first().click();
  await page.locator("#grid").focus();
  await page.keyboard.press("Control+Home");
  for (let column = 0; column < 9; column++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("f");
  await page.getByLabel("Search the values").fill("empty");
  const empty = Number((await facetItem(page, /^empty/).locator(".count").textContent()).replaceAll(",", ""));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await chips(page).filter({ hasText: "merchant_name is empty" }).waitFor();
  assert.equal(await passing(page), empty);
  assert.deepEqual(problems, []);
});

test("ranges of a number are chosen among those counted, or entered", async () => {
  const { page } = await site.open(SMALL);
  await page.locator("[data-facet='3']").click();
  const bin = page.locator("#facet li").nth(3);
  await bin.waitFor();
  const count = Number((await bin.locator(".count").textContent()).replaceAll(",", ""));
  assert.equal(await page.locator("#facet li input").count(), 0, "of ranges only one can be chosen, so they are no boxes to tick");
  const pressed = () => page.locator("#facet li .one").evaluateAll((all) => all.flatMap((one, index) => (one.ariaPressed === "true" ? [index] : [])));
  await bin.locator(".one").click();
  await chips(page).filter({ hasText: /^amount between/ }).waitFor();
  assert.equal(await passing(page), count);
  assert.deepEqual(await pressed(), [3]);
  assert.deepEqual(await violations(page), []);
  await page.locator("#facet li .one").nth(4).click();
  await page.waitForFunction(() => document.querySelectorAll("#facet li .one")[4].ariaPressed === "true");
  assert.deepEqual(await pressed(), [4]);
  await page.locator("#facet li .one").nth(4).press("Enter");
  await page.waitForFunction(() => !document.querySelector("#chips li"));
  assert.deepEqual(await pressed(), []);
  await page.getByLabel("From").last().fill("50");
  await page.getByLabel("To", { exact: true }).last().fill("60");
  await page.keyboard.press("Enter");
  await chips(page).filter({ hasText: "amount between R$50.00 and R$60.00" }).waitFor();
  assert.equal(filters(page).length, 1, "one range takes the place of another");
  await screenshot(page, "facet-ranges");

  // What the page prints is taken, and what is not is said at the field that is wrong.
  await page.getByLabel("From").last().fill("1,000.50");
  await page.getByLabel("To", { exact: true }).last().fill("2K");
  await page.keyboard.press("Enter");
  await chips(page).filter({ hasText: "amount between R$1,000.50 and R$2,000.00" }).waitFor();
  assert.deepEqual(filters(page), ["amount~between~1000.5~2000"]);
  await page.keyboard.press("Escape");
  await page.locator("[data-facet='1']").click();
  await page.locator("#facet [name=from]").fill("01/05/2025 10:00");
  await page.locator("#facet [name=to]").fill("31 de maio");
  await page.keyboard.press("Enter");
  await page.locator("#range-problem").filter({ hasText: "That is not a valid value of timestamp. Write a day such as 2025-05-31, or with a time" }).waitFor();
  assert.deepEqual(await page.locator("#facet [aria-invalid=true]").evaluateAll((all) => all.map((one) => [one.name, one.getAttribute("aria-describedby")])), [["to", "range-problem"]]);
  assert.deepEqual(await violations(page), []);
  await page.locator("#facet [name=to]").fill("2025-05-31");
  await page.keyboard.press("Enter");
  await chips(page).nth(1).filter({ hasText: "timestamp between 2025-05-01 10:00 and 2025-05-31" }).waitFor();
});

test("a click on a part of a plot filters the grid and all plots, and another undoes it", async () => {
  const { page, problems } = await site.open(`${SMALL}&view=plots`);
  const plot = (title) => page.locator("#panel-plots figure", { has: page.locator("strong", { hasText: title }) });
  const total = async (title) => (await plot(title).locator("tbody tr").evaluateAll((all) => all.map(({ cells }) => Number(cells[1].textContent.replaceAll(",", ""))))).reduce((sum, one) => sum + one, 0);
  const chip = (text) => page.locator("#panel-plots .chips .edit", { hasText: text });
  await page.locator("#panel-plots .flow .picks button").first().waitFor();
  const all = await total("Instruments");
  assert.equal(await total("Amounts"), all);
  const pix = page.getByRole("button", { name: /^Filter: Pix: / });
  const count = Number((await pix.getAttribute("aria-label")).match(/: ([\d,]+)$/)[1].replaceAll(",", ""));
  await pix.click();
  await chip("type = Pix").waitFor();
  assert.equal(await total("Amounts"), count, "other plots follow");
  assert.equal(await total("Instruments"), all, "its own other bars stay");
  assert.equal(await pix.getAttribute("aria-pressed"), "true");
  assert.ok(await pix.evaluate((button) => button === document.activeElement), "the focus stays");
  await page.locator("#panel-plots .how").filter({ hasText: `Of these, ${count.toLocaleString("en")} pass the filters` }).waitFor();

  // An hour by keys: from Monday's name to its first hours.
  await page.getByRole("button", { name: "Filter: Mon", exact: true }).focus();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "Enter"]) await page.keyboard.press(key);
  await chip("timestamp at Tue 1 h").waitFor();
  await page.getByRole("button", { name: "Filter: 20 h", exact: true }).click();
  await chip("timestamp at Tue 1 h, 20 h").waitFor();
  await page.getByRole("button", { name: /^Filter: SP: / }).click();
  await chip("Customer lives in SP").waitFor();
  assert.deepEqual(await violations(page), []);
  await screenshot(page, "plots-filtered", { fullPage: true });
  const told = await page.locator("#panel-plots .how").textContent().then((text) => Number(text.match(/([\d,]+) pass/)[1].replaceAll(",", "")));
  await page.locator("#tab-records").click();
  assert.equal(await passing(page), told, "the grid has the same rows");
  assert.equal(await chips(page).count(), 3);
  await page.reload();
  await page.locator("#status").filter({ hasText: "pass the filters" }).waitFor();
  assert.equal(await passing(page), told);
  await page.goBack();
  await page.locator("#panel-plots .picks button").first().waitFor();
  await pix.click();
  await chip("type = Pix").waitFor({ state: "detached" });
  await page.locator("#panel-plots .chosen > button").click();
  await chip("timestamp").waitFor({ state: "detached" });

  // An account in the flow of a case.
  await page.locator("#panel-plots .flow .picks button").last().click();
  await page.locator("#panel-plots .chips .edit", { hasText: /(beneficiary_id|account_id|fraud_case_id) = \d+/ }).waitFor();
  assert.deepEqual(problems, []);
});

test("what colours mean is said in words that hold in every theme", async () => {
  for (const language of Object.keys(languages)) {
    const { plots } = await textsOf(language);
    for (const [name, told] of Object.entries(plots)) assert.doesNotMatch(String(told), /dark|bright|light|escur|clar/i, `${language}: ${name}`);
  }
});

test("bars of typologies say what they are of, and fit on a phone", async () => {
  for (const width of [1280, 360]) {
    const { page, context } = await site.open("?view=plots", { viewport: { width, height: 800 } });
    const bars = page.locator("#panel-plots figure", { hasText: "Fraud by typology" });
    await bars.waitFor();
    const rows = await bars.locator("tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map(({ textContent }) => textContent)));
    const labels = await bars.locator("svg text:not(.name)").allTextContents();
    const many = (count, one) => `${count} ${count === "1" ? one : `${one}s`}`;
    assert.deepEqual(labels, rows.map(([, alike, frauds]) => `${many(frauds, "fraud")} · ${many(alike, "look-alike")}`));
    const cut = await bars.locator("svg").evaluate((svg) => [...svg.querySelectorAll("text")].filter((text) => text.getBBox().x < -1 || text.getBBox().x + text.getBBox().width > svg.clientWidth).length);
    assert.equal(cut, 0);
    await context.close();
  }
});

test("the flow of money is whole in its card, its lines pass no box, and its cases have their first day in the reader's form", async () => {
  for (const [width, locale, date] of [[1280, "pt-BR", /· \d\d\/\d\d\/\d{4}$/], [1024, "en-US", /· \d{4}-\d\d-\d\d$/]]) {
    const { page, problems, context } = await site.open("?fraud_rate=0.02&view=plots", { viewport: { width, height: 800 }, locale });
    const flow = page.locator("#panel-plots .flow");
    await flow.locator("svg").waitFor();
    for (const option of await flow.locator("option").allTextContents()) assert.match(option, date);
    for (const index of [0, 1, 2, 3]) {
      const before = await flow.locator("figcaption").textContent();
      await flow.locator("select").selectOption({ index });
      if (index) await page.waitForFunction((text) => document.querySelector("#panel-plots .flow figcaption").textContent !== text, before);
      assert.ok(await flow.locator(".drawing").evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth), `${width} px`);
      // Points of a line inside a box; its ends are at the sides of theirs.
      const inside = await flow.locator("svg").evaluate((svg) => {
        const boxes = [...svg.querySelectorAll(".node > rect")].map((rect) => rect.getBBox());
        return [...svg.querySelectorAll(".edge")].flatMap((path) => Array.from({ length: 60 }, (_, part) => path.getPointAtLength(path.getTotalLength() * part / 59)))
          .filter(({ x, y }) => boxes.some((box) => x > box.x + 3 && x < box.x + box.width - 3 && y > box.y + 3 && y < box.y + box.height - 3)).length;
      });
      assert.equal(inside, 0, `${width} px, ${index}`);
    }
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("plots are of the opened file, and say so", async () => {
  await inFolder(async (folder) => {
    await fraudgen("generate", "--transactions", "3000", "--fraud-rate", "0.02", "--out", join(folder, "data"));
    const { page, problems } = await site.open(`${SMALL}&view=files`);
    await page.locator("#file").setInputFiles(join(folder, "data", "transactions", "part-00000.parquet"));
    await page.getByRole("button", { name: "Browse the rows" }).click();
    await page.locator("#source").filter({ hasText: "part-00000.parquet" }).waitFor();
    await page.locator("#tab-plots").click();
    await page.locator("#panel-plots .lead").filter({ hasText: "Rows 1 to 3,000, of 3,000, of the file part-00000.parquet" }).waitFor();
    await page.getByRole("button", { name: /^Filter: Pix: / }).click();
    await page.locator("#panel-plots .how").filter({ hasText: "pass the filters" }).waitFor();
    await page.locator("#tab-records").click();
    await chips(page).filter({ hasText: "type = Pix" }).waitFor();
    assert.deepEqual(problems, []);
  });
});

test("frauds are counted among the rows that pass, and apart from them among those that are loaded", async () => {
  const { page } = await site.open(`${SMALL}&filter=status~=~DECLINED`);
  const counts = () => page.locator("#status").textContent().then((text) => text.match(/([\d,]+) pass(?:es)? the filters, (\d+) of them fraudulent · frauds loaded: (\d+)/).slice(1).map((one) => Number(one.replace(",", ""))));
  const [passed, among, loaded] = await counts();
  assert.ok(among > 0 && among < passed && among < loaded, `${among} of ${passed}, ${loaded} loaded`);
  await page.locator("#only-fraud").check();
  await page.locator("#chips li").nth(1).waitFor();
  assert.deepEqual(await counts(), [among, among, loaded]);
  await page.locator("#tab-plots").click();
  await page.locator("#panel-plots .how").filter({ hasText: `Of these, ${among} pass the filters, ${among} of them fraudulent.` }).waitFor();
  await page.locator("#tab-records").click();
  await page.locator("#only-decoys").check();
  await page.locator("#chips", { hasText: "decoy_of" }).waitFor();
  assert.equal((await counts())[1], 0);
});

test("numbers in filters are read as either language prints them", () => {
  const column = (type) => ({ name: "amount", type });
  const holds = (operator, value, type = "decimal(15,2)") => testOf({ operator, value }, column(type)).holds;
  for (const text of ["1.000", "1,000", "1000", "R$ 1.000,00", "1,000.00", "R$1,000.00"]) {
    assert.deepEqual([99_999, 100_000, 100_001].map(holds("=", text)), [false, true, false], text);
  }
  assert.ok(holds("=", "1,5")(150) && holds("=", "1.5")(150) && holds("=", "-2.345.678,9")(-234_567_890));
  assert.ok(holds("=", "-46.633", "float32")(Math.fround(-46.633)), "coordinates have three decimals");
  for (const [text, number] of [["2K", 2000], ["R$ 1,5 mi", 1_500_000], ["1 milhão", 1_000_000], ["1.5M", 1_500_000], ["-3 mil", -3000]]) assert.ok(holds("=", text)(number * 100), text);
  for (const text of ["2 potatoes", "K", "1.5.2K"]) assert.equal(testOf({ operator: "=", value: text }, column("decimal(15,2)")), undefined, text);
  assert.ok(holds("between", "200~100")(15_000), "a range may be given from its larger end");
});

test("addresses have numbers and days in one form, and chips in the reader's", async () => {
  for (const [type, operator, value, written] of [
    ["decimal(15,2)", "≥", "R$ 1.000,50", "1000.5"], ["decimal(15,2)", "between", "1,000~2K", "1000~2000"], ["int32", "in", "1.000~%", "1000~%"], ["float32", "=", "-46,633", "-46.633"],
    ["timestamp(us, UTC)", "≥", "02/05/2025 10:30", "2025-05-02 10:30"], ["date", "not between", "01/05/2025~2025-05-31", "2025-05-01~2025-05-31"],
    ["timestamp(us, UTC)", "at", "d0h14", "d0h14"], ["string", "=", "01/05/2025~1.000", "01/05/2025~1.000"],
  ]) {
    const made = canonical({ column: "any", operator, value }, type);
    assert.equal(made.value, written);
    assert.equal(canonical(made, type), made, "it stays as it is");
  }
  for (const [locale, told] of [["en-US", ["timestamp ≥ 2025-05-02", "amount ≥ R$1,000.00"]], ["pt-BR", ["Data e hora ≥ 02/05/2025", "Valor ≥ R$ 1.000,00"]]]) {
    const { page, context } = await site.open(`${SMALL}&filter=timestamp~≥~02/05/2025&filter=amount~≥~1.000`, { locale });
    assert.deepEqual((await chips(page).allTextContents()).map((text) => text.replace("\u00a0", " ")), told);
    await page.locator("#only-fraud").check();
    await chips(page).nth(2).waitFor();
    assert.deepEqual(filters(page).slice(0, 2), ["timestamp~≥~2025-05-02", "amount~≥~1000"]);
    await context.close();
  }
});

test("what is odd in an address is known by its name, a second value too", () => {
  assert.deepEqual(readState("?seed=1&seed=2&units=0&units=3&lang=xx&theme=blue&constructor=1&filter=a~=~1&filter=b~=~2&unit=2").ignored,
    ["seed=2", "units=0", "units=3", "lang=xx", "theme=blue", "constructor=1"]);
  assert.deepEqual(readState("?units=64&lang=pt-BR&theme=dark&zone=utc").ignored, []);
  assert.deepEqual(readState("?units=65").ignored, ["units=65"]);
});

test("what a link asks for and is not there is said, until something else is asked for", async () => {
  const { page, problems } = await site.open("?transactions=5000&table=nope&sort=none&filter=nope~=~1&filter=amount~≥~abc&filter=amount~≥~1.000&columns=amount,nada&zone=mars&seen=1");
  const ignored = page.locator("#ignored");
  await ignored.filter({ hasText: "zone=mars, seen=1, table=nope, filter=nope~=~1, filter=amount~≥~abc, columns=nada, sort=none" }).waitFor();
  assert.equal(await page.locator("#chips li").count(), 1);
  assert.equal(await page.locator("#chips .edit").textContent(), "amount ≥ R$1,000.00");
  await page.locator("#chips .remove").click();
  await ignored.filter({ hasText: /^$/ }).waitFor({ state: "attached" });
  await page.goto(`${site.origin}/?transactions=5000&filter=amount~≥~900000000`);
  await page.locator("#scope", { hasText: "No row passes the filters." }).waitFor();
  assert.deepEqual(problems, []);
});

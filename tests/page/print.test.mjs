// The page on paper, in the reader's own colours, and in browsers that lack what it needs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { screenshot, start } from "./support/site.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

// What A4 sheets have between their margins, in CSS pixels, and their sizes in points.
const UPRIGHT = { width: Math.floor((210 - 24) / 25.4 * 96), size: "595,842" };
const LANDSCAPE = { width: Math.floor((297 - 20) / 25.4 * 96), size: "842,595" };
const DATA = "transactions=30000&fraud_rate=0.02";

/** What can be pressed, and drawings that reach over the edge of the sheet. */
const findings = (page, sheet) => page.evaluate((width) => {
  const shown = (elements) => [...elements].filter((one) => one.checkVisibility());
  const framed = (one) => getComputedStyle(one).borderTopWidth !== "0px" || !["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"].includes(getComputedStyle(one).backgroundColor);
  const buttons = shown(document.querySelectorAll("button, .button, select, input, summary")).filter((one) => !one.closest("#grid thead") && framed(one));
  // Words that lead elsewhere stay words.
  return {
    buttons: buttons.map((one) => one.outerHTML.slice(0, 100)),
    cut: shown(document.querySelectorAll("svg.plot, table, .story, .fields")).filter((one) => one.getBoundingClientRect().right > width + 1).map((one) => one.outerHTML.slice(0, 100)),
    clipped: shown(document.querySelectorAll("#detail, .drawing, .scroller, .sideways, .graph-frame")).filter((one) => one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY !== "visible").map((one) => one.outerHTML.slice(0, 100)),
  };
}, sheet.width);
const NOTHING = { buttons: [], cut: [], clipped: [] };

/** The sizes of a PDF's pages, in points. */
async function sheets(page) {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  return [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, width, height]) => [Math.round(width), Math.round(height)]);
}

async function onPaper(query, waitFor, name, { lang = "en", sheet = UPRIGHT } = {}) {
  const { page, problems } = await site.open(`${query}&lang=${lang}&theme=dark`, { reducedMotion: "reduce" });
  await page.locator(waitFor).first().waitFor();
  const pages = await sheets(page);
  await page.setViewportSize({ width: sheet.width, height: 1000 });
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.deepEqual(await findings(page, sheet), NOTHING, name);
  assert.deepEqual([...new Set(pages.map(String))], [sheet.size], name);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).colorScheme), "light");
  await screenshot(page, `print-${name}`, { fullPage: true });
  return { page, pages, problems };
}

for (const lang of ["en", "pt-BR"]) {
  test(`a record is printed whole, alone and without buttons in ${lang}`, async () => {
    const { page, pages, problems } = await onPaper(`?${DATA}&table=fraud_cases&id=8`, "#detail .belongings", `record-${lang}`, { lang });
    assert.ok(pages.length > 1, "a record is longer than a sheet");
    assert.equal(await page.locator("#panel-records").isVisible(), false);
    for (const part of [".story p", ".story .plot .node", ".course li", ".stick", ".belongings", ".fields dd"]) assert.ok(await page.locator(`#detail ${part}`).last().isVisible(), part);
    assert.deepEqual(problems, []);
  });
}

test("plots, map and flow are printed uncut, with their legends", async () => {
  const { page, problems } = await onPaper(`?${DATA}&view=plots`, ".flow svg", "plots");
  for (const part of [".bar.fraud", ".map .state", ".steps-legend li", ".legend .fraud", ".flow .node"]) assert.ok(await page.locator(`#panel-plots ${part}`).first().isVisible(), part);
  const map = await page.locator(".map").boundingBox();
  assert.ok(map.width > 300 && map.x + map.width <= UPRIGHT.width);
  assert.deepEqual(problems, []);
});

test("the graph of money is printed whole, wherever the screen had moved it", async () => {
  const { page: shown, context } = await site.open(`?${DATA}&view=graph`);
  await shown.locator(".graph .node").first().waitFor();
  for (let press = 0; press < 6; press++) await shown.locator("[name=zoomIn]").click();
  await shown.emulateMedia({ media: "print" });
  const outside = await shown.evaluate(() => {
    const frame = document.querySelector(".graph").getBoundingClientRect();
    return [...document.querySelectorAll(".graph .node")].filter((node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return left < frame.left - 1 || top < frame.top - 1 || right > frame.right + 1 || bottom > frame.bottom + 1;
    }).length;
  });
  assert.equal(outside, 0);
  await context.close();
  const { page, problems } = await onPaper(`?${DATA}&view=graph`, ".graph .node", "graph");
  assert.ok(await page.locator(".moved").isVisible(), "how much had moved is told");
  assert.deepEqual(problems, []);
});

for (const lang of ["en", "pt-BR"]) {
  test(`rows are printed in the columns that have room, below their filters and what is left out, in ${lang}`, async () => {
    const { page, problems } = await onPaper(`?${DATA}&filter=is_fraud~=~true`, "#chips li", `grid-${lang}`, { lang, sheet: LANDSCAPE });
    assert.ok(await page.locator("#chips .edit").isVisible());
    assert.match(await page.locator("#chips .edit").textContent(), /^(is_fraud = yes|É fraude = sim)$/);
    assert.equal(await page.locator("#chips .icon").isVisible(), false);
    const rows = page.locator("#grid tbody tr[data-place]");
    assert.equal(await rows.count(), Math.min(500, Number(await page.locator("#grid").getAttribute("aria-rowcount")) - 1));
    assert.match(await page.locator("#printed").innerText(), /(Columns that have no room here|Colunas que não cabem aqui): .*account_id/);
    const heads = await page.locator("#grid thead [data-column] span").allTextContents();
    for (const name of ["transaction_id", "timestamp", "amount", "status", "fraud_type", "evidence"]) assert.ok(heads.includes(name), name);
    const broken = await page.locator("#grid tbody td:not(.words)").evaluateAll((all) => all.filter((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 8))).size > 1;
    }).map(({ textContent }) => textContent));
    assert.deepEqual(broken, [], "values are in one piece");
    const lines = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
    assert.ok(Math.max(...lines) < 100, `a row is ${Math.max(...lines)} px high`);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.ok(await page.locator("#grid thead th").count() > heads.length, "the other columns are back");
    assert.deepEqual(problems, []);
  });
}

test("what is printed of many rows says that it is the first of them", async () => {
  const { page } = await onPaper(`?${DATA}&columns=transaction_id,amount`, "#grid tbody tr[data-place]", "grid-long", { sheet: LANDSCAPE });
  assert.match(await page.locator("#printed").innerText(), /^The first 500 of 2\d,\d{3} rows\.$/);
  assert.equal(await page.locator("#grid tbody tr[data-place]").count(), 500);
});

test("in forced colours the selected tab, fraud, legends and lines are told apart", async () => {
  const violations = async (page) => {
    await page.evaluate(axe.source);
    return page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`));
  };
  for (const colorScheme of ["light", "dark"]) {
    const { page, problems, context } = await site.open(`?${DATA}&view=plots`, { forcedColors: "active", colorScheme, reducedMotion: "reduce" });
    await page.locator(".flow svg").waitFor();
    const style = (selector, name, pseudo) => page.locator(selector).first().evaluate((one, [property, part]) => getComputedStyle(one, part).getPropertyValue(property), [name, pseudo]);
    const differ = async (a, b, name, pseudo) => assert.notEqual(await style(a, name, pseudo), await style(b, name, pseudo), `${colorScheme}: ${a} and ${b}`);
    await differ(".tabs [aria-selected=true]", ".tabs [aria-selected=false]", "background-color");
    await differ(".bar.fraud", "rect.bar:not(.fraud)", "fill");
    await differ(".legend .fraud", ".legend .usual", "background-color", "::before");
    assert.equal(await style(".legend .fraud", "background-color", "::before"), await style(".bar.fraud", "fill"), "the legend has the bars' colour");
    const steps = await page.locator(".steps-legend rect").evaluateAll((all) => all.map((one) => getComputedStyle(one).fillOpacity));
    assert.equal(new Set(steps).size, steps.length);
    await differ(".flow .arrow.main", ".flow .arrow:not(.main)", "fill");
    await differ(".flow .edge.main", ".flow .edge:not(.main)", "stroke");
    assert.deepEqual(await violations(page), []);
    await screenshot(page, `forced-plots-${colorScheme}`, { fullPage: true });
    await page.locator("#tab-graph").click();
    await page.locator(".graph .node").first().waitFor();
    const lines = await page.locator(".graph-legend .line").evaluateAll((all) => all.map((one) => getComputedStyle(one)).map(({ borderTopStyle, borderTopColor, borderTopWidth }) => [borderTopStyle, borderTopColor, borderTopWidth].join()));
    assert.equal(new Set(lines).size, 4);
    await screenshot(page, `forced-graph-${colorScheme}`);
    await page.locator("#tab-start").click();
    await page.locator("#start-flow .node").first().waitFor();
    await differ("#start-case", "#start-data", "background-color");
    assert.equal(await style("#start-title", "text-decoration-line"), "underline", "fraud is not told by colour alone");
    await screenshot(page, `forced-start-${colorScheme}`);
    assert.deepEqual(problems, []);
    await context.close();
  }
});

for (const [lang, missing, told] of [
  ["pt-BR", "WebAssembly", "WebAssembly, que está desligado"], ["en", "WebAssembly", "WebAssembly, which is switched off"],
  ["pt-BR", "Map.groupBy", "antigo demais"], ["en", "Map.groupBy", "too old for this page"],
]) {
  test(`a browser without ${missing} is told so in ${lang}, and nothing is shown that would never be filled`, async () => {
    const context = await site.browser.newContext({ locale: lang });
    const page = await context.newPage();
    await page.addInitScript(`delete globalThis.${missing}`);
    await page.goto(`${site.origin}/?table=customers`);
    await page.locator(".lacking:visible").filter({ hasText: told }).waitFor();
    const main = await page.locator("main").innerText();
    assert.ok(!main.includes("…"), main);
    assert.equal((await page.locator("main > *:visible").all()).length, 1);
    await context.close();
  });
}

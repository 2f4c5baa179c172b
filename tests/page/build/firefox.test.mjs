// The main ways through the page, in Firefox.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "puppeteer-core";
import { fraudgen } from "../support/command.mjs";
import { serve } from "../support/site.mjs";

let server;
let browser;
before(async () => {
  server = await serve();
  browser = await launch({ browser: "firefox", executablePath: process.env.FRAUDGEN_FIREFOX, extraPrefsFirefox: { "intl.accept_languages": "en-US" } });
});
after(async () => {
  await browser.close();
  server.close();
});

/** Opens the page; `problems` collects errors. */
async function open(query) {
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(`${server.origin}/${query}`);
  const text = (selector, pattern) => page.waitForFunction((selector, pattern) => new RegExp(pattern).test(document.querySelector(selector)?.textContent), {}, selector, pattern.source);
  return { page, problems, text };
}

test("the start shows a fraud, and leads to its case and to the data", async () => {
  const { page, problems, text } = await open("?view=start&transactions=100000&fraud_rate=0.02");
  await page.waitForSelector("#start-flow figure .edge");
  await text("#start-cases", /^\d+$/);
  await page.locator("#start-case").click();
  await page.waitForSelector("#detail[open] .story figure");
  await page.goBack();
  await page.locator("#start-data").click();
  await text("#status", /rows 1 – [\d,]+ of 100,000/);
  assert.deepEqual(problems, []);
  await page.close();
});

test("records are filtered, sorted and opened, in both languages", async () => {
  const { page, problems, text } = await open("?transactions=20000&fraud_rate=0.02");
  await page.waitForSelector("tbody tr[data-place]");
  await page.locator("#only-fraud").click();
  await text("#status", /pass the filters/);
  await page.goto(`${page.url()}&sort=-amount&columns=transaction_id,amount`);
  await page.waitForSelector("tbody tr[data-place]");
  const amounts = await page.$$eval("tbody tr[data-place] td:last-child", (cells) => cells.map(({ textContent }) => Number(textContent.replaceAll(/[^\d.]/g, ""))));
  assert.ok(amounts.length > 5);
  assert.deepEqual(amounts, amounts.toSorted((a, b) => b - a));
  await page.focus("#grid");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await text("#detail[open] h2", /^Transaction \d+ fraud$/);
  await page.waitForSelector("#detail[open] .story");
  await page.keyboard.press("Escape");
  await page.waitForSelector("#detail:not([open])");
  await page.select("#language", "pt-BR");
  await text("#status", /^Transações: linhas/);
  assert.equal(await page.$eval("html", ({ lang }) => lang), "pt-BR");
  assert.deepEqual(problems, []);
  await page.close();
});

test("every panel is shown", async () => {
  const { page, problems } = await open("?transactions=5000&fraud_rate=0.02");
  await page.waitForSelector("tbody tr[data-place]");
  for (const [view, shown] of [["plots", "figure"], ["take", "#command"], ["files", "input[type=file]"]]) {
    await page.locator(`#tab-${view}`).click();
    await page.waitForSelector(`#panel-${view} ${shown}`);
  }
  assert.deepEqual(problems, []);
  await page.close();
});

test("the digest is the command's", async () => {
  const { page, text } = await open("?transactions=20000&seed=7");
  await text("#digest", /^[0-9a-f]{32}$/);
  const receipt = await fraudgen("generate", "--out", "null", "--transactions", "20000", "--seed", "7", "--json");
  assert.equal(await page.$eval("#digest", ({ textContent }) => textContent), JSON.parse(receipt).digest);
  await page.close();
});

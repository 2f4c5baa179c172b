// The page as a user sees it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { made, TABLES } from "./support/command.mjs";
import { screenshot, start } from "./support/site.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const fill = async (page, values) => {
  for (const [name, value] of Object.entries(values)) await page.locator(`#spec [name=${name}]`).fill(value);
  await page.locator("#spec button.main").click();
};
const alert = (page) => page.getByRole("alert").filter({ hasText: /./ });
const digest = (page) => page.locator("#digest").filter({ hasText: /^[0-9a-f]{32}$/ });
const status = (page, text) => page.locator("#status").filter({ hasText: text });
const rows = (page) => page.locator("#grid tbody tr[data-place]");
const cell = (page, row, column) => page.locator(`#cell-${row}-${column}`);
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
const detail = (page, title) => page.locator("#detail[open] h2").filter({ hasText: title });

test("records appear first, then the digest, all from this origin", async (t) => {
  const { page, problems } = await site.open("?view=records");
  assert.match(await page.locator("#status").textContent(), /^Transactions: rows 1 – [\d,]+ of 100,000 · frauds loaded: \d+( of all \d+)?/);
  await digest(page).waitFor();
  const { load, records } = await page.evaluate(() => ({
    load: performance.getEntriesByType("navigation")[0].loadEventEnd,
    records: performance.getEntriesByName("records")[0].startTime,
  }));
  t.diagnostic(`first records ${Math.round(records - load)} ms after load, ${Math.round(records)} ms after navigation`);
  assert.deepEqual(problems, []);
});

test("only visible rows are in the document, and scrolling loads the others", async () => {
  const { page } = await site.open("?view=records");
  assert.ok(await rows(page).count() < 80);
  const all = Number(await page.locator("#grid").getAttribute("aria-rowcount"));
  assert.ok(all > 20_000);
  await page.locator("#scroller").evaluate((scroller) => { scroller.scrollTop = scroller.scrollHeight; });
  await page.locator(`#grid tbody tr[aria-rowindex="${all}"]`).waitFor();
  const [head, first] = await Promise.all(["#grid thead th", "#scroller"].map((name) => page.locator(name).first().boundingBox()));
  assert.ok(Math.abs(head.y - first.y) < 3, "the header stays");
});

test("every table can be chosen", async () => {
  const { page, problems } = await site.open("?view=records");
  for (const table of TABLES) {
    const button = page.locator(`#tables [data-table=${table}]`);
    await button.click();
    const name = await button.evaluate(({ firstChild }) => firstChild.textContent);
    // How many cards and credits there are is known only once they are made.
    await status(page, new RegExp(["cards", "credits"].includes(table) ? `^${name}: [\\d,]+ rows$` : `^${name}: rows 1 – `)).waitFor();
    assert.ok(await rows(page).count() > 0, table);
    assert.ok(page.url().includes("seed=42"));
  }
  assert.deepEqual(problems, []);
});

test("the dials and the address agree", async () => {
  const { page } = await site.open("?seed=7&transactions=5000");
  assert.equal(await page.locator("[name=seed]").inputValue(), "7");
  await digest(page).waitFor();
  const first = await digest(page).textContent();
  await fill(page, { seed: "8" });
  await digest(page).filter({ hasNotText: first }).waitFor();
  assert.match(page.url(), /[?&]seed=8&transactions=5000&/);
  const second = await digest(page).textContent();
  await page.reload();
  await digest(page).filter({ hasText: second }).waitFor();
  await page.locator("[name=seed]").fill("9");
  await page.locator("#tables [data-table=cards]").click();
  await status(page, "Cards").waitFor();
  assert.equal(await page.locator("[name=seed]").inputValue(), "9", "a dial that was not submitted");
  await page.locator("#tables [data-table=transactions]").click();
  await page.getByRole("button", { name: "Reset" }).click();
  await status(page, "of 100,000").waitFor();
});

test("there are dials for the fraud mix, its drift and label noise", async () => {
  const { page, problems } = await site.open("?transactions=20000&fraud_rate=0.02&table=fraud_cases");
  const told = page.locator("#mix summary");
  assert.equal(await told.textContent(), "Fraud mix default");
  await told.click();
  const typologies = await page.locator("#mix tbody tr").count();
  assert.ok(typologies >= 25);
  await page.getByRole("button", { name: "Set all weights to 0" }).click();
  await page.getByLabel("Fraud mix: Fake call centre").fill("3");
  await page.getByLabel("Fraud drift: Fake call centre").selectOption("APPEARS");
  assert.equal(await told.textContent(), `Fraud mix ${typologies} weights changed, 1 drift`);
  await page.getByLabel("Difficulty").selectOption("hard");
  await fill(page, { label_noise: "0,25" });
  await page.waitForURL(/label_noise=0%2C25&difficulty=HARD&fraud_mix=.*FALSA_CENTRAL%3D3.*&fraud_drift=FALSA_CENTRAL%3DAPPEARS&/);
  await page.locator("#tab-take").click();
  assert.match(await page.locator("#command").textContent(), / --fraud-mix \S*FALSA_CENTRAL=3\S* --fraud-drift FALSA_CENTRAL=APPEARS --label-noise 0.25 --difficulty HARD --out data$/);
  await page.locator("#tab-records").click();
  const middle = Date.UTC(2025, 0, 1) + 365 / 2 * 86_400_000;
  const events = await page.evaluate(async () => {
    const { call } = await import("./dataset/core.js");
    const { Frame } = await import("./dataset/frame.js");
    const about = await call("about");
    const spec = '{"seed":42,"transactions":20000,"fraud_rate":0.02,"fraud_mix":{"FALSA_CENTRAL":3},"fraud_drift":{"FALSA_CENTRAL":"APPEARS"},"label_noise":0.25}';
    const frame = new Frame("fraud_cases", about.tables.find(({ name }) => name === "fraud_cases").columns, [await call("unit", spec, "fraud_cases", 0)]);
    return frame.values("first_event_at").map((micros, row) => [frame.get(row, "fraud_type"), micros / 1000]);
  });
  assert.ok(events.length > 50);
  assert.ok(events.every(([type, time]) => type === "FALSA_CENTRAL" && time >= middle - 3 * 3_600_000));
  await status(page, `of ${events.length}`).waitFor();
  await page.reload();
  await told.filter({ hasText: `${typologies} weights changed, 1 drift` }).waitFor({ state: "attached" });
  assert.equal(await page.locator("#mix select[data-typology=FALSA_CENTRAL]").inputValue(), "APPEARS");
  await page.getByRole("button", { name: "Reset" }).click();
  await told.filter({ hasText: "default" }).waitFor();
  assert.deepEqual(problems, []);
});

test("a drift that does not exist is refused", async () => {
  const { page } = await site.open("?transactions=5000&fraud_drift=PHISHING%3DJUMPS");
  await alert(page).filter({ hasText: /JUMPS/ }).waitFor();
  await page.locator("#mix summary").click();
  await page.getByLabel("Fraud drift: Phishing").selectOption("");
  await fill(page, {});
  await digest(page).waitFor();
});

test("any group of a billion transactions is shown at once", async () => {
  const { page } = await site.open("?transactions=1000000000");
  assert.match(await page.locator("#digest").textContent(), /up to 20,000,000 transactions/);
  const start = Date.now();
  await page.locator("#unit").fill("30000");
  await page.locator("#unit").press("Enter");
  await status(page, /rows 691,\d{3},\d{3} – /).waitFor();
  assert.ok(Date.now() - start < 10_000);
  await page.getByRole("button", { name: "Next" }).click();
  await page.waitForURL(/unit=30001/);
  await page.locator("#unit").fill("99999999");
  await page.locator("#unit").press("Enter");
  await page.locator("#told").filter({ hasText: "from 0 to" }).waitFor();
});

test("any id is found", async () => {
  const { page } = await site.open("?transactions=1000000000");
  const find = async (id) => {
    await page.locator("#find-id").fill(id);
    await page.locator("#find-id").press("Enter");
  };
  await find("500,000,000");
  await page.locator("#grid .active").filter({ hasText: /^500000000/ }).waitFor();
  await page.locator("#tables [data-table=devices]").click();
  await status(page, "Devices").waitFor();
  const { rows: devices } = await page.evaluate(async () => {
    const { call } = await import("./dataset/core.js");
    const { tables } = await call("open", '{"transactions":1000000000}');
    return tables.find(({ name }) => name === "devices");
  });
  await find(String(devices));
  await page.locator("#grid .active").filter({ hasText: String(devices) }).waitFor();
  await find(String(devices + 1));
  await page.locator("#told").filter({ hasText: "No row has that id" }).waitFor();
});

test("rows are sorted and filtered, and a link restores it", async () => {
  const { page, problems } = await site.open("?transactions=20000&fraud_rate=0.02");
  await page.getByRole("button", { name: "amount" }).click();
  await page.locator("#grid th[aria-sort=ascending]").waitFor();
  await page.getByRole("button", { name: "amount" }).click();
  await page.locator("#grid th[aria-sort=descending]").waitFor();
  await page.locator("summary", { hasText: "Filter" }).click();
  await page.locator("#filter [name=column]").selectOption("merchant_name");
  await page.getByLabel("Value").fill("padaria");
  await page.getByRole("button", { name: "Add filter" }).click();
  await status(page, /pass(es)? the filters/).waitFor();
  await page.locator("#only-fraud").check();
  await page.locator("#chips li").nth(1).waitFor();
  const shown = await rows(page).allTextContents();
  await page.reload();
  await status(page, /pass(es)? the filters/).waitFor();
  assert.deepEqual(await rows(page).allTextContents(), shown);
  await page.locator("#chips .remove").first().click();
  await page.locator("#chips li").nth(1).waitFor({ state: "detached" });
  await page.locator("#chips .remove").first().click();
  await page.waitForFunction(() => !document.querySelector("#chips li"));
  assert.deepEqual(problems, []);
});

test("an invalid filter is refused", async () => {
  const { page } = await site.open("?transactions=5000");
  await page.locator("summary", { hasText: "Filter" }).click();
  await page.getByLabel("Value").fill("much");
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.locator("#filter-problem").filter({ hasText: "That is not a valid value of amount. Write a number such as 1000.50 or 2K." }).waitFor();
  assert.equal(await page.getByLabel("Value").getAttribute("aria-describedby"), "filter-problem");
});

test("an invalid link does no harm", async () => {
  const query = "?transactions=5000&table=cows&unit=99&units=1000&sort=-none&columns=none,&id=777777&zone=mars&view=no&theme=x&lang=%3Cb%3E"
    + "&filter=amount~%3D~much&filter=none~%3D~1&filter=type~≥~1&filter=amount~constructor~1&filter=%3Cimg%20src=x%3E";
  const { page, problems } = await site.open(query);
  await status(page, "Transactions: rows ").waitFor();
  assert.equal(await page.locator("#chips li").count(), 0);
  assert.deepEqual(problems, []);
});

test("more groups are loaded, and the back button undoes it", async () => {
  const { page } = await site.open("?transactions=100000");
  await page.getByRole("button", { name: "Load more" }).click();
  await status(page, /rows 1 – 46,\d{3}/).waitFor();
  await page.locator("#tables [data-table=cards]").click();
  await status(page, "Cards").waitFor();
  await page.goBack();
  await status(page, /Transactions: rows 1 – 46,\d{3}/).waitFor();
});

test("the visible rows are printed, without the controls", async () => {
  const { page } = await site.open("?transactions=5000&columns=transaction_id,timestamp,type,amount,status,is_fraud");
  await page.emulateMedia({ media: "print" });
  await screenshot(page, "print", { fullPage: true });
  assert.ok(await page.locator("#spec").isHidden());
  assert.ok(await rows(page).first().isVisible());
  assert.ok(await rows(page).count() <= 160);
  assert.ok((await page.pdf()).length > 10_000);
});

test("columns are chosen by name, role and description", async () => {
  const { page } = await site.open("?transactions=5000");
  await page.locator("summary", { hasText: "Columns" }).click();
  const choice = page.locator("#columns label", { hasText: "end_to_end_id" });
  assert.match(await choice.textContent(), /id.*Pix end-to-end id/);
  await choice.locator("input").check();
  await page.getByRole("columnheader", { name: "end_to_end_id" }).waitFor();
  await page.locator("#columns").getByRole("button", { name: "All" }).click();
  await page.waitForFunction(() => document.querySelectorAll("#grid thead th").length === document.querySelectorAll("#columns input").length);
  await page.keyboard.press("Escape");
});

test("everything works with the keyboard", async () => {
  const { page, problems } = await site.open("?transactions=5000");
  await page.locator("#grid").focus();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
  assert.equal(await page.locator("#grid").getAttribute("aria-activedescendant"), "cell-2-1");
  await page.keyboard.press("Control+c");
  assert.match(await copied(page), /^2025-01-0\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  const third = await cell(page, 2, 0).textContent();
  await page.keyboard.press("Enter");
  await detail(page, new RegExp(`^Transaction ${third}( fraud)?$`)).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#detail:not([open])").waitFor({ state: "attached" });
  await page.keyboard.press("Control+Home");
  for (const key of ["ArrowUp", "Enter"]) await page.keyboard.press(key);
  await page.locator("#grid th[aria-sort=ascending]").waitFor();
  await page.keyboard.press("Control+End");
  await page.locator("#grid .active").waitFor();
  await page.locator("#tab-records").focus();
  await page.keyboard.press("ArrowRight");
  await page.locator("#panel-plots figure").first().waitFor();
  assert.deepEqual(problems, []);
});

test("cells and rows are copied", async () => {
  const { page } = await site.open("?transactions=5000");
  await page.getByRole("button", { name: "Copy as JSON" }).click();
  const record = JSON.parse(await copied(page));
  assert.equal(record.transaction_id, Number(await cell(page, 0, 0).textContent()));
  assert.equal(Object.keys(record).at(-1), "evidence");
  const amount = await page.locator("#grid thead th").allTextContents().then((names) => names.indexOf("amount"));
  await cell(page, 0, amount).click({ modifiers: ["Control"] });
  await page.getByRole("button", { name: "Copy cell" }).click();
  assert.equal(Number(await copied(page)), record.amount);
});

test("times are in Brasília or in UTC, money in reais", async () => {
  const { page } = await site.open("?transactions=5000");
  const time = await page.locator("#grid thead th").allTextContents().then((names) => names.indexOf("timestamp"));
  const local = await cell(page, 0, time).textContent();
  await page.locator("#zone").selectOption("utc");
  await page.waitForURL(/zone=utc/);
  const utc = await cell(page, 0, time).textContent();
  assert.equal(Date.parse(`${utc.replace(" ", "T")}Z`) - Date.parse(`${local.replace(" ", "T")}Z`), 3 * 3_600_000);
  assert.match(await page.locator("#grid td.number").first().textContent(), /^R\$\d/);
});

test("every typology is told as a story, with the flow of its money", async () => {
  const { page, problems } = await site.open("?transactions=100000&fraud_rate=0.02&table=fraud_cases");
  const typologies = await page.evaluate(async () => (await (await import("./dataset/core.js")).call("about")).typologies);
  const titles = new Set();
  for (const type of typologies) {
    await page.goto(`${site.origin}/?transactions=100000&fraud_rate=0.02&table=fraud_cases&filter=fraud_type~=~${type}`);
    await status(page, /pass(es)? the filters/).waitFor();
    await page.locator("#grid tbody tr[data-place] th").first().click();
    const story = page.locator("#detail .story");
    await story.waitFor();
    const id = await page.locator("#detail h2").textContent().then((title) => title.match(/\d+/)[0]);
    const steps = await story.locator(".steps li").count();
    const told = Number(await page.locator("#detail .fields > div", { hasText: /^transactions/ }).locator("dd").textContent());
    assert.equal(steps, told, type);
    assert.ok(await story.locator("svg.plot .node").count() >= 2, type);
    assert.match(page.url(), new RegExp(`id=${id}(&|$)`));
    assert.doesNotMatch(await story.textContent(), /undefined|NaN|null|\[object/, type);
    titles.add(await story.locator("h3 .mark").textContent());
  }
  assert.equal(titles.size, typologies.length);
  await page.locator("#detail .story .steps button.link").first().click();
  await detail(page, /^Transaction \d+ fraud$/).waitFor();
  await page.locator("#detail .belongings li").first().waitFor();
  assert.ok(await page.locator("#detail figure svg").count() >= 2);
  await page.reload();
  await detail(page, /^Transaction \d+ fraud$/).waitFor();
  assert.deepEqual(problems, []);
});

test("a fake call centre is drawn with the ring of mules behind it", async () => {
  const [cases, transactions] = [await made("fraud_cases"), await made("transactions")];
  const victim = cases.find(({ fraud_type, ring_id }) => fraud_type === "FALSA_CENTRAL" && ring_id !== null);
  const members = cases.filter(({ ring_id, ring_level }) => ring_id === victim.ring_id && ring_level !== null);
  assert.ok(new Set(members.map(({ ring_level }) => ring_level)).size >= 2, "a ring of several levels");
  const accounts = new Map(members.map(({ fraud_case_id, account_id }) => [fraud_case_id, account_id]));
  const between = new Map();
  for (const { fraud_case_id, beneficiary_kind, beneficiary_id, amount, status } of transactions) {
    if (!accounts.has(fraud_case_id) || beneficiary_kind !== "ACCOUNT" || ![...accounts.values()].includes(beneficiary_id)) continue;
    const edge = `Account ${accounts.get(fraud_case_id)} → Account ${beneficiary_id}`;
    between.set(edge, (between.get(edge) ?? 0) + (status === "APPROVED" ? Math.round(amount * 100) : 0));
  }
  assert.ok(between.size >= 2);

  const ringAccounts = new Set(accounts.values()).size;
  const { page, problems } = await site.open(`?transactions=100000&fraud_rate=0.02&table=fraud_cases&id=${victim.fraud_case_id}`);
  const story = page.locator("#detail .story");
  await story.waitFor();
  assert.match(await story.textContent(), new RegExp(`The money went into a ring of ${ringAccounts} accounts on `));
  assert.equal(await story.locator(".ring li").count(), ringAccounts);
  for (const { account_id } of members) assert.equal(await story.locator(".node .name", { hasText: new RegExp(`^Account ${account_id}$`) }).count(), 1);
  const drawn = await story.locator("figure tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map(({ textContent }) => textContent)));
  for (const [edge, centavos] of between) {
    const [, , amount] = drawn.find(([from, to]) => `${from} → ${to}` === edge) ?? assert.fail(edge);
    assert.equal(Math.round(Number(amount.replaceAll(/[^\d.]/g, "")) * 100), centavos, edge);
  }
  await page.setViewportSize({ width: 1440, height: 1600 });
  await screenshot(page, "ring");
  await story.locator(".ring button.link").first().click();
  await detail(page, `Fraud case ${members.toSorted((a, b) => a.ring_level - b.ring_level)[0].fraud_case_id}`).waitFor();
  await story.locator("p", { hasText: /The account is on level 1 of \d of a ring of/ }).waitFor();
  assert.deepEqual(problems, []);
});

test("reports, decisions and refunds are told in order", async () => {
  const cases = await made("fraud_cases");
  for (const [remedy, role, message] of [
    ["MED", "VICTIM", /The victim told the bank on .*asked for the money back \(MED\); the claim was accepted on .*, and R\$.* came back on/],
    ["CHARGEBACK", "VICTIM", /The holder disputed it on .*\(chargeback\); the claim was accepted on .*, and R\$.* came back on/],
    ["CHARGEBACK", "FRAUDSTER", /falsely disputed it on /],
    ["INVESTIGATION", "MULE", /The bank itself detected it on .*; the suspicion was confirmed on .*, and nothing came back\./],
  ]) {
    const found = cases.find((one) => one.remedy === remedy && one.customer_role === role && one.decision === "ACCEPTED"
      && (one.refunded_at !== null || remedy === "INVESTIGATION"));
    const { page, context } = await site.open(`?transactions=100000&fraud_rate=0.02&table=fraud_cases&id=${found.fraud_case_id}`);
    await page.locator("#detail .story p", { hasText: message }).waitFor();
    const course = page.locator("#detail .course li");
    assert.deepEqual(await course.locator("strong").allTextContents(), ["Happened", "Known to the bank", "Decided", "Refunded"]);
    assert.equal(await page.locator("#detail .course .none").count(), remedy === "INVESTIGATION" ? 1 : 0);
    await context.close();
  }
});

test("look-alikes are found, and say what they look like", async () => {
  const { page, problems } = await site.open("?transactions=20000&fraud_rate=0.02");
  await page.locator("#only-decoys").check();
  await status(page, /pass(es)? the filters/).waitFor();
  await page.locator("#grid tbody tr[data-place] th").first().click();
  await page.locator("#detail .look-alike", { hasText: "Legitimate, but made to look like fraud: " }).waitFor();
  assert.equal(await page.locator("#detail :is(.story, .course)").count(), 0);
  await page.locator("#detail .close").click();
  await page.locator("#only-fraud").check();
  await page.waitForURL((url) => url.searchParams.getAll("filter").join() === "is_fraud~=~true");
  assert.ok(!await page.locator("#only-decoys").isChecked());
  assert.deepEqual(problems, []);
});

test("wrong labels are shown as wrong", async () => {
  const query = "?transactions=20000&fraud_rate=0.02&label_noise=0.5&filter=label_known_at~filled~&filter=is_fraud~=~false";
  const { page } = await site.open(query);
  await page.locator("#grid tbody tr[data-place] th").first().click();
  await page.locator("#detail .course li", { hasText: "Labelled as fraud by mistake" }).waitFor();
  const lost = page.locator("#detail .course li.none", { hasText: "the report was lost" });
  await page.goto(`${site.origin}/?transactions=20000&fraud_rate=0.02&label_noise=0.5&filter=label_known_at~empty~&filter=is_fraud~=~true`);
  await status(page, /pass(es)? the filters/).waitFor();
  for (let row = 0; row < 20 && await lost.count() === 0; row++) {
    await page.locator("#grid tbody tr[data-place] th").nth(row).click();
    await page.locator("#detail .course").waitFor();
    if (await lost.count() === 0) await page.locator("#detail .close").click();
  }
  assert.equal(await lost.count(), 1);
});

test("records of every table open, and link to others", async () => {
  const { page, problems } = await site.open("?transactions=5000");
  for (const table of TABLES) {
    await page.goto(`${site.origin}/?transactions=5000&fraud_rate=0.02&table=${table}&id=1`);
    await page.locator("#detail[open] .fields").first().waitFor();
    assert.match(await page.locator("#detail h2").textContent(), / 1/);
  }
  await page.locator("#detail .fields button.link").first().click();
  await page.waitForURL((url) => !url.search.includes("table=fraud_cases"));
  assert.deepEqual(problems, []);
});

test("plots have their data as tables", async () => {
  const { page, problems } = await site.open("?transactions=100000&view=plots");
  await page.locator("#panel-plots .flow figure").waitFor();
  assert.equal(await page.locator("#panel-plots figure").count(), 7);
  for (const figure of await page.locator("#panel-plots figure").all()) {
    await figure.locator("summary").click();
    assert.ok(await figure.locator("tbody tr").count() > 0);
    assert.ok(await figure.locator("svg.plot[aria-label]").count() === 1);
  }
  assert.equal(await page.locator("#panel-plots .tile").count(), 27);
  await page.getByLabel("Money flow of").selectOption({ index: 3 });
  assert.deepEqual(problems, []);
});

test("errors in the spec are shown, and can be corrected", async () => {
  const { page, problems } = await site.open("?transactions=5000");
  for (const [values, message] of [
    [{ seed: "abc" }, "Seed: please enter a whole number, 0 or more."],
    [{ seed: "18446744073709551616" }, "Seed: please enter a whole number, 0 or more."],
    [{ seed: "1", start: "" }, "First day: please enter a date."],
    [{ start: "1999-01-01" }, "First day: give a date from 2020-11-16 to"],
    [{ start: "2025-01-01", transactions: "9" }, "Transactions: give 10 to"],
    [{ transactions: "5000", fraud_rate: "0.5" }, "Fraud rate: give 0 to 0.2."],
    [{ fraud_rate: "0,03", label_noise: "0.6" }, "Label noise: give 0 to 0.5."],
    [{ label_noise: "0", start: "2020-11-15" }, "First day: give a date from 2020-11-16 to"],
    [{ start: "2025-01-01", days: "-5" }, "Days: please enter a whole number, 0 or more."],
    [{ days: "0" }, "Days: give 1 to 3,660."],
    [{ days: "30", customers: "1000" }, "Customers: 5,000 transactions in 30 days need"],
  ]) {
    await fill(page, values);
    await alert(page).filter({ hasText: message }).waitFor();
    assert.ok(await rows(page).first().isVisible(), "the records stay");
    assert.equal(await page.locator("#spec #error").count(), 1, "the refusal stands at the dial");
    assert.equal(await page.locator("#spec [aria-invalid=true]").count(), 1);
  }
  await fill(page, { customers: "" });
  await page.waitForFunction(() => !document.querySelector("[role=alert]:not(:empty)"));
  await page.locator("#tab-take").click();
  assert.match(await page.locator("#command").textContent(), /--days 30 --fraud-rate 0.03 /);
  assert.deepEqual(problems, []);
});

test("the language follows the browser and can be switched", async () => {
  const { page } = await site.open("?transactions=5000", { locale: "pt-BR" });
  assert.equal(await page.locator("html").getAttribute("lang"), "pt-BR");
  assert.match(await page.locator("#status").textContent(), /^Transações: linhas 1 – 5\.000 de 5\.000/);
  await fill(page, { days: "0" });
  await alert(page).filter({ hasText: "Dias: use de 1 a 3.660." }).waitFor();
  await fill(page, { days: "365", label_noise: "0,7" });
  await alert(page).filter({ hasText: "Ruído dos rótulos: use de 0 a 0,5." }).waitFor();
  await fill(page, { label_noise: "0", start: "2020-11-15" });
  await alert(page).filter({ hasText: "Primeiro dia: escolha uma data de 2020-11-16 a " }).waitFor();
  await fill(page, { start: "2025-01-01" });
  await page.locator("#language").selectOption("en");
  await status(page, "Transactions: rows 1 – 5,000 of 5,000").waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.reload();
  await status(page, "Transactions").waitFor();
});

test("both languages say the same things", async () => {
  const { en } = await import("../../www/text/en.js");
  const { pt } = await import("../../www/text/pt.js");
  const keys = (text, path = "") => Object.entries(text).flatMap(([key, value]) =>
    (typeof value === "object" && !Array.isArray(value) ? keys(value, `${path}${key}.`) : [`${path}${key}`]));
  const only = (a, b) => keys(a).filter((key) => !keys(b).includes(key) && !key.startsWith("tableAbout."));
  assert.deepEqual([...only(en, pt), ...only(pt, en)].filter((key) => !key.startsWith("columnNotes.")), []);
  const { page } = await site.open("?transactions=5000");
  const { columns, typologies, drifts, words } = await page.evaluate(async () => {
    const { call } = await import("./dataset/core.js");
    const { tables, ...about } = await call("about");
    const words = {};
    for (const { name: table, columns } of tables) {
      const made = await call("unit", '{"transactions":5000}', table, 0);
      columns.forEach(({ name, type }, index) => { if (type === "category") words[name] = [...words[name] ?? [], ...made.columns[index].words]; });
    }
    return { ...about, words, columns: tables.flatMap(({ name: table, columns }) => columns.map(({ name }) => ({ table, name }))) };
  });
  const told = ["type", "channel", "status", "refusal_reason", "beneficiary_kind", "beneficiary_role", "customer_role", "account_type", "kind", "payer_kind"];
  for (const text of [en, pt]) {
    for (const name of typologies) assert.ok(text.typologies[name] && text.story.opening[name], name);
    for (const name of drifts) assert.ok(text.drifts[name], name);
    for (const name of told.flatMap((column) => words[column])) assert.ok(text.words[name], name);
    for (const name of words.card_entry) assert.ok(text.story.entries[name], name);
    for (const name of words.remedy) assert.ok(text.story.reported[name] && text.story.unreported[name], name);
    for (const name of words.merchant_category) assert.ok(text.trades[name], name);
    for (const name of words.behavioral_profile) assert.ok(text.profiles[name], name);
  }
  const untold = columns.filter(({ table, name }) => !pt.columnNotes[name] && !pt.columnNotes[`${table}.${name}`]);
  assert.deepEqual(untold, []);
});

const violations = async (page) => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`));
};

for (const [locale, colorScheme] of [["en-US", "light"], ["pt-BR", "dark"], ["en-US", "dark"], ["pt-BR", "light"]]) {
  test(`axe finds nothing in ${locale}, ${colorScheme}`, async () => {
    const { page, problems } = await site.open("?transactions=100000", { locale, colorScheme, reducedMotion: "reduce" });
    await digest(page).waitFor();
    await page.locator("#mix summary").click();
    await page.locator("#only-fraud").check();
    await page.locator("#chips li").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.locator("#columns").locator("xpath=preceding-sibling::summary").click();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    await page.locator("#open").click();
    await page.locator("#detail .belongings").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.locator("#detail .close").click();
    await page.goto(`${site.origin}/?transactions=100000&fraud_rate=0.02&table=fraud_cases&filter=ring_id~filled~`);
    await page.locator("#chips li").waitFor();
    await page.locator("#grid tbody tr[data-place] th").first().click();
    await page.locator("#detail .ring").waitFor();
    await page.locator("#detail .belongings").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.locator("#detail .close").click();
    await page.goto(`${site.origin}/?transactions=100000&fraud_rate=0.02&table=credits&filter=fraud_case_id~filled~`);
    await page.locator("#chips li").waitFor();
    await page.locator("#grid tbody tr[data-place] th").first().click();
    await page.locator("#detail .belongings").waitFor();
    await page.locator("#detail figure summary").nth(1).click();
    assert.deepEqual(await violations(page), []);
    await page.locator("#detail .close").click();
    await page.goto(`${site.origin}/?transactions=100000`);
    await digest(page).waitFor();
    for (const view of ["plots", "take", "files"]) {
      await page.locator(`#tab-${view}`).click();
      await page.locator(`#panel-${view} > *`).first().waitFor();
      if (view === "plots") await page.locator("#panel-plots .flow figure").waitFor();
      assert.deepEqual(await violations(page), [], view);
    }
    await fill(page, { seed: "" });
    await alert(page).waitFor();
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(problems, []);
  });
}

test("screenshots, to be looked at", async () => {
  for (const [name, options] of [
    ["desktop", {}], ["dark", { colorScheme: "dark" }], ["phone", { locale: "pt-BR", viewport: { width: 360, height: 740 } }],
  ]) {
    const { page } = await site.open("?view=records", options);
    await digest(page).waitFor();
    await screenshot(page, `${name}-records`);
    if (name === "phone") await page.locator("#dials > summary").click();
    await page.locator("#mix > summary").click();
    await screenshot(page, `${name}-mix`);
    const [across, least] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(across <= least, `${name} with the mix is ${across} wide`);
    await page.locator("#mix > summary").click();
    await page.locator("#tables [data-table=fraud_cases]").click();
    await status(page, /Fraud cases|Casos de fraude/).waitFor();
    await page.locator("#grid tbody tr[data-place] th").nth(3).click();
    await page.locator("#detail .belongings").waitFor();
    await page.waitForTimeout(300);
    await screenshot(page, `${name}-case`);
    await page.locator("#detail .close").click();
    await page.locator("#tables [data-table=transactions]").click();
    for (const view of ["plots", "take"]) {
      await page.locator(`#tab-${view}`).click();
      await page.locator(`#panel-${view} > *`).first().waitFor();
      if (view === "plots") await page.locator("#panel-plots .flow figure").waitFor();
      await screenshot(page, `${name}-${view}`, { fullPage: true });
      const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(wide <= room, `${name} ${view} is ${wide} wide`);
    }
  }
});

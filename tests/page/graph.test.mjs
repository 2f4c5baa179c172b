// The graph of money: what it shows is in the data, it is opened node by node, replayed, and reached by its address.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { made } from "./support/command.mjs";
import { screenshot, start } from "./support/site.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const QUERY = "?transactions=100000&fraud_rate=0.02&view=graph";
const node = (page, key) => page.locator(`#panel-graph .node[data-key="${key}"]`);
const hit = (page, key) => page.locator(`#panel-graph .hit[data-key="${key}"]`);
const keys = (page) => page.locator("#panel-graph .node").evaluateAll((nodes) => nodes.map(({ dataset }) => dataset.key));
const transform = (page) => page.locator("#panel-graph .graph > g").getAttribute("transform");
const scaleOf = async (page) => Number((await transform(page)).match(/scale\((.*)\)/)[1]);
/** How many nodes are not wholly in the frame. */
const hidden = (page) => page.locator("#panel-graph .graph").evaluate((frame) => {
  const { left, right, top, bottom } = frame.getBoundingClientRect();
  return [...frame.querySelectorAll(".node")].map((node) => node.getBoundingClientRect()).filter((box) => box.left < left || box.right > right || box.top < top || box.bottom > bottom).length;
});
const centavos = (amount) => Math.round(amount * 100);
const violations = async (page) => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`));
};
/** The rows of a table behind the graph, as text; `-1` is the one of edges. */
async function tableOf(page, which) {
  const behind = page.locator("#panel-graph details.behind");
  if (!await behind.evaluate(({ open }) => open)) await behind.locator("summary").click();
  await behind.locator("table").nth(1).waitFor();
  return behind.locator("table").nth(which).locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map(({ textContent }) => textContent)));
}
const money = (text) => Math.round(Number(text.replaceAll(/[^\d.-]/g, "")) * 100);

let all;
const data = async () => {
  all ??= { cases: await made("fraud_cases"), transactions: await made("transactions"), credits: await made("credits") };
  return all;
};

test("a victim's graph has every account of the ring, and all the money that the ring's accounts stole and passed on", async () => {
  const { cases, transactions, credits } = await data();
  const victim = cases.find(({ ring_id, ring_level, amount_lost }) => ring_id !== null && ring_level === null && amount_lost > 0);
  const ring = new Set(cases.filter(({ ring_id, ring_level }) => ring_id === victim.ring_id && ring_level !== null).map(({ account_id }) => account_id));
  const { page, problems } = await site.open(`${QUERY}&from=case-${victim.fraud_case_id}`);
  await node(page, `account-${victim.account_id}`).waitFor();
  const drawn = await keys(page);
  for (const account of ring) assert.ok(drawn.includes(`account-${account}`), `account ${account}`);
  assert.ok(drawn.length <= 100);
  // Each payment once, whether it is known from the payer, from the receiver, or from both.
  const sums = new Map();
  for (const one of transactions) {
    if (one.status === "APPROVED" && one.is_fraud && (ring.has(one.account_id) || one.fraud_case_id === victim.fraud_case_id)) sums.set(`t${one.transaction_id}`, one.amount);
  }
  for (const one of credits) {
    if (ring.has(one.account_id) && one.fraud_case_id !== null && one.kind === "TRANSFER") sums.set(one.transaction_id === null ? `c${one.credit_id}` : `t${one.transaction_id}`, one.amount);
  }
  const expected = [...sums.values()].reduce((sum, amount) => sum + centavos(amount), 0);
  const edges = await tableOf(page, 1);
  assert.equal(edges.reduce((sum, [, , amount]) => sum + (money(amount) || 0), 0), expected);
  assert.equal(edges.reduce((sum, [, , , count]) => sum + Number(count.replaceAll(",", "")), 0), sums.size);
  assert.deepEqual(problems, []);
});

test("what an account paid to another by fraud and what it paid as ever are two edges, each with its own sum", async () => {
  const { transactions } = await data();
  const approved = transactions.filter(({ status, beneficiary_kind }) => status === "APPROVED" && beneficiary_kind === "EXTERNAL");
  const between = (one) => approved.filter(({ account_id, beneficiary_id }) => account_id === one.account_id && beneficiary_id === one.beneficiary_id);
  const both = between(approved.find((one) => one.is_fraud && !between(one).every(({ is_fraud }) => is_fraud)));
  const { page, problems } = await site.open(`${QUERY}&from=account-${both[0].account_id}`);
  await node(page, `external-${both[0].beneficiary_id}`).waitFor();
  const rows = (await tableOf(page, 1)).filter(([, to]) => to.startsWith(`External account ${both[0].beneficiary_id},`));
  const told = rows.map(([, , amount, count, fraud]) => [money(amount), Number(count), fraud]);
  const expected = [true, false].map((isFraud) => {
    const part = both.filter(({ is_fraud }) => is_fraud === isFraud);
    return [part.reduce((sum, { amount }) => sum + centavos(amount), 0), part.length, isFraud ? "fraud" : ""];
  });
  assert.deepEqual(told.toSorted((a, b) => b[2].length - a[2].length), expected);
  const paths = await page.locator("#panel-graph .link:is(.fraud, .paid) .edge").evaluateAll((all) => all.map((path) => path.getAttribute("d")));
  assert.equal(new Set(paths).size, paths.length, "no line lies on another");
  assert.deepEqual(problems, []);
});

test("without a ring, all who paid the same account are in the graph, the smaller ones together until they are asked for", async () => {
  const { cases, transactions } = await data();
  const into = new Map();
  for (const { fraud_case_id, beneficiary_kind, beneficiary_id, account_id, status } of transactions) {
    if (fraud_case_id !== null && status === "APPROVED" && beneficiary_kind === "EXTERNAL") into.set(beneficiary_id, (into.get(beneficiary_id) ?? new Set()).add(account_id));
  }
  const withoutRing = new Set(cases.filter(({ ring_id, beneficiary_kind }) => ring_id === null && beneficiary_kind === "EXTERNAL").map(({ beneficiary_id }) => beneficiary_id));
  const [account, payers] = [...into].filter(([id]) => withoutRing.has(id)).toSorted(([, a], [, b]) => b.size - a.size)[0];
  assert.ok(payers.size > 6);
  const { fraud_case_id: id } = cases.find(({ beneficiary_id, beneficiary_kind }) => beneficiary_kind === "EXTERNAL" && beneficiary_id === account);
  const { page, problems } = await site.open(`${QUERY}&from=case-${id}`);
  const more = node(page, `more-in-external-${account}`);
  await more.waitFor();
  const edges = (await tableOf(page, 1)).filter(([, to]) => to.startsWith(`External account ${account},`));
  const left = Number((await more.locator(".name").first().textContent()).match(/\d+/)[0]);
  assert.equal(edges.length - 1 + left, payers.size);
  await more.click();
  await page.waitForURL(new RegExp(`opened=external-${account}`));
  await page.waitForFunction((before) => document.querySelectorAll("#panel-graph .node").length > before, edges.length + 1);
  assert.deepEqual(problems, []);
});

test("an account is opened to who paid it and whom it paid, step by step, and closed again; back and forward follow", async () => {
  const { transactions } = await data();
  const { account_id: id } = transactions.find(({ type, beneficiary_kind }) => type === "PIX" && beneficiary_kind === "ACCOUNT");
  const { page, problems } = await site.open(`${QUERY}&from=account-${id}`);
  const more = page.locator(`.node[data-key="more-out-account-${id}"]`);
  await more.waitFor();
  const count = async () => Number((await more.locator(".name").first().textContent()).match(/\d+/)[0]);
  const paid = new Set(transactions.filter((one) => one.account_id === id && one.status === "APPROVED").map((one) => `${one.beneficiary_kind} ${one.beneficiary_id}`));
  const [before, left] = [await keys(page), await count()];
  await more.click();
  await page.waitForFunction((size) => document.querySelectorAll("#panel-graph .node").length > size, before.length);
  assert.match(page.url(), new RegExp(`opened=account-${id}`));
  assert.ok(left - await count() >= 4);
  assert.ok(left < paid.size);
  const opened = await keys(page);
  assert.ok(opened.length > before.length && before.every((key) => key.startsWith("more") || opened.includes(key)));
  await page.goBack();
  await page.waitForFunction((size) => document.querySelectorAll("#panel-graph .node").length === size, before.length);
  assert.deepEqual(await keys(page), before);
  await page.goForward();
  await page.waitForFunction((size) => document.querySelectorAll("#panel-graph .node").length === size, opened.length);

  // A neighbour is opened with its badge, and closed with Space.
  const neighbour = opened.find((key) => key.startsWith("account-") && key !== `account-${id}`);
  await node(page, neighbour).locator(".badge").dispatchEvent("click");
  await page.waitForURL(new RegExp(`opened=.*${neighbour}`));
  await page.locator(`[data-key="${neighbour}"][aria-expanded=true]`).waitFor();
  await hit(page, neighbour).focus();
  await page.keyboard.press("Space");
  await page.waitForFunction((size) => document.querySelectorAll("#panel-graph .node").length === size, opened.length);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), neighbour, "the focus stays on it");
  assert.deepEqual(problems, []);
});

test("a device is opened to the accounts that used it, and a ring to its accounts", async () => {
  const { cases, transactions } = await data();
  const users = new Map();
  for (const { device_id, account_id } of transactions) if (device_id !== null) users.set(device_id, (users.get(device_id) ?? new Set()).add(account_id));
  const [device, uses] = [...users].find(([, { size }]) => size > 2);
  const { page, problems } = await site.open(`${QUERY}&from=device-${device}`);
  await node(page, `device-${device}`).waitFor();
  const accounts = (await keys(page)).filter((key) => key.startsWith("account-")).map((key) => Number(key.slice(8)));
  assert.deepEqual(accounts.toSorted((a, b) => a - b), [...uses].toSorted((a, b) => a - b));

  const member = cases.find(({ ring_level }) => ring_level === 1);
  await page.goto(`${site.origin}/${QUERY}&from=account-${member.account_id}`);
  const ring = node(page, `ring-${member.ring_id}`);
  await ring.waitFor();
  await hit(page, `ring-${member.ring_id}`).focus();
  await page.keyboard.press("Space");
  await page.locator(`[data-key="ring-${member.ring_id}"][aria-expanded=true]`).waitFor();
  const drawn = await keys(page);
  for (const { account_id, ring_id, ring_level } of cases) if (ring_id === member.ring_id && ring_level !== null) assert.ok(drawn.includes(`account-${account_id}`));
  assert.deepEqual(problems, []);
});

test("a click or Enter on a node opens its record, and going back returns to the node", async () => {
  const { cases } = await data();
  const { account_id: account, fraud_case_id: id } = cases.find(({ amount_lost }) => amount_lost > 0);
  const { page, problems } = await site.open(`?transactions=100000&fraud_rate=0.02&table=fraud_cases&id=${id}`);
  await page.locator("#detail .story [name=graph]").click();
  await page.waitForURL(new RegExp(`view=graph.*from=case-${id}`));
  await node(page, `account-${account}`).waitFor();
  assert.equal(await page.locator("#detail[open]").count(), 0);
  await node(page, `account-${account}`).click({ position: { x: 20, y: 40 } });
  await page.locator("#detail[open] h2").filter({ hasText: new RegExp(`^Account ${account}$`) }).waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => !url.searchParams.has("id"));
  await hit(page, `account-${account}`).focus();
  await page.keyboard.press("Enter");
  await page.locator("#detail[open] h2").filter({ hasText: new RegExp(`^Account ${account}$`) }).waitFor();
  await page.goBack();
  await page.locator("#detail:not([open])").waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), `account-${account}`);
  assert.deepEqual(problems, []);
});

test("it is zoomed by wheel, buttons and keys, moved by dragging and arrows, and dragging opens nothing", async () => {
  const { page } = await site.open(QUERY);
  await page.locator("#panel-graph .node").first().waitFor();
  const frame = page.locator("#panel-graph .graph");
  const { x, y, width, height } = await frame.boundingBox();
  const first = await scaleOf(page);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.wheel(0, -300);
  await page.waitForFunction((before) => Number(document.querySelector(".graph > g").getAttribute("transform").match(/scale\((.*)\)/)[1]) > before, first);
  assert.equal(await page.evaluate(() => scrollY), 0, "the page does not scroll");
  const wheeled = await scaleOf(page);
  await page.locator("[name=zoomOut]").click();
  assert.ok(await scaleOf(page) < wheeled);
  await page.locator("[name=zoomIn]").click();
  await frame.focus();
  await page.keyboard.press("+");
  assert.ok(await scaleOf(page) > wheeled);
  await page.keyboard.press("0");
  assert.equal(await hidden(page), 0);
  const still = await transform(page);
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await transform(page), still);
  const moved = await transform(page);
  const box = await page.locator("#panel-graph .node.main").boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + 60, { steps: 4 });
  await page.mouse.up();
  assert.notEqual(await transform(page), moved);
  assert.equal(await page.locator("#detail[open]").count(), 0);
});

test("at first all of the graph is in view, in letters that can be read, and what has no room fades at that side", async () => {
  for (const [width, height, isAll] of [[1280, 800, true], [360, 800, true], [360, 560, false]]) {
    const { page, context } = await site.open("?view=graph", { viewport: { width, height } });
    await page.locator("#panel-graph .node").first().waitFor();
    const least = await page.locator("#panel-graph .node text").evaluateAll((texts) => Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize))));
    assert.ok(least * await scaleOf(page) >= 11, `${width} px`);
    assert.equal(await hidden(page) === 0, isAll, `${width} px`);
    for (const sum of await page.locator("#panel-graph .graph .amount").allTextContents()) assert.match(sum, /^R\$[\d,]+(\.\d\d)?$|K$/, "two decimals or none");
    const fades = () => page.locator("#panel-graph .graph").evaluate(({ style }) => ["left", "right", "top", "bottom"].filter((side) => parseInt(style.getPropertyValue(`--${side}`)) > 0));
    assert.deepEqual(await fades(), isAll ? [] : ["bottom"]);
    await page.locator("[name=fit]").click();
    assert.equal(await hidden(page), 0);
    assert.deepEqual(await fades(), []);
    await context.close();
  }
});

test("one finger scrolls the page past the graph, two move and zoom it, and it says so", async () => {
  for (const [width, height] of [[360, 640], [390, 844]]) {
    const { page, context } = await site.open(QUERY, { viewport: { width, height }, hasTouch: true, isMobile: true });
    await page.locator("#panel-graph .node").first().waitFor();
    await page.locator("#graph-hint").filter({ visible: true, hasText: "One finger scrolls the page" }).waitFor();
    assert.doesNotMatch(await page.locator("#graph-hint").innerText(), /wheel/);
    const frame = page.locator("#panel-graph .graph");
    await frame.evaluate((drawing) => drawing.scrollIntoView());
    const session = await context.newCDPSession(page);
    const { x, y, width: wide, height: high } = await frame.boundingBox();
    const [cx, cy] = [x + wide / 2, y + high / 2];
    const touch = (type, ...points) => session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([px, py], id) => ({ x: px, y: py, id })) });
    const [scrolled, still] = [await page.evaluate(() => scrollY), await transform(page)];
    await touch("touchStart", [cx, cy]);
    for (const up of [10, 40, 70, 100, 130]) await touch("touchMove", [cx, cy - up]);
    await touch("touchEnd");
    await page.waitForFunction((before) => scrollY > before + 50, scrolled);
    assert.equal(await transform(page), still, "the graph stays");
    await page.locator("#panel-graph [name=moment]").scrollIntoViewIfNeeded();
    assert.ok(high <= height * 0.75, "there is room beside the graph");

    await frame.evaluate((drawing) => drawing.scrollIntoView());
    const [at, before] = [await page.evaluate(() => scrollY), await scaleOf(page)];
    await touch("touchStart", [cx - 30, cy], [cx + 30, cy]);
    for (const apart of [40, 50, 60]) await touch("touchMove", [cx - apart, cy], [cx + apart, cy]);
    const zoomed = [await scaleOf(page), await transform(page)];
    for (const down of [20, 40, 60]) await touch("touchMove", [cx - 60, cy - down], [cx + 60, cy - down]);
    await touch("touchEnd");
    assert.ok(zoomed[0] > before * 1.5);
    const placeOf = (text) => text.match(/translate\((\S+) (\S+)\)/).slice(1).map(Number);
    const [[x0, y0], [x1, y1]] = [placeOf(zoomed[1]), placeOf(await transform(page))];
    assert.ok(y1 < y0 - 30 && Math.abs(x1 - x0) < 20, "two fingers move it");
    assert.equal(await page.evaluate(() => scrollY), at);
    await context.close();
  }
});

test("the replay shows what has moved by each payment, stays in the address, and plays only where motion is welcome", async () => {
  const { cases, transactions } = await data();
  const stepsOf = (one) => transactions.filter(({ fraud_case_id, status }) => fraud_case_id === one.fraud_case_id && status === "APPROVED");
  // Other cases have nothing to do with it, as in shops everyone pays.
  const one = cases.find((other) => other.ring_id === null && stepsOf(other).length >= 4 && stepsOf(other).every(({ beneficiary_kind }) => beneficiary_kind === "MERCHANT"));
  const steps = stepsOf(one).toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  const { page, problems } = await site.open(`${QUERY}&from=case-${one.fraud_case_id}`, { reducedMotion: "reduce" });
  const said = page.locator("#panel-graph .moved");
  await said.filter({ hasText: / of .* moved$/ }).waitFor();
  assert.ok(await page.locator("[name=play]").isHidden());
  const slider = page.locator("[name=moment]");
  assert.equal(Number(await slider.getAttribute("max")), new Set(steps.map(({ timestamp }) => timestamp)).size);
  await slider.focus();
  await page.keyboard.press("Home");
  await said.filter({ hasText: "has moved yet" }).waitFor();
  assert.equal(await page.locator("#panel-graph .link:is(.fraud, .paid):not(.yet)").count(), 0);
  await page.locator("[name=next]").click();
  await page.locator("[name=next]").click();
  const sum = steps.filter(({ timestamp }) => timestamp <= steps[1].timestamp).reduce((total, { amount }) => total + centavos(amount), 0);
  const shown = async () => money((await said.textContent()).match(/: (R\$[\d,.]+) of/)[1]);
  assert.equal(await shown(), sum);
  assert.equal((await tableOf(page, 1)).reduce((total, [, , amount]) => total + (money(amount) || 0), 0), sum);
  await page.reload();
  await said.filter({ hasText: / of .* moved$/ }).waitFor();
  assert.equal(await shown(), sum, "the address brings it back");

  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.goto(`${site.origin}/${QUERY}&from=case-${one.fraud_case_id}`);
  const play = page.locator("[name=play]");
  await play.waitFor();
  await play.click();
  await page.locator("[name=play]", { hasText: "Pause" }).waitFor();
  await page.locator("#panel-graph .link.now").first().waitFor();
  await play.click();
  const at = await slider.inputValue();
  await page.waitForTimeout(1200);
  assert.equal(await slider.inputValue(), at, "it pauses");
  assert.deepEqual(problems, []);
});

test("the same address draws the same graph, and what it does not know is told", async () => {
  const [first, second] = await Promise.all([1, 2].map(async () => {
    const { page, context } = await site.open(`${QUERY}&opened=account-1`);
    await page.locator("#panel-graph .node").first().waitFor();
    const drawn = await page.locator("#panel-graph .graph").innerHTML();
    await context.close();
    return drawn;
  }));
  assert.equal(first, second);
  const { page, problems } = await site.open(`${QUERY}&from=account-999999999`);
  await page.locator("#panel-graph .note", { hasText: "Nothing has that number" }).waitFor();
  await page.locator("#panel-graph [name=kind]").selectOption("account");
  await page.locator("#panel-graph [name=number]").fill("1");
  await page.keyboard.press("Enter");
  await node(page, "account-1").waitFor();
  assert.deepEqual(problems, []);
});

test("the map counts payments and frauds by where the payer lives, and tells each state by keyboard", async () => {
  const [{ transactions }, customers] = [await data(), await made("customers")];
  const homes = new Map(customers.map(({ customer_id, state }) => [customer_id, state]));
  const { page, problems } = await site.open("?transactions=100000&fraud_rate=0.02&units=64&view=plots");
  const figure = page.locator("figure", { has: page.locator(".map") });
  await figure.waitFor();
  await figure.locator("summary").click();
  const rows = await figure.locator("tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map(({ textContent }) => textContent)));
  assert.equal(rows.length, 27);
  for (const [name, payments, frauds] of rows) {
    const of = transactions.filter(({ customer_id }) => homes.get(customer_id) === name.match(/\((..)\)/)[1]);
    assert.deepEqual([payments, frauds].map((text) => Number(text.replaceAll(",", ""))), [of.length, of.filter(({ is_fraud }) => is_fraud).length], name);
  }
  const state = (uf) => figure.locator(`.map [data-state=${uf}]`);
  await state("SP").focus();
  const [, sold] = rows.find(([name]) => name === "São Paulo (SP)");
  await figure.locator(".state-name", { hasText: `São Paulo (SP): ${sold} payments` }).waitFor();
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.state), "GO");
  const most = async () => Number(await state(await figure.locator("tbody th").first().textContent().then((name) => name.match(/\((..)\)/)[1])).getAttribute("data-step"));
  assert.equal(await most(), 5, "most payments are darkest");
  await figure.locator("select").selectOption("share");
  await page.waitForURL(/measure=share/);
  await figure.locator(".steps-legend", { hasText: "%" }).waitFor();
  assert.equal(await most(), 5);
  assert.equal(await page.evaluate(() => document.activeElement.name), "measure");
  await page.goBack();
  await page.waitForURL((url) => !url.searchParams.has("measure"));
  await page.waitForFunction(() => document.querySelector("[name=measure]").value === "payments");
  assert.deepEqual(problems, []);
});

test("the states of the map touch: no point inside Brazil is in none, and none is in two", async () => {
  const { page } = await site.open("?transactions=5000&view=plots");
  await page.locator(".map").waitFor();
  const { outside, several } = await page.evaluate(() => {
    const states = [...document.querySelectorAll(".map [data-state]")];
    const of = (x, y) => states.filter((state) => state.isPointInFill(new DOMPoint(x, y)));
    let [outside, several] = [0, 0];
    for (let y = 90.313; y < 420; y += 3.701) {
      for (let x = 10.317; x < 450; x += 3.703) {
        const inside = of(x, y);
        if (inside.length > 1) several++;
        // What lies between two states, and in none; bays are in one.
        const [left, right] = [of(x - 1.5, y)[0], of(x + 1.5, y)[0]];
        if (inside.length === 0 && left && right && left !== right) outside++;
      }
    }
    return { outside, several };
  });
  assert.deepEqual({ outside, several }, { outside: 0, several: 0 });
});

for (const [locale, language] of [["pt-BR", "pt"], ["en-US", "en"]]) {
  test(`graph and map are accessible and fit in ${language}`, async () => {
    for (const [width, height, colorScheme] of [[1280, 900, "light"], [360, 740, "dark"]]) {
      const { page, problems, context } = await site.open(QUERY, { locale, viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      await page.locator("#panel-graph .node").first().waitFor();
      await tableOf(page, 0);
      assert.deepEqual(await violations(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${width} px`);
      const letters = await page.locator("#panel-graph .node .name").evaluateAll((names) => Math.min(...names.slice(0, 6).map((name) => name.getBoundingClientRect().height)));
      assert.ok(letters >= (width < 400 ? 12 : 8), `letters of ${letters} px`);
      assert.doesNotMatch(await page.locator("#panel-graph").textContent(), /undefined|NaN|null|\[object/);
      await screenshot(page, `graph-${language}-${width}`, { fullPage: true });
      await page.locator("#tab-plots").click();
      await page.locator("#panel-plots .flow svg").waitFor();
      assert.deepEqual(await violations(page), []);
      await screenshot(page, `map-${language}-${width}`, { fullPage: true });
      assert.deepEqual(problems, []);
      await context.close();
    }
  });
}

// The grid of records: any number of rows, columns of any width, cells that are selected and copied, cards on a phone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import axe from "axe-core";
import { Scroll } from "../../www/view/scroll.js";
import { screenshot, start } from "./support/site.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const SMALL = "?transactions=5000&fraud_rate=0.02";
const rows = (page) => page.locator("#grid tbody tr[data-place]");
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
const violations = async (page) => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`));
};

/** Makes the next group of transactions one of that many rows, whose ids and amounts are known. */
const makeLong = (page, length) => page.evaluate(async (many) => {
  const { Dataset } = await import("./dataset/dataset.js");
  const { Frame } = await import("./dataset/frame.js");
  const half = many / 2;
  const batch = (start) => {
    const shared = { int64: new Float64Array(half).fill(7), int32: new Int32Array(half), float32: new Float32Array(half), bits: new Uint8Array(half / 8 + 1), codes: new Uint16Array(half) };
    const kinds = { int64: "int64", int32: "int32", float32: "float32", boolean: "bits", category: "codes", string: "codes", date: "int32" };
    const own = {
      transaction_id: () => ({ kind: "int64", values: Float64Array.from({ length: half }, (_, row) => start + row + 1) }),
      amount: () => ({ kind: "int64", values: Float64Array.from({ length: half }, (_, row) => Math.imul(start + row + 1, 2_654_435_761) >>> 8) }),
      type: () => ({ kind: "codes", values: Uint16Array.from({ length: half }, (_, row) => row % 3), words: ["PIX", "TED", "BOLETO"] }),
    };
    return (columns) => ({ firstRow: start, rows: half, columns: columns.map(({ name, type }) => own[name]?.() ?? { kind: kinds[type] ?? "int64", values: shared[kinds[type] ?? "int64"], words: ["word"] }) });
  };
  const before = Dataset.prototype.frame;
  Dataset.prototype.frame = function frame(table, ...more) {
    if (table !== "transactions") return before.call(this, table, ...more);
    const columns = this.columns.get(table);
    return new Frame(table, columns, [0, half].map((start) => batch(start)(columns)));
  };
}, length);

test("two million rows are reached to the last, and sorted and filtered while the page answers", async (t) => {
  const { page, problems } = await site.open("?transactions=100000&view=records");
  await makeLong(page, 2_000_000);
  await page.locator("#unit-after").click();
  await page.locator("#grid[aria-rowcount='2000001']").waitFor();
  await page.locator("#grid").focus();
  await page.keyboard.press("Control+End");
  const last = page.locator("#cell-1999999-0");
  await last.filter({ hasText: /^2000000$/ }).waitFor();
  const [cell, box] = [await last.boundingBox(), await page.locator("#scroller").boundingBox()];
  assert.ok(cell.y >= box.y && cell.y + cell.height <= box.y + box.height + 1, "the last row is in sight");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.locator("#grid .active").evaluate(({ parentElement }) => parentElement.dataset.place), "1999998");

  // The scroll bar leads to the middle, and a turn of the wheel from there moves by as much as elsewhere.
  await page.locator("#scroller").evaluate((scroller) => { scroller.scrollTop = (scroller.scrollHeight - scroller.clientHeight) / 2; });
  await page.locator("#cell-1000000-0").waitFor();
  const placeAtTop = () => page.evaluate(() => {
    const { left, top } = document.querySelector("#scroller").getBoundingClientRect();
    return Number(document.elementFromPoint(left + 200, top + 150).closest("tr").dataset.place);
  });
  const from = await placeAtTop();
  await page.locator("#scroller").evaluate((scroller) => { scroller.scrollTop += 320; });
  await page.waitForTimeout(400);
  const moved = (await placeAtTop()) - from;
  assert.ok(Math.abs(moved - 10) <= 1, `320 pixels are ${moved} rows`);
  const widths = await page.evaluate(() => {
    const [head, row] = [document.querySelector("#grid thead tr"), document.querySelector("#grid tbody tr[data-place]")];
    return [...head.cells].map((th, index) => Math.abs(th.getBoundingClientRect().left - row.cells[index].getBoundingClientRect().left));
  });
  assert.ok(Math.max(...widths) < 1, "columns stay aligned");

  // What happens every 10 ms shows how long the page does not answer.
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    globalThis.worst = 0;
    let before = performance.now();
    globalThis.ticking = setInterval(() => { globalThis.worst = Math.max(globalThis.worst, performance.now() - before); before = performance.now(); }, 10);
  });
  const began = Date.now();
  await page.locator("[data-column]", { hasText: /^amount$/ }).click();
  await page.locator("#grid th[aria-sort=ascending]").waitFor();
  const took = Date.now() - began;
  const worst = await page.evaluate(() => { clearInterval(globalThis.ticking); return globalThis.worst; });
  t.diagnostic(`2,000,000 rows sorted in ${took} ms; the page was busy for at most ${Math.round(worst)} ms at a time`);
  assert.ok(worst < 600, `it did not answer for ${worst} ms`);
  const amounts = await page.locator("#grid tbody tr[data-place] td:nth-child(4)").allTextContents();
  const numbers = amounts.map((text) => Number(text.replaceAll(/[^\d.]/g, "")));
  assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b));

  await page.evaluate(() => { document.querySelector("#only-fraud").click(); });
  await page.locator("#status").filter({ hasText: "0 pass the filters" }).waitFor();
  await page.evaluate(() => { document.querySelector("#only-fraud").click(); });
  await page.locator("#grid[aria-rowcount='2000001']").waitFor();
  assert.deepEqual(problems, []);
});

test("where a long list is scrolled to is kept, though the scroll bar is about to be put in place", async () => {
  const scroller = { scrollTop: 0, clientHeight: 500 };
  const scroll = new Scroll(scroller, () => {});
  scroll.fit(64_000_000, 32);
  scroller.scrollTop = 100;
  scroll.read();
  scroller.scrollTop = scroll.mostScroll / 2;
  await setTimeout(300);
  scroll.read();
  assert.equal(scroll.top, scroll.most / 2);
});

test("rows are used again while scrolling", async (t) => {
  const { page } = await site.open("?transactions=400000&units=5");
  await page.locator("#status").filter({ hasText: /rows 1 – 1[01]\d,\d{3}/ }).waitFor();
  const { made, times } = await page.evaluate(async () => {
    const [scroller, body] = [document.querySelector("#scroller"), document.querySelector("#grid tbody")];
    const known = new Set(body.rows);
    const frames = [];
    let before = performance.now();
    for (let count = 0; count < 120; count++) {
      scroller.scrollTop += 320;
      const now = await new Promise(requestAnimationFrame);
      frames.push(now - before);
      before = now;
    }
    return { made: [...body.rows].filter((row) => !known.has(row)).length, times: frames.sort((a, b) => a - b) };
  });
  t.diagnostic(`median frame ${times[60].toFixed(1)} ms, 95% below ${times[114].toFixed(1)} ms`);
  // The first rows had none before them.
  assert.ok(made <= 8, `${made} rows were made`);
  const first = await rows(page).first().evaluate((row) => [Number(row.dataset.place) + 2, Number(row.getAttribute("aria-rowindex"))]);
  assert.equal(first[0], first[1]);
  assert.ok(first[0] > 1000);
});

test("columns are made wider by mouse and keys, and stay so", async () => {
  const { page } = await site.open(SMALL);
  const width = () => page.locator("#cell--1-2").evaluate((cell) => cell.getBoundingClientRect().width);
  const fitting = await width();
  const grip = await page.locator("[data-grip='2']").boundingBox();
  await page.mouse.move(grip.x + 4, grip.y + 10);
  await page.mouse.down();
  await page.mouse.move(grip.x + 104, grip.y + 10, { steps: 4 });
  await page.mouse.up();
  assert.equal(Math.round(await width() - fitting), 100);
  assert.equal(await page.locator("#grid th[aria-sort]").count(), 0, "it did not sort");
  await page.locator("#grid").focus();
  for (const key of ["Control+Home", "ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowLeft"]) await page.keyboard.press(key);
  assert.equal(Math.round(await width() - fitting), 84);
  await page.locator("#tables [data-table=cards]").click();
  await page.locator("#status").filter({ hasText: "Cards" }).waitFor();
  await page.locator("#tables [data-table=transactions]").click();
  await page.locator("#status").filter({ hasText: "Transactions" }).waitFor();
  assert.equal(Math.round(await width() - fitting), 84);
  await page.locator("[data-grip='2']").dblclick();
  assert.equal(Math.round(await width()), Math.round(fitting));
});

test("cells are selected by keys and by mouse, and copied as lines with tabs", async () => {
  const { page } = await site.open(`${SMALL}&lang=pt-BR&columns=transaction_id,type,amount,status`);
  await page.locator("#grid").focus();
  for (const key of ["Control+Home", "ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+End"]) await page.keyboard.press(key);
  assert.equal(await page.locator("#selected").textContent(), "3 × 3 células selecionadas");
  assert.equal(await page.locator("#grid [aria-selected=true]").count(), 9);
  await page.keyboard.press("Control+c");
  await page.locator("#told").filter({ hasText: "9 células copiadas" }).waitFor();
  const lines = (await copied(page)).split("\n").map((line) => line.split("\t"));
  assert.equal(lines.length, 3);
  for (const [type, amount, status] of lines) {
    // As in files, whatever the language.
    assert.match(type, /^[A-Z_]+$/);
    assert.match(amount, /^\d+\.\d\d$/);
    assert.match(status, /^[A-Z]+$/);
  }
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("#grid [aria-selected=true]").count(), 0);

  const [from, to] = await Promise.all(["#cell-1-0", "#cell-4-1"].map((id) => page.locator(id).boundingBox()));
  await page.mouse.move(from.x + 40, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, to.y + 10, { steps: 5 });
  await page.mouse.up();
  assert.equal(await page.locator("#grid [aria-selected=true]").count(), 8);
  assert.equal(await page.locator("#detail[open]").count(), 0, "dragging opens nothing");
  await page.locator("#cell-6-2").click({ modifiers: ["Shift"] });
  assert.equal(await page.locator("#grid [aria-selected=true]").count(), 18);
  await page.keyboard.press("Control+c");
  assert.equal((await copied(page)).split("\n").length, 6);
  await screenshot(page, "grid-selected");
});

test("a click anywhere on a row opens it", async () => {
  const { page } = await site.open(SMALL);
  const id = await page.locator("#cell-2-0").textContent();
  await page.locator("#cell-2-3").click();
  await page.locator("#detail[open] h2").filter({ hasText: id.match(/\d+/)[0] }).waitFor();
});

test("in Portuguese the grid has Portuguese names and words", async () => {
  const { page } = await site.open(`${SMALL}&lang=pt-BR&columns=transaction_id,type,amount,status,fraud_type,evidence&filter=is_fraud~=~true`);
  await page.locator("#chips li").waitFor();
  const head = page.locator("#grid thead th").nth(2);
  assert.equal(await head.locator("[data-column]").getAttribute("data-label"), "Valor");
  assert.match(await head.locator("[data-column]").getAttribute("title"), /Valor em reais/);
  const cells = (await rows(page).evaluateAll((all) => all.map((row) => [...row.cells].map(({ textContent }) => textContent)))).flat();
  assert.ok(cells.includes("aprovada"));
  assert.deepEqual(cells.filter((cell) => /^[A-Z]+(_[A-Z]+)+$|_/.test(cell)), [], "no technical value");
  assert.ok(cells.some((cell) => /^R\$\s\d/.test(cell)));
  // Every column of every table has a name.
  const untold = await page.evaluate(async () => {
    const { labels } = await import("./text/pt-labels.js");
    const { tables } = await (await import("./dataset/core.js")).call("about");
    return tables.flatMap(({ columns }) => columns.map(({ name }) => name)).filter((name) => !labels[name]);
  });
  assert.deepEqual(untold, []);
});

test("the record panel and the grid name values and columns alike, in both languages", async () => {
  const raw = /\b[A-Z]+_[A-Z_]+\b/;
  const query = "?transactions=20000&fraud_rate=0.02&columns=transaction_id,type,channel,beneficiary_kind,card_entry,mcc_risk_level,status,fraud_type,evidence&filter=is_fraud~=~true";
  for (const lang of ["en", "pt-BR"]) {
    const { page, context } = await site.open(`${query}&lang=${lang}`);
    await page.locator("#chips li").waitFor();
    const names = await page.locator("#grid thead [data-column]").evaluateAll((all) => all.map((one) => [one.querySelector("span").textContent, one.dataset.label]));
    const cells = await rows(page).first().evaluate((row) => [...row.cells].slice(1).map(({ textContent }) => textContent));
    assert.ok(cells.every((cell) => !raw.test(cell)), cells.join());
    await page.locator("#cell-0-1").click();
    await page.locator("#detail .fields").first().waitFor();
    const fields = new Map(await page.locator("#detail .fields > div").evaluateAll((all) => all.map((one) => [one.querySelector("dt code")?.textContent ?? one.querySelector("dt").textContent, [one.querySelector("dt").firstChild.data, one.querySelector("dd").textContent]])));
    for (const [index, [name, label]] of names.entries()) {
      assert.equal(fields.get(name)[0], label || name);
      if (index > 0) assert.equal(fields.get(name)[1], cells[index - 1], name);
    }
    assert.deepEqual([...fields.values()].map(([, value]) => value).filter((value) => raw.test(value)), []);
    await page.goto(`${site.origin}/?transactions=20000&fraud_rate=0.02&table=fraud_cases&id=13&lang=${lang}`);
    await page.locator("#detail .fields dd").first().waitFor();
    assert.deepEqual((await page.locator("#detail .fields dd").allTextContents()).filter((value) => /^[A-Z_]{5,}$/.test(value)), []);
    await context.close();
  }
});

test("the chosen table and part are in sight, and on a desktop every table is", async () => {
  for (const [width, lang] of [[1440, "pt-BR"], [1440, "en"], [700, "en"], [390, "pt-BR"], [360, "en"]]) {
    const { page, context } = await site.open(`?transactions=100000&table=fraud_cases&view=files&lang=${lang}`, { viewport: { width, height: 800 } });
    const cut = (row, item) => page.evaluate(([box, inside]) => {
      const { left, right } = document.querySelector(box).getBoundingClientRect();
      return [...document.querySelectorAll(`${box} ${inside}`)].filter((one) => one.getBoundingClientRect().left < left - 1 || one.getBoundingClientRect().right > right + 1).map(({ textContent }) => textContent);
    }, [row, item]);
    assert.deepEqual(await cut("#tabs", "[aria-selected=true]"), [], `${width} px`);
    await page.locator("#tab-records").click();
    await page.locator("#panel-records").waitFor();
    assert.deepEqual(await cut("#tables", width > 640 ? "button" : "[aria-pressed=true]"), [], `${width} px`);
    await context.close();
  }
});

test("an id is found among the rows that are loaded and pass, and only what its row does not pass is removed", async () => {
  const { page } = await site.open("?transactions=100000&units=2&sort=-amount&filter=is_fraud~=~true&filter=amount~≥~1");
  const address = new URL(page.url()).search;
  const find = async (id) => {
    await page.locator("#find-id").fill(id);
    await page.locator("#find-id").press("Enter");
    await page.locator("#grid .active").filter({ hasText: new RegExp(`^${id}(fraud)?$`) }).waitFor();
  };
  const id = await rows(page).nth(5).evaluate((row) => row.cells[0].firstChild.data);
  await find(id);
  assert.equal(new URL(page.url()).search, address, "a row that is there is only moved to");
  await find("1");
  await page.locator("#told").filter({ hasText: "Removed, as this row does not pass: is_fraud = yes" }).waitFor();
  assert.deepEqual(new URL(page.url()).searchParams.getAll("filter"), ["amount~≥~1"]);
  assert.match(page.url(), /units=2&sort=-amount/);
  await find("100000");
  assert.deepEqual(new URL(page.url()).searchParams.getAll("filter"), ["amount~≥~1"]);
  assert.match(page.url(), /unit=[2-9]&sort=-amount/, "another group is loaded only for a row that is not");
});

test("on a phone payments are cards, and search and filters are in reach", async () => {
  const { page, problems } = await site.open(`?transactions=20000&fraud_rate=0.02&filter=is_fraud~=~true&filter=amount~≥~50`, {
    locale: "pt-BR", viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true, reducedMotion: "reduce",
  });
  await page.locator("#grid.as-cards .card-line").first().waitFor();
  for (const name of ["#find-id", "#filter-menu summary", "#chips li", "#order"]) {
    const { y, height } = await page.locator(name).first().boundingBox();
    assert.ok(y + height <= 640, `${name} is in reach`);
  }
  const card = await rows(page).first().textContent();
  assert.match(card, /R\$\s[\d.]+,\d\d/);
  assert.match(card, /fraude/);
  assert.match(card, /\d\d\/\d\d\/2025 \d\d:\d\d/);
  const { across, room } = await page.evaluate(() => ({ across: document.querySelector("#cell-0-0").offsetWidth, room: document.querySelector("#scroller").clientWidth }));
  assert.equal(across, room, "a card is as wide as the list");
  assert.deepEqual(await violations(page), []);
  await screenshot(page, "phone-cards");
  await page.locator("#order").selectOption("-amount");
  await page.waitForURL(/sort=-amount/);
  await rows(page).first().tap();
  await page.locator("#detail[open] .fields").first().waitFor();
  await page.locator("#detail .close").click();
  await page.setViewportSize({ width: 700, height: 640 });
  await page.locator("#grid:not(.as-cards) thead th").first().waitFor();
  assert.deepEqual(problems, []);
});

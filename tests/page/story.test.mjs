// What the story of a case says agrees with its drawing, with the records, and with the dataset without it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { specJson } from "../../www/dataset/spec.js";
import { en } from "../../www/text/en.js";
import { pt } from "../../www/text/pt.js";
import { fraudgen, inFolder, made } from "./support/command.mjs";
import { start } from "./support/site.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const violations = async (page) => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`));
};
const QUERY = "?transactions=100000&fraud_rate=0.02";
const status = (page, text) => page.locator("#status").filter({ hasText: text });

test("story, list and drawing of every ring name the same accounts and cases, each once", async () => {
  const [cases, transactions, credits] = [await made("fraud_cases"), await made("transactions"), await made("credits")];
  const ids = new Set(cases.map(({ ring_id }) => ring_id).filter((ring) => ring !== null));
  const rings = new Map([...ids].map((id) => [id, cases.filter(({ ring_id }) => ring_id === id)]));
  const { page, problems } = await site.open(QUERY);
  const found = await page.evaluate(async (victims) => {
    const [{ call }, { Dataset }, { gatherCase }, { flowOf }, { en }, { Formatter }] = await Promise.all(
      ["dataset/core.js", "dataset/dataset.js", "story/case.js", "story/money.js", "text/en.js", "view/format.js"].map((path) => import(`./${path}`)));
    const dataset = await Dataset.open('{"transactions":100000,"fraud_rate":0.02}', await call("about"));
    return Promise.all(victims.map(async (id) => {
      const gathered = await gatherCase(dataset, id);
      const { nodes, edges } = flowOf(gathered, en, new Formatter("en"));
      const drawn = nodes.filter((node) => node.id.startsWith("CASE ")).length;
      const rest = nodes.find((node) => node.id === "REST")?.name.match(/\d+/)[0] ?? 0;
      const received = gathered.ring.accounts.map((one) => {
        const into = edges.filter(({ to }) => to === `ACCOUNT ${one.id}`);
        return [one.id, into.reduce((sum, { amount }) => sum + amount, 0), into.reduce((sum, { payments }) => sum + payments, 0)];
      });
      const single = edges.filter(({ from }) => from.startsWith("CASE ")).map(({ from, to, amount, payments }) => [from, to, amount, payments].join(" "));
      return { id, received, single, accounts: gathered.ring.accounts.map((one) => one.id), others: drawn + Number(rest), loose: edges.filter(({ from, to }) => ![from, to].every((end) => nodes.some((node) => node.id === end))).length };
    }));
  }, [...rings.values()].flatMap((all) => all.filter(({ ring_level }) => ring_level === null).slice(0, 2).map(({ fraud_case_id }) => fraud_case_id)));
  assert.ok(found.length > 5);
  const total = (rows) => [rows.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0), rows.length];
  const intoRing = (ring) => {
    const accounts = new Set(ring.filter(({ ring_level }) => ring_level !== null).map(({ account_id }) => account_id));
    return transactions.filter(({ status, beneficiary_kind, beneficiary_id, fraud_case_id }) => status === "APPROVED" && beneficiary_kind === "ACCOUNT" && accounts.has(beneficiary_id) && fraud_case_id !== null);
  };
  for (const { id, accounts, others, loose, received, single } of found) {
    const ring = rings.get(cases.find(({ fraud_case_id }) => fraud_case_id === id).ring_id);
    const expected = new Set(ring.filter(({ ring_level }) => ring_level !== null).map(({ account_id }) => account_id));
    assert.deepEqual(new Set(accounts), expected, `accounts of case ${id}`);
    assert.equal(accounts.length, expected.size, `accounts of case ${id} are counted once`);
    // Cases outside the ring may pay one of its accounts by chance.
    const ofRing = new Set(ring.map(({ fraud_case_id }) => fraud_case_id));
    const paid = intoRing(ring);
    const paying = new Set(paid.map(({ fraud_case_id }) => fraud_case_id));
    assert.equal(others, ring.filter((one) => one.ring_level === null && one.fraud_case_id !== id && paying.has(one.fraud_case_id)).length, `other victims of case ${id}`);
    for (const [account, ...sums] of received) {
      assert.deepEqual(sums, total(credits.filter((one) => one.account_id === account && one.kind === "TRANSFER" && ofRing.has(one.fraud_case_id))), `what account ${account} received`);
    }
    for (const edge of single) {
      const [, from, , to, ...sums] = edge.split(" ").map(Number);
      assert.deepEqual(sums, total(paid.filter((one) => one.fraud_case_id === from && one.beneficiary_id === to)), edge);
    }
    assert.equal(loose, 0);
  }
  assert.deepEqual(problems, []);
});

test("story and drawing name the same other cases of a beneficiary, whether its account is in the dataset or not", async () => {
  const [cases, transactions] = [await made("fraud_cases"), await made("transactions")];
  const into = ({ beneficiary_kind, beneficiary_id }) => `${beneficiary_kind} ${beneficiary_id}`;
  const othersOf = ({ fraud_case_id: id }) => {
    const paid = new Set(transactions.filter(({ fraud_case_id }) => fraud_case_id === id).map(into));
    const alike = new Set(cases.filter((one) => one.fraud_case_id !== id && one.beneficiary_kind !== "MERCHANT" && paid.has(into(one))).map(({ fraud_case_id }) => fraud_case_id));
    const collected = transactions.filter((one) => alike.has(one.fraud_case_id) && one.status === "APPROVED" && paid.has(into(one)));
    const sum = collected.reduce((total, { amount }) => total + Math.round(amount * 100), 0) / 100;
    return { count: new Set(collected.map(({ fraud_case_id }) => fraud_case_id)).size, sum: sum.toLocaleString("en", { minimumFractionDigits: 2 }) };
  };
  const { page, problems } = await site.open(QUERY);
  for (const kind of ["ACCOUNT", "EXTERNAL"]) {
    const one = cases.find((other) => other.ring_id === null && other.beneficiary_kind === kind && cases.filter((third) => into(third) === into(other)).length > 2);
    await page.goto(`${site.origin}/${QUERY}&table=fraud_cases&id=${one.fraud_case_id}`);
    const story = page.locator("#detail .story");
    const { count, sum } = othersOf(one);
    await story.locator("p", { hasText: `R$${sum} in ${count} other cases` }).waitFor();
    const names = await story.locator(".node title").allTextContents();
    const rest = names.find((name) => / more cases?,/.test(name))?.match(/\d+/)[0] ?? 0;
    assert.equal(names.filter((name) => /, Case \d+$/.test(name)).length + Number(rest), count);
  }
  assert.deepEqual(problems, []);
});

test("each payment of a case says why it can be suspected", async () => {
  const [cases, transactions] = [await made("fraud_cases"), await made("transactions")];
  const columns = new Set(transactions.flatMap(({ evidence }) => evidence?.split(",") ?? []));
  assert.ok(columns.size > 10);
  for (const text of [en, pt]) for (const column of columns) assert.ok(text.evidence[column], column);
  const { fraud_case_id: id } = cases.find(({ transactions: count }) => count >= 3);
  const { page, problems } = await site.open(`${QUERY}&table=fraud_cases&id=${id}`);
  const why = page.locator("#detail .steps .why");
  await why.first().waitFor();
  const told = await why.evaluateAll((lines) => lines.map((line) => [...line.querySelectorAll("code")].map(({ textContent }) => textContent).join()));
  for (const line of await why.allTextContents()) assert.doesNotMatch(line, /\b(\w+) \1\b/, "no word twice");
  const expected = transactions.filter(({ fraud_case_id }) => fraud_case_id === id).map(({ evidence }) => evidence ?? "");
  assert.deepEqual(told.toSorted(), expected.toSorted());
  assert.deepEqual(problems, []);
});

test("the story of a mule and of a launderer says what came in, and what was refused is no payment", async () => {
  const { page, problems } = await site.open("?table=fraud_cases&id=22");
  const story = page.locator("#detail .story");
  const rows = () => story.locator("figure tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map(({ textContent }) => textContent).join(" | ")));
  await story.locator("p", { hasText: "R$3,940.00 came in from 3 victims' cases." }).waitFor();
  for (const row of [
    "Account 518 | Account 103 | R$3,000.00 | 1 | 0", "Account 428 | Account 103 | R$740.00 | 1 | 0", "Account 393 | Account 103 | R$200.00 | 1 | 0",
    "Account 103 | External account 452 | R$754.00 | 3 | 1", "Account 103 | External account 681 | R$0.00 | 0 | 1",
  ]) assert.ok((await rows()).includes(row), row);
  assert.equal(await story.locator(".edge.refused").count(), 1);
  for (const [id, sentence] of [[24, "The ring took R$3,740.00 in 2 other cases."], [13, "The ring took R$3,200.00 in 2 other cases."], [20, "R$21,168.97 came in from outside, in 5 credits."]]) {
    await page.goto(`${site.origin}/?table=fraud_cases&id=${id}`);
    await story.locator("p", { hasText: sentence }).waitFor();
  }
  assert.ok((await rows()).includes("From outside | Account 488 | R$21,168.97 | 5 | 0"));
  assert.deepEqual(problems, []);
});

test("what the bank stopped went to nobody, and nothing of it comes back", async () => {
  const [cases, transactions] = [await made("fraud_cases"), await made("transactions")];
  const stepsOf = ({ fraud_case_id: id }) => transactions.filter((step) => step.fraud_case_id === id && step.beneficiary_kind === "EXTERNAL");
  const reached = (one) => new Set(stepsOf(one).filter(({ status }) => status === "APPROVED").map(({ beneficiary_id }) => beneficiary_id));
  const whole = cases.find((one) => one.amount_lost === 0 && one.reported_at !== null && stepsOf(one).length > 0);
  const part = cases.find((one) => reached(one).size > 0 && stepsOf(one).some(({ beneficiary_id: id }) => !reached(one).has(id)));
  const { page, problems } = await site.open(QUERY);
  for (const [language, tell] of [["en", en.story], ["pt-BR", pt.story]]) {
    for (const one of [whole, part]) {
      await page.goto(`${site.origin}/${QUERY}&lang=${language}&table=fraud_cases&id=${one.fraud_case_id}`);
      const lines = page.locator("#detail .story > p");
      await lines.first().waitFor();
      const told = await lines.allTextContents();
      const [went, stopped] = [tell.to, tell.stopped].map((say) => told.find((line) => line.startsWith(say("").replace(/\.$/, ""))));
      for (const { beneficiary_id: id } of stepsOf(one)) assert.match(reached(one).has(id) ? went : stopped, new RegExp(`\\b${id}\\b`), `${one.fraud_case_id}`);
      assert.equal(went === undefined, one === whole);
      assert.doesNotMatch(stopped, /\(R\$/);
      assert.equal(told.at(-1).endsWith(tell.notRefunded), one !== whole && one.refunded_at === null && one.reported_at !== null);
    }
  }
  assert.deepEqual(problems, []);
});

test("where colours are the reader's, only what was refused is dashed, and this case differs from others by its arrows too", async () => {
  const { page } = await site.open("?table=fraud_cases&id=22&lang=en", { forcedColors: "active" });
  await page.locator("#detail .story .edge").first().waitFor();
  const styles = await page.locator("#detail .story .edge").evaluateAll((edges) => edges.map((edge) => [edge.classList.contains("refused"), getComputedStyle(edge).strokeDasharray !== "none"]));
  assert.ok(styles.some(([isRefused]) => isRefused));
  for (const [isRefused, isDashed] of styles) assert.equal(isDashed, isRefused);
  const fills = (kind) => page.locator(`#detail .story .arrow${kind}`).evaluateAll((arrows) => [...new Set(arrows.map((arrow) => getComputedStyle(arrow).fill))]);
  const [own, others] = [await fills(".main"), await fills(":not(.main)")];
  assert.deepEqual([own.length, others.length], [1, 1]);
  assert.notEqual(own[0], others[0]);
});

test("a ring's money is drawn with amounts, and no name loses its number or leaves its box", async () => {
  for (const [lang, width, height] of [["en", 1440, 900], ["pt-BR", 1440, 900], ["pt-BR", 390, 844]]) {
    const { page, context, problems } = await site.open("", { viewport: { width, height } });
    for (const id of [13, 17, 20, 22, 23, 24, 25]) {
      await page.goto(`${site.origin}/?table=fraud_cases&id=${id}&lang=${lang}`);
      await page.locator("#detail .story .node").first().waitFor();
      const where = `case ${id}, ${lang}, ${width} px`;
      const boxes = await page.locator("#detail .story .node").evaluateAll((nodes) => nodes.map((node) => ({
        whole: node.querySelector("title").textContent.split(", ")[0], shown: [...node.querySelectorAll(".name")].map(({ textContent }) => textContent).join(" "),
        over: Math.max(...[...node.querySelectorAll("text")].map((text) => text.getBoundingClientRect().right)) - node.querySelector("rect").getBoundingClientRect().right,
      })));
      for (const { whole, shown, over } of boxes) {
        assert.ok(over <= 0, `${shown}: ${over} px over, ${where}`);
        assert.equal(shown.match(/\d+$/)?.[0], whole.match(/\d+$/)?.[0], where);
      }
      assert.ok(await page.locator("#detail .story .amount").count() > 0, where);
    }
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("labels of plots are whole and do not touch", async () => {
  for (const [locale, width] of [["pt-BR", 1280], ["en-US", 1280], ["pt-BR", 360]]) {
    const { page, context } = await site.open("?view=plots&units=8", { locale, viewport: { width, height: 800 } });
    await page.locator("#panel-plots .bar").first().waitFor();
    const touching = await page.locator("#panel-plots svg:has(.bar)").evaluateAll((drawings) => drawings.flatMap((drawing) => {
      const room = drawing.getBoundingClientRect();
      const labels = [...drawing.querySelectorAll("text")].filter(({ textContent }) => textContent).map((one) => ({ text: one.textContent, box: one.getBoundingClientRect() }));
      const out = labels.filter(({ box }) => box.left < room.left - 2 || box.right > room.right + 2);
      const meet = labels.filter(({ box: a }, index) => labels.slice(index + 1).some(({ box: b }) => Math.abs(a.top - b.top) < 2 && a.left < b.right + 2 && b.left < a.right + 2));
      return [...out, ...meet].map(({ text }) => text);
    }));
    assert.deepEqual(touching, [], `${locale}, ${width} px`);
    await context.close();
  }
});

test("banks of any gender are named without an article", () => {
  for (const bank of ["Caixa Econômica Federal", "Nubank", "Stone"]) {
    assert.match(pt.story.how({ count: 2, account: 7, bank, attempted: "R$ 2", lost: "R$ 1" }), new RegExp(`conta 7 \\(${bank}\\):`));
  }
});

test("the same dataset is shown without a case, as the command makes it", async () => {
  const { page, problems } = await site.open("?transactions=20000&fraud_rate=0.02&table=fraud_cases&id=3");
  await page.getByRole("button", { name: "The same without this case" }).click();
  await page.locator("#told").filter({ hasText: "Without case 3: all else is the same." }).waitFor();
  await page.waitForURL(/without_cases=3&/);
  assert.equal(await page.locator("[name=without_cases]").inputValue(), "3");
  assert.equal(await page.locator("#detail[open]").count(), 0);
  const digest = await inFolder(async (folder) => {
    await fraudgen("generate", "--transactions", "20000", "--fraud-rate", "0.02", "--without-cases", "3", "--out", join(folder, "data"));
    return JSON.parse(await readFile(join(folder, "data", "_manifest.json"), "utf8")).digest;
  });
  await page.locator("#digest").filter({ hasText: digest }).waitFor();
  await page.goBack();
  await page.locator("#detail[open] h2").filter({ hasText: /^Fraud case 3$/ }).waitFor();
  assert.deepEqual(problems, []);
});

test("dials take numbers as the page prints them", () => {
  const spec = (texts) => JSON.parse(specJson({ seed: "42", transactions: "1000", start: "2025-01-01", days: "365", fraud_rate: "0.001", label_noise: "0", ...texts }));
  for (const [text, value] of [
    ["100.000", 100_000], ["1,000,000", 1_000_000], ["64.3M", 64_300_000], ["64,3 mi", 64_300_000], ["1\u00a0bi", 1_000_000_000], ["50k", 50_000], ["2,5 mil", 2500], ["1 milhão", 1_000_000], ["≈ 1,200", 1200], ["100000", 100_000],
  ]) assert.equal(spec({ transactions: text }).transactions, value, text);
  for (const text of ["1,00", "1.2", "1,000.000", "1.0005k", "M", "-5", "1e5", "ten"]) assert.throws(() => spec({ transactions: text }), /transactions is not a whole/, text);
  for (const [text, value] of [["0,1%", 0.001], ["2 %", 0.02], ["0.001", 0.001], ["0,001", 0.001], [".02", 0.02], [",5%", 0.005]]) assert.equal(spec({ fraud_rate: text }).fraud_rate, value, text);
});

test("a refused dial is told at the dial, and the records and the address stay", async () => {
  const { page } = await site.open("?transactions=5000");
  const before = page.url();
  await page.locator("[name=days]").fill("0");
  await page.locator("[name=days]").press("Enter");
  const refusal = page.getByRole("alert").filter({ hasText: "give 1 to" });
  await refusal.waitFor();
  const [dial, message] = await Promise.all([page.locator("[name=days]").boundingBox(), refusal.boundingBox()]);
  assert.ok(message.y > dial.y && message.y - dial.y < 80, "at the dial");
  assert.equal(await page.evaluate(() => document.activeElement.name), "days");
  assert.equal(await page.locator("[name=days]").getAttribute("aria-describedby"), "error");
  assert.ok(await page.locator("#grid tbody tr[data-place]").first().isVisible());
  assert.equal(page.url(), before);
  assert.deepEqual(await violations(page), []);
  await page.locator("[name=days]").fill("30");
  await page.locator("[name=transactions]").fill("6.000");
  await page.keyboard.press("Enter");
  await status(page, "of 6,000").waitFor();
  assert.equal(await page.getByRole("alert").filter({ hasText: /./ }).count(), 0);
});

test("every refusal of a dial is in the page's language, and in its numbers", async () => {
  const refused = [
    ["transactions=0", "Transações: use de 10 a 812.323.024.000, o máximo"], ["transactions=99999999999999", "Transações: use de 10"],
    ["transactions=812323024000&days=1", "Transações: os 203.080.756 habitantes"], ["transactions=1000000&customers=1", "Clientes: 1.000.000 transações em 365 dias"],
    ["days=0", "Dias: use de 1 a"], ["start=1990-01-01", "Primeiro dia: escolha uma data de 2020-11-16 a"], ["fraud_rate=2", "Taxa de fraude: use de 0 a 0,2"], ["inside=0.95", "Transferências internas: use de 0 a 0,8"],
    ["label_noise=2", "Ruído dos rótulos: use de 0 a"], ["fraud_mix=FALSA_CENTRAL=2000000", "Composição das fraudes: use pesos de 0 a 1.000.000"],
  ];
  const { page, context } = await site.open(`?${refused[0][0]}`, { locale: "pt-BR" });
  for (const [query, told] of refused) {
    await page.goto(`${site.origin}/?${query}`);
    const text = await page.locator("#error:not(:empty)").textContent();
    assert.ok(text.startsWith(told), text);
    assert.equal(await page.locator("#error [lang=en]").count(), 0, text);
  }
  await page.goto(`${site.origin}/?transactions=0&lang=en`);
  assert.match(await page.locator("#error:not(:empty)").textContent(), /^Transactions: give 10 to 812,323,024,000, the most/);
  await context.close();
});

test("dials, filters, sorts and records are steps back and forward", async () => {
  const { page, problems } = await site.open("?transactions=5000");
  await page.locator("[name=transactions]").fill("6000");
  await page.locator("#spec button.main").click();
  await status(page, "of 6,000").waitFor();
  await page.locator("#only-fraud").check();
  await page.locator("#chips li").waitFor();
  await page.getByRole("button", { name: "amount" }).click();
  await page.locator("#grid th[aria-sort=ascending]").waitFor();
  await page.locator("#grid tbody tr[data-place] th").first().click();
  await page.locator("#detail[open]").waitFor();
  await page.goBack();
  await page.locator("#detail:not([open])").waitFor({ state: "attached" });
  assert.equal(await page.locator("#grid th[aria-sort=ascending]").count(), 1);
  await page.goForward();
  await page.locator("#detail[open]").waitFor();
  await page.goBack();
  await page.goBack();
  await page.waitForFunction(() => !document.querySelector("#grid th[aria-sort]"));
  assert.equal(await page.locator("#chips li").count(), 1);
  await page.goBack();
  await page.waitForFunction(() => !document.querySelector("#chips li"));
  await page.goBack();
  await status(page, "of 5,000").waitFor();
  assert.equal(await page.locator("[name=transactions]").inputValue(), "5000");
  assert.deepEqual(problems, []);
});

test("the language and the theme are remembered", async () => {
  const { page } = await site.open("?transactions=5000");
  await page.locator("#language").selectOption("pt-BR");
  await page.locator("#theme").selectOption("dark");
  await page.waitForURL(/theme=dark/);
  await page.goto(`${site.origin}/?transactions=6000`);
  await status(page, "Transações: linhas 1 – 6.000 de 6.000").waitFor();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
});

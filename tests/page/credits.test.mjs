// What comes into accounts, beside what is paid from them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { made } from "./support/command.mjs";
import { start } from "./support/site.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const detail = (page, title) => page.locator("#detail[open] h2").filter({ hasText: title });
const dataOf = (figure) => figure.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map(({ textContent }) => textContent)));
const centavos = (money) => Math.round(Number(money.replaceAll(/[^\d.-]/g, "")) * 100);

test("a customer's timeline and balance have payments and credits in order", async () => {
  const [credits, transactions] = [await made("credits"), await made("transactions")];
  const payment = transactions.find(({ fraud_type, type, status }) => fraud_type !== null && type === "PIX" && status === "APPROVED");
  const of = (column) => [...credits, ...transactions].filter((row) => row[column] === payment[column])
    .sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
  const { page, problems } = await site.open(`?transactions=100000&fraud_rate=0.02&id=${payment.transaction_id}`);
  const [timeline, balance] = ["payments and credits", "Balance of account"].map((title) => page.locator("#detail figure", { has: page.locator("strong", { hasText: title }) }));
  await balance.waitFor();

  const around = (movements) => {
    const at = movements.findIndex(({ credit_id, transaction_id }) => credit_id === undefined && transaction_id === payment.transaction_id);
    return movements.slice(Math.max(0, at - 30), at + 31);
  };
  const expected = around(of("customer_id"));
  const paidIn = expected.filter(({ credit_id }) => credit_id !== undefined).length;
  assert.ok(paidIn > 0 && paidIn < expected.length);
  assert.equal(await timeline.locator(".stick.credit").count(), paidIn);
  assert.match(await timeline.locator(".stick.credit title").first().textContent(), / · R\$[\d,.]+ · Credit: /);
  assert.equal(await timeline.locator(".stick:not(.credit)").count(), expected.length - paidIn);
  assert.equal(await timeline.locator(".stick.fraud.current").count(), 1);
  const shown = await dataOf(timeline);
  assert.deepEqual(shown.map(([, , amount]) => centavos(amount)), expected.map(({ amount }) => Math.round(amount * 100)));
  assert.deepEqual(shown.map(([, name]) => name.startsWith("Credit: ")), expected.map(({ credit_id }) => credit_id !== undefined));

  const balances = (await dataOf(balance)).map(([, money]) => centavos(money));
  const moved = around(of("account_id"));
  assert.deepEqual(balances, moved.map(({ balance_after }) => Math.round(balance_after * 100)));
  moved.forEach(({ credit_id, amount, type, status }, index) => {
    const change = credit_id !== undefined ? amount : status === "APPROVED" && type !== "CREDIT_CARD" ? -amount : 0;
    if (index > 0) assert.equal(balances[index], balances[index - 1] + Math.round(change * 100));
  });
  assert.deepEqual(problems, []);
});

test("a credit is opened by its id, and leads to who paid it, by which payment", async () => {
  const credits = await made("credits");
  const { page, problems } = await site.open("?transactions=100000&fraud_rate=0.02&table=credits");
  const open = async ({ credit_id }) => {
    await page.goto(`${site.origin}/?transactions=100000&fraud_rate=0.02&table=credits&id=${credit_id}`);
    await detail(page, `Credit ${credit_id}`).waitFor();
    await page.locator("#detail .belongings").waitFor();
    assert.equal(await page.locator("#detail .stick.credit.current").count(), 1);
    assert.doesNotMatch(await page.locator("#detail .body").textContent(), /undefined|NaN|null|\[object/);
  };
  const follow = (column) => page.locator("#detail .fields > div", { hasText: new RegExp(`^${column}`) }).locator("button.link").click();

  const transfer = credits.find(({ kind, payer_kind, credit_id }) => kind === "TRANSFER" && payer_kind === "ACCOUNT" && credit_id > 5_000_000);
  await open(transfer);
  await follow("payer_id");
  await detail(page, `Account ${transfer.payer_id}`).waitFor();
  await page.goBack();
  await detail(page, `Credit ${transfer.credit_id}`).waitFor();
  await follow("transaction_id");
  await detail(page, `Transaction ${transfer.transaction_id}`).waitFor();

  const returned = credits.find(({ kind, fraud_case_id }) => kind === "CHARGEBACK" && fraud_case_id !== null);
  await open(returned);
  assert.equal(await page.locator("#detail .story .steps .current").count(), 1);
  assert.equal(await page.locator("#detail .course li").count(), 4);
  await follow("payer_id");
  await detail(page, `Merchant ${returned.payer_id}`).waitFor();

  // Between the ids of two groups there are none.
  const gap = Math.max(...credits.map(({ credit_id }) => credit_id).filter((id) => id < 4_000_000)) + 1;
  await page.goto(`${site.origin}/?transactions=100000&fraud_rate=0.02&table=credits&id=${gap}`);
  await page.locator("#status").filter({ hasText: "Credits: " }).waitFor();
  await page.locator("#find-id").fill(String(gap));
  await page.locator("#find-id").press("Enter");
  await page.locator("#told").filter({ hasText: /^No row has that id\.$/ }).waitFor();
  assert.equal(await page.locator("#detail[open]").count(), 0);
  assert.deepEqual(problems, []);
});

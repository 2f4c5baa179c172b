// What a person meets on the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { start } from "./site.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const fill = async (page, values) => {
  for (const [name, value] of Object.entries(values)) await page.locator(`[name=${name}]`).fill(value);
  await page.locator("#spec button").click();
};
const alert = (page) => page.getByRole("alert").filter({ hasText: /./ });
const digest = (page) => page.locator("#digest").filter({ hasText: /^[0-9a-f]{32}$/ });

test("records come first, then the digest, from this origin alone", async () => {
  const { page, problems } = await site.open();
  assert.equal(await page.locator("tbody tr").count(), 50);
  assert.equal(await page.locator("caption").textContent(), "Transactions: 50 of 100,000 rows");
  await digest(page).waitFor();
  assert.deepEqual(problems, []);
});

test("every table can be chosen", async () => {
  const { page, problems } = await site.open();
  for (const option of await page.locator("option").all()) {
    const [table, name] = [await option.getAttribute("value"), await option.textContent()];
    await page.locator("select").selectOption(table);
    await page.locator("caption").filter({ hasText: new RegExp(`^${name}:`) }).waitFor();
    assert.ok(await page.locator("tbody tr").count() > 0, table);
  }
  assert.deepEqual(problems, []);
});

test("the form and the address say the same", async () => {
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
});

test("a large dataset is shown, but its digest is left to the command", async () => {
  const { page } = await site.open("?transactions=1000000000");
  assert.equal(await page.locator("tbody tr").count(), 50);
  assert.match(await page.locator("#digest").textContent(), /up to 200,000 transactions/);
});

test("what is wrong with the spec is said, and healed", async () => {
  const { page, problems } = await site.open("?transactions=5000");
  for (const [values, message] of [
    [{ seed: "abc" }, "Seed: please write a whole number."],
    [{ seed: "18446744073709551616" }, "Seed: please write a whole number."],
    [{ seed: "1", start: "" }, "First day: please write a date."],
    [{ start: "1999-01-01" }, /`start` is 1999-01-01: give a date from/],
    [{ start: "2025-01-01", transactions: "9" }, /`transactions` is 9: give 10 to/],
    [{ transactions: "5000", fraud_rate: "0.5" }, /`fraud_rate` is 0.5: give 0 to 0.2/],
    [{ fraud_rate: "0,03", days: "0" }, /`days` is 0: give 1 to/],
  ]) {
    await fill(page, values);
    await alert(page).filter({ hasText: message }).waitFor();
    assert.ok(await page.locator("#answer").isHidden());
  }
  await fill(page, { days: "30" });
  await digest(page).waitFor();
  assert.equal(await alert(page).count(), 0);
  assert.match(await page.locator("#command").textContent(), /--days 30 --fraud-rate 0.03 /);
  assert.deepEqual(problems, []);
});

test("a field that is wrong is marked", async () => {
  const { page } = await site.open("?seed=abc");
  await alert(page).waitFor();
  assert.equal(await page.locator("[aria-invalid=true]").getAttribute("name"), "seed");
});

test("the language follows the browser and can be switched", async () => {
  const { page } = await site.open("?transactions=5000", { locale: "pt-BR" });
  assert.equal(await page.locator("html").getAttribute("lang"), "pt-BR");
  assert.equal(await page.locator("caption").textContent(), "Transações: 50 de 5.000 linhas");
  await page.getByRole("button", { name: "English" }).click();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.equal(await page.locator("caption").textContent(), "Transactions: 50 of 5,000 rows");
  await page.reload();
  await page.locator("caption").filter({ hasText: "Transactions" }).waitFor();
});

for (const [locale, colorScheme] of [["en-US", "light"], ["pt-BR", "dark"]]) {
  test(`axe finds nothing in ${locale}, ${colorScheme}`, async () => {
    const { page } = await site.open("?transactions=5000", { locale, colorScheme });
    await digest(page).waitFor();
    await page.evaluate(axe.source);
    const violations = async () =>
      (await page.evaluate(() => globalThis.axe.run())).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
    assert.deepEqual(await violations(), []);
    await fill(page, { seed: "" });
    await alert(page).waitFor();
    assert.deepEqual(await violations(), []);
  });
}

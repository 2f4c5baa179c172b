// What a screen reader is told of each view, compared with trees/; and axe's findings in every theme.
//
//   FRAUDGEN_WRITE_TREES=1 node --test tests/page/tree.test.mjs     writes trees/ anew

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { start } from "./support/site.mjs";

const TREES = fileURLToPath(new URL("trees/", import.meta.url));
const SMALL = "transactions=3000&fraud_rate=0.02";
const VIEWS = {
  start: [`?view=start&${SMALL}`, "#panel-start", "#start-flow figure"],
  dials: [`?${SMALL}`, "#spec", "#mix table"],
  records: [`?${SMALL}&filter=transaction_id~%3D~3&columns=transaction_id,amount,is_fraud`, "#panel-records", "tbody tr[data-place]"],
  record: [`?${SMALL}&table=customers&id=1`, "#detail", "#detail .belongings"],
  plots: [`?${SMALL}&view=plots`, "#panel-plots", "#panel-plots figure"],
  graph: [`?${SMALL}&view=graph&from=case-1`, "#panel-graph", "#panel-graph .node"],
  take: [`?${SMALL}&view=take`, "#panel-take", "#command"],
  files: [`?${SMALL}&view=files`, "#panel-files", "#panel-files input"],
};

let site;
before(async () => { site = await start(); });
after(() => site.close());

/** Opens a view and waits for it, and for the count of all frauds. */
async function show(page, [query, , shown]) {
  await page.goto(`${site.origin}/${query}`);
  await page.locator(shown).first().waitFor({ state: "attached" });
  await page.locator("#digest").filter({ hasText: /^[0-9a-f]{32}$/ }).waitFor({ state: "attached" });
}

for (const locale of ["en", "pt-BR"]) {
  test(`a screen reader is told the same of each view as before, in ${locale}`, async () => {
    const { page, context } = await site.open(VIEWS.start[0], { locale });
    for (const [name, view] of Object.entries(VIEWS)) {
      await show(page, view);
      const tree = `${(await page.locator(view[1]).ariaSnapshot()).replaceAll(/:?\n *- \/url: .*/g, "").replaceAll(site.origin, "")}\n`;
      const file = join(TREES, locale, `${name}.yml`);
      if (process.env.FRAUDGEN_WRITE_TREES) {
        await mkdir(join(TREES, locale), { recursive: true });
        await writeFile(file, tree);
      }
      assert.equal(tree, await readFile(file, "utf8"), name);
    }
    await context.close();
  });
}

for (const [theme, options] of Object.entries({ light: { colorScheme: "light" }, dark: { colorScheme: "dark" }, forced: { forcedColors: "active" } })) {
  test(`every view is accessible with ${theme} colours`, async () => {
    const { page, context } = await site.open(VIEWS.start[0], { ...options, reducedMotion: "reduce" });
    for (const [name, view] of Object.entries(VIEWS)) {
      await show(page, view);
      await page.evaluate(axe.source);
      const found = await page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`));
      assert.deepEqual(found, [], name);
    }
    await context.close();
  });
}

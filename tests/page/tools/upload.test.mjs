// The sample, uploaded to presigned targets.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import axe from "axe-core";
import { fraudgen, inFolder, sameRecords, write } from "../support/command.mjs";
import { screenshot, start } from "../support/site.mjs";
import { allow, realStore, smallStore } from "../support/store.mjs";

const run = promisify(execFile);

let site;
let store;
before(async () => { [site, store] = await Promise.all([start(), smallStore()]); });
after(() => { store.close(); return site.close(); });

const send = async (page, line, format = "jsonl") => {
  await page.locator("#sample").filter({ hasText: /\d/ }).waitFor();
  await page.locator("[name=target]").fill(line);
  await page.locator("[name=format]").selectOption(format);
  await page.getByRole("button", { name: /^(Upload|Enviar)$/ }).click();
};
const said = (page, text) => page.getByRole("alert").filter({ hasText: text }).waitFor();

test("nothing can be clicked before the script is there", async () => {
  const { page } = await site.open("files/upload.html", { javaScriptEnabled: false });
  assert.ok(await page.locator("#upload button").isDisabled());
});

test("the sample is uploaded, with the headers of the target", async () => {
  const { page: first } = await site.open("?transactions=5000&table=fraud_cases&view=take");
  const [query] = (await first.locator("#to-upload").getAttribute("href")).match(/\?.*/);
  const { page, problems } = await site.open(`files/upload.html${query}`, { allowed: `${store.endpoint}/lake/` });
  store.received.length = 0;
  await send(page, store.line());
  await page.getByRole("status").filter({ hasText: `Uploaded: ` }).waitFor();
  const [{ url, headers, body }] = store.received;
  assert.match(url, /^\/lake\/transactions\/part-00000\.parquet\?X-Amz-Signature=secret$/);
  assert.equal(headers["if-none-match"], "*");
  assert.equal(headers["content-type"], undefined);
  assert.equal(headers.referer, undefined);
  const rows = String(body.toString().trim().split("\n").length);
  assert.equal(body.toString(), await fraudgen("sample", "--transactions", "5000", "--table", "fraud_cases", "--rows", rows, "--output-format", "jsonl"));
  assert.doesNotMatch(await page.locator("#answer").textContent(), /Signature/);
  assert.doesNotMatch(page.url(), /Signature/);
  assert.deepEqual(problems, []);
});

test("a store that does not allow the origin is reported, with instructions", async () => {
  const { page } = await site.open("files/upload.html?transactions=5000", { allowed: store.endpoint });
  store.answer = { cors: false, status: 200, body: "" };
  await send(page, store.line());
  await said(page, "(CORS)");
  const told = await page.getByRole("alert").textContent();
  assert.ok(told.includes(`mc admin config set STORE api cors_allow_origin="${site.origin}"`));
  assert.ok(told.includes("put-bucket-cors") && told.includes("--bucket lake"));
  await screenshot(page, "upload-refused", { fullPage: true });
  store.answer = { cors: true, status: 200, body: "" };
  await send(page, store.line());
  await page.getByRole("status").filter({ hasText: `Uploaded: ` }).waitFor();
  assert.equal(await page.getByRole("alert").textContent(), "");
});

test("refusals are explained", async () => {
  const { page } = await site.open("files/upload.html?transactions=5000", { allowed: store.endpoint });
  store.answer = { cors: true, status: 403, body: "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>" };
  await send(page, store.line());
  await said(page, /the target has expired or was changed.*Error code: AccessDenied/);
  store.answer = { cors: true, status: 412, body: "<Error><Code>PreconditionFailed</Code></Error>" };
  await send(page, store.line());
  await said(page, "There is already an object of that name");
  store.answer = { cors: true, status: 500, body: "" };
  await send(page, store.line());
  await said(page, "The store answered 500");
  store.answer = { cors: true, status: 200, body: "" };
});

test("nothing is sent to an invalid or expired target", async () => {
  const { page } = await site.open("files/upload.html?transactions=5000", { allowed: store.endpoint });
  store.received.length = 0;
  await send(page, store.line({ expires: "2020-01-01T00:00:00Z" }));
  await said(page, "expired at 2020-01-01T00:00:00Z");
  for (const line of ["", "no", "{}", "null", '{"put":{}}', store.line().replace("http:", "ftp:"), store.line().replace('"PUT"', '"GET"')]) {
    await send(page, line);
    await said(page, "not a line of a target file");
  }
  for (const line of ['{"fraudgen_targets":1,"location":"s3://lake"}', '{"end":3,"sha256":"00"}']) {
    await send(page, line);
    await said(page, "first or the last line");
  }
  assert.deepEqual(store.received, []);
});

for (const [locale, colorScheme] of [["en-US", "light"], ["pt-BR", "dark"]]) {
  test(`axe finds nothing in ${locale}, ${colorScheme}`, async () => {
    const { page } = await site.open("files/upload.html?transactions=5000", { locale, colorScheme, allowed: store.endpoint });
    store.answer = { cors: false, status: 200, body: "" };
    await send(page, store.line());
    await said(page, "(CORS)");
    store.answer = { cors: true, status: 200, body: "" };
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
    assert.deepEqual(found, []);
  });
}

test("a real store accepts the sample once it allows the page", async (t) => {
  const real = await realStore();
  if (!real) return t.skip("no store: run tests/setup");
  try {
    await inFolder(async (folder) => {
      const targets = join(folder, "targets.jsonl");
      const spec = ["--transactions", "5000", "--seed", "9"];
      await run(process.env.FRAUDGEN_BIN, ["presign", "--to", `s3://${real.bucket}/run`, "--out", targets, ...spec], { env: { ...process.env, ...real.environment } });
      const line = (await readFile(targets, "utf8")).split("\n").find((text) => text.startsWith('{"path":"transactions/'));
      const { page } = await site.open("files/upload.html?transactions=5000&seed=9", { allowed: real.endpoint });
      if (real.kind !== "minio") {
        await send(page, line, "parquet");
        await said(page, "(CORS)");
      }
      await allow(real, site.origin);
      await send(page, line, "parquet");
      await page.getByRole("status").filter({ hasText: `Uploaded: ` }).waitFor();
      await send(page, line, "parquet");
      await said(page, "There is already an object of that name");

      const { get } = JSON.parse(line);
      const stored = join(folder, "stored.parquet");
      await writeFile(stored, Buffer.from(await (await fetch(get.url, { headers: get.headers })).arrayBuffer()));
      const lines = await fraudgen("sample", ...spec, "--rows", "5000", "--output-format", "jsonl");
      assert.equal(await sameRecords(stored, await write(folder, "reference.jsonl", lines)), 5000);
    });
  } finally {
    await real.close();
  }
});

// The page, served and opened in a real browser.

import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

export const WWW = fileURLToPath(new URL("../../../www/", import.meta.url));
const SCREENSHOTS = fileURLToPath(new URL("../../../target/page-screenshots/", import.meta.url));
const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
const READY = "tbody tr[data-place], [role=alert]:not(:empty), #upload";
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Serves www/, or a copy of it, and starts a browser. `open` opens the page; `close` stops both. */
export async function start(www = WWW) {
  const { origin, close: closeServer } = await serve(www);
  const browser = await chromium.launch({ executablePath: process.env.FRAUDGEN_CHROMIUM, args: FLAGS });

  /**
   * Opens the page and waits for its first records, or for what `ready` selects. `problems` collects what must not
   * happen: errors, breaches of the policy, requests to another origin than `allowed`.
   */
  async function open(query = "", { allowed, ready = READY, ...options } = {}) {
    const context = await browser.newContext({
      locale: "en-US", viewport: { width: 1440, height: 900 }, permissions: ["clipboard-read", "clipboard-write"], ...options,
    });
    const problems = [];
    context.on("request", (request) => {
      const url = request.url();
      const own = [`${origin}/`, `blob:${origin}/`, allowed].filter(Boolean).some((start) => url.startsWith(start));
      if (!own) problems.push(`asked for ${url}`);
    });
    context.on("requestfailed", (request) => {
      // Leaving a page aborts its requests, which is not a problem.
      if (request.failure()?.errorText !== "net::ERR_ABORTED") problems.push(`could not load ${request.url()}`);
    });
    context.on("weberror", (error) => problems.push(String(error.error())));
    context.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    const page = await context.newPage();
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
        console.error(`policy: ${violatedDirective} ${blockedURI}`));
    });
    await page.goto(`${origin}/${query}`);
    await page.locator(ready).first().waitFor({ state: "attached" });
    return { page, problems, context };
  }

  async function close() {
    await browser.close();
    closeServer();
  }

  return { open, close, origin, browser };
}

/** Serves the page. Each page's policy is sent as a header too, that of the first one with the worker, to which it then applies. */
export async function serve(www = WWW) {
  const policy = policyIn(await readFile(join(www, "index.html")));
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://page").pathname);
    const file = join(www, path === "/" ? "index.html" : path);
    try {
      const body = await readFile(file);
      response.writeHead(200, {
        "Content-Type": TYPES[extname(file)], "Content-Encoding": "gzip", "Cache-Control": "max-age=600",
        "Content-Security-Policy": extname(file) === ".html" ? policyIn(body) : policy,
      });
      response.end(packed(file, body));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

const packedBefore = new Map();

/** A file as hosts send it: compressed, once. */
function packed(file, body) {
  if (!packedBefore.get(file)?.body.equals(body)) packedBefore.set(file, { body, packed: gzipSync(body) });
  return packedBefore.get(file).packed;
}

const policyIn = (html) => String(html).match(/"Content-Security-Policy" content="([^"]+)"/)[1];

/** Saves a screenshot, to be looked at. */
export async function screenshot(page, name, options = {}) {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), ...options });
}

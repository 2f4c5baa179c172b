// The page, served and opened in a real browser.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const WWW = fileURLToPath(new URL("../../www/", import.meta.url));
const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Serves www/ and starts a browser. `open` opens the page; `close` ends both. */
export async function start() {
  const server = await serve();
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({ executablePath: process.env.FRAUDGEN_CHROMIUM, args: FLAGS });

  /** Opens the page and waits for its first records. `problems` collects what must not happen. */
  async function open(query = "", options = { locale: "en-US" }) {
    const context = await browser.newContext(options);
    const problems = [];
    context.on("request", (request) => {
      if (!request.url().startsWith(`${origin}/`)) problems.push(`asked for ${request.url()}`);
    });
    context.on("requestfailed", (request) => problems.push(`could not load ${request.url()}`));
    context.on("weberror", (error) => problems.push(String(error.error())));
    context.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    const page = await context.newPage();
    await page.goto(`${origin}/${query}`);
    await page.locator("tbody tr, [role=alert]:not(:empty)").first().waitFor();
    return { page, problems };
  }

  async function close() {
    await browser.close();
    server.close();
  }

  return { open, close };
}

/** Serves www/ with the page's own policy as a header too, so that it holds for the worker. */
async function serve() {
  const html = await readFile(join(WWW, "index.html"), "utf8");
  const [, policy] = html.match(/"Content-Security-Policy" content="([^"]+)"/);
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://page").pathname);
    const file = join(WWW, path === "/" ? "index.html" : path);
    try {
      const body = await readFile(file);
      response.writeHead(200, { "Content-Type": TYPES[extname(file)], "Content-Security-Policy": policy });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

// Makes the page work offline, by a cache for each build. A page shows the files of one build only: those that were kept
// together, each checked against the list that tests/build-web wrote. The list is a part of this script, so that the browser
// notices a new one. Its files are kept beside the old ones, and take their place when no page shows those any
// more, or the only one is loaded again.

importScripts("pkg/files.js"); // BUILD, the build's name; FILES, its files with their hashes; ON_USE, those kept once used

const OURS = `fraudgen ${registration.scope} `; // An origin may have other pages, with caches of theirs.
const CACHE = OURS + BUILD;
const find = (path) => caches.match(path, { cacheName: CACHE, ignoreVary: true });

addEventListener("install", (event) => event.waitUntil(keepAll()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", ({ data }) => data === "take over" && skipWaiting());

async function keepAll() {
  const cache = await caches.open(CACHE);
  try {
    await cache.addAll(Object.keys(FILES).map((path) => requestOf(path)));
  } catch (problem) {
    await caches.delete(CACHE);
    throw problem; // It is tried again at the next visit, and the page works without.
  }
}

/** Asks for a file of this build: the answer is an error if its content is another. */
const requestOf = (path) => new Request(path, { integrity: FILES[path] ?? ON_USE[path], cache: "no-cache" });

async function takeOver() {
  for (const name of await caches.keys()) if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
  await clients.claim(); // Only the first build finds pages that are open, which came from the network.
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // Uploads are left alone.
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const path = url.href.slice(registration.scope.length).replace(/[?#].*/s, "").replace(/^(index\.html)?$/, "./");
  if (path in FILES) event.respondWith(kept(event, path));
  else if (path in ON_USE) event.respondWith(keptOnUse(event, path));
});

async function kept({ request }, path) {
  if (await mayTakeOver(request)) {
    registration.waiting.postMessage("take over");
    return new Response("", { headers: { Refresh: "0" } }); // The same address again, from the new build.
  }
  return await find(path) ?? fetch(request);
}

/** Whether the only page is being loaded again while a new build waits. */
const mayTakeOver = async ({ mode, cache }) => mode === "navigate" && cache === "no-cache" && registration.waiting
  && (await clients.matchAll({ type: "window" })).length === 1;

async function keptOnUse(event, path) {
  const found = await find(path);
  if (found) return found;
  const response = await fetch(requestOf(path));
  const copy = response.clone();
  // The answer is given whether or not there is room to keep it.
  if (response.ok) event.waitUntil(caches.open(CACHE).then((cache) => cache.put(path, copy)).catch(() => {}));
  return response;
}

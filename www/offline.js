// Makes the page work offline: the server's responses are shown, and kept for when there is no network.

const CACHE = "fraudgen";

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(keepAll());
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

async function keepAll() {
  const cache = await caches.open(CACHE);
  const list = await fetch("pkg/files.json", { cache: "no-cache" });
  await cache.addAll(["./", ...await list.json()]);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  // Uploads are left alone.
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    // Parts of files cannot be kept.
    if (response.status === 200) await cache.put(new URL(request.url).pathname, response.clone());
    return response;
  } catch (problem) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw problem;
  }
}

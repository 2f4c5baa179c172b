// The page's side of the worker. The module is compiled while it arrives, before the worker is there.

const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const address = new URL("../pkg/fraudgen_bg.wasm", import.meta.url);
// Where a server gives another type than application/wasm, the worker fetches the module in its own way.
WebAssembly.compileStreaming(fetch(address)).catch(() => undefined).then((module) => worker.postMessage({ module }));
const waiting = new Map();
let calls = 0;

worker.addEventListener("message", ({ data: { id, result, error, progress } }) => {
  const { resolve, reject, onProgress } = waiting.get(id);
  if (progress !== undefined) {
    onProgress?.(progress);
    return;
  }
  waiting.delete(id);
  if (error === undefined) resolve(result);
  else reject(Object.assign(new Error(error.message), error));
});
worker.addEventListener("error", () => {
  for (const { reject } of waiting.values()) reject(new Error("the page's worker cannot be loaded"));
  waiting.clear();
});

/** Calls one of the worker's functions and promises its result. */
export const call = (name, ...args) => callWith({}, name, ...args);

/** The same with `onProgress`, called with the share done, and `signal`, which cancels the call. */
export function callWith({ onProgress, signal }, name, ...args) {
  return new Promise((resolve, reject) => {
    const id = ++calls;
    waiting.set(id, { resolve, reject, onProgress });
    worker.postMessage({ id, name, args });
    signal?.addEventListener("abort", () => worker.postMessage({ cancel: id }), { once: true });
  });
}

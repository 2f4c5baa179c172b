// The page's side of the worker.

const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
const waiting = new Map();
let calls = 0;

worker.addEventListener("message", ({ data: { id, result, error } }) => {
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) resolve(result);
  else reject(new Error(error));
});
worker.addEventListener("error", () => {
  for (const { reject } of waiting.values()) reject(new Error("the page's worker cannot be loaded"));
  waiting.clear();
});

/** Calls one of the core's functions and promises its result; calls are answered in turn. */
export function call(name, ...args) {
  return new Promise((resolve, reject) => {
    waiting.set(++calls, { resolve, reject });
    worker.postMessage({ id: calls, name, args });
  });
}

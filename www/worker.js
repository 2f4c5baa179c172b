// Runs the core away from the page, so that the page stays responsive.

const ready = import("./pkg/fraudgen.js").then(async (core) => {
  await core.default();
  return core;
});

addEventListener("message", async ({ data: { id, name, args } }) => {
  try {
    const core = await ready;
    postMessage({ id, result: core[name](...args) });
  } catch (error) {
    postMessage({ id, error: error.message });
  }
});

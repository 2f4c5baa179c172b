// Long work in slices, so that the page scrolls and answers meanwhile.

// Milliseconds of work between two looks at what the user does, which leave room in each frame.
const SLICE = 10;

// `scheduler.yield` would let all timers and messages wait until the end.
const pause = () => new Promise((resolve) => setTimeout(resolve));

/** What a loop awaits between its steps, with the share that is done. It pauses when a slice is over, and throws if `signal` is aborted. */
export function slices({ signal, onProgress } = {}) {
  let since = performance.now();
  return async (share) => {
    if (performance.now() - since < SLICE) return;
    onProgress?.(share);
    await pause();
    signal?.throwIfAborted();
    since = performance.now();
  };
}

/** Rows between two looks at the clock. */
export const STEP = 16_384;

// Tests wait for conditions, never for times; the limits are only there so that a hanging test ends.
import { setTimeout as sleep } from 'node:timers/promises';

const limit = 60_000;

/** `promise`, or an error that says what was waited for. */
export async function within(promise, what, milliseconds = limit) {
  const clock = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: clock.signal }).then(() => { throw new Error(`Waited ${milliseconds / 1000} s in vain: ${what}.`); });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clock.abort();
    late.catch(() => {});
  }
}

/** Asks `condition` (which may be async) again and again until it gives something true, and returns that. */
export async function until(condition, what, milliseconds = limit) {
  let given = false;
  const asked = async () => {
    while (!given) {
      const value = await condition();
      if (value) return value;
      await sleep(10);
    }
  };
  // The condition itself may hang (an editor that shows a prompt answers nothing), so it is what has the limit.
  return within(asked(), what, milliseconds).finally(() => { given = true; });
}

/** Numbers that look random and are the same each time (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** An integer of 0 … below − 1. */
  const next = below => Math.floor(unit() * below);
  return { next, pick: list => list[next(list.length)] };
}

/** Whether `npm run soak` asks for the whole of it; `npm test` runs a part that fits among the other tests. */
export const isWhole = process.env['AWSROLE_SOAK'] === 'whole';

/** One number for `npm test`, another for `npm run soak`. */
export const sized = (part: number, whole: number): number => (isWhole ? whole : part);

/**
 * A replayable sequence of numbers from 0 to below 1 (mulberry32): `AWSROLE_SEED` is where it starts, else chance.
 *
 * @returns the seed, to be told when something fails, and the source of numbers
 */
export const randomness = (): { seed: number; next: () => number } => {
  const seed = Number(process.env['AWSROLE_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, next };
};

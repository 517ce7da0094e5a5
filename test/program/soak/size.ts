/** Whether the tests run in full (`npm run soak`). `npm test` runs a short part. */
export const isWhole = process.env['AWSROLE_SOAK'] === 'whole';

/** Returns `part` in `npm test` and `whole` in `npm run soak`. */
export const sized = (part: number, whole: number): number => (isWhole ? whole : part);

/**
 * Creates a reproducible sequence of numbers from 0 to below 1 (mulberry32). The seed is `AWSROLE_SEED`, by default random.
 *
 * @returns the seed, for failure messages, and the generator
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

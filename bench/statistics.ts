/** The median of many measurements, with the 10th and 90th percentiles. */
export interface Spread {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
}

/**
 * The value below which the share `at` (0 to 1) of the values lies, interpolated between neighbours.
 *
 * @throws when there are no values
 */
export const quantile = (values: readonly number[], at: number): number => {
  const sorted = ascending(values);
  const place = (sorted.length - 1) * at;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('nothing was measured');
  return below + (above - below) * (place - Math.floor(place));
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const spread = (values: readonly number[]): Spread => ({
  median: median(values),
  p10: quantile(values, 0.1),
  p90: quantile(values, 0.9),
});

/** Divides each value by the value of the same round, so that a busy machine slows both sides of a ratio. */
export const pairwise = (values: readonly number[], base: readonly number[]): number[] => {
  if (values.length !== base.length) throw new Error('a ratio needs as many values on both sides');
  return values.map((value, round) => value / (base[round] as number));
};

/** The number of rounds from which on two builds can be told apart: see `cutFor`. */
export const ENOUGH_ROUNDS = 11;

/** The time of the new build over that of the old one. */
export interface Change {
  /** the median of the ratios of all rounds */
  readonly ratio: number;
  /** the noise: the true median of the ratios lies between these with a confidence of 99.9 % */
  readonly low: number;
  readonly high: number;
  readonly verdict: 'faster' | 'slower' | 'same' | 'too few rounds';
}

/** Compares two builds that were measured in the same rounds. */
export const compare = (news: readonly number[], olds: readonly number[]): Change => {
  const ratios = ascending(pairwise(news, olds));
  const cut = cutFor(ratios.length);
  // the whole range where the rounds are too few for the confidence
  const low = ratios[cut ?? 0] as number;
  const high = ratios[ratios.length - 1 - (cut ?? 0)] as number;
  return { ratio: median(ratios), low, high, verdict: verdictOf(low, high, cut !== undefined) };
};

const verdictOf = (low: number, high: number, isEnough: boolean): Change['verdict'] => {
  if (!isEnough) return 'too few rounds';
  if (low > 1) return 'slower';
  return high < 1 ? 'faster' : 'same';
};

/**
 * How many of the lowest and of the highest of `count` values to drop so that the median lies between the rest with a
 * confidence of 99.9 %: a value is above its median as often as a coin shows heads, whatever its distribution. A full
 * run compares about a hundred rows, so 99 % would report a difference where there is none in most runs.
 *
 * @returns undefined when even the whole range is less certain: below `ENOUGH_ROUNDS` values
 */
const cutFor = (count: number): number | undefined => {
  let cut: number | undefined;
  let chance = 0.5 ** count;
  let below = chance;
  for (let heads = 0; 2 * below <= 0.001; heads++) {
    cut = heads;
    chance *= (count - heads) / (heads + 1);
    below += chance;
  }
  return cut;
};

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The middle of many measurements and how far they spread: the tenth and the ninetieth of a hundred. */
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
  const sorted = [...values].sort((a, b) => a - b);
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

/** Each value over the value of the same round: what a busy machine does to a round, it does to both. */
export const pairwise = (values: readonly number[], base: readonly number[]): number[] => {
  if (values.length !== base.length) throw new Error('a ratio needs as many values on both sides');
  return values.map((value, round) => value / (base[round] as number));
};

import fc from 'fast-check';

const wholeNumber = (name: string): number | undefined => {
  const text = process.env[name];
  if (!text) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, not '${text}'`);
  return Number(text);
};

/** What every random case of this run comes from: 1 in `npm test`, a new one in `npm run fuzz`; `AWSROLE_FUZZ_SEED` replays it. */
const SEED = wholeNumber('AWSROLE_FUZZ_SEED') ?? 1;
const FACTOR = wholeNumber('AWSROLE_FUZZ_RUNS') ?? 1;

/** What to type to see the same cases again. */
export const REPLAY = `AWSROLE_FUZZ_SEED=${SEED} AWSROLE_FUZZ_RUNS=${FACTOR} npm run fuzz`;

/** How many cases to try: `count` within `npm test`, `AWSROLE_FUZZ_RUNS` times as many in a longer run. */
export const runs = (count: number): { numRuns: number } => ({ numRuns: count * FACTOR });

/**
 * `count` cases (times the factor), in batches of `size` at most, for a program that tries many at once. The cases of
 * a shorter run are the first ones of a longer one.
 */
export const batches = <T>(arbitrary: fc.Arbitrary<T>, count: number, size = count): T[][] => {
  const cases = fc.sample(arbitrary, runs(count));
  return Array.from({ length: Math.ceil(cases.length / size) }, (_, index) =>
    cases.slice(index * size, (index + 1) * size),
  );
};

/** Any character, NUL included and halves not. fast-check's own unit for that (`binary`) takes seconds to set up. */
export const character: fc.Arbitrary<string> = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map(code => String.fromCodePoint(code));

// `reporter` is for both kinds of properties; what is not said here is as fast-check has it
fc.configureGlobal({
  seed: SEED,
  reporter: details => {
    if (!details.failed) return;
    const cause = details.errorInstance;
    throw new Error(`${fc.defaultReportMessage(details)}\nreplay: ${REPLAY}`, { cause });
  },
});

export { fc };

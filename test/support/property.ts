import fc from 'fast-check';

const wholeNumber = (name: string): number | undefined => {
  const text = process.env[name];
  if (!text) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, not '${text}'`);
  return Number(text);
};

/** The seed of every random case: 1 in `npm test`, random in `npm run fuzz`. Set `AWSROLE_FUZZ_SEED` to replay a run. */
const SEED = wholeNumber('AWSROLE_FUZZ_SEED') ?? 1;
const FACTOR = wholeNumber('AWSROLE_FUZZ_RUNS') ?? 1;

/** The command line that replays the cases of this run. */
export const REPLAY = `AWSROLE_FUZZ_SEED=${SEED} AWSROLE_FUZZ_RUNS=${FACTOR} npm run fuzz`;

/** The number of cases: `count` times `AWSROLE_FUZZ_RUNS`, which is 1 in `npm test`. */
export const runs = (count: number): { numRuns: number } => ({ numRuns: count * FACTOR });

/**
 * Makes `count` cases, times `AWSROLE_FUZZ_RUNS`, in batches of at most `size`, for a program that tries many at once.
 * A longer run begins with the cases of a shorter one.
 */
export const batches = <T>(arbitrary: fc.Arbitrary<T>, count: number, size = count): T[][] => {
  const cases = fc.sample(arbitrary, runs(count));
  return Array.from({ length: Math.ceil(cases.length / size) }, (_, index) =>
    cases.slice(index * size, (index + 1) * size),
  );
};

/** Any Unicode character, including NUL, without lone surrogates. fast-check's own unit `binary` takes seconds to set up. */
export const character: fc.Arbitrary<string> = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map(code => String.fromCodePoint(code));

// `reporter` serves synchronous and asynchronous properties
fc.configureGlobal({
  seed: SEED,
  reporter: details => {
    if (!details.failed) return;
    const cause = details.errorInstance;
    throw new Error(`${fc.defaultReportMessage(details)}\nreplay: ${REPLAY}`, { cause });
  },
});

export { fc };

import { character, fc } from './property.ts';

const PIECES = [
  '\0',
  '\n',
  '\r\n',
  ' ',
  '"',
  "'",
  '\\',
  '<',
  '>',
  '&',
  '[',
  ']',
  '{',
  '}',
  '=',
  ':',
  '/',
  ';',
  '#',
  '%',
  '-',
  '0',
  '9',
  'Z',
  'é',
  '\ud800',
  '\u{1f600}',
  '\u202e',
];

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.integer({ min: 0, max: 4 }),
  piece: fc.oneof(fc.constantFrom('', ...PIECES), fc.string({ maxLength: 4 })),
  times: fc.oneof(
    { weight: 9, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: 400 }) },
  ),
});

/** One of the texts with up to four random edits: input that a parser is likely to misread. */
export const mutated = (...texts: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...texts), fc.array(edit, { maxLength: 4 })).map(([text, edits]) =>
    edits.reduce((current, { at, removed, piece, times }) => {
      const index = Math.floor(at * (current.length + 1));
      return current.slice(0, index) + piece.repeat(times) + current.slice(index + removed);
    }, text),
  );

/** A mutated text, or, one time in four, a random text. */
export const mutatedOrRandom = (...texts: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: mutated(...texts) },
    { weight: 1, arbitrary: fc.string({ unit: character, maxLength: 60 }) },
  );

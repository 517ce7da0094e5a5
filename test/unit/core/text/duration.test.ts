import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatSpan, parseDuration } from '../../../../src/core/text/duration.ts';

describe('parseDuration', () => {
  for (const [text, seconds] of [
    ['3600', 3600],
    ['1', 1],
    ['45m', 2700],
    ['8h', 28_800],
    ['1h30m', 5400],
    ['90s', 90],
    ['1d', 86_400],
    [' 8H ', 28_800],
  ] as const)
    it(`reads ${JSON.stringify(text)} as ${seconds} seconds`, () =>
      assert.equal(parseDuration(text, '--duration'), seconds));

  for (const text of ['', '0', '0h', '-1', '1.5h', '8 h', '8x', 'h', '1h30', '1e3', '0x10', '9'.repeat(20)])
    it(`reports ${JSON.stringify(text)} as a usage error that names the option`, () =>
      assert.throws(() => parseDuration(text, '--min-left'), {
        message: `--min-left: '${text}' is not a duration`,
        hints: ['write 45m, 8h, 1h30m or a number of seconds'],
        exitCode: 2,
      }));
});

describe('formatSpan', () => {
  const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];
  for (const [milliseconds, text] of [
    [-5 * HOUR, '0s'],
    [0, '0s'],
    [SECOND - 1, '0s'],
    [42 * SECOND, '42s'],
    [MINUTE - 1, '59s'],
    [MINUTE, '1m'],
    [HOUR - 1, '59m'],
    [HOUR, '1h'],
    [12 * HOUR - 1, '11h 59m'],
    [47 * HOUR + 59 * MINUTE, '47h 59m'],
    [2 * DAY, '2d'],
    [2 * DAY + 3 * HOUR + 59 * MINUTE, '2d 3h'],
  ] as const)
    it(`formats ${milliseconds} ms as '${text}'`, () => assert.equal(formatSpan(milliseconds), text));
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ClockMeasurement,
  describeOffset,
  formatMeasurement,
  measurementOf,
  parseMeasurement,
  presentOffset,
} from '../../../../src/core/aws/service-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 1_795_521_600_000;
const UPTIME = 3 * HOUR;

const measured = (offset: number): ClockMeasurement => {
  const found = measurementOf(offset, { now: NOW, uptime: UPTIME });
  assert.ok(found);
  return found;
};

describe('measurementOf', () => {
  it('is undefined below a minute, in both directions', () => {
    for (const offset of [0, 59_999, -59_999])
      assert.equal(measurementOf(offset, { now: NOW, uptime: UPTIME }), undefined);
  });

  it('has the offset and the time of AWS at which this machine started', () => {
    assert.deepEqual(measured(15 * HOUR), { offset: 54_000, startedAt: (NOW + 12 * HOUR) / 1000 });
    assert.deepEqual(measured(-2 * HOUR), { offset: -7_200, startedAt: (NOW - 5 * HOUR) / 1000 });
  });
});

describe('presentOffset', () => {
  it('is the measured offset as long as nobody sets the clock', () => {
    for (const offset of [15 * HOUR, -2 * HOUR])
      for (const later of [0, MINUTE, 30 * HOUR])
        assert.equal(
          presentOffset(measured(offset), { now: NOW + later, uptime: UPTIME + later }),
          offset,
          `${offset} ${later}`,
        );
  });

  it('is 0 after the clock was set right, and the rest after it was set to another wrong time', () => {
    for (const offset of [15 * HOUR, -2 * HOUR]) {
      const set = { now: NOW + offset + MINUTE, uptime: UPTIME + MINUTE };
      assert.equal(presentOffset(measured(offset), set), 0);
    }
    const half = { now: NOW + 7 * HOUR, uptime: UPTIME };
    assert.equal(presentOffset(measured(15 * HOUR), half), 8 * HOUR);
    assert.equal(presentOffset(measured(-2 * HOUR), { now: NOW - 3 * HOUR, uptime: UPTIME }), HOUR);
  });

  it('is 0 when a clock that was behind is set after a suspension, which the uptime does not count', () => {
    const woken = { now: NOW + 15 * HOUR + 8 * HOUR, uptime: UPTIME + MINUTE };
    assert.equal(presentOffset(measured(15 * HOUR), woken), 0);
  });
});

describe('the value of AWSROLE_CLOCK', () => {
  it('is read back as it was written', () => {
    for (const offset of [15 * HOUR, -2 * HOUR]) {
      const value = formatMeasurement(measured(offset));
      assert.deepEqual(parseMeasurement(value), measured(offset));
    }
  });

  for (const text of [
    undefined,
    '',
    '0 1',
    '5',
    '5 x',
    '1e3 5',
    '--5 5',
    '5 05',
    'a[$(id)] 5',
    '5 5 5',
    '5 5\n',
  ])
    it(`is ignored when it is ${JSON.stringify(text)}`, () =>
      assert.equal(parseMeasurement(text), undefined));
});

describe('describeOffset', () => {
  for (const [offset, text] of [
    [15 * HOUR - 600, '15h behind'],
    [-2 * HOUR - 400, '2h ahead of'],
    [-61_000, '1m ahead of'],
    [400 * 24 * HOUR, '400d behind'],
  ] as const)
    it(`says ${text} for ${offset} ms`, () =>
      assert.equal(describeOffset(offset), `this machine's clock is ${text} AWS`));
});

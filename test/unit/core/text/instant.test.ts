import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  parseForeignInstant,
  parseInstant,
  toIsoSeconds,
  toLocalTime,
} from '../../../../src/core/text/instant.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

describe('toIsoSeconds', () => {
  it('rounds down to whole seconds and adds a Z', () => {
    assert.equal(toIsoSeconds(NOON), '2026-11-24T12:00:00Z');
    assert.equal(toIsoSeconds(NOON + 999), '2026-11-24T12:00:00Z');
  });
});

const valid: readonly (readonly [text: string, epochMs: number])[] = [
  ['2026-11-24T12:00:00Z', NOON],
  ['2026-11-24t12:00:00z', NOON],
  ['2026-11-24 12:00:00Z', NOON],
  ['2026-11-24T12:00:00+00:00', NOON],
  ['2026-11-24T12:00:00UTC', NOON],
  ['2026-11-24T12:00:00 UTC', NOON],
  ['2026-11-24T13:00:00+01:00', NOON],
  ['2026-11-24T08:30:00-0330', NOON],
  ['2026-11-24T12:00:00.5Z', NOON + 500],
  ['2026-11-24T12:00:00.123456Z', NOON + 123],
  ['  2026-11-24T12:00:00Z\n', NOON],
];

describe('parseInstant', () => {
  for (const [text, epochMs] of valid)
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(parseInstant(text), epochMs));

  for (const text of [
    '',
    '2026-11-24T12:00:00',
    '2026-11-24',
    '2026-11-24T12:00Z',
    '1795521600',
    '2026-13-24T12:00:00Z',
    '2026-02-29T12:00:00Z',
    '2026-11-24T25:00:00Z',
    '2026-11-24T12:00:00Zzz',
    'Tue Nov 24 2026 12:00:00 UTC',
  ])
    it(`returns undefined for ${JSON.stringify(text)}`, () => assert.equal(parseInstant(text), undefined));

  it('reads the output of toIsoSeconds', () => assert.equal(parseInstant(toIsoSeconds(NOON)), NOON));
});

describe('toLocalTime', () => {
  for (const [zone, text] of [
    ['UTC', '2026-11-24 12:00:00 +00:00'],
    ['Europe/Zurich', '2026-11-24 13:00:00 +01:00'],
    ['Asia/Kathmandu', '2026-11-24 17:45:00 +05:45'],
    ['America/St_Johns', '2026-11-24 08:30:00 -03:30'],
    ['Pacific/Auckland', '2026-11-25 01:00:00 +13:00'],
  ] as const)
    it(`shows the time and the offset of ${zone}`, t => {
      const before = process.env['TZ'];
      t.after(() => {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      });
      process.env['TZ'] = zone;
      assert.equal(toLocalTime(NOON), text);
    });
});

describe('parseForeignInstant', () => {
  for (const [text, epochMs] of [
    ...valid.filter(([, epochMs]) => epochMs === NOON),
    ['2026-11-24T12:00Z', NOON],
    ['2026-11-24T12:00:00.000Z', NOON],
    ['2026-11-24 12:00:00,123+00', NOON],
    ['2026-11-24T12:00:00+0000', NOON],
    ['2026-11-24T14:00:00+02', NOON],
    ['2026-11-24 14:00:00 +0200 CEST', NOON],
    ['2026-11-24 14:00:00.123456789 +0200 CEST m=+0.012345', NOON],
    ['2026-11-24 12:00:00 +0000 +00', NOON],
    ['2026-11-24 07:00:00 EST', NOON],
    ['2026-11-24 12:00:00 GMT', NOON],
    ['20261124T120000Z', NOON],
    ['20261124T130000+0100', NOON],
    ['Tue, 24 Nov 2026 12:00:00 GMT', NOON],
    ['Tue, 24 Nov 2026 13:00:00 +0100', NOON],
    ['Tue Nov 24 12:00:00 UTC 2026', NOON],
    ['1795521600', NOON],
    ['1795521600.25', NOON + 250],
    ['1795521600000', NOON],
    ['"2026-11-24T12:00:00Z"', NOON],
  ] as const)
    it(`reads ${JSON.stringify(text)}`, () =>
      assert.deepEqual(parseForeignInstant(text), { epochMs, hasZone: true }));

  for (const text of [
    '2026-11-24 12:00:00',
    '2026-11-24T12:00:00',
    '2026-11-24T12:00:00.5',
    '2026-11-24 12:00:00 IST',
    'Tue Nov 24 12:00:00 2026',
  ])
    it(`reads ${text} without a zone as UTC or as local time, and tells so`, () => {
      const zone = process.env['TZ'];
      process.env['TZ'] = 'America/New_York';
      try {
        assert.deepEqual(parseForeignInstant(text), { epochMs: NOON, hasZone: false });
        assert.deepEqual(parseForeignInstant(text, 'local'), {
          epochMs: NOON + 5 * 3_600_000,
          hasZone: false,
        });
      } finally {
        if (zone === undefined) delete process.env['TZ'];
        else process.env['TZ'] = zone;
      }
    });

  for (const text of [
    '',
    'tomorrow',
    '3600',
    '43200',
    '2026-11-24',
    '2026-02-30T12:00:00Z',
    'Tue, 24 Foo 2026 12:00:00 GMT',
    '2026-11-24T25:00:00Z',
  ])
    it(`is undefined for ${JSON.stringify(text)}`, () => assert.equal(parseForeignInstant(text), undefined));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accountOf,
  derivedMfaSerial,
  isFidoSerial,
  isMfaSerial,
  isRoleArn,
  parseArn,
  parseNamedArn,
  roleNameOf,
  userNameOf,
} from '../../src/core/aws/arn.ts';
import { AwsroleError } from '../../src/core/errors.ts';
import { findCode } from '../../src/core/mfa/device.ts';
import { colorDigits } from '../../src/core/profiles/color.ts';
import { formatSpan, parseDuration } from '../../src/core/text/duration.ts';
import { parseInstant, toIsoSeconds } from '../../src/core/text/instant.ts';
import { splitWords } from '../../src/core/text/split-words.ts';
import { safe } from '../../src/core/text/terminal-text.ts';
import { cutTo, displayWidth } from '../../src/core/text/text-width.ts';
import { mutatedOrRandom } from '../support/mutated-text.ts';
import { character, fc, runs } from '../support/property.ts';

test('an ARN is parsed without loss, and other text is not an ARN', () => {
  const texts = mutatedOrRandom(
    'arn:aws:iam::111122223333:role/team/Admin',
    'arn:aws-us-gov:sts::111122223333:assumed-role/Admin/alice',
    'arn:aws:iam::111122223333:mfa/alice',
    'arn:aws:iam::111122223333:u2f/user/alice/key-1',
    'arn:aws-cn:iam::111122223333:user/a/b/alice',
  );
  fc.assert(
    fc.property(texts, text => {
      const arn = parseArn(text);
      const named = parseNamedArn(text);
      if (arn)
        assert.equal(
          ['arn', arn.partition, arn.service, arn.region, arn.account, arn.resource].join(':'),
          text,
        );
      if (named) assert.equal(named.type + named.path + named.name, arn?.resource);
      const parts = [accountOf(text), roleNameOf(text), userNameOf(text)];
      for (const part of parts) assert.ok(part === undefined || (part !== '' && text.includes(part)));
      if (isRoleArn(text)) assert.ok(accountOf(text) !== undefined);
      const serial = derivedMfaSerial(text);
      if (serial !== undefined) assert.ok(isMfaSerial(serial) && !isFidoSerial(serial), serial);
    }),
    runs(2000),
  );
});

test('a duration is parsed as whole seconds, and any other text is a usage error', () => {
  fc.assert(
    fc.property(mutatedOrRandom('45m', '8h', '1h30m', '3600', '2d3h4m5s'), text => {
      try {
        const seconds = parseDuration(text, '--duration');
        assert.ok(Number.isSafeInteger(seconds) && seconds >= 1);
        assert.match(text.trim(), /^[0-9dhms]+$/i);
      } catch (error) {
        assert.ok(error instanceof AwsroleError && error.exitCode === 2);
      }
    }),
    runs(2000),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), seconds => {
      assert.equal(parseDuration(`${seconds}`, ''), seconds);
      // formatSpan keeps only the two largest units
      const shown = parseDuration(formatSpan(seconds * 1000).replace(' ', ''), '');
      assert.ok(shown <= seconds && seconds - shown < 3600);
    }),
    runs(500),
  );
});

test('a formatted instant is parsed to the same second, and a parsed text has the date that it states', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), date => {
      assert.equal(parseInstant(toIsoSeconds(date.getTime())), Math.floor(date.getTime() / 1000) * 1000);
    }),
    runs(500),
  );
  fc.assert(
    fc.property(
      mutatedOrRandom('2026-03-02T10:00:05Z', '2026-02-29 10:00:05.123+05:30', '2026-12-31T23:59:59UTC'),
      text => {
        const epochMs = parseInstant(text);
        if (epochMs === undefined) return;
        const [, day, minus, hours = '0', minutes = '0'] =
          /^\s*(\d{4}-\d\d-\d\d)[T ][\d:.]+\s*(?:Z|UTC|([+-])(\d\d):?(\d\d))\s*$/i.exec(text) ?? [];
        const shift = (minus === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
        const isMidnight = /[T ]24:/i.test(text);
        assert.equal(
          new Date(epochMs + shift - (isMidnight ? 1 : 0)).toISOString().slice(0, 10),
          day,
          'another day',
        );
      },
    ),
    runs(2000),
  );
});

test('a colour is its six digits, or its three digits doubled', () => {
  fc.assert(
    fc.property(mutatedOrRandom('#ffaaee', 'fae', '000000'), text => {
      const color = colorDigits(text);
      if (color === undefined) return;
      const digits = text.replace('#', '').toLowerCase();
      assert.equal(color, digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits);
    }),
    runs(1000),
  );
});

test('quoted words that are joined by spaces are split into the same words', () => {
  const quoted = fc
    .string({ unit: character, maxLength: 12 })
    .chain(text =>
      fc.constantFrom(
        { text, word: `'${text.replaceAll("'", `'"'"'`)}'` },
        { text, word: `"${text.replaceAll(/["\\]/g, '\\$&')}"` },
        { text, word: text.replaceAll(/[\s\S]/gu, '\\$&') || "''" },
      ),
    );
  fc.assert(
    fc.property(fc.array(quoted, { maxLength: 5 }), fc.constantFrom(' ', '\t\n', '  '), (words, space) => {
      assert.deepEqual(
        splitWords(words.map(({ word }) => word).join(space)),
        words.map(({ text }) => text),
      );
    }),
    runs(1000),
  );
  fc.assert(
    fc.property(mutatedOrRandom(`op read "op://a b/c" 'd e' f\\ g`), text => {
      const words = splitWords(text);
      if (words) assert.ok(words.join('').length <= text.length);
    }),
    runs(1000),
  );
});

test('an MFA code that is found in a text is six digits of that text', () => {
  fc.assert(
    fc.property(
      mutatedOrRandom('976249 lasts 24s |---', '123456\n123456', 'id 1234567 code: 000001'),
      text => {
        const code = findCode(text);
        if (code !== undefined) assert.ok(/^[0-9]{6}$/.test(code) && text.includes(code));
      },
    ),
    runs(1000),
  );
});

test('safe() removes every control character, safe(safe(x)) is safe(x), and cutTo() keeps to the width', () => {
  fc.assert(
    fc.property(
      mutatedOrRandom('dev \u{1f600}\ufe0f', '\x1b[31mred', 'a\u202eb', '東京'),
      fc.integer({ min: 0, max: 30 }),
      (text, width) => {
        const shown = safe(text);
        assert.doesNotMatch(shown, /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
        assert.equal(safe(shown), shown);
        const cut = cutTo(shown, width);
        assert.ok(displayWidth(cut) <= width && (cut === shown || width === 0 || cut.endsWith('…')));
      },
    ),
    runs(1000),
  );
});

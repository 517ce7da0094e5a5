import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Profile } from '../../../../src/core/profiles/profiles.ts';
import { managedSectionOf, staticKeysOf } from '../../../../src/core/profiles/static-keys.ts';
import { keysOf, managedSection, profilesFrom, SERIAL } from '../../../support/profiles.ts';

const profile = (credentials: string): Profile => profilesFrom('', credentials).byName.get('a') as Profile;

describe('static keys', () => {
  it('are a pair, without a token and an end when the section has none', () => {
    const keys = staticKeysOf(profile(keysOf('a')));
    assert.equal(keys?.accessKeyId.value, 'AKIAALICE');
    assert.equal(keys?.secretAccessKey.value, 'secret');
    assert.equal(keys?.sessionToken, undefined);
    assert.equal(keys?.expiresAt, undefined);
  });

  it('are none where neither half is there', () => {
    assert.equal(staticKeysOf(profile('[a]\naws_session_token=t\nregion=r\n')), undefined);
  });

  for (const [there, missing] of [
    ['aws_access_key_id', 'aws_secret_access_key'],
    ['aws_secret_access_key', 'aws_access_key_id'],
  ] as const)
    it(`${there} alone is an error with its line, and the value is not shown`, () => {
      assert.throws(() => staticKeysOf(profile(`[a]\n\n${there}=hunter2\n`)), {
        message: "profile 'a': half a pair of keys at credentials:3",
        hints: [`add ${missing} to the same section`],
      });
    });

  it('the old name of the token counts, and the new one comes first', () => {
    const old = `${keysOf('a')}aws_security_token=old\n`;
    assert.equal(staticKeysOf(profile(old))?.sessionToken?.value, 'old');
    assert.equal(staticKeysOf(profile(`${old}aws_session_token=new\n`))?.sessionToken?.value, 'new');
  });

  const INSTANT = Date.UTC(2026, 10, 24, 12);
  const ends: readonly (readonly [rule: string, lines: string, expiresAt: number | undefined])[] = [
    ['aws_credential_expiration', 'aws_credential_expiration=2026-11-24T12:00:00Z', INSTANT],
    ['expiration', 'expiration=2026-11-24T12:00:00Z', INSTANT],
    ['x_security_token_expires', 'x_security_token_expires=2026-11-24T13:00:00+01:00', INSTANT],
    [
      'the first of them',
      'expiration=2026-11-24T11:00:00Z\naws_credential_expiration=2026-11-24T12:00:00Z',
      INSTANT,
    ],
    [
      'the first that can be read',
      'aws_credential_expiration=tomorrow\nexpiration=2026-11-24T12:00:00Z',
      INSTANT,
    ],
    ['none without a zone, which could be any', 'expiration=2026-11-24 12:00:00', undefined],
  ];
  for (const [rule, lines, expiresAt] of ends)
    it(`end at ${rule}`, () =>
      assert.equal(staticKeysOf(profile(`${keysOf('a')}${lines}\n`))?.expiresAt, expiresAt));
});

describe('a section that awsrole mfa wrote', () => {
  it('is read with everything it was made of', () => {
    const section = managedSectionOf(profile(`${managedSection('a')}awsrole_endpoint=http://x\n`));
    assert.deepEqual(
      { ...section, keys: section?.keys.accessKeyId.value },
      {
        profile: 'a',
        keys: 'ASIAMFA',
        from: 'default',
        sourceAccessKeyId: 'AKIAALICE',
        serial: SERIAL,
        endpoint: 'http://x',
      },
    );
  });

  for (const line of [
    'aws_access_key_id',
    'aws_secret_access_key',
    'aws_session_token',
    'awsrole_source_profile',
    'awsrole_source_key',
    'awsrole_mfa_serial',
  ])
    it(`is none without ${line}, and that is no error`, () => {
      const text = managedSection('a').replace(new RegExp(`${line}=.*\n`), '');
      assert.equal(managedSectionOf(profile(text)), undefined);
    });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Profile } from '../../../../src/core/profiles/profiles.ts';
import { managedSectionOf, staticKeysOf } from '../../../../src/core/profiles/static-keys.ts';
import { keysOf, managedSection, profilesFrom, SERIAL } from '../../../support/profiles.ts';

const profile = (credentials: string): Profile => profilesFrom('', credentials).byName.get('a') as Profile;

describe('staticKeysOf', () => {
  it('returns the pair, without a session token and expiration when the section has neither', () => {
    const keys = staticKeysOf(profile(keysOf('a')));
    assert.equal(keys?.accessKeyId.value, 'AKIAALICE');
    assert.equal(keys?.secretAccessKey.value, 'secret');
    assert.equal(keys?.sessionToken, undefined);
    assert.equal(keys?.expiresAt, undefined);
  });

  it('returns undefined when both the access key ID and the secret access key are missing', () => {
    assert.equal(staticKeysOf(profile('[a]\naws_session_token=t\nregion=r\n')), undefined);
  });

  for (const [present, missing] of [
    ['aws_access_key_id', 'aws_secret_access_key'],
    ['aws_secret_access_key', 'aws_access_key_id'],
  ] as const)
    it(`throws an error with the line and without the value when ${missing} is missing`, () => {
      assert.throws(() => staticKeysOf(profile(`[a]\n\n${present}=hunter2\n`)), {
        message: "profile 'a': incomplete key pair at credentials:3",
        hints: [`add ${missing} to the same section`],
      });
    });

  it('reads aws_security_token as the session token, but prefers aws_session_token', () => {
    const old = `${keysOf('a')}aws_security_token=old\n`;
    assert.equal(staticKeysOf(profile(old))?.sessionToken?.value, 'old');
    assert.equal(staticKeysOf(profile(`${old}aws_session_token=new\n`))?.sessionToken?.value, 'new');
  });

  const INSTANT = Date.UTC(2026, 10, 24, 12);
  const expirations: readonly (readonly [source: string, lines: string, expiresAt: number | undefined])[] = [
    ['aws_credential_expiration', 'aws_credential_expiration=2026-11-24T12:00:00Z', INSTANT],
    ['expiration', 'expiration=2026-11-24T12:00:00Z', INSTANT],
    ['x_security_token_expires', 'x_security_token_expires=2026-11-24T13:00:00+01:00', INSTANT],
    [
      'the first of several keys',
      'expiration=2026-11-24T11:00:00Z\naws_credential_expiration=2026-11-24T12:00:00Z',
      INSTANT,
    ],
    [
      'the first valid instant',
      'aws_credential_expiration=tomorrow\nexpiration=2026-11-24T12:00:00Z',
      INSTANT,
    ],
    ['no key when the instant has no zone', 'expiration=2026-11-24 12:00:00', undefined],
  ];
  for (const [source, lines, expiresAt] of expirations)
    it(`takes the expiration from ${source}`, () =>
      assert.equal(staticKeysOf(profile(`${keysOf('a')}${lines}\n`))?.expiresAt, expiresAt));
});

describe('managedSectionOf', () => {
  it('returns the keys, the source profile, the serial number and the endpoint', () => {
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
    it(`returns undefined without an error when ${line} is missing`, () => {
      const text = managedSection('a').replace(new RegExp(`${line}=.*\n`), '');
      assert.equal(managedSectionOf(profile(text)), undefined);
    });
});

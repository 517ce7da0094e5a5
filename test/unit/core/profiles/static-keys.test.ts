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
    ['aws_session_expiration (gsts, yawsso)', 'aws_session_expiration=2026-11-24T12:00:00+0000', INSTANT],
    ['aws_expiration (aws-azure-login, clisso)', 'aws_expiration=2026-11-24T12:00:00.000Z', INSTANT],
    ['aws-mfa, in UTC without a zone', 'expiration=2026-11-24 12:00:00', INSTANT],
    ['epoch seconds', 'expiration=1795521600', INSTANT],
    ['no key when none has an instant', 'expiration=tomorrow', undefined],
    ['no key with another name beside long-term keys', 'aws_key_expires=2026-11-24T12:00:00Z', undefined],
    ...[
      'aws_session_token_expiration',
      'aws_session_expiry',
      'expires_at',
      'session_expires',
      'token_expiry_date',
      'valid_until',
    ].map(key => [key, `aws_session_token=t\n${key}=2026-11-24T12:00:00Z`, INSTANT] as const),
    ...['refresh_token_expires', 'sso_registration_expires_at', 'source_expiration'].map(
      key => [`no key for ${key}`, `aws_session_token=t\n${key}=2026-11-24T12:00:00Z`, undefined] as const,
    ),
    ['no key for a duration', 'aws_session_token=t\nexpires_in=3600', undefined],
  ];
  for (const [source, lines, expiresAt] of expirations)
    it(`takes the expiration from ${source}`, () =>
      assert.equal(staticKeysOf(profile(`${keysOf('a')}${lines}\n`))?.expiresAt, expiresAt));

  it('names the setting of the expiration, and the zone that it assumed', () => {
    const expiryOf = (lines: string) => staticKeysOf(profile(`${keysOf('a')}${lines}`))?.expiry;
    assert.equal(expiryOf('expiration=2026-11-24T12:00:00Z\n')?.setting.line, 4);
    assert.equal(expiryOf('expiration=2026-11-24T12:00:00Z\n')?.assumedZone, undefined);
    assert.equal(expiryOf('expiration=2026-11-24 12:00:00\n')?.assumedZone, 'UTC');
  });

  for (const mark of ['autoawsume=true', 'manager=awsume'])
    it(`reads the time of awsume (${mark}) as local time`, () => {
      const zone = process.env['TZ'];
      process.env['TZ'] = 'America/New_York';
      try {
        const keys = staticKeysOf(profile(`${keysOf('a')}${mark}\nexpiration=2026-11-24 07:00:00\n`));
        assert.deepEqual([keys?.expiresAt, keys?.expiry?.assumedZone], [INSTANT, 'local']);
      } finally {
        if (zone === undefined) delete process.env['TZ'];
        else process.env['TZ'] = zone;
      }
    });

  it('ignores an expiration that the other file has', () => {
    const profiles = profilesFrom('[profile a]\nexpiration=2026-11-24T12:00:00Z\n', keysOf('a'));
    assert.equal(staticKeysOf(profiles.byName.get('a') as Profile)?.expiresAt, undefined);
  });
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

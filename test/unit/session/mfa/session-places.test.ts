import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import { mfaSessionKey } from '../../../../src/core/plan/session-key.ts';
import type { Plan } from '../../../../src/core/plan/types.ts';
import type { Ports } from '../../../../src/ports/ports.ts';
import { liveMfaSession } from '../../../../src/session/mfa/session.ts';
import { startApp } from '../../../support/app.ts';
import { keysOf, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';

const GLOBAL = 'https://sts.amazonaws.com';
const LEGACY = 'sts_regional_endpoints=legacy';

const CONFIG =
  `[default]\nmfa_serial=${SERIAL}\n` +
  roleOf('dev', 'source_profile=mfa', 'region=eu-west-1') +
  roleOf('old', 'source_profile=mfa', 'region=eu-west-1', LEGACY) +
  roleOf('cape', 'source_profile=mfa', 'region=af-south-1');

const section = (endpoint?: string): string =>
  `${keysOf('default')}[mfa]\naws_access_key_id=ASIAMFA\naws_secret_access_key=secret\naws_session_token=token\n` +
  `expiration=2026-03-02T20:00:00Z\nawsrole_source_profile=default\nawsrole_source_key=AKIAALICE\n` +
  `awsrole_mfa_serial=${SERIAL}\n${endpoint ? `awsrole_endpoint=${endpoint}\n` : ''}`;

describe('a managed section', () => {
  for (const [made, endpoint, asked] of [
    ['at a regional endpoint', undefined, { dev: 'no', old: 'no', cape: 'no' }],
    ['at the global endpoint', GLOBAL, { dev: 'no', old: 'no', cape: 'yes' }],
    ['elsewhere', 'http://localhost:4566', { dev: 'yes', old: 'yes', cape: 'yes' }],
  ] as const)
    it(`is used only where AWS accepts a session made ${made}`, async t => {
      const credentials = section(endpoint);
      const app = await startApp(t, { config: CONFIG, credentials, withoutEndpoint: true });
      for (const [name, answer] of Object.entries(asked)) {
        const { stdout } = await app.run('why', name, '--json');
        assert.equal(JSON.parse(stdout).mfaCode.asked, answer, name);
      }
    });
});

describe('a cached MFA session', () => {
  const plan = (name: string): Plan => planFor(profilesFrom(CONFIG, keysOf('default')), name, {});
  const serves = async (name: string, madeAt: string): Promise<boolean> => {
    const { identity } = mfaSessionKey('key AKIAALICE', SERIAL, madeAt);
    const session = { accessKeyId: 'ASIAMFA', expiresAt: 10_000_000, obtainedAt: 0, clockOffset: 0 };
    const ports = {
      env: {},
      serviceClock: { now: async () => 0 },
      cache: { read: async (key: { identity: string }) => (key.identity === identity ? session : undefined) },
    } as unknown as Ports;
    return (await liveMfaSession(plan(name), SERIAL, ports, { minLeft: 0 })) !== undefined;
  };

  it('of a regional endpoint is used in all regions', async () => {
    for (const name of ['dev', 'old', 'cape']) assert.equal(await serves(name, 'aws'), true, name);
  });

  it('of the global endpoint is used in the regions that are enabled by default', async () => {
    assert.deepEqual(
      [await serves('old', GLOBAL), await serves('dev', GLOBAL), await serves('cape', GLOBAL)],
      [true, true, false],
    );
  });
});

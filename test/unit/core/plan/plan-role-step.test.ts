import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { at } from '../../../../src/core/ini/setting.ts';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Plan, PlanOptions } from '../../../../src/core/plan/types.ts';
import { keysOf, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';

const plan = (config: string, options: PlanOptions = {}): Plan =>
  planFor(profilesFrom(config, keysOf('default')), 'dev', {}, options);
const direct = (...lines: string[]): string => roleOf('dev', 'source_profile=default', ...lines);
const chain = (...lines: string[]): string =>
  roleOf('hub', 'source_profile=default', ...lines) + roleOf('dev', 'source_profile=hub');

describe('a role step has the settings of its own profile', () => {
  it('each with its place', () => {
    const [role] = plan(direct('external_id=x:1/2', 'source_identity=alice')).roles;
    assert.equal(role?.roleArn.value, 'arn:aws:iam::111122223333:role/dev');
    assert.equal(role && at(role.roleArn), 'config:2');
    assert.deepEqual([role?.externalId?.value, role?.externalId?.line], ['x:1/2', 4]);
    assert.deepEqual([role?.sourceIdentity?.value, role?.sourceIdentity?.line], ['alice', 5]);
    assert.equal(role?.roleSessionName, undefined);
  });

  it('and no settings of the other roles in the chain', () => {
    const [hub, dev] = plan(chain('external_id=x1', 'role_session_name=hub', 'duration_seconds=1800')).roles;
    assert.deepEqual(
      [hub?.externalId?.value, hub?.roleSessionName, hub?.durationSeconds],
      ['x1', 'hub', 1800],
    );
    assert.deepEqual(
      [dev?.externalId, dev?.roleSessionName, dev?.durationSeconds],
      [undefined, undefined, 3600],
    );
  });

  it('and ignores an empty value', () => {
    assert.equal(plan(direct('external_id=')).roles[0]?.externalId, undefined);
  });

  for (const arn of [
    'arn:aws:iam::111122223333:role/team/path/Admin',
    'arn:aws-cn:iam::111122223333:role/Admin',
    'arn:aws-us-gov:iam::111122223333:role/a+b=c,d.e@f_g-h',
  ])
    it(`and accepts the role ARN ${arn}`, () => {
      const config = `[profile dev]\nrole_arn=${arn}\nsource_profile=default\n`;
      assert.equal(plan(config).roles[0]?.roleArn.value, arn);
    });

  for (const arn of [
    'Admin',
    'arn:aws:iam::123:role/Admin',
    'arn:aws:iam::111122223333:role/',
    'arn:aws:iam::111122223333:role/x/',
    'arn:aws:sts::111122223333:assumed-role/A/b',
  ])
    it(`and refuses ${arn}, which is not a role ARN`, () => {
      assert.throws(() => plan(`[profile dev]\nrole_arn=${arn}\nsource_profile=default\n`), {
        message: `profile 'dev': role_arn '${arn}' (config:2) is not the ARN of a role`,
      });
    });
});

describe('the role session name', () => {
  it('of the command line applies to the last role only', () => {
    const names = plan(chain('role_session_name=hub'), { roleSessionName: 'me' }).roles.map(
      role => role.roleSessionName,
    );
    assert.deepEqual(names, ['hub', 'me']);
  });
});

describe('the characters and the length of a parameter are checked as STS does, with its line:', () => {
  const NAMES = {
    accepted: ['ab', 'x'.repeat(64), 'a+b=c,d.e@f_g-h'],
    refused: ['a', 'x'.repeat(65), 'a b', 'é!', 'a/b'],
  };
  const TEXTS = {
    role_session_name: NAMES,
    source_identity: NAMES,
    external_id: {
      accepted: ['x1', 'x'.repeat(1224), 'a:b/c=d'],
      refused: ['x', 'x'.repeat(1225), 'a b', 'é!'],
    },
  };
  for (const [key, { accepted, refused }] of Object.entries(TEXTS)) {
    for (const text of accepted)
      it(`${key} = ${text.slice(0, 70)} is accepted`, () => {
        const [role] = plan(direct(`${key}=${text}`)).roles;
        assert.ok(
          [role?.roleSessionName, role?.sourceIdentity?.value, role?.externalId?.value].includes(text),
        );
      });
    for (const text of refused)
      it(`${key} = ${text.slice(0, 70)} is refused`, () =>
        assert.throws(() => plan(direct(`${key}=${text}`)), {
          message: `profile 'dev': ${key} = ${text} (config:4) is not a value that STS accepts`,
        }));
  }
});

describe("the AWS CLI's cache entry of a step", () => {
  const ROLE = 'arn:aws:iam::111122223333:role/dev';

  it('is keyed by the role alone when the profile has no other settings', () => {
    assert.deepEqual(plan(direct()).roles[0]?.awsCli, { RoleArn: ROLE });
  });

  it('is keyed by all settings of the profile, without the serial number of the source', () => {
    const lines = ['role_session_name=me', 'external_id=x1', `mfa_serial=${SERIAL}`, 'duration_seconds=1800'];
    assert.deepEqual(plan(direct(...lines)).roles[0]?.awsCli, {
      RoleArn: ROLE,
      RoleSessionName: 'me',
      ExternalId: 'x1',
      SerialNumber: SERIAL,
      DurationSeconds: 1800,
    });
    assert.deepEqual(plan(`${direct()}[default]\nmfa_serial=${SERIAL}\n`).roles[0]?.awsCli, {
      RoleArn: ROLE,
    });
  });

  it('does not exist when an option overrides the profile', () => {
    assert.equal(plan(direct(), { durationSeconds: 1800 }).roles[0]?.awsCli, undefined);
    assert.equal(plan(direct(), { roleSessionName: 'me' }).roles[0]?.awsCli, undefined);
    assert.deepEqual(plan(direct(), { region: 'eu-west-1' }).roles[0]?.awsCli, { RoleArn: ROLE });
  });

  it('of an earlier role does not depend on options, which apply to the last role', () => {
    const roles = plan(chain(), { durationSeconds: 1800 }).roles;
    assert.deepEqual(
      roles.map(role => role.awsCli?.RoleArn),
      ['arn:aws:iam::111122223333:role/hub', undefined],
    );
  });

  it('does not exist when the environment sets another endpoint than the profile', () => {
    const awsCli = (config: string, env: Record<string, string>) =>
      planFor(profilesFrom(config, keysOf('default')), 'dev', env).roles[0]?.awsCli;
    const custom = direct('endpoint_url=http://there:1');
    for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_STS']) {
      assert.equal(awsCli(direct(), { [name]: 'http://other:1' }), undefined);
      assert.equal(awsCli(custom, { [name]: 'http://other:1' }), undefined);
      assert.deepEqual(awsCli(custom, { [name]: 'http://there:1' }), { RoleArn: ROLE });
    }
    assert.equal(awsCli(custom, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }), undefined);
    assert.deepEqual(awsCli(direct(), { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }), { RoleArn: ROLE });
  });

  it('does not exist for an earlier role whose endpoint differs from that of the requested profile', () => {
    const steps = (hub: string, dev: string): (string | undefined)[] =>
      plan(roleOf('hub', 'source_profile=default', hub) + roleOf('dev', 'source_profile=hub', dev)).roles.map(
        role => role.awsCli?.RoleArn.slice(-3),
      );
    const url = 'endpoint_url=http://there:1';
    assert.deepEqual(steps('region=x', url), [undefined, 'dev']);
    assert.deepEqual(steps(url, 'region=x'), [undefined, 'dev']);
    assert.deepEqual(steps(url, url), ['hub', 'dev']);
    assert.deepEqual(steps('endpoint_url=nonsense', 'region=x'), [undefined, 'dev']);
  });

  it('does not exist with a source identity or a web identity, which the AWS CLI caches under other keys', () => {
    assert.equal(plan(direct('source_identity=alice')).roles[0]?.awsCli, undefined);
    assert.equal(plan(roleOf('dev', 'web_identity_token_file=/t')).roles[0]?.awsCli, undefined);
  });
});

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

describe('a role step holds what its own profile says', () => {
  it('with the place of each value', () => {
    const [role] = plan(direct('external_id=x:1/2', 'source_identity=alice')).roles;
    assert.equal(role?.roleArn.value, 'arn:aws:iam::111122223333:role/dev');
    assert.equal(role && at(role.roleArn), 'config:2');
    assert.deepEqual([role?.externalId?.value, role?.externalId?.line], ['x:1/2', 4]);
    assert.deepEqual([role?.sourceIdentity?.value, role?.sourceIdentity?.line], ['alice', 5]);
    assert.equal(role?.roleSessionName, undefined);
  });

  it('and nothing of the other roles of the chain', () => {
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

  it('an empty value is none', () => {
    assert.equal(plan(direct('external_id=')).roles[0]?.externalId, undefined);
  });

  for (const arn of [
    'arn:aws:iam::111122223333:role/team/path/Admin',
    'arn:aws-cn:iam::111122223333:role/Admin',
    'arn:aws-us-gov:iam::111122223333:role/a+b=c,d.e@f_g-h',
  ])
    it(`${arn} is a role`, () => {
      const config = `[profile dev]\nrole_arn=${arn}\nsource_profile=default\n`;
      assert.equal(plan(config).roles[0]?.roleArn.value, arn);
    });

  for (const arn of [
    'Admin',
    'arn:aws:iam::123:role/Admin',
    'arn:aws:iam::111122223333:role/',
    'arn:aws:sts::111122223333:assumed-role/A/b',
  ])
    it(`${arn} is none`, () => {
      assert.throws(() => plan(`[profile dev]\nrole_arn=${arn}\nsource_profile=default\n`), {
        message: `profile 'dev': role_arn '${arn}' (config:2) is not the ARN of a role`,
      });
    });
});

describe('the role session name', () => {
  it('on the command line names the last role only', () => {
    const names = plan(chain('role_session_name=hub'), { roleSessionName: 'me' }).roles.map(
      role => role.roleSessionName,
    );
    assert.deepEqual(names, ['hub', 'me']);
  });
});

describe('what STS would refuse for its letters or its length is refused with its line', () => {
  const NAMES = {
    taken: ['ab', 'x'.repeat(64), 'a+b=c,d.e@f_g-h'],
    refused: ['a', 'x'.repeat(65), 'a b', 'é!', 'a/b'],
  };
  const TEXTS = {
    role_session_name: NAMES,
    source_identity: NAMES,
    external_id: {
      taken: ['x1', 'x'.repeat(1224), 'a:b/c=d'],
      refused: ['x', 'x'.repeat(1225), 'a b', 'é!'],
    },
  };
  for (const [key, { taken, refused }] of Object.entries(TEXTS)) {
    for (const text of taken)
      it(`${key} = ${text.slice(0, 70)} is taken`, () => {
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

  it('is found by the role alone when the profile says no more', () => {
    assert.deepEqual(plan(direct()).roles[0]?.awsCli, { RoleArn: ROLE });
  });

  it('is found by everything that the profile says, the serial of the source left out', () => {
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

  it('does not exist where the command line says something else than the profile', () => {
    assert.equal(plan(direct(), { durationSeconds: 1800 }).roles[0]?.awsCli, undefined);
    assert.equal(plan(direct(), { roleSessionName: 'me' }).roles[0]?.awsCli, undefined);
    assert.deepEqual(plan(direct(), { region: 'eu-west-1' }).roles[0]?.awsCli, { RoleArn: ROLE });
  });

  it('of an earlier role is its own whatever the command line says of the last', () => {
    const roles = plan(chain(), { durationSeconds: 1800 }).roles;
    assert.deepEqual(
      roles.map(role => role.awsCli?.RoleArn),
      ['arn:aws:iam::111122223333:role/hub', undefined],
    );
  });

  it('does not exist where the environment sends the call elsewhere than the profile', () => {
    const awsCli = (config: string, env: Record<string, string>) =>
      planFor(profilesFrom(config, keysOf('default')), 'dev', env).roles[0]?.awsCli;
    const there = direct('endpoint_url=http://there:1');
    for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_STS']) {
      assert.equal(awsCli(direct(), { [name]: 'http://other:1' }), undefined);
      assert.equal(awsCli(there, { [name]: 'http://other:1' }), undefined);
      assert.deepEqual(awsCli(there, { [name]: 'http://there:1' }), { RoleArn: ROLE });
    }
    assert.equal(awsCli(there, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }), undefined);
    assert.deepEqual(awsCli(direct(), { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }), { RoleArn: ROLE });
  });

  it('does not exist for an earlier role that the asked profile sends elsewhere', () => {
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

  it('does not exist with a source identity or a web identity, which the AWS CLI keeps otherwise', () => {
    assert.equal(plan(direct('source_identity=alice')).roles[0]?.awsCli, undefined);
    assert.equal(plan(roleOf('dev', 'web_identity_token_file=/t')).roles[0]?.awsCli, undefined);
  });
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  type SwitchTarget,
  switchRoleUrl,
  switchTarget,
} from '../../../../src/core/console/switch-role-link.ts';
import { keysOf, profilesFrom } from '../../../support/profiles.ts';

const targetOf = (name: string, arn: string, ...lines: string[]): SwitchTarget => {
  const config = [`[profile ${name}]`, `role_arn=${arn}`, 'source_profile=default', ...lines, ''];
  return switchTarget(profilesFrom(config.join('\n'), keysOf('default')), name);
};

const queryOf = (target: SwitchTarget): Record<string, string> =>
  Object.fromEntries(new URL(switchRoleUrl(target, 'https://signin.aws.amazon.com')).searchParams);

const ADMIN = 'arn:aws:iam::222233334444:role/Admin';

it('the link contains the account, the role, and the name and colour of the profile', () =>
  assert.equal(
    switchRoleUrl(targetOf('dev', ADMIN, 'color=3FB950'), 'https://signin.aws.amazon.com'),
    'https://signin.aws.amazon.com/switchrole?account=222233334444&roleName=Admin&displayName=dev&color=3fb950',
  ));

it('roleName includes the path of the role, and color is omitted for a profile without a colour', () =>
  assert.deepEqual(queryOf(targetOf('dev', 'arn:aws:iam::222233334444:role/team/ops/Admin')), {
    account: '222233334444',
    roleName: 'team/ops/Admin',
    displayName: 'dev',
  }));

it('displayName is the profile name, cut after 64 whole characters', () => {
  const name = `${'é&=#'.repeat(15)}abc😀${'x'.repeat(9)}`;
  assert.equal(queryOf(targetOf(name, ADMIN)).displayName, `${'é&=#'.repeat(15)}abc😀`);
});

it('the error names a profile without a role, an unknown profile, and a malformed role ARN', () => {
  const profiles = profilesFrom('[profile odd]\nrole_arn=arn:aws:iam::1:role/x\n', keysOf('default'));
  assert.throws(() => switchTarget(profiles, 'default'), /profile 'default' has no role_arn/);
  assert.throws(() => switchTarget(profiles, 'defualt'), /there is no profile 'defualt'/);
  assert.throws(
    () => switchTarget(profiles, 'odd'),
    /'arn:aws:iam::1:role\/x' \(config:2\) is not the ARN of a role/,
  );
});

it('the link needs no existing source profile, no device that STS accepts and no valid duration', () => {
  for (const line of [
    'source_profile=nobody',
    'mfa_serial=arn:aws:iam::111122223333:u2f/user/alice/key-1',
    'duration_seconds=60',
    'credential_source=Environment',
  ]) {
    const profiles = profilesFrom(`[profile dev]\nrole_arn=${ADMIN}\n${line}\n`, '');
    assert.match(switchRoleUrl(switchTarget(profiles, 'dev'), 'https://s'), /roleName=Admin&/, line);
  }
});

it('there is a caveat for an external ID, with its line, and for a source profile with a role', () => {
  assert.deepEqual(targetOf('dev', ADMIN).caveats, []);
  assert.match(targetOf('dev', ADMIN, 'external_id=xy').caveats.join('\n'), /^[^\n]*\(config:4\)[^\n]*$/);
  const chain = `[profile dev]\nrole_arn=${ADMIN}\nsource_profile=hop\n[profile hop]\nrole_arn=${ADMIN}\n`;
  assert.match(
    switchTarget(profilesFrom(chain, ''), 'dev').caveats.join('\n'),
    /^[^\n]*assumed from another role[^\n]*$/,
  );
  const own = switchTarget(profilesFrom(chain, keysOf('hop')), 'dev');
  assert.deepEqual(own.caveats, [], 'no caveat: the keys of a source profile take precedence over its role');
});

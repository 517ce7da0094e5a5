import assert from 'node:assert/strict';
import { it } from 'node:test';
import { switchRoleCaveats, switchRoleUrl } from '../../src/domain/console-switch-role.ts';
import { planFor } from '../../src/domain/plan.ts';
import type { Plan } from '../../src/domain/plan-types.ts';
import { keysOf, profilesFrom } from '../support/profiles.ts';

const planOf = (name: string, arn: string, ...lines: string[]): Plan => {
  const config = [`[profile ${name}]`, `role_arn=${arn}`, 'source_profile=default', ...lines, ''];
  return planFor(profilesFrom(config.join('\n'), keysOf('default')), name, {});
};

const query = (plan: Plan): Record<string, string> =>
  Object.fromEntries(new URL(switchRoleUrl(plan, 'https://signin.aws.amazon.com')).searchParams);

const ADMIN = 'arn:aws:iam::222233334444:role/Admin';

it('account, role, the profile’s name and its colour', () =>
  assert.equal(
    switchRoleUrl(planOf('dev', ADMIN, 'color=3FB950'), 'https://signin.aws.amazon.com'),
    'https://signin.aws.amazon.com/switchrole?account=222233334444&roleName=Admin&displayName=dev&color=3fb950',
  ));

it('a role’s path belongs to its name; without a colour none is sent', () =>
  assert.deepEqual(query(planOf('dev', 'arn:aws:iam::222233334444:role/team/ops/Admin')), {
    account: '222233334444',
    roleName: 'team/ops/Admin',
    displayName: 'dev',
  }));

it('a name is cut at 64 characters, none of them in half, and comes through as it is written', () => {
  const name = `${'é&=#'.repeat(15)}abc😀${'x'.repeat(9)}`;
  assert.equal(query(planOf(name, ADMIN)).displayName, `${'é&=#'.repeat(15)}abc😀`);
});

it('a profile without a role is named', () =>
  assert.throws(
    () => switchRoleUrl(planFor(profilesFrom('', keysOf('default')), 'default', {}), 'https://s'),
    /profile 'default' has no role_arn/,
  ));

it('an external ID is a caveat with its place, and so is a role on the way; else there is none', () => {
  assert.deepEqual(switchRoleCaveats(planOf('dev', ADMIN)), []);
  assert.match(
    switchRoleCaveats(planOf('dev', ADMIN, 'external_id=xy')).join('\n'),
    /^[^\n]*\(config:4\)[^\n]*$/,
  );
  const chained = planOf('dev', ADMIN.replace('Admin', 'Next'));
  const chain = { ...chained, roles: [...chained.roles, ...planOf('dev', ADMIN).roles] };
  assert.match(switchRoleCaveats(chain).join('\n'), /^[^\n]*reached through another role[^\n]*$/);
});

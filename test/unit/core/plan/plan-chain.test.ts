import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Plan } from '../../../../src/core/plan/types.ts';
import { planOutline } from '../../../support/plan-outline.ts';
import { keysOf, profilesFrom, roleOf } from '../../../support/profiles.ts';

const plan = (config: string, credentials = '', requested = 'dev'): Plan =>
  planFor(profilesFrom(config, credentials), requested, {});

const chains: readonly (readonly [rule: string, config: string, credentials: string, outline: string])[] = [
  ['keys without a role are the result', '', keysOf('dev'), 'static dev @credentials:2'],
  [
    'one role behind keys',
    roleOf('dev', 'source_profile=default'),
    keysOf('default'),
    'static default @credentials:2 > if-refused 43200 > dev 3600',
  ],
  [
    'roles are in call order, the requested profile last',
    roleOf('dev', 'source_profile=hub') +
      roleOf('hub', 'source_profile=root') +
      roleOf('root', 'source_profile=default'),
    keysOf('default'),
    'static default @credentials:2 > if-refused 43200 > root 3600 > hub 3600 > dev 3600',
  ],
  [
    'a profile that names itself as its source uses its own keys',
    roleOf('dev', 'source_profile=dev'),
    keysOf('dev'),
    'static dev @credentials:2 > if-refused 43200 > dev 3600',
  ],
  [
    'the role of a source profile that names itself is not assumed: its keys sign the call',
    roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=hub'),
    keysOf('hub'),
    'static hub @credentials:2 > if-refused 43200 > dev 3600',
  ],
  [
    'the keys of a source profile override its role',
    roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=default'),
    keysOf('hub') + keysOf('default'),
    'static hub @credentials:2 > if-refused 43200 > dev 3600',
  ],
  [
    'the role of the requested profile overrides its keys',
    roleOf('dev', 'source_profile=default'),
    keysOf('dev') + keysOf('default'),
    'static default @credentials:5 > if-refused 43200 > dev 3600',
  ],
];

describe('chains of profiles', () => {
  for (const [rule, config, credentials, outline] of chains)
    it(rule, () => assert.equal(planOutline(plan(config, credentials)), outline));

  /** A config file in which `hop-0` is the last of `length` roles, and the first role has the source profile `end`. */
  const chainOf = (length: number, end: string): string =>
    Array.from({ length }, (_, hop) =>
      roleOf(`hop-${hop}`, `source_profile=${hop + 1 < length ? `hop-${hop + 1}` : end}`),
    ).join('');

  it('a chain of 64 roles is planned completely, starting at the keys', () => {
    const found = plan(chainOf(64, 'default'), keysOf('default'), 'hop-0');
    assert.deepEqual(
      found.roles.map(role => role.profile),
      Array.from({ length: 64 }, (_, hop) => `hop-${63 - hop}`),
    );
  });

  it('a chain of more than 64 roles is refused; its end can still be used', () => {
    const config = chainOf(10_000, 'default');
    assert.throws(() => plan(config, keysOf('default'), 'hop-0'), {
      message:
        "profile 'hop-0': its chain has more than 64 roles: 'hop-0' → 'hop-1' → 'hop-2' → 'hop-3' → … → " +
        "'hop-61' → 'hop-62' → 'hop-63' → 'hop-64' (config:194)",
      hints: ['set source_profile of one of these profiles to the profile that has your keys'],
    });
    assert.equal(plan(config, keysOf('default'), 'hop-9990').roles.length, 10);
  });

  it('the message about a loop shows both ends of a long loop', () => {
    assert.throws(() => plan(chainOf(60, 'hop-0'), '', 'hop-0'), {
      message:
        "profile 'hop-0': source_profile forms a loop: 'hop-0' → 'hop-1' → 'hop-2' → 'hop-3' → … → " +
        "'hop-57' → 'hop-58' → 'hop-59' → 'hop-0' (config:180)",
    });
  });
});

/** Names that break object lookups, word splitting and ASCII-only parsers. */
const names = [
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'sp ace',
  'a.b',
  'prod-é東',
  'a:b',
  "it's",
  '-n',
  '$(id)',
];

describe('names of profiles', () => {
  for (const name of names)
    it(`'${name}' can be the requested profile, a source profile, and missing`, () => {
      const quoted = /['"]/.test(name) ? `"${name}"` : name;
      const config = `[profile ${quoted}]\nrole_arn=arn:aws:iam::111122223333:role/x\nsource_profile=${name} keys\n`;
      const found = plan(config, keysOf(`${name} keys`), name);
      assert.equal(
        planOutline(found),
        `static ${name} keys @credentials:2 > if-refused 43200 > ${name} 3600`,
      );
      assert.throws(() => plan('[profile zzzzzzzzzzzz]', '', name), {
        message: `there is no profile '${name}' in config`,
      });
    });
});

describe('a malformed section', () => {
  const config = `${roleOf('broken', 'source_profile=default', 'junk')}${roleOf('dev', 'source_profile=default')}`;
  const fixHint = { hints: ['fix this line; other profiles are not affected'] };

  it('fails the plan of its profile with an error that names the line', () => {
    assert.throws(() => plan(config, keysOf('default'), 'broken'), {
      message: /^profile 'broken': config:4: /,
      ...fixHint,
    });
  });

  it('does not affect other profiles', () => {
    assert.equal(
      planOutline(plan(config, keysOf('default'))),
      'static default @credentials:2 > if-refused 43200 > dev 3600',
    );
  });

  it('fails the plan of a profile whose source it is', () => {
    assert.throws(() => plan(roleOf('dev', 'source_profile=default'), `${keysOf('default')}junk\n`), {
      message: /^profile 'default': credentials:4: /,
      ...fixHint,
    });
  });
});

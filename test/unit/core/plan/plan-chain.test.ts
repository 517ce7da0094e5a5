import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Plan } from '../../../../src/core/plan/types.ts';
import { planOutline } from '../../../support/plan-outline.ts';
import { keysOf, profilesFrom, roleOf } from '../../../support/profiles.ts';

const plan = (config: string, credentials = '', asked = 'dev'): Plan =>
  planFor(profilesFrom(config, credentials), asked, {});

const chains: readonly (readonly [rule: string, config: string, credentials: string, outline: string])[] = [
  ['keys alone are the result', '', keysOf('dev'), 'static dev @credentials:2'],
  [
    'one role behind keys',
    roleOf('dev', 'source_profile=default'),
    keysOf('default'),
    'static default @credentials:2 > if-refused 43200 > dev 3600',
  ],
  [
    'roles come in the order of the calls, the asked one last',
    roleOf('dev', 'source_profile=hub') +
      roleOf('hub', 'source_profile=root') +
      roleOf('root', 'source_profile=default'),
    keysOf('default'),
    'static default @credentials:2 > if-refused 43200 > root 3600 > hub 3600 > dev 3600',
  ],
  [
    'a profile that names itself starts from its own keys',
    roleOf('dev', 'source_profile=dev'),
    keysOf('dev'),
    'static dev @credentials:2 > if-refused 43200 > dev 3600',
  ],
  [
    'a later profile that names itself is not assumed: its own keys sign',
    roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=hub'),
    keysOf('hub'),
    'static hub @credentials:2 > if-refused 43200 > dev 3600',
  ],
  [
    "a source profile's keys win over its role",
    roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=default'),
    keysOf('hub') + keysOf('default'),
    'static hub @credentials:2 > if-refused 43200 > dev 3600',
  ],
  [
    "the asked profile's role wins over its own keys",
    roleOf('dev', 'source_profile=default'),
    keysOf('dev') + keysOf('default'),
    'static default @credentials:5 > if-refused 43200 > dev 3600',
  ],
];

describe('chains of profiles', () => {
  for (const [rule, config, credentials, outline] of chains)
    it(rule, () => assert.equal(planOutline(plan(config, credentials)), outline));

  it('sixty roles in a row are all assumed, from the keys upwards', () => {
    const names = Array.from({ length: 60 }, (_, index) => `hop-${index}`);
    const config = names.map((name, index) =>
      roleOf(name, `source_profile=${names[index + 1] ?? 'default'}`),
    );
    const found = plan(config.join(''), keysOf('default'), 'hop-0');
    assert.deepEqual(
      found.roles.map(role => role.profile),
      names.toReversed(),
    );
  });
});

/** Names that trip objects, word splitting and ASCII-only readers. */
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
    it(`'${name}' is asked for, is a source, and is missing like any other`, () => {
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
  const fixLine = { hints: ['fix this line; other profiles are not affected'] };

  it('stops its own profile, and names the line', () => {
    assert.throws(() => plan(config, keysOf('default'), 'broken'), {
      message: /^profile 'broken': config:4: /,
      ...fixLine,
    });
  });

  it('leaves the others alone', () => {
    assert.equal(
      planOutline(plan(config, keysOf('default'))),
      'static default @credentials:2 > if-refused 43200 > dev 3600',
    );
  });

  it('stops whoever needs it as a source', () => {
    assert.throws(() => plan(roleOf('dev', 'source_profile=default'), `${keysOf('default')}junk\n`), {
      message: /^profile 'default': credentials:4: /,
      ...fixLine,
    });
  });
});

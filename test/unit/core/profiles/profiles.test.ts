import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseIni } from '../../../../src/core/ini/ini.ts';
import { buildProfiles, type Profiles } from '../../../../src/core/profiles/profiles.ts';

const build = (config: string | undefined, credentials?: string): Profiles =>
  buildProfiles(
    config === undefined ? undefined : parseIni(config, 'config'),
    credentials === undefined ? undefined : parseIni(credentials, 'credentials'),
  );

/** key=value of a profile, in the order in which keys were first set. */
const settings = (profiles: Profiles, name: string): string =>
  [...(profiles.byName.get(name)?.settings.values() ?? [])]
    .map(({ key, value }) => `${key}=${value}`)
    .join(' ');

const names: readonly (readonly [header: string, name: string])[] = [
  ['default', 'default'],
  ['profile default', 'default'],
  ['profile x', 'x'],
  ['profile \t x', 'x'],
  [' profile x ', 'x'],
  ['profile "sp ace"', 'sp ace'],
  ["profile 'sp ace'", 'sp ace'],
  ['profile sp ace', 'sp ace'],
  ['profile a.b', 'a.b'],
  ["profile it's", "it's"],
  ['profile "it\'s"', "it's"],
  ['profile prod-\u00e9\u6771', 'prod-\u00e9\u6771'],
  ['profile constructor', 'constructor'],
  ['profile __proto__', '__proto__'],
  ['profile profile', 'profile'],
];

describe('names in the config file', () => {
  for (const [header, name] of names) {
    it(`[${header}] declares '${name}'`, () => {
      assert.deepEqual([...build(`[${header}]\nk=v`).byName.keys()], [name]);
      assert.equal(settings(build(`[${header}]\nk=v`), name), 'k=v');
    });
  }

  it('[x] without prefix is no profile, and is kept for a hint', () => {
    const profiles = build('[x]\nk=v\n[y]\n[profile y]\n[preview]');
    assert.deepEqual([...profiles.byName.keys()], ['y']);
    assert.deepEqual(
      [...profiles.unprefixed],
      [
        ['x', { file: 'config', line: 1 }],
        ['preview', { file: 'config', line: 5 }],
      ],
    );
    assert.deepEqual(profiles.problems, []);
  });

  for (const text of [
    '[profile default]\na=1\n[default]\na=2\nb=2',
    '[default]\na=2\nb=2\n[profile default]\na=1',
  ]) {
    it(`[profile default] replaces [default] whole: ${JSON.stringify(text)}`, () => {
      const profiles = build(text);
      assert.equal(settings(profiles, 'default'), 'a=1');
      assert.deepEqual(
        profiles.byName.get('default')?.overridden.map(({ value }) => value),
        ['2', '2'],
      );
      assert.equal(profiles.byName.get('default')?.places.length, 1);
    });
  }
});

describe('names in the credentials file', () => {
  it('are raw, and [profile x] is no profile there', () => {
    const profiles = build(undefined, '[sp ace]\n["q"]\n[profile x]\nk=v\n[profile y]\n[y]');
    assert.deepEqual([...profiles.byName.keys()], ['sp ace', '"q"', 'y']);
    assert.deepEqual([...profiles.prefixedInCredentials], [['x', { file: 'credentials', line: 3 }]]);
  });

  it('come after those of the config file, in the order of the file', () => {
    const profiles = build('[profile c]\n[default]\n[profile a]', '[z]\n[a]\n[b]');
    assert.deepEqual([...profiles.byName.keys()], ['c', 'default', 'a', 'z', 'b']);
  });
});

describe('merging', () => {
  it('no files give no profiles', () => {
    assert.equal(build(undefined).byName.size, 0);
  });

  it('the credentials file wins, and the loser is remembered with its place', () => {
    const profile = build('[profile a]\nregion=one\noutput=json', '[a]\nregion=two').byName.get('a');
    assert.deepEqual(profile?.settings.get('region'), {
      file: 'credentials',
      line: 2,
      key: 'region',
      value: 'two',
    });
    assert.deepEqual(profile?.overridden, [{ file: 'config', line: 2, key: 'region', value: 'one' }]);
    assert.equal(profile?.settings.get('output')?.value, 'json');
    assert.deepEqual(profile?.places, [
      { file: 'config', line: 1 },
      { file: 'credentials', line: 1 },
    ]);
  });

  it('duplicate sections merge, and the later key wins in and across sections', () => {
    const profiles = build('[profile a]\nk=1\nk=2\nl=1\n[profile b]\n[profile a]\nl=2\nm=3');
    assert.equal(settings(profiles, 'a'), 'k=2 l=2 m=3');
    assert.deepEqual(
      profiles.byName.get('a')?.overridden.map(({ line }) => line),
      [2, 4],
    );
  });

  it('an empty value is not set and takes nothing away', () => {
    const profiles = build('[profile a]\nregion=one\nmfa_serial =', '[a]\nregion =');
    assert.equal(settings(profiles, 'a'), 'region=one');
    assert.deepEqual(profiles.byName.get('a')?.overridden, []);
  });

  it('sub-properties merge key by key', () => {
    const profile = build(
      '[profile a]\ns3 =\n  x=1\n  y=1\n[profile a]\ns3 =\n  y=2',
      '[a]\ns3 =\n  z=3',
    ).byName.get('a');
    assert.deepEqual(
      [...(profile?.nested.get('s3')?.values() ?? [])].map(({ key, value }) => key + value),
      ['x1', 'y2', 'z3'],
    );
  });

  const both = [
    '[profile a]',
    'aws_access_key_id=C',
    'aws_secret_access_key=CS',
    'aws_session_token=CT',
    'region=r',
  ];
  const sets: readonly (readonly [rule: string, config: string, credentials: string, expected: string])[] = [
    [
      'all four come from the credentials file when it has a key id',
      both.join('\n'),
      '[a]\naws_access_key_id=K\naws_secret_access_key=KS',
      'region=r aws_access_key_id=K aws_secret_access_key=KS',
    ],
    [
      'half a pair in the credentials file is not completed from the config file',
      both.join('\n'),
      '[a]\naws_access_key_id=K',
      'region=r aws_access_key_id=K',
    ],
    [
      'all four come from the config file when only it has a key id',
      both.slice(0, 3).join('\n'),
      '[a]\naws_secret_access_key=KS\naws_session_token=KT\naws_security_token=KT\noutput=json',
      'aws_access_key_id=C aws_secret_access_key=CS output=json',
    ],
    [
      'an empty key id is none',
      both.slice(0, 3).join('\n'),
      '[a]\naws_access_key_id =\naws_secret_access_key=KS',
      'aws_access_key_id=C aws_secret_access_key=CS',
    ],
    [
      'without any key id they are not mixed either',
      '[profile a]\naws_secret_access_key=CS',
      '[a]\naws_session_token=KT',
      'aws_session_token=KT',
    ],
  ];
  for (const [rule, config, credentials, expected] of sets) {
    it(`static keys: ${rule}`, () => assert.equal(settings(build(config, credentials), 'a'), expected));
  }
});

describe('other sections and problems', () => {
  it('reads [services x] and [sso-session x], quoted or not', () => {
    const profiles = build(
      '[services dev]\nsts =\n  endpoint_url = http://x\n[sso-session "my sso"]\nsso_region = r\n[profile dev]',
    );
    assert.equal(profiles.services.get('dev')?.get('sts')?.get('endpoint_url')?.value, 'http://x');
    assert.equal(profiles.ssoSessions.get('my sso')?.get('sso_region')?.value, 'r');
    assert.deepEqual([...profiles.byName.keys()], ['dev']);
  });

  it('a problem stays with its profile, and only what belongs to none is listed apart', () => {
    const profiles = build(
      '[profile a]\njunk\n[profile b]\nk=v\n[services s]\njunk\n[broken',
      '[a]\njunk\n[b]',
    );
    assert.deepEqual(
      profiles.byName.get('a')?.problems.map(({ file, line }) => `${file}:${line}`),
      ['config:2', 'credentials:2'],
    );
    assert.deepEqual(profiles.byName.get('b')?.problems, []);
    assert.deepEqual(
      profiles.problems.map(({ line }) => line),
      [7, 6],
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseIni } from '../../../../src/core/ini/ini.ts';
import { buildProfiles, type Profiles } from '../../../../src/core/profiles/profiles.ts';

const build = (config: string | undefined, credentials?: string): Profiles =>
  buildProfiles(
    config === undefined ? undefined : parseIni(config, 'config'),
    credentials === undefined ? undefined : parseIni(credentials, 'credentials'),
  );

/** Formats the settings of a profile as `key=value`, in the order in which the keys first occur. */
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

  it('[x] without the prefix is not a profile, and its place is in unprefixed', () => {
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
    it(`[profile default] replaces all settings of [default]: ${JSON.stringify(text)}`, () => {
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
  it('are the whole header, and [profile x] is not a profile', () => {
    const profiles = build(undefined, '[sp ace]\n["q"]\n[profile x]\nk=v\n[profile y]\n[y]');
    assert.deepEqual([...profiles.byName.keys()], ['sp ace', '"q"', 'y']);
    assert.deepEqual([...profiles.prefixedInCredentials], [['x', { file: 'credentials', line: 3 }]]);
  });

  it('follow the names of the config file, in file order', () => {
    const profiles = build('[profile c]\n[default]\n[profile a]', '[z]\n[a]\n[b]');
    assert.deepEqual([...profiles.byName.keys()], ['c', 'default', 'a', 'z', 'b']);
  });
});

describe('merged profiles', () => {
  it('do not exist without files', () => {
    assert.equal(build(undefined).byName.size, 0);
  });

  it('take a value from the credentials file and list the overridden one with its place', () => {
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

  it('combine duplicate sections, and a later key overrides an earlier one within and across sections', () => {
    const profiles = build('[profile a]\nk=1\nk=2\nl=1\n[profile b]\n[profile a]\nl=2\nm=3');
    assert.equal(settings(profiles, 'a'), 'k=2 l=2 m=3');
    assert.deepEqual(
      profiles.byName.get('a')?.overridden.map(({ line }) => line),
      [2, 4],
    );
  });

  it('treat an empty value as not set, and it overrides nothing', () => {
    const profiles = build('[profile a]\nregion=one\nmfa_serial =', '[a]\nregion =');
    assert.equal(settings(profiles, 'a'), 'region=one');
    assert.deepEqual(profiles.byName.get('a')?.overridden, []);
  });

  it('combine sub-properties key by key', () => {
    const profile = build(
      '[profile a]\ns3 =\n  x=1\n  y=1\n[profile a]\ns3 =\n  y=2',
      '[a]\ns3 =\n  z=3',
    ).byName.get('a');
    assert.deepEqual(
      [...(profile?.nested.get('s3')?.values() ?? [])].map(({ key, value }) => key + value),
      ['x1', 'y2', 'z3'],
    );
  });

  const inConfig = [
    '[profile a]',
    'aws_access_key_id=C',
    'aws_secret_access_key=CS',
    'aws_session_token=CT',
    'region=r',
  ];
  const sets: readonly (readonly [rule: string, config: string, credentials: string, expected: string])[] = [
    [
      'the credentials file supplies all of them when it has an access key ID',
      inConfig.join('\n'),
      '[a]\naws_access_key_id=K\naws_secret_access_key=KS',
      'region=r aws_access_key_id=K aws_secret_access_key=KS',
    ],
    [
      'an incomplete pair in the credentials file is not completed from the config file',
      inConfig.join('\n'),
      '[a]\naws_access_key_id=K',
      'region=r aws_access_key_id=K',
    ],
    [
      'the config file supplies all of them when only it has an access key ID',
      inConfig.slice(0, 3).join('\n'),
      '[a]\naws_secret_access_key=KS\naws_session_token=KT\naws_security_token=KT\noutput=json',
      'aws_access_key_id=C aws_secret_access_key=CS output=json',
    ],
    [
      'an empty access key ID counts as missing',
      inConfig.slice(0, 3).join('\n'),
      '[a]\naws_access_key_id =\naws_secret_access_key=KS',
      'aws_access_key_id=C aws_secret_access_key=CS',
    ],
    [
      'the files are not mixed when neither has an access key ID',
      '[profile a]\naws_secret_access_key=CS',
      '[a]\naws_session_token=KT',
      'aws_session_token=KT',
    ],
  ];
  for (const [rule, config, credentials, expected] of sets) {
    it(`take static keys from one file: ${rule}`, () =>
      assert.equal(settings(build(config, credentials), 'a'), expected));
  }
});

describe('buildProfiles', () => {
  it('reads [services x] and [sso-session x] with and without quotes', () => {
    const profiles = build(
      '[services dev]\nsts =\n  endpoint_url = http://x\n[sso-session "my sso"]\nsso_region = r\n[profile dev]',
    );
    assert.equal(profiles.services.get('dev')?.get('sts')?.get('endpoint_url')?.value, 'http://x');
    assert.equal(profiles.ssoSessions.get('my sso')?.get('sso_region')?.value, 'r');
    assert.deepEqual([...profiles.byName.keys()], ['dev']);
  });

  it('assigns a problem to its profile, and lists only other problems separately', () => {
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

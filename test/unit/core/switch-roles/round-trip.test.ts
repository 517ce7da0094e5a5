import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { configHeader } from '../../../../src/core/edit/config-section.ts';
import { parseIni } from '../../../../src/core/ini/ini.ts';
import { buildProfiles, type Profiles } from '../../../../src/core/profiles/profiles.ts';
import { exportedRoles } from '../../../../src/core/switch-roles/export.ts';
import { wantedProfiles } from '../../../../src/core/switch-roles/import.ts';
import { profilesText } from '../../../../src/core/switch-roles/imported-profiles.ts';
import { SHARED_KEYS } from '../../../../src/core/switch-roles/keys.ts';
import { readRolesText } from '../../../../src/core/switch-roles/text.ts';
import { offeredRoles } from '../../../../src/core/switch-roles/tree.ts';
import { rolesText } from '../../../../src/core/switch-roles/write.ts';
import { storedByExtension } from '../../../support/extension.ts';

const NAMES = [
  'dev',
  'a b',
  'profile x',
  'ünï',
  "it's",
  '12',
  'x]y',
  'a=b',
  'a;b',
  'hub',
  '111111111111',
  'toString',
];
/** The base profiles, and the account of each. */
const BASES = ['mfa', 'work'];
const ACCOUNTS = new Map([
  ['mfa', '111122223333'],
  ['work', '999922223333'],
]);

const partition = fc.constantFrom('aws', 'aws-cn', 'aws-us-gov', 'aws-eusc');
const region = fc.constantFrom('eu-west-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1');
const roleName = fc.stringMatching(/^([a-z]{1,3}\/){0,2}[\w+,.@-]{1,8}$/);

const settings = fc.record(
  {
    region,
    color: fc.stringMatching(/^([0-9a-f]{6}|[0-9a-f]{3})$/),
    image: fc.constantFrom('https://x.example/i.png', 'data:image/png,x'),
    duration_seconds: fc.constantFrom('900', '3600'),
    external_id: fc.stringMatching(/^[\w+,.@:/-]{2,9}$/),
  },
  { requiredKeys: [] },
);

/** A config file in which every chain of roles ends at `mfa` or at `work`. */
const config = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom(...NAMES),
      arn: fc
        .tuple(partition, fc.stringMatching(/^\d{12}$/), roleName)
        .map(([name, account, role]) => `arn:${name}:iam::${account}:role/${role}`),
      sourceIndex: fc.nat(),
      settings,
    }),
    { selector: ({ name }) => name, minLength: 1, maxLength: 8 },
  )
  .chain(roles =>
    fc.tuple(
      fc.constant(
        roles.map((role, index) => ({
          ...role,
          source: BASES[role.sourceIndex % 4] ?? roles[role.sourceIndex % (index + 1)]?.name ?? '',
        })),
      ),
      fc.shuffledSubarray(
        roles.map((_, index) => index),
        { minLength: roles.length },
      ),
    ),
  )
  .map(([roles, order]) =>
    order
      .flatMap(index => roles[index] ?? [])
      .map(
        ({ name, arn, source, settings }) =>
          `[${configHeader(name) ?? `profile ${name}`}]\nrole_arn = ${arn}\nsource_profile = ${source}\n` +
          Object.entries(settings)
            .map(([key, value]) => `${key} = ${value}\n`)
            .join(''),
      )
      .join(''),
  );

const profilesOf = (text: string): Profiles => buildProfiles(parseIni(text, 'config'), undefined);

/** The settings that export and import keep, by profile, with six-digit colours. */
const keptSettings = (profiles: Profiles, names: Iterable<string>): Record<string, Record<string, string>> =>
  Object.fromEntries(
    [...names].map(name => {
      const value = (key: string): string => profiles.byName.get(name)?.settings.get(key)?.value ?? '';
      const entries = ['role_arn', 'source_profile', ...SHARED_KEYS].map(key => [key, value(key)]);
      const color = value('color').replace(/^(.)(.)(.)$/, '$1$1$2$2$3$3');
      return [name, { ...Object.fromEntries(entries), color }];
    }),
  );

const imported = (text: string): Profiles => {
  const { profiles } = wantedProfiles(offeredRoles(readRolesText(text, 'text').sections), {
    source: undefined,
    isSource: name => BASES.includes(name),
    partition: undefined,
    accounts: new Map(),
  });
  return profilesOf(profilesText(profiles));
};

/** The extension's own parser, aesr-config, drops the partition of a role ARN. */
const withoutPartition = (profiles: ReturnType<typeof keptSettings>): unknown =>
  JSON.parse(JSON.stringify(profiles).replaceAll(/arn:[^:]*:iam/g, 'arn::iam'));

test('an import of exported text gives the profiles of the export, also after the extension has stored it', () => {
  let roles = 0;
  const ofBase = fc.constantFrom('', 'target_role_name = T\n', 'aws_account_alias = my-org\n');
  fc.assert(
    fc.property(config, ofBase, (text, base) => {
      const before = profilesOf(
        `${text}[default]\nregion = eu-west-1\n${base}[profile work]\noutput = json\n`,
      );
      const exported = exportedRoles(before, () => true);
      const written = rolesText(exported.roles, ACCOUNTS, before).text;
      const names = exported.roles.map(({ profile }) => profile.name);
      const after = imported(written);
      assert.deepEqual([...after.byName.keys()], names);
      assert.deepEqual(keptSettings(after, names), keptSettings(before, names));
      const stored = imported(storedByExtension(written));
      assert.deepEqual(
        withoutPartition(keptSettings(stored, names)),
        withoutPartition(keptSettings(before, names)),
      );
      roles += names.length;
    }),
    { numRuns: 200 },
  );
  assert.ok(roles > 200, `only ${roles} roles were compared`);
});

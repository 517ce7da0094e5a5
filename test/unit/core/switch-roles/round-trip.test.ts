import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { configHeader } from '../../../../src/core/edit/config-section.ts';
import { parseIni } from '../../../../src/core/ini/ini.ts';
import { buildProfiles, type Profiles } from '../../../../src/core/profiles/profiles.ts';
import { accountInFiles, basesOf } from '../../../../src/core/switch-roles/bases.ts';
import { exportedRoles } from '../../../../src/core/switch-roles/export.ts';
import { wantedProfiles } from '../../../../src/core/switch-roles/import.ts';
import { profilesText } from '../../../../src/core/switch-roles/imported-profiles.ts';
import { SHARED_KEYS } from '../../../../src/core/switch-roles/keys.ts';
import { sourcesOfBases } from '../../../../src/core/switch-roles/sources.ts';
import { readRolesText } from '../../../../src/core/switch-roles/text.ts';
import { offeredBases, offeredRoles } from '../../../../src/core/switch-roles/tree.ts';
import { rolesText } from '../../../../src/core/switch-roles/write.ts';
import { shownByExtension, storedByExtension } from '../../../support/extension.ts';

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
    sources: new Map(BASES.map(base => [base, base])),
    source: undefined,
    profiles: buildProfiles(undefined, undefined),
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

const HOME = '111122223333';
const ORG = '999988887777';

/** A base account in the extension's text, with two roles. */
const baseAccount = fc.record({
  account: fc.constantFrom(HOME, ORG, 'my-org'),
  alias: fc.constantFrom(undefined, 'my-org', 'home'),
  role: fc.constantFrom(undefined, 'Entry', 'Admin'),
  targetRegion: fc.constantFrom(undefined, 'eu-west-1', 'us-east-1'),
});

/** A config file whose profiles are in several accounts, or in unknown ones. */
const localConfig = fc
  .tuple(
    fc.constantFrom('', `mfa_serial = arn:aws:iam::${HOME}:mfa/me\n`, `aws_account_id = ${ORG}\n`),
    fc.subarray([
      `[profile org]\naws_account_id = ${ORG}\naws_account_alias = my-org\n`,
      `[profile entry]\nsso_account_id = ${ORG}\nsso_role_name = Entry\nrole_name = Entry\n`,
      `[profile b0]\nsso_account_id = ${HOME}\ntarget_region = us-east-1\n`,
      `[profile b1]\nregion = eu-west-1\n`,
    ]),
    fc.constantFrom('', 'aws_account_alias = home\n', 'role_name = Admin\ntarget_region = eu-west-1\n'),
  )
  .map(([account, profiles, more]) => `[default]\n${account}${more}${profiles.join('')}`);

const textOf = (bases: readonly (typeof baseAccount extends fc.Arbitrary<infer T> ? T : never)[]): string =>
  bases
    .map(({ account, alias, role, targetRegion }, index) =>
      [
        `[b${index}]\naws_account_id = ${account}`,
        ...(alias === undefined ? [] : [`aws_account_alias = ${alias}`]),
        ...(role === undefined ? [] : [`role_name = ${role}`]),
        ...(targetRegion === undefined ? [] : [`target_region = ${targetRegion}`]),
        `[b${index}-x]\naws_account_id = 222233334444\nrole_name = R\nsource_profile = b${index}`,
        `[b${index}-y]\naws_account_id = 222233334444\nrole_name = S\nsource_profile = b${index}\nregion = eu-north-1\n`,
      ].join('\n'),
    )
    .join('');

test('an export after an import shows the roles to the same sign-ins, except where import or export named a loss', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(baseAccount, { minLength: 1, maxLength: 3 }), localConfig, (bases, local) => {
      const text = textOf(bases);
      const known = (profiles: Profiles): Map<string, string> => {
        const { roles } = exportedRoles(profiles, () => true);
        return new Map(
          ['mfa', ...profiles.byName.keys()].flatMap(name => {
            const account = accountInFiles(profiles, name, roles);
            return account === undefined ? [] : [[name, account] as const];
          }),
        );
      };
      const profiles = profilesOf(local);
      const { sections } = readRolesText(text, 'text');
      const roles = offeredRoles(sections);
      const { sources, notes } = sourcesOfBases(offeredBases(sections, roles), roles, {
        given: new Map(),
        source: undefined,
        profiles,
        accounts: known(profiles),
      });
      const options = { sources, source: undefined, profiles, partition: undefined, accounts: new Map() };
      const wanted = wantedProfiles(roles, options);
      const after = profilesOf(local + profilesText(wanted.profiles));
      const exported = exportedRoles(after, () => true);
      const accounts = known(after);
      // export refuses a base account that is unknown; import has named it
      if (basesOf(exported.roles).some(base => !accounts.has(base))) {
        assert.notDeepEqual(notes, []);
        return;
      }
      const written = rolesText(exported.roles, accounts, after);
      const losses = [...notes, ...wanted.notes, ...written.notes].filter(
        note => !note.includes('which is in the same account') && !note.startsWith('the extension finds'),
      );
      if (losses.length > 0) return;
      const hasAlias = written.notes.every(note => !note.startsWith('the extension finds'));
      for (const account of [HOME, ORG, ...(hasAlias ? ['my-org', 'home'] : [])])
        for (const role of ['Entry', 'Admin', 'Other']) {
          const before = shownByExtension(text, account, role);
          const shown = shownByExtension(written.text, account, role);
          // the profiles may add an alias or a role that the text did not have, never take one away
          const names = shown.map(({ name }) => name);
          assert.ok(
            before.length === 0 || before.every(({ name }) => names.includes(name)),
            `${account} ${role}: ${JSON.stringify([before, shown])}\n${written.text}`,
          );
          // the target_region of a profile is a default for roles without a region
          for (const offered of before) {
            const role = shown.find(({ name }) => name === offered.name);
            assert.deepEqual(role && { ...role, region: offered.region && role.region }, offered);
          }
          compared += before.length;
        }
    }),
    { numRuns: 500 },
  );
  assert.ok(compared > 10, `only ${compared} roles were compared`);
});

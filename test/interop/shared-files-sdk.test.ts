import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { loadSharedConfigFiles } from '@aws-sdk/shared-ini-file-loader';
import { parseIni } from '../../src/core/ini/ini.ts';
import { buildProfiles, type Profile } from '../../src/core/profiles/profiles.ts';
import { fc, runs } from '../support/property.ts';
import { temporaryFolder } from '../support/temp.ts';

type Loaded = Record<string, Record<string, string>>;

/** awsrole's profiles in the loader's format: name → key (`s3.key` for a sub-property) → value, without empty profiles. */
const readByAwsrole = (profiles: ReadonlyMap<string, Profile>): Loaded =>
  Object.fromEntries(
    [...profiles].flatMap(([name, { settings, nested }]) => {
      const flat = [
        ...[...settings].map(([key, { value }]) => [key, value] as const),
        ...[...nested].flatMap(([parent, inner]) =>
          [...inner].map(([key, { value }]) => [`${parent}.${key}`, value] as const),
        ),
      ];
      return flat.length === 0 ? [] : [[name, Object.fromEntries(flat)]];
    }),
  );

/** The loader's profiles, without the `services.x` and `sso-session.x` that it lists among them. */
const profilesOf = (loaded: Record<string, Record<string, string | undefined>>): unknown =>
  Object.fromEntries(Object.entries(loaded).filter(([name]) => !/^(services|sso-session)\./.test(name)));

const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/).filter(text => !(text in {}));
const value = fc.stringMatching(/^[a-z0-9/+:=#;@.%'"-]{1,12}$/).filter(text => !/^[#;]/.test(text));
const filler = fc.constantFrom('', '# c', '  ; c = d', '\t', '#[x]');
const plain = fc
  .tuple(word, fc.constantFrom('=', ' = ', '\t=  '), value, fc.constantFrom('', ' # c', '\t;c', '  '))
  .map(([key, equals, text, end]) => `${key}${equals}${text}${end}`);
const block = fc
  .tuple(word, fc.array(fc.oneof(plain, filler), { maxLength: 3 }))
  .map(([key, lines]) => [`${key} =`, ...lines.map(line => `  ${line}`)].join('\n'));
const name = fc.constantFrom('default', 'a', 'b.c', 'prod-1', 'x@y', 'a/b:c+%d');
const end = fc.constantFrom('', ' ', ' # c', '\t; [c]');
const configHeader = fc
  .tuple(
    fc.constantFrom('profile $', 'profile "$"', "profile '$'", 'services $', 'sso-session $', 'other $'),
    name,
    end,
  )
  .map(([header, text, comment]) => `[${header.replace('$', text)}]${comment}`);
const header = {
  config: fc.oneof(configHeader, fc.constantFrom('[default]', '[default] # c', '[a]', '[prod-1]')),
  credentials: fc.tuple(name, end).map(([text, comment]) => `[${text}]${comment}`),
};
const fileOf = (start: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(filler, { maxLength: 2 }),
      fc.array(
        // never empty: the loader drops an empty section, so an empty [profile default] would not replace [default]
        fc.tuple(start, plain, fc.array(fc.oneof(plain, plain, block, filler), { maxLength: 6 })),
        {
          maxLength: 5,
        },
      ),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('', '\uFEFF'),
    )
    .map(
      ([top, sections, newline, mark]) =>
        mark +
        [...top, ...sections.flatMap(([first, one, lines]) => [first, one, ...lines])]
          .join('\n')
          .replaceAll('\n', newline),
    );

it('awsrole and the SDK for JavaScript read the same profiles from random shared files', async t => {
  const folder = temporaryFolder(t);
  const configFilepath = join(folder, 'config');
  const filepath = join(folder, 'credentials');
  await fc.assert(
    fc.asyncProperty(fileOf(header.config), fileOf(header.credentials), async (config, credentials) => {
      writeFileSync(configFilepath, config);
      writeFileSync(filepath, credentials);
      const loaded = await loadSharedConfigFiles({ configFilepath, filepath, ignoreCache: true });
      assert.deepEqual(
        readByAwsrole(buildProfiles(parseIni(config, 'f'), undefined).byName),
        profilesOf(loaded.configFile),
      );
      assert.deepEqual(
        readByAwsrole(buildProfiles(undefined, parseIni(credentials, 'f')).byName),
        profilesOf(loaded.credentialsFile),
      );
    }),
    runs(300),
  );
});

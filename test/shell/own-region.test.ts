import assert from 'node:assert/strict';
import { appendFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type InSandbox, inSandbox } from '../support/in-sandbox.ts';
import { loadedFile } from '../support/shell-source.ts';
import { needsShell } from '../support/shells.ts';

type Shell = 'bash' | 'zsh' | 'fish';

/** The region of each demo profile; `noreg` has none. */
const REGION = { dev: 'eu-west-1', uat: 'eu-central-1', prod: 'us-east-1' } as const;

/** A sandbox after `awsrole mfa` with live records of every profile, and with a profile without a region. */
const withRecords = async (t: TestContext): Promise<InSandbox> => {
  const inside = await inSandbox(t);
  await inside.signIn();
  appendFileSync(
    join(inside.home, '.aws/config'),
    '[profile noreg]\nrole_arn = arn:aws:iam::222233334444:role/Developer\nsource_profile = mfa\nservices = sandbox\n',
  );
  const old = Date.now() / 1000 - 7200;
  for (const file of ['config', 'credentials']) utimesSync(join(inside.home, '.aws', file), old, old);
  for (const name of ['dev', 'uat', 'prod', 'noreg'])
    assert.equal((await inside.awsrole(name)).exitCode, 0, name);
  return inside;
};

/** How a person switches: by the functions with a record, by the functions with the program, or by eval alone. */
const WAYS: readonly (readonly [
  string,
  (shell: Shell) => string,
  (shell: Shell, words: string) => string,
  Record<string, string>,
])[] = [
  [
    'with the functions and a record',
    shell => `. '${loadedFile(shell)}'`,
    (_, words) => `awsrole ${words}`,
    {},
  ],
  [
    'with the functions and the program',
    shell => `. '${loadedFile(shell)}'`,
    // without a terminal the option changes nothing else
    (_, words) => `awsrole ${words}${words === 'clear' || words === '-' ? '' : ' --min-left 1m'}`,
    {},
  ],
  [
    'with eval and a record',
    () => 'true',
    (shell, words) =>
      shell === 'fish' ? `command awsrole ${words} | source` : `eval "$(command awsrole ${words})"`,
    {},
  ],
  [
    'with eval and the program',
    () => 'true',
    (shell, words) =>
      shell === 'fish'
        ? `command awsrole ${words} --shell fish | source`
        : `eval "$(command awsrole ${words} --shell ${shell})"`,
    { AWSROLE_CACHE_DIR: '' },
  ],
];

const SHOW = 'awsrole_show';
const DEFINE_SHOW: Record<'posix' | 'fish', string> = {
  posix: `${SHOW}() { env | grep -E '^AWS_(DEFAULT_)?REGION=' | sort | tr '\\n' ' '; echo; }`,
  fish: `function ${SHOW}; env | grep -E '^AWS_(DEFAULT_)?REGION=' | sort | tr '\\n' ' '; echo; end`,
};

/** The region variables as `env` prints them, sorted. */
const shown = (region: string | undefined, fallback: string | undefined): string =>
  [
    ...(fallback === undefined ? [] : [`AWS_DEFAULT_REGION=${fallback} `]),
    ...(region === undefined ? [] : [`AWS_REGION=${region} `]),
  ].join('');

const both = (region: string): string => shown(region, region);

/** The user's own variables at the start of the shell. */
const OWN: readonly (readonly [string, string | undefined, string | undefined])[] = [
  ['AWS_DEFAULT_REGION', undefined, 'ap-southeast-2'],
  ['AWS_REGION', 'ap-southeast-2', undefined],
  ['two different regions', 'ap-southeast-2', 'sa-east-1'],
  ['the region of the profile', REGION.uat, undefined],
  ['no region', undefined, undefined],
];

for (const shell of ['bash', 'zsh', 'fish'] as const)
  for (const [way, load, awsrole, env] of WAYS)
    test(`${shell}, ${way}: the user’s own region comes back on clear and under a profile without a region`, async t => {
      if (!needsShell(t, shell)) return;
      const inside = await withRecords(t);
      const run = async (
        lines: readonly string[],
        more: Record<string, string | undefined>,
      ): Promise<string[]> => {
        const code = [load(shell), DEFINE_SHOW[shell === 'fish' ? 'fish' : 'posix'], ...lines].join('\n');
        const given = Object.fromEntries(
          Object.entries({ ...env, ...more }).flatMap(([name, value]) => (value ? [[name, value]] : [])),
        );
        const { stdout, stderr } = await inside.run(shell, code, { env: given });
        assert.equal(stderr, '');
        return stdout.split('\n').slice(0, -1);
      };
      const to = (words: string): string => `${awsrole(shell, words)}\n${SHOW}`;
      const set = (name: string, value: string): string =>
        shell === 'fish' ? `set -gx ${name} ${value}` : `export ${name}=${value}`;
      const unset = (name: string): string => (shell === 'fish' ? `set -e -g ${name}` : `unset ${name}`);

      for (const [what, region, fallback] of OWN) {
        const own = shown(region, fallback);
        assert.deepEqual(
          await run(
            [
              ...['uat', 'clear', 'uat', 'noreg', 'uat', 'prod', 'noreg', 'clear'].map(to),
              ...['dev', 'prod', 'prod', '-', 'clear', 'clear'].map(to),
              'env | grep -c AWSROLE_SAVED || true',
            ],
            { AWS_REGION: region, AWS_DEFAULT_REGION: fallback },
          ),
          [
            ...[both(REGION.uat), own, both(REGION.uat), own, both(REGION.uat), both(REGION.prod), own, own],
            ...[both(REGION.dev), both(REGION.prod), both(REGION.prod), both(REGION.dev), own, own],
            '0',
          ],
          what,
        );
      }
      // what the user does under a profile counts
      assert.deepEqual(
        await run(
          [
            to('uat'),
            set('AWS_REGION', 'sa-east-1'),
            to('prod'),
            to('clear'),
            to('uat'),
            unset('AWS_DEFAULT_REGION'),
            to('clear'),
          ],
          { AWS_REGION: 'ap-southeast-2', AWS_DEFAULT_REGION: 'ap-southeast-2' },
        ),
        [
          both(REGION.uat),
          both(REGION.prod),
          shown('sa-east-1', 'ap-southeast-2'),
          both(REGION.uat),
          shown('sa-east-1', undefined),
        ],
      );
    });

for (const shell of ['bash', 'zsh', 'fish'] as const)
  test(`${shell}: a nested shell and a command of exec get the profile’s region, and clear there restores the user’s own`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await withRecords(t);
    const { stdout, stderr } = await inside.run(
      shell,
      `. '${loadedFile(shell)}'
awsrole uat
awsrole exec prod -- sh -c 'echo $AWS_REGION $AWS_DEFAULT_REGION; eval "$(awsrole clear --shell posix)"; echo $AWS_REGION.$AWS_DEFAULT_REGION'
command awsrole exec prod -- sh -c 'eval "$(awsrole clear --shell posix)"; echo $AWS_REGION.$AWS_DEFAULT_REGION'
command awsrole exec prod --min-left 1m -- sh -c 'eval "$(awsrole clear --shell posix)"; echo $AWS_REGION.$AWS_DEFAULT_REGION'
bash -c '. "${loadedFile('bash')}"; awsrole dev; awsrole clear; echo $AWS_REGION.$AWS_DEFAULT_REGION'
awsrole exec noreg -- sh -c 'echo $AWS_REGION.$AWS_DEFAULT_REGION'
echo $AWS_REGION
awsrole clear
echo $AWS_DEFAULT_REGION`,
      { env: { AWS_DEFAULT_REGION: 'ap-southeast-2' } },
    );
    assert.deepEqual(
      [stdout, stderr],
      [`us-east-1 us-east-1\n${'.ap-southeast-2\n'.repeat(5)}eu-central-1\nap-southeast-2\n`, ''],
    );
  });

for (const shell of ['bash', 'zsh', 'fish'] as const)
  for (const [way, load, awsrole, env] of WAYS)
    test(`${shell}, ${way}: after clear, awsrole - brings back the profile just cleared`, async t => {
      if (!needsShell(t, shell)) return;
      const inside = await withRecords(t);
      const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value));
      const lines = ['dev', 'uat', 'clear', '-', '-', 'clear', 'clear', '-'];
      const code = [load(shell), ...lines.map(words => `${awsrole(shell, words)}\necho "=$AWSROLE_PROFILE"`)];
      const { stdout, stderr } = await inside.run(shell, code.join('\n'), { env: given });
      assert.deepEqual([stdout, stderr], ['=dev\n=uat\n=\n=uat\n=uat\n=\n=\n=uat\n', '']);
    });

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

/** How a user switches: a name, whether the shell functions are loaded, and the command line for words of awsrole. */
const WAYS: readonly (readonly [string, boolean, (shell: Shell, words: string) => string])[] = [
  ['with the functions and a record', true, (_, words) => `awsrole ${words}`],
  [
    'with the functions and the program',
    true,
    // the option changes nothing, and no record answers it
    (_, words) => `awsrole ${words}${words === 'clear' || words === '-' ? '' : ' --min-left 1m'}`,
  ],
  ['with eval and a record', false, (shell, words) => evaluated(shell, words)],
  ['with eval and the program', false, (shell, words) => evaluated(shell, `${words} --shell ${shell}`)],
];

const evaluated = (shell: Shell, words: string): string =>
  shell === 'fish' ? `command awsrole ${words} | source` : `eval "$(command awsrole ${words})"`;

const loaded = (shell: Shell, hasFunctions: boolean): string =>
  hasFunctions ? `. '${loadedFile(shell)}'` : 'true';

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
  ['two different regions', 'ap-southeast-2', 'sa-east-1'],
  ['AWS_DEFAULT_REGION', undefined, 'ap-southeast-2'],
  ['AWS_REGION', 'ap-southeast-2', undefined],
  ['the region of the profile', REGION.uat, undefined],
  ['no region', undefined, undefined],
];

/** Switches, and the region variables after each: a profile's region, or the user's own ones. */
const SWITCHES: readonly (readonly [string, keyof typeof REGION | 'own'])[] = [
  ['uat', 'uat'],
  ['prod', 'prod'],
  ['noreg', 'own'],
  ['uat', 'uat'],
  ['clear', 'own'],
];
const MORE_SWITCHES: typeof SWITCHES = [
  ['dev', 'dev'],
  ['noreg', 'own'],
  ['clear', 'own'],
  ['uat', 'uat'],
  ['uat', 'uat'],
  ['prod', 'prod'],
  ['-', 'uat'],
  ['clear', 'own'],
  ['clear', 'own'],
];

for (const shell of ['bash', 'zsh', 'fish'] as const)
  for (const [way, hasFunctions, awsrole] of WAYS)
    test(`${shell}, ${way}`, async t => {
      if (!needsShell(t, shell)) return;
      const inside = await withRecords(t);
      const run = async (lines: readonly string[], env: Record<string, string>): Promise<string[]> => {
        const code = [
          loaded(shell, hasFunctions),
          DEFINE_SHOW[shell === 'fish' ? 'fish' : 'posix'],
          ...lines.map(line => `${line}\n${SHOW}`),
          'env | grep AWSROLE_SAVED || true',
        ];
        const { stdout, stderr } = await inside.run(shell, code.join('\n'), { env });
        assert.equal(stderr, '');
        return stdout.split('\n').slice(0, -1);
      };

      await t.test(
        'the user’s own region comes back on clear and under a profile without a region',
        async () => {
          // the program takes long to start
          const isLive = way === 'with the functions and a record';
          const switches = isLive ? [...SWITCHES, ...MORE_SWITCHES] : SWITCHES;
          for (const [what, region, fallback] of isLive ? OWN : OWN.slice(0, 1))
            assert.deepEqual(
              await run(
                switches.map(([words]) => awsrole(shell, words)),
                {
                  ...(region !== undefined && { AWS_REGION: region }),
                  ...(fallback !== undefined && { AWS_DEFAULT_REGION: fallback }),
                },
              ),
              switches.map(([, after]) => (after === 'own' ? shown(region, fallback) : both(REGION[after]))),
              what,
            );
        },
      );

      await t.test(
        'a region that the user sets or unsets under a profile counts as the user’s own',
        async () => {
          const lines = [
            awsrole(shell, 'uat'),
            shell === 'fish' ? 'set -gx AWS_REGION sa-east-1' : 'export AWS_REGION=sa-east-1',
            awsrole(shell, 'prod'),
            awsrole(shell, 'noreg'),
            awsrole(shell, 'uat'),
            shell === 'fish' ? 'set -e -g AWS_DEFAULT_REGION' : 'unset AWS_DEFAULT_REGION',
            awsrole(shell, 'clear'),
          ];
          const own = { AWS_REGION: 'ap-southeast-2', AWS_DEFAULT_REGION: 'ap-southeast-2' };
          assert.deepEqual(await run(lines, own), [
            both(REGION.uat),
            shown('sa-east-1', REGION.uat),
            both(REGION.prod),
            shown('sa-east-1', 'ap-southeast-2'),
            both(REGION.uat),
            shown(REGION.uat, undefined),
            shown('sa-east-1', undefined),
          ]);
        },
      );

      await t.test('after clear, awsrole - activates the profile that was cleared', async () => {
        const lines = ['dev', 'uat', 'clear', '-', 'clear', 'clear', '-'].map(
          words => `${awsrole(shell, words)}\necho "=$AWSROLE_PROFILE"`,
        );
        const code = [loaded(shell, hasFunctions), ...lines].join('\n');
        const { stdout, stderr } = await inside.run(shell, code);
        assert.deepEqual([stdout, stderr], ['=dev\n=uat\n=\n=uat\n=\n=\n=uat\n', '']);
      });
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

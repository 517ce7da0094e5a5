import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createCli } from '../../src/cli/commands.ts';
import { SERVICES } from '../../src/core/console/services.ts';
import { offeredByBash, offeredByFish, offeredByZsh, withProfiles } from '../support/completion.ts';
import { LAUNCHER } from '../support/program.ts';
import { needsShell } from '../support/shells.ts';

const VALUED = [
  ...new Set(
    createCli('0')
      .definitions()
      .flatMap(({ options }) => options.map(({ definition }) => definition.split(' ')))
      .flatMap(([option = '', value]) => (value === undefined ? [] : [option])),
  ),
].sort();

const POSIX = 'bash fish posix zsh';
const OFFERS = [
  ['awsrole --duration 8h d', 'default dev'],
  ['awsrole exec --duration 8h d', 'default dev'],
  ['awsrole exec --refresh --region eu-west-1 d', 'default dev'],
  ['awsrole use dev --region eu-west-1 d', ''],
  ['awsrole --shell ', POSIX],
  ['awsrole clear --shell ', POSIX],
  ['awsrole use dev --format d', 'dotenv'],
  ['awsrole mfa --from d', 'default dev'],
  ['awsrole mfa --to d', ''],
  ['awsrole mfa s', 'status'],
  ['awsrole mfa --to d s', ''],
  ['awsrole sandbox ', 'code'],
  ['awsrole switch-roles --base dev ', ''],
  ['awsrole --duration 8h ', 'default dev'],
  ['awsrole help --help ', ''],
  ['awsrole init --uninstall ', 'bash fish zsh'],
  ['awsrole --region x exec ', ''],
  ['awsrole - ', ''],
  ['awsrole --region x init ', ''],
  ['awsrole --json switch-roles export ', ''],
  ['awsrole switch-roles --base dev export ', ''],
  ['awsrole --region x mfa --f', '--format'],
  ['awsrole mfa --to x --min', '--min-left'],
  ['awsrole switch-roles import --source d', 'default dev'],
  ['awsrole switch-roles export --base d', 'default dev'],
  ['awsrole switch-roles import x --partition aws-', 'aws-cn aws-eusc aws-us-gov'],
  ['awsrole console dev --service ', SERVICES.toSorted().join(' ')],
  ['awsrole console --service s3 d', 'default dev'],
] as const;

for (const [shell, offered, list] of [
  ['bash', offeredByBash, /\n {6}((?:--[a-z-]+ \| )+--[a-z-]+)\)\n +__awsrole_option=/],
  ['zsh', offeredByZsh, /\(((?:--[a-z-]+ \| )+--[a-z-]+)\) __awsrole_option=/],
  ['fish', offeredByFish, /case ((?:--[a-z-]+ )+--[a-z-]+)\n *set __awsrole_option /],
] as const)
  test(`${shell}: an option’s value is offered, and is no word of its own`, async t => {
    if (!needsShell(t, shell)) return;
    const name = shell === 'zsh' ? '_awsrole' : `awsrole.${shell}`;
    const code = readFileSync(join(LAUNCHER, '../../completions', name), 'utf8');
    assert.deepEqual(list.exec(code)?.[1]?.split(/[ |]+/).sort(), VALUED);
    const inside = await withProfiles(t, ['dev']);
    for (const [line, expected] of OFFERS) {
      const words = (await offered(inside, line)).map(offer => offer.split('\t')[0]);
      assert.equal(words.sort().join(' '), expected, line);
    }
  });

test('fish describes an option, and not each of its values in the same words', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await withProfiles(t, ['dev']);
  for (const [line, expected] of [
    ['awsrole console dev --service s', SERVICES.filter(service => service.startsWith('s'))],
    ['awsrole dev --format ', ['dotenv', 'ini']],
    ['awsrole dev --shell=', POSIX.split(' ').map(shell => `--shell=${shell}`)],
    ['awsrole switch-roles import x --partition aws-', ['aws-cn', 'aws-eusc', 'aws-us-gov']],
    ['awsrole mfa --from d', ['default', 'dev\t222233334444 Developer']],
  ] as const)
    assert.deepEqual((await offeredByFish(inside, line)).sort(), expected.toSorted(), line);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS, entryOf } from '../../src/cli/commands.ts';
import { SERVICES } from '../../src/core/console/services.ts';
import { offeredByBash, offeredByFish, offeredByZsh, withProfiles } from '../support/completion.ts';
import type { InSandbox } from '../support/in-sandbox.ts';
import { needsShell } from '../support/shells.ts';

const SHELL_NAMES = 'bash fish posix zsh';
const OFFERS = [
  ['awsrole --duration 8h d', 'default dev'],
  ['awsrole exec --duration 8h d', 'default dev'],
  ['awsrole exec --refresh --region eu-west-1 d', 'default dev'],
  ['awsrole use dev --region eu-west-1 d', ''],
  ['awsrole --shell ', SHELL_NAMES],
  ['awsrole clear --shell ', SHELL_NAMES],
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

for (const [shell, offered] of [
  ['bash', offeredByBash],
  ['zsh', offeredByZsh],
  ['fish', offeredByFish],
] as const) {
  const wordsOffered = async (inside: InSandbox, line: string): Promise<string> =>
    (await offered(inside, line))
      .map(offer => offer.split('\t')[0])
      .sort()
      .join(' ');

  test(`${shell}: completion offers the values of an option and does not count a value as an argument`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await withProfiles(t, ['dev']);
    for (const [line, expected] of OFFERS) assert.equal(await wordsOffered(inside, line), expected, line);
  });

  test(`${shell}: after every option with a value, completion offers exactly the values of the command table`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await withProfiles(t, ['dev']);
    for (const { name: command, options } of COMMANDS.map(entryOf))
      for (const { name, value, offered: values = [] } of options) {
        if (value === undefined) continue;
        const expected = typeof values === 'string' ? ['default', 'dev'] : values.toSorted();
        const line = `awsrole ${command} ${name} `;
        assert.equal(await wordsOffered(inside, line), expected.join(' '), line);
      }
  });
}

test('fish offers the values of an option without the description of the option', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await withProfiles(t, ['dev']);
  for (const [line, expected] of [
    ['awsrole console dev --service s', SERVICES.filter(service => service.startsWith('s'))],
    ['awsrole dev --format ', ['dotenv', 'ini']],
    ['awsrole dev --shell=', SHELL_NAMES.split(' ').map(shell => `--shell=${shell}`)],
    ['awsrole switch-roles import x --partition aws-', ['aws-cn', 'aws-eusc', 'aws-us-gov']],
    ['awsrole mfa --from d', ['default', 'dev\t222233334444 Developer']],
  ] as const)
    assert.deepEqual((await offeredByFish(inside, line)).sort(), expected.toSorted(), line);
});

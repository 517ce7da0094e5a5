import assert from 'node:assert/strict';
import { COMMANDS } from '../../src/cli/commands.ts';
import type { World } from '../../src/sandbox/state/world.ts';
import { secretsOf } from './app-text.ts';

/** stdout of these holds credentials, as asked for */
const HANDS_OUT = new Set(['use', 'exec', 'credential-process']);

/** The first words that are no profile. */
const NAMED = new Set([
  'help',
  '__names',
  ...COMMANDS.flatMap(command => command.paths.map(([word]) => word)),
]);

/** What holds for every run: no secret for people's eyes, and a failure leaves nothing that a shell could take for success. */
export const checkRun = (
  words: readonly string[],
  exitCode: number,
  stdout: string,
  shown: string,
  world: World,
  isTerminal: boolean,
): void => {
  const line = words.join(' ');
  const [first = ''] = words;
  const command = NAMED.has(first) ? first : 'use';
  for (const secret of secretsOf(world)) {
    assert.ok(!shown.includes(secret), `${line}: a secret was shown`);
    assert.ok(HANDS_OUT.has(command) || !stdout.includes(secret), `${line}: a secret was printed`);
  }
  if (exitCode === 0 || command === 'exec') return;
  // `mfa` tells who and which device before it asks
  const isData = !words.includes('--shell') && ['--json', '--format'].some(option => words.includes(option));
  const expected =
    ['use', 'clear', 'init'].includes(command) && !isTerminal && !isData
      ? /^false\n$/
      : command === 'mfa'
        ? /^(who .*\ndevice .*\n)?$/
        : /^$/;
  assert.match(stdout, expected, `${line}: stdout of a failure`);
};

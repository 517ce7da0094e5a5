import assert from 'node:assert/strict';
import { COMMANDS } from '../../src/cli/commands.ts';
import { maskKeyId } from '../../src/core/text/mask.ts';
import type { World } from '../../src/sandbox/state/world.ts';
import { userNamed } from './sandbox-world.ts';

/** Every secret of the sandbox: secret keys, session tokens, MFA device secrets and web identity tokens. */
export const secretsOf = (world: World): string[] => [
  ...world.users.flatMap(user => [
    ...user.accessKeys.map(key => key.secretAccessKey),
    ...user.mfaDevices.flatMap(device => (device.secret === undefined ? [] : [device.secret])),
  ]),
  ...[...world.sessions.values()].flatMap(session => [session.secretAccessKey, session.sessionToken]),
  ...world.webIdentities.map(identity => identity.token),
];

/**
 * Replaces every random value by a name: `<alice>` and `<alice secret>` for a user's first key; `<key 2>`, `<secret 2>`
 * and `<token 2>` for the second session that the sandbox issued; `<…key 2>` for a masked key ID; `<sts>` for the
 * sandbox's URL, `<host>` for its host; `<id>` for a request ID.
 */
export const readable = (text: string, world: World, url: string): string => {
  const names: [string, string][] = [];
  for (const user of world.users) {
    for (const [index, key] of user.accessKeys.entries()) {
      const name = index === 0 ? user.name : `${user.name} ${index + 1}`;
      names.push([key.accessKeyId, `<${name}>`], [key.secretAccessKey, `<${name} secret>`]);
      names.push([maskKeyId(key.accessKeyId), `<…${name}>`]);
    }
  }
  for (const [index, session] of [...world.sessions.values()].entries()) {
    const number = index + 1;
    names.push([session.accessKeyId, `<key ${number}>`], [session.secretAccessKey, `<secret ${number}>`]);
    names.push([session.sessionToken, `<token ${number}>`]);
    names.push([maskKeyId(session.accessKeyId), `<…key ${number}>`]);
  }
  names.push([url, '<sts>'], [new URL(url).host, '<host>']);
  const named = names.reduce((rest, [from, to]) => rest.replaceAll(from, to), text);
  return named.replaceAll(/request id [\w-]+/g, 'request id <id>');
};

/** Replaces `<alice>` and `<alice secret>` in a file by that user's first key: the reverse of `readable`. */
export const filledIn = (text: string, world: World): string =>
  text.replaceAll(/<([a-z]+)( secret)?>/g, (whole, name: string, secret?: string) => {
    if (!world.users.some(user => user.name === name)) return whole;
    const [key] = userNamed(world, name).accessKeys;
    assert.ok(key);
    return secret ? key.secretAccessKey : key.accessKeyId;
  });

/** Commands that may print credentials to stdout. */
const PRINTS_CREDENTIALS = new Set(['use', 'exec', 'credential-process']);

/** First words that are commands; awsrole takes any other first word as a profile for `use`. */
const COMMAND_WORDS = new Set([
  'help',
  '__names',
  ...COMMANDS.flatMap(command => command.paths.map(([word]) => word)),
]);

/** One finished run of the command line. */
export interface FinishedRun {
  readonly words: readonly string[];
  readonly exitCode: number;
  readonly stdout: string;
  /** everything that the user sees: stderr and questions */
  readonly shown: string;
  /** stdout is a terminal */
  readonly isTerminal: boolean;
}

/** Asserts the rules of every run: no secret is shown, and stdout of a failure holds nothing that a shell takes for success. */
export const checkRun = ({ words, exitCode, stdout, shown, isTerminal }: FinishedRun, world: World): void => {
  const line = words.join(' ');
  const [first = ''] = words;
  const command = COMMAND_WORDS.has(first) ? first : 'use';
  for (const secret of secretsOf(world)) {
    assert.ok(!shown.includes(secret), `${line}: a secret was shown`);
    assert.ok(PRINTS_CREDENTIALS.has(command) || !stdout.includes(secret), `${line}: a secret was printed`);
  }
  if (exitCode === 0 || command === 'exec') return;
  // `mfa` prints the user and the device before it asks for a code
  const isData = !words.includes('--shell') && ['--json', '--format'].some(option => words.includes(option));
  const expected =
    ['use', 'clear', 'init'].includes(command) && !isTerminal && !isData
      ? /^false\n$/
      : command === 'mfa'
        ? /^(who .*\ndevice .*\n)?$/
        : /^$/;
  assert.match(stdout, expected, `${line}: stdout of a failure`);
};

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, COMMAND_WORDS } from '../../src/hot-path/asked.ts';

const code = (profile: string, shell?: string) => ({
  want: 'code',
  profile,
  shell,
});

const ANSWERED: readonly (readonly [words: readonly string[], question: object])[] = [
  [['dev'], code('dev')],
  [['use', 'dev'], code('dev')],
  [['use', 'list'], code('list')],
  [['use', '--shell', 'fish', 'dev'], code('dev', 'fish')],
  [['use', 'dev', '--shell', 'zsh'], code('dev', 'zsh')],
  [['credential-process', 'dev'], { want: 'process', profile: 'dev' }],
  [
    ['exec', 'dev', '--', 'aws', '--version'],
    { want: 'command', profile: 'dev', command: 'aws', args: ['--version'] },
  ],
];

const PASSED_ON: readonly (readonly string[])[] = [
  [],
  [''],
  ['-'],
  ['--help'],
  ['dev', '--help'],
  ['dev', '--refresh'],
  ['--refresh', 'dev'],
  ['dev', 'uat'],
  ['use'],
  ['use', '-'],
  ['use', 'dev', 'uat'],
  ['use', 'dev', '--shell'],
  ['use', '--shell', 'tcsh', 'dev'],
  ['use', '--shell', 'bash', '--shell', 'dev'],
  ['use', 'dev', '--json'],
  ['credential-process'],
  ['credential-process', 'dev', '--min-left', '1h'],
  ['exec', 'dev'],
  ['exec', 'dev', '--'],
  ['exec', 'dev', '--', ''],
  ['exec', 'dev', 'aws'],
  ['exec', 'dev', '--refresh', '--', 'aws'],
  ['exec', '--', 'dev', 'aws'],
  ['help', 'dev'],
];

test('a command line that asks for nothing but the session of a profile is read without the command line', () => {
  for (const [words, question] of ANSWERED) assert.deepEqual(asked(words, false), question, words.join(' '));
});

test('every other command line is for the command line', () => {
  for (const words of PASSED_ON) assert.equal(asked(words, false), undefined, words.join(' '));
});

test('the launcher, which runs the command itself, gets the environment from the command line', () => {
  assert.equal(asked(['exec', 'dev', '--', 'aws'], true), undefined);
});

test('the first word of every command is no profile', () => {
  for (const word of COMMAND_WORDS) assert.equal(asked([word], false), undefined, word);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { LAUNCHER } from './program.ts';
import { run } from './run.ts';
import { loadedFile } from './shell-source.ts';

/** One of the ways in which a record is read. */
export interface Door {
  readonly title: string;
  readonly program: 'bash' | 'zsh' | 'dash' | 'fish';
  readonly args: readonly string[];
  /** shell code that makes `use NAME`, `exec NAME -- CMD…` and `print NAME`; the last only where something prints JSON */
  readonly code: string;
  /** whether it leaves a record that holds to the program for a character that it cannot spell */
  readonly leaves?: RegExp;
  /** `read` of sh takes NUL bytes away, and nothing in sh can tell */
  readonly dropsNul?: true;
  /** how many records it is tried with: a door that starts processes is slow */
  readonly count: number;
}

/** A command of its own, whose shell code a POSIX shell evaluates. */
const command = (title: string, words: string, rest: Pick<Door, 'count' | 'leaves' | 'dropsNul'>): Door => ({
  title,
  program: 'dash',
  args: [],
  code: `use() { eval "$(${words} "$1")"; }\nexecute() { ${words} exec "$@"; }\nprint() { ${words} credential-process "$1"; }`,
  ...rest,
});

const functions = (program: 'bash' | 'zsh', args: readonly string[]): Door => ({
  title: `the functions for ${program}`,
  program,
  args,
  code: `. '${loadedFile(program)}'\nuse() { awsrole "$1"; }\nexecute() { awsrole exec "$@"; }\nprint() { :; }`,
  count: 100,
});

/** A new reader of records is one more line here. */
export const DOORS: readonly Door[] = [
  functions('bash', ['--norc', '--noprofile']),
  functions('zsh', ['-f']),
  {
    title: 'the functions for fish',
    program: 'fish',
    args: ['--no-config'],
    code: [
      `source '${loadedFile('fish')}'`,
      'function use; awsrole $argv[1]; end',
      'function execute; awsrole exec $argv; end',
      'function print; true; end',
    ].join('\n'),
    count: 100,
  },
  command('the launcher under dash', `dash '${LAUNCHER}'`, { count: 40, leaves: /['"\\]/, dropsNul: true }),
  command('the launcher under bash', `bash --posix '${LAUNCHER}'`, {
    count: 25,
    leaves: /['"\\]/,
    dropsNul: true,
  }),
];

/** What is active before each attempt, and what is not ours. */
export const BEFORE = { AWSROLE_PROFILE: 'old', AWS_ACCESS_KEY_ID: 'ASIAOLD', AWS_SECURITY_TOKEN: 'old' };

/** Tries each name in `names` thrice: in this shell, for one command, and as JSON; leaves what came in `out`. */
const attempts = (door: Door): string => {
  const old = Object.entries(BEFORE);
  if (door.program === 'fish')
    return [
      door.code,
      'for name in (cat names)',
      ...old.map(([name, value]) => `  set -gx ${name} ${value}`),
      '  execute $name -- env -0 >out/$name.exec',
      '  print $name >out/$name.json',
      '  use $name',
      '  env -0 >out/$name.use',
      '  awsrole clear',
      'end <names',
    ].join('\n');
  return [
    door.code,
    'while IFS= read -r name; do',
    `  ( export ${old.map(pair => pair.join('=')).join(' ')}`,
    '    execute "$name" -- env -0 >"out/$name.exec"',
    '    print "$name" >"out/$name.json"',
    '    use "$name" >/dev/null',
    '    exec env -0 >"out/$name.use"',
    '  )',
    'done <names',
  ].join('\n');
};

/** What a door did with one name, a byte per character. */
export interface Attempt {
  /** the environment of this shell's child, and of the command of `exec`; undefined when that was left to the program */
  readonly use: ReadonlyMap<string, string>;
  readonly exec: ReadonlyMap<string, string> | undefined;
  /** what was printed as JSON, when something was */
  readonly json: string | undefined;
}

const environmentIn = (text: string): Map<string, string> =>
  new Map(
    text
      .split('\0')
      // what shells set by themselves
      .filter(pair => pair !== '' && !/^(_|SHLVL|PWD|OLDPWD)=/.test(pair))
      .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );

/** Goes through a door with every name, in `folder`, where `names` holds them, one a line. */
export const goThrough = async (
  t: TestContext,
  door: Door,
  folder: string,
  env: Record<string, string>,
): Promise<{ attemptAt(name: string): Attempt; stderr: string }> => {
  const { exitCode, stderr } = await run(t, door.program, [...door.args, '-c', attempts(door)], {
    cwd: folder,
    env,
    timeoutMs: 600_000,
  });
  if (exitCode !== 0) throw new Error(`${door.title} ended with ${exitCode}: ${stderr}`);
  const read = (name: string): string => readFileSync(join(folder, 'out', name), 'latin1');
  return {
    stderr,
    attemptAt: name => {
      const executed = read(`${name}.exec`);
      const printed = read(`${name}.json`);
      return {
        use: environmentIn(read(`${name}.use`)),
        exec: executed.includes('\0') ? environmentIn(executed) : undefined,
        json: printed.startsWith('{') ? printed : undefined,
      };
    },
  };
};

/** Whatever commands that were data left below a folder. */
export const canariesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.includes('canary'));

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { LAUNCHER } from './program.ts';
import { run } from './run.ts';
import { loadedFile } from './shell-source.ts';

/** A program or shell function that reads records. */
export interface RecordReader {
  readonly title: string;
  readonly program: 'bash' | 'zsh' | 'dash' | 'fish';
  readonly args: readonly string[];
  /** shell code that defines `use NAME`, `execute NAME -- CMD…` and `print NAME`; `print` does nothing in shell functions */
  readonly code: string;
  /** matches values that the reader cannot spell: it passes a valid record with such a value on to Node */
  readonly cannotSpell?: RegExp;
  /** `read` of sh drops NUL bytes, and sh cannot detect that */
  readonly dropsNul?: true;
  /** the number of records that the test tries; small for a reader that starts processes, because it is slow */
  readonly count: number;
}

/** The launcher: a POSIX shell evaluates the shell code that it prints. */
const launcher = (
  title: string,
  words: string,
  rest: Pick<RecordReader, 'count' | 'cannotSpell' | 'dropsNul'>,
): RecordReader => ({
  title,
  program: 'dash',
  args: [],
  code: `use() { eval "$(${words} "$1")"; }\nexecute() { ${words} exec "$@"; }\nprint() { ${words} credential-process "$1"; }`,
  ...rest,
});

/** The shell functions for bash or zsh. */
const functions = (program: 'bash' | 'zsh', args: readonly string[]): RecordReader => ({
  title: `the functions for ${program}`,
  program,
  args,
  code: `. '${loadedFile(program)}'\nuse() { awsrole "$1"; }\nexecute() { awsrole exec "$@"; }\nprint() { :; }`,
  count: 100,
});

/** Every reader of records. A new reader gets a line here. */
export const RECORD_READERS: readonly RecordReader[] = [
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
  launcher('the launcher under dash', `dash '${LAUNCHER}'`, {
    count: 40,
    cannotSpell: /['"\\]/,
    dropsNul: true,
  }),
  launcher('the launcher under bash', `bash --posix '${LAUNCHER}'`, {
    count: 25,
    cannotSpell: /['"\\]/,
    dropsNul: true,
  }),
];

/** The environment before each attempt: an active profile, and a variable of another tool. */
export const BEFORE = { AWSROLE_PROFILE: 'old', AWS_ACCESS_KEY_ID: 'ASIAOLD', AWS_SECURITY_TOKEN: 'old' };

/** Shell code that runs `use`, `exec` and `print` for each line of `names` and writes each result to a file in `out`. */
const attempts = (reader: RecordReader): string => {
  const old = Object.entries(BEFORE);
  if (reader.program === 'fish')
    return [
      reader.code,
      'for name in (cat names)',
      ...old.map(([name, value]) => `  set -gx ${name} ${value}`),
      '  execute $name -- env -0 >out/$name.exec',
      '  print $name >out/$name.json',
      '  use $name',
      '  env -0 >out/$name.use',
      '  awsrole clear',
      '  set -e AWSROLE_PREVIOUS',
      'end <names',
    ].join('\n');
  return [
    reader.code,
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

/** What a reader did with one record; texts have one character per byte. */
export interface Attempt {
  /** the environment of the shell's child after `use` */
  readonly use: ReadonlyMap<string, string>;
  /** the environment of the command of `exec`; undefined when the reader passed the record on */
  readonly exec: ReadonlyMap<string, string> | undefined;
  /** the JSON that `print` wrote, if any */
  readonly json: string | undefined;
}

const environmentIn = (text: string): Map<string, string> =>
  new Map(
    text
      .split('\0')
      // shells set these themselves
      .filter(pair => pair !== '' && !/^(_|SHLVL|PWD|OLDPWD)=/.test(pair))
      .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );

/**
 * Runs a reader for every profile name in the file `names` of `folder`, one name a line.
 *
 * @throws Error when the shell fails
 */
export const readRecords = async (
  t: TestContext,
  reader: RecordReader,
  folder: string,
  env: Record<string, string>,
): Promise<{ attemptAt(name: string): Attempt; stderr: string }> => {
  const { exitCode, stderr } = await run(t, reader.program, [...reader.args, '-c', attempts(reader)], {
    cwd: folder,
    env,
    timeoutMs: 600_000,
  });
  if (exitCode !== 0) throw new Error(`${reader.title} ended with ${exitCode}: ${stderr}`);
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

/** The files that a command in a record's data created below a folder. */
export const canariesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.includes('canary'));

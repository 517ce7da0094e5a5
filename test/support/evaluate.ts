import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { run } from './run.ts';
import type { ShellVariant } from './shell-variants.ts';
import { temporaryFolder } from './temp.ts';

/** Scripts that evaluate the file `answer` as users do and, on success, write the environment of a child to `log`. */
const ONCE = {
  posix: 'eval "$(cat answer)" && exec env -0 >log',
  fish: 'cat answer | source; and exec env -0 >log',
};

/** Scripts that evaluate every prefix of the file `answer` and append the exported variables to `log` after each. */
const PREFIXES = {
  // one subshell per prefix, because a syntax error in eval ends a POSIX shell
  posix: [
    'text=$(cat answer; printf x)',
    `text=\${text%x}`,
    'while :; do',
    '  ( trap \'export -p >>log; echo @@ >>log\' EXIT; eval "$text" ) 2>/dev/null',
    '  [ -n "$text" ] || break',
    `  text=\${text%?}`,
    'done',
  ].join('\n'),
  fish: [
    'set text (cat answer | string collect -N)',
    'for length in (seq 0 (string length -- $text))',
    '  string sub -l $length -- $text | source 2>/dev/null',
    '  set -gxL >>log',
    '  echo @@ >>log',
    'end',
  ].join('\n'),
};

/**
 * Runs a script in a folder with the file `answer`, so that the text under test is never an argument.
 *
 * @returns the content of `log`
 * @throws AssertionError when the script fails, or when a command in the text under test created a file
 */
const runBeside = async (
  t: TestContext,
  variant: ShellVariant,
  scripts: { posix: string; fish: string },
  answer: string,
  env: Record<string, string>,
): Promise<{ stderr: string; log: Buffer }> => {
  const folder = temporaryFolder(t);
  const files = { answer, script: variant.program === 'fish' ? scripts.fish : scripts.posix };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const result = await run(t, variant.program, [...variant.args, 'script'], {
    cwd: folder,
    env,
    timeoutMs: 300_000,
  });
  assert.equal(result.exitCode, 0, result.stderr);
  assert.deepEqual(readdirSync(folder).sort(), ['answer', 'log', 'script']);
  return { stderr: result.stderr, log: readFileSync(join(folder, 'log')) };
};

/** Evaluates `answer` in a shell and returns the environment of its child. Asserts success, an empty stderr and no other command. */
export const evaluate = async (
  t: TestContext,
  variant: ShellVariant,
  answer: string,
  env: Record<string, string> = {},
): Promise<Record<string, string>> => {
  const { stderr, log } = await runBeside(t, variant, ONCE, answer, env);
  assert.equal(stderr, '');
  return environmentIn(log);
};

/**
 * Parses the output of `env -0`.
 *
 * @throws TypeError for invalid UTF-8, because a lossy decoder would make different environments equal
 */
export const environmentIn = (bytes: Uint8Array): Record<string, string> => {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  return Object.fromEntries(
    text
      .split('\0')
      .slice(0, -1)
      .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
};

/** The exported variables, in the shell's own format, after each prefix of `answer`, from the empty to the whole. */
export const evaluatePrefixes = async (
  t: TestContext,
  variant: ShellVariant,
  answer: string,
  env: Record<string, string>,
): Promise<string[]> => {
  const { log } = await runBeside(t, variant, PREFIXES, answer, env);
  const environments = log.toString('utf8').split('@@\n').slice(0, -1);
  return variant.program === 'fish' ? environments : environments.reverse();
};

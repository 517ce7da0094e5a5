import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { run } from './run.ts';
import type { ShellVariant } from './shell-variants.ts';
import { temporaryFolder } from './temp.ts';

/** Evaluates a file's text as people do and, when that went well, writes down the environment that a child gets. */
const ONCE = {
  posix: 'eval "$(cat answer)" && exec env -0 >log',
  fish: 'cat answer | source; and exec env -0 >log',
};

/** Evaluates the beginnings of a text, shortest first, and writes down after each what is exported. */
const PREFIXES = {
  // a subshell each: a syntax error in eval ends a POSIX shell
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
 * Runs a script beside a file `answer`, so that no text under test is ever an argument.
 *
 * @returns what the script wrote to `log`
 * @throws AssertionError when it failed or made another file: something was run that was data
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

/** The environment of a child of the shell after the shell has evaluated `answer`, with success and running nothing else. */
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
 * What `env -0` wrote.
 *
 * @throws TypeError when bytes in it are no UTF-8: no two different environments may look alike
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

/** What the shell exports, in its own words, after each beginning of `answer`: from the empty one to the whole. */
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

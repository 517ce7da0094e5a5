import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { run } from './run.ts';
import type { ShellVariant } from './shell-variants.ts';
import { temporaryFolder } from './temp.ts';

/** Evaluates a file's text as people do, then shows the environment that a child gets. */
const ONCE = {
  posix: 'eval "$(cat answer)"; echo "$?" >log; exec "$NODE" print.mjs',
  fish: 'cat answer | source; echo $status >log; exec $NODE print.mjs',
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
 * @returns what the script printed and what it wrote to `log`
 * @throws AssertionError when it failed or made another file: something was run that was data
 */
const runBeside = async (
  t: TestContext,
  variant: ShellVariant,
  scripts: { posix: string; fish: string },
  answer: string,
  env: Record<string, string>,
): Promise<{ stdout: string; stderr: string; log: string }> => {
  const folder = temporaryFolder(t);
  const files = {
    answer,
    script: variant.program === 'fish' ? scripts.fish : scripts.posix,
    'print.mjs': 'process.stdout.write(JSON.stringify(process.env))',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const result = await run(t, variant.program, [...variant.args, 'script'], {
    cwd: folder,
    env: { ...env, NODE: process.execPath },
    timeoutMs: 60_000,
  });
  assert.equal(result.exitCode, 0, result.stderr);
  assert.deepEqual(readdirSync(folder).sort(), ['answer', 'log', 'print.mjs', 'script']);
  return { ...result, log: readFileSync(join(folder, 'log'), 'utf8') };
};

/** The environment of a child of the shell after the shell has evaluated `answer`, with success and running nothing else. */
export const evaluate = async (
  t: TestContext,
  variant: ShellVariant,
  answer: string,
  env: Record<string, string> = {},
): Promise<Record<string, string>> => {
  const { stdout, stderr, log } = await runBeside(t, variant, ONCE, answer, env);
  assert.deepEqual({ stderr, status: log }, { stderr: '', status: '0\n' });
  return JSON.parse(stdout);
};

/** What the shell exports, in its own words, after each beginning of `answer`: from the empty one to the whole. */
export const evaluatePrefixes = async (
  t: TestContext,
  variant: ShellVariant,
  answer: string,
  env: Record<string, string>,
): Promise<string[]> => {
  const { log } = await runBeside(t, variant, PREFIXES, answer, env);
  const environments = log.split('@@\n').slice(0, -1);
  return variant.program === 'fish' ? environments : environments.reverse();
};

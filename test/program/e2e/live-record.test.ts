import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LAUNCHER, MAIN } from '../../support/program.ts';
import { OF_OTHERS, PASSED_ON, type RecordCase, SERVED } from '../../support/record-cases.ts';
import { type RecordLab, recordLab } from '../../support/record-lab.ts';
import { AWKWARD } from '../../support/recorded.ts';
import { run } from '../../support/run.ts';
import { temporaryFolder } from '../../support/temp.ts';

/** The output of the stand-in for Node. */
const FROM_NODE = 'from node\n';
/** The shell of the lab. These tests use no shell function. */
const SHELL = { program: 'bash', args: [] } as const;

/** Runs awsrole with arguments and returns its stdout. */
type EntryPoint = (words: readonly string[], env: Record<string, string>) => Promise<string>;

/** The launcher with a stand-in for Node, and the program in the real Node. */
const entryPointsOf = (t: TestContext, { inside }: RecordLab) => {
  const folder = temporaryFolder(t);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'node'), `#!/bin/sh\nprintf '${FROM_NODE}'\n`);
  chmodSync(join(bin, 'node'), 0o755);
  const entryPoint =
    (file: string, first: readonly string[], path: string): EntryPoint =>
    async (words, env) => {
      const options = { cwd: inside.home, env: { ...inside.env, PATH: path, ...env } };
      const { stdout, stderr } = await run(t, file, [...first, ...words], options);
      assert.equal(stderr, '', words.join(' '));
      return stdout;
    };
  const path = inside.env['PATH'] as string;
  return {
    launcher: entryPoint(LAUNCHER, [], `${bin}:${path}`),
    program: entryPoint(process.execPath, [MAIN], path),
  };
};

/** Returns the environment after `sh` evaluates the code. */
const environmentAfter = async (
  t: TestContext,
  code: string,
  env: Record<string, string>,
): Promise<string[]> => {
  const { stdout } = await run(t, 'sh', ['-c', `eval "$1"; env -0`, 'sh', code], {
    env: { ...env, HOME: '/' },
  });
  return stdout
    .split('\0')
    .filter(pair => pair !== '' && !/^(_|PWD|XDG_\w+|AWS_\w+_FILE)=/.test(pair))
    .sort();
};

const wordsOf = ({ words = 'dev' }: RecordCase): readonly string[] =>
  words.startsWith('"') ? [words.slice(1, -1)] : words.split(' ');

const prepared = (lab: RecordLab, { prepare, env = {} }: RecordCase): Record<string, string> => {
  lab.restore();
  prepare?.(lab);
  return typeof env === 'function' ? env(lab) : env;
};

test('with a valid record the launcher and the program give the same environment and JSON', async t => {
  const lab = await recordLab(t, SHELL, 'dev', 'uat', AWKWARD);
  const { launcher, program } = entryPointsOf(t, lab);
  for (const valid of SERVED)
    await t.test(valid.name, async () => {
      const words = wordsOf(valid);
      const env = prepared(lab, valid);
      const code = await program(['use', ...words, '--unattended'], env);
      const byLauncher = await launcher(words, env);
      // the launcher does not quote a value with a single quote
      if (words[0] === AWKWARD) assert.equal(byLauncher, FROM_NODE);
      else assert.deepEqual(await environmentAfter(t, byLauncher, env), await environmentAfter(t, code, env));
    });
  lab.restore();
  const json = await program(['credential-process', 'dev', '--unattended'], {});
  assert.match(json, /"Version": 1/);
  assert.equal(await launcher(['credential-process', 'dev'], {}), json);
  const env = { AWSROLE_PROFILE: 'uat', AWS_VAULT: 'x', AWS_REGION: 'af-south-1' };
  const environmentOf = async (entryPoint: EntryPoint, ...options: readonly string[]): Promise<string[]> => {
    const pairs = await entryPoint(['exec', 'dev', ...options, '--', 'env', '-0'], env);
    return pairs
      .split('\0')
      .filter(pair => !/^(_|PATH|SHLVL)=/.test(pair))
      .sort();
  };
  const all = await environmentOf(program, '--unattended');
  assert.ok(all.includes('AWSROLE_PROFILE=dev') && all.includes('AWSROLE_PREVIOUS=uat'));
  assert.deepEqual(await environmentOf(launcher), all);
});

test('the launcher starts Node when a record is invalid or does not apply, and runs no text of the record', async t => {
  const lab = await recordLab(t, SHELL, 'dev', 'uat', AWKWARD);
  const { launcher } = entryPointsOf(t, lab);
  for (const invalid of [...PASSED_ON, ...(process.getuid?.() === 0 ? OF_OTHERS : [])])
    await t.test(invalid.name, async () => {
      const words = wordsOf(invalid);
      const env = prepared(lab, invalid);
      if (!invalid.hasNul) assert.equal(await launcher(words, env), FROM_NODE);
    });
  assert.equal(existsSync(join(lab.inside.home, 'canary')), false);
});

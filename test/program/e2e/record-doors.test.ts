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

const PASSED = 'passed on\n';
/** These doors need no shell function. */
const NONE = { program: 'bash', args: [] } as const;

type Door = (words: readonly string[], env: Record<string, string>) => Promise<string>;

/** The launcher, which says so when it leaves the answer to Node, and the whole program. */
const doorsOf = (t: TestContext, { inside }: RecordLab) => {
  const folder = temporaryFolder(t);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'node'), `#!/bin/sh\nprintf '${PASSED}'\n`);
  chmodSync(join(bin, 'node'), 0o755);
  const door =
    (file: string, first: readonly string[], path: string): Door =>
    async (words, env) => {
      const options = { cwd: inside.home, env: { ...inside.env, PATH: path, ...env } };
      const { stdout, stderr } = await run(t, file, [...first, ...words], options);
      assert.equal(stderr, '', words.join(' '));
      return stdout;
    };
  const path = inside.env['PATH'] as string;
  return {
    launcher: door(LAUNCHER, [], `${bin}:${path}`),
    whole: door(process.execPath, [MAIN], path),
  };
};

/** What the environment is once a shell has evaluated the code. */
const evaluated = async (t: TestContext, code: string, env: Record<string, string>): Promise<string[]> => {
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

test('launcher and command line give one answer from a record that holds', async t => {
  const lab = await recordLab(t, NONE, 'dev', 'uat', AWKWARD);
  const { launcher, whole } = doorsOf(t, lab);
  for (const served of SERVED)
    await t.test(served.name, async () => {
      const words = wordsOf(served);
      const env = prepared(lab, served);
      const code = await whole(['use', ...words, '--unattended'], env);
      const byLauncher = await launcher(words, env);
      // it cannot spell a quote
      if (words[0] === AWKWARD) assert.equal(byLauncher, PASSED);
      else assert.deepEqual(await evaluated(t, byLauncher, env), await evaluated(t, code, env));
    });
  lab.restore();
  const json = await whole(['credential-process', 'dev', '--unattended'], {});
  assert.match(json, /"Version": 1/);
  assert.equal(await launcher(['credential-process', 'dev'], {}), json);
  const env = { AWSROLE_PROFILE: 'uat', AWS_VAULT: 'x', AWS_REGION: 'af-south-1' };
  const seen = async (door: Door, ...options: readonly string[]): Promise<string[]> => {
    const pairs = await door(['exec', 'dev', ...options, '--', 'env', '-0'], env);
    return pairs
      .split('\0')
      .filter(pair => !/^(_|PATH|SHLVL)=/.test(pair))
      .sort();
  };
  const all = await seen(whole, '--unattended');
  assert.ok(all.includes('AWSROLE_PROFILE=dev') && all.includes('AWSROLE_PREVIOUS=uat'));
  assert.deepEqual(await seen(launcher), all);
});

test('the launcher passes on what a record cannot answer, and runs nothing of it', async t => {
  const lab = await recordLab(t, NONE, 'dev', 'uat', AWKWARD);
  const { launcher } = doorsOf(t, lab);
  for (const passed of [...PASSED_ON, ...(process.getuid?.() === 0 ? OF_OTHERS : [])])
    await t.test(passed.name, async () => {
      const words = wordsOf(passed);
      const env = prepared(lab, passed);
      if (!passed.hasNul) assert.equal(await launcher(words, env), PASSED);
    });
  assert.equal(existsSync(join(lab.inside.home, 'canary')), false);
});

import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { NASTY } from '../support/nasty-text.ts';
import { LAUNCHER, MAIN } from '../support/program.ts';
import { OF_OTHERS, PASSED_ON, type RecordCase, SERVED } from '../support/record-cases.ts';
import { type RecordLab, recordLab } from '../support/record-lab.ts';
import { AWKWARD } from '../support/recorded.ts';
import { run } from '../support/run.ts';
import { temporaryFolder } from '../support/temp.ts';

const PASSED = 'passed on\n';
/** These doors need no shell function. */
const NONE = { program: 'bash', args: [] } as const;

type Door = (words: readonly string[], env: Record<string, string>) => Promise<string>;

/** The ways to the answer that are no shell function; the first two say so when they leave it to the next. */
const doorsOf = (t: TestContext, { inside }: RecordLab) => {
  const folder = temporaryFolder(t);
  const bin = join(folder, 'bin');
  const dist = join(folder, 'dist');
  mkdirSync(bin);
  writeFileSync(join(bin, 'node'), `#!/bin/sh\nprintf '${PASSED}'\n`);
  chmodSync(join(bin, 'node'), 0o755);
  // a program whose command line only says that it was asked
  const [rest] = readdirSync(dirname(MAIN)).filter(name => name.startsWith('command-line-'));
  cpSync(dirname(MAIN), dist, { recursive: true });
  writeFileSync(
    join(dist, `${rest}`),
    `exports.commandLine = async () => (process.stdout.write(${JSON.stringify(PASSED)}), 0);`,
  );
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
    entry: door(process.execPath, [join(dist, 'main.js')], path),
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

test('launcher, Node entry and command line give one answer from a record that holds', async t => {
  const lab = await recordLab(t, NONE, 'dev', 'uat', AWKWARD);
  const { launcher, entry, whole } = doorsOf(t, lab);
  for (const served of SERVED)
    await t.test(served.name, async () => {
      const words = wordsOf(served);
      const env = prepared(lab, served);
      const code = await whole(['use', ...words, '--unattended'], env);
      assert.equal(await entry(words, env), code);
      const byLauncher = await launcher(words, env);
      // it cannot spell a quote
      if (words[0] === AWKWARD) assert.equal(byLauncher, PASSED);
      else assert.deepEqual(await evaluated(t, byLauncher, env), await evaluated(t, code, env));
    });
  lab.restore();
  const fish = ['use', '--shell', 'fish', 'dev'];
  assert.equal(await entry(fish, {}), await whole([...fish, '--unattended'], {}));
  const json = await whole(['credential-process', 'dev', '--unattended'], {});
  assert.match(json, /"Version": 1/);
  assert.deepEqual(
    [await launcher(['credential-process', 'dev'], {}), await entry(['credential-process', 'dev'], {})],
    [json, json],
  );
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
  assert.deepEqual([await seen(launcher), await seen(entry)], [all, all]);
});

test('launcher and Node entry pass on what a record cannot answer, and run nothing of it', async t => {
  const lab = await recordLab(t, NONE, 'dev', 'uat', AWKWARD);
  const { launcher, entry } = doorsOf(t, lab);
  for (const passed of [...PASSED_ON, ...(process.getuid?.() === 0 ? OF_OTHERS : [])])
    await t.test(passed.name, async () => {
      const words = wordsOf(passed);
      const env = prepared(lab, passed);
      assert.equal(await entry(words, env), PASSED);
      if (!passed.hasNul) assert.equal(await launcher(words, env), PASSED);
    });
  assert.equal(existsSync(join(lab.inside.home, 'canary')), false);
});

test('Node entry: a value of a record is taken as it stands', async t => {
  const lab = await recordLab(t, NONE, 'dev');
  const { entry } = doorsOf(t, lab);
  const record = readFileSync(lab.record('dev'), 'utf8');
  for (const secret of NASTY.filter(text => text !== '' && !/\p{Cc}/u.test(text))) {
    const line = `AWS_SECRET_ACCESS_KEY=${secret}`;
    writeFileSync(
      lab.record('dev'),
      record.replace(/^AWS_SECRET_ACCESS_KEY=.*$/m, () => line),
    );
    const variables = await evaluated(t, await entry(['dev'], {}), {});
    assert.ok(variables.includes(line), secret);
  }
});

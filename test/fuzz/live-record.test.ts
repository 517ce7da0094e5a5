import assert from 'node:assert/strict';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createLiveRecords } from '../../src/adapters/cache/live-records.ts';
import { type Activation, deactivate } from '../../src/core/environment/environment.ts';
import { liveRecord } from '../../src/core/records/live-record.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { NASTY } from '../support/nasty-text.ts';
import { batches, fc, REPLAY } from '../support/property.ts';
import { type Attempt, BEFORE, canariesIn, DOORS, type Door, goThrough } from '../support/record-doors.ts';
import { mutations } from '../support/record-mutations.ts';
import { type Verdict, verdictOn } from '../support/record-verdict.ts';
import { needsShell } from '../support/shells.ts';
import { temporaryFolder } from '../support/temp.ts';

const now = (): number => Math.floor(Date.now() / 1000);

const plain = fc.constantFrom('ASIAEXAMPLE', 'a/b+c=', 'eu-west-1', 'x y', '111122223333');
/** What can stand on a line: most records are plain, so that those are served that must be. */
const value = fc.oneof(
  { weight: 8, arbitrary: plain },
  { weight: 1, arbitrary: fc.constantFrom(...NASTY.filter(text => text !== '' && !/\p{Cc}/u.test(text))) },
);
const sample = fc.record({
  ending: fc.constantFrom('', ' two', '-é', "'s", '$x', '*'),
  accessKeyId: value,
  secretAccessKey: value,
  sessionToken: value,
  region: fc.option(value),
  more: fc.option(value),
  mutate: mutations,
});

type Sample = typeof sample extends fc.Arbitrary<infer T> ? T : never;

const activationOf = (profile: string, { region, more, ...keys }: Sample): Activation => ({
  profile,
  credentials: { ...keys, expiresAt: Date.now() + 3_600_000 },
  accountId: more ?? undefined,
  roleArn: more ?? undefined,
  color: more ?? undefined,
  region: region === null ? undefined : { value: region, own: true },
});

/** What was served once and may not be: a second key, and what no line break or a NUL byte kept from being looked at. */
const FOUND: readonly Sample['mutate'][] = [
  record => record.replace(/end\n$/, 'AWS_ACCESS_KEY_ID=ASIAOTHER\nend\n'),
  record => `${record}PATH=/tmp`,
  record => record.replace('AWS_SECRET_ACCESS_KEY=', 'AWS_SECRET_ACCESS_KEY=a\0'),
];
const found = FOUND.map(
  (mutate): Sample => ({
    ending: '',
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: 'secret',
    sessionToken: 'token',
    region: null,
    more: null,
    mutate,
  }),
);

interface Lab {
  readonly folder: string;
  readonly env: Record<string, string>;
  /** name → its record, a byte per character */
  readonly cases: ReadonlyMap<string, string>;
  /** what a reader may make of a record */
  judge(record: string, name: string): Verdict;
}

/** A byte per character. */
const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');

/** What a record says of both shared files, whose stamps are then there. */
const recordedFiles = async (folder: string, configPath: string, credentialsPath: string) => {
  const records = createLiveRecords({ folder, files: { configPath, credentialsPath }, clock: Date });
  let files: Parameters<typeof liveRecord>[2] | undefined;
  await records.write('first', await records.observe(), seen => {
    files = seen;
    return '';
  });
  assert.ok(files);
  return files;
};

/** A home with a record per sample, each as awsrole writes it and then spoiled. */
const lab = async (t: TestContext, count: number): Promise<Lab> => {
  const folder = temporaryFolder(t);
  const cache = join(folder, '.cache', 'awsrole');
  for (const name of ['.aws', 'bin', 'out']) mkdirSync(join(folder, name));
  const [configPath, credentialsPath] = [join(folder, '.aws', 'config'), join(folder, '.aws', 'credentials')];
  for (const path of [configPath, credentialsPath]) {
    writeFileSync(path, '');
    utimesSync(path, now() - 3600, now() - 3600);
  }
  // the program, and Node behind the launcher: what is left to them shows by nothing having changed
  for (const name of ['awsrole', 'node'])
    writeFileSync(join(folder, 'bin', name), '#!/bin/sh\necho :\n', { mode: 0o755 });
  const files = await recordedFiles(cache, configPath, credentialsPath);
  const cases = new Map<string, string>();
  for (const [index, one] of [...found, ...batches(sample, count).flat()].entries()) {
    const name = `p${index}${one.ending}`;
    const times = { expiresAt: Date.now() + 3_600_000, obtainedAt: Date.now(), clockOffset: 0 };
    const written = liveRecord(activationOf(name, one), { ...one, ...times }, files);
    assert.ok(written !== undefined, name);
    const record = one.mutate(bytesOf(written));
    writeFileSync(join(cache, 'live', name), Buffer.from(record, 'latin1'));
    cases.set(name, record);
  }
  const lines = Object.entries(files).map(([kind, { path, stamp }]) => `${kind} ${stamp} ${path}`);
  writeFileSync(join(folder, 'names'), ['none', ...cases.keys(), ''].join('\n'));
  const env = cleanEnvironment(folder, { PATH: `${join(folder, 'bin')}:${process.env['PATH']}` });
  return { folder, env, cases, judge: (record, name) => verdictOn(record, bytesOf(name), lines, now()) };
};

/** The environment that a record makes of another one. */
const activated = (
  env: ReadonlyMap<string, string>,
  values: readonly (readonly [string, string])[],
): Map<string, string> => {
  const removed = new Set(deactivate(Object.fromEntries(env)).map(({ name }) => name));
  return new Map([
    ...[...env].filter(([name]) => !removed.has(name)),
    ...values,
    ['AWSROLE_PREVIOUS', BEFORE.AWSROLE_PROFILE],
  ]);
};

const sorted = (env: ReadonlyMap<string, string> | undefined): [string, string][] | undefined =>
  env && [...env].sort(([a], [b]) => (a < b ? -1 : 1));

const JSON_NAMES: Record<string, string> = {
  AccessKeyId: 'AWS_ACCESS_KEY_ID',
  SecretAccessKey: 'AWS_SECRET_ACCESS_KEY',
  SessionToken: 'AWS_SESSION_TOKEN',
  Expiration: 'AWS_CREDENTIAL_EXPIRATION',
  AccountId: 'AWSROLE_ACCOUNT_ID',
};

/** Checks that all of a record came, or nothing, and that it was one or the other where there is no choice. */
const checkAttempt = (
  door: Door,
  attempt: Attempt,
  before: ReadonlyMap<string, string>,
  verdict: Verdict,
): void => {
  const { use, exec, json } = attempt;
  const { pairs } = verdict;
  const isUsed = use.get('AWSROLE_PROFILE') !== BEFORE.AWSROLE_PROFILE;
  const isUnspellable = pairs.some(([, text]) => door.leaves?.test(text));
  const whole = sorted(activated(before, pairs));
  assert.deepEqual(sorted(use), isUsed ? whole : sorted(before), 'use');
  assert.deepEqual(sorted(exec), exec && whole, 'exec');
  for (const [key, text] of Object.entries(JSON.parse(json ?? '{}')))
    assert.ok(
      key === 'Version' || pairs.some(([name, its]) => name === JSON_NAMES[key] && its === text),
      `print: ${key}`,
    );
  if (verdict.verdict === 'serve')
    assert.ok((isUsed || isUnspellable) && exec, 'a whole record did not serve');
  if (verdict.verdict === 'refuse') assert.ok(!(isUsed || exec || json), 'a spoiled record served');
};

for (const door of DOORS)
  test(`${door.title}: a spoiled record sets all of what it says or nothing, no other variable, and runs nothing [P1] [P3]`, async t => {
    if (!needsShell(t, door.program)) return;
    const { folder, env, cases, judge } = await lab(t, door.count);
    const { attemptAt, stderr } = await goThrough(t, door, folder, env);
    const before = attemptAt('none').use;
    assert.equal(before.get('AWSROLE_PROFILE'), BEFORE.AWSROLE_PROFILE);
    const verdicts = new Set<string>();
    for (const [name, record] of cases) {
      const seen = door.dropsNul ? record.replaceAll('\0', '') : record;
      const { verdict, pairs } = judge(seen, name);
      verdicts.add(verdict);
      try {
        checkAttempt(door, attemptAt(name), before, {
          verdict: verdict === 'serve' && seen !== record ? 'may' : verdict,
          pairs,
        });
      } catch (error) {
        throw new Error(`${name}: ${JSON.stringify(record)}; replay: ${REPLAY}`, { cause: error });
      }
    }
    assert.ok(verdicts.has('serve') && verdicts.has('refuse'));
    // the launcher goes on to the program, which says that there is no such profile
    const said = stderr.replaceAll(/^awsrole: (error: there is no profile|hint: ).*\n/gm, '');
    assert.deepEqual([canariesIn(folder), said], [[], '']);
  });

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
import { mutations } from '../support/record-mutations.ts';
import {
  type Attempt,
  BEFORE,
  canariesIn,
  RECORD_READERS,
  type RecordReader,
  readRecords,
} from '../support/record-readers.ts';
import { type Expected, expectedHandling } from '../support/record-rules.ts';
import { needsShell } from '../support/shells.ts';
import { temporaryFolder } from '../support/temp.ts';

const now = (): number => Math.floor(Date.now() / 1000);

const plain = fc.constantFrom('ASIAEXAMPLE', 'a/b+c=', 'eu-west-1', 'x y', '111122223333');
/** A value of a record line. Most are plain, so that enough records must be served. */
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

/** Mutations that a reader once served by mistake: a second key, text without a line break after the end, a NUL byte. */
const REGRESSIONS: readonly Sample['mutate'][] = [
  record => record.replace(/end\n$/, 'AWS_ACCESS_KEY_ID=ASIAOTHER\nend\n'),
  record => `${record}PATH=/tmp`,
  record => record.replace('AWS_SECRET_ACCESS_KEY=', 'AWS_SECRET_ACCESS_KEY=a\0'),
];
const regressions = REGRESSIONS.map(
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
  /** record by profile name, one character per byte */
  readonly cases: ReadonlyMap<string, string>;
  /** how a reader must handle a record */
  expected(record: string, name: string): Expected;
}

/** The UTF-8 bytes of a text, one character per byte. */
const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');

/** Writes the stamps of both shared files and returns how a record names the files. */
const recordedFiles = async (folder: string, configPath: string, credentialsPath: string) => {
  const records = createLiveRecords({
    folder,
    isNamed: false,
    files: { configPath, credentialsPath },
    clock: Date,
  });
  let files: Parameters<typeof liveRecord>[2] | undefined;
  await records.write('first', await records.observe(), seen => {
    files = seen;
    return '';
  });
  assert.ok(files);
  return files;
};

/** Makes a home with a record per sample: awsrole writes it, then the sample mutates it. */
const lab = async (t: TestContext, count: number): Promise<Lab> => {
  const folder = temporaryFolder(t);
  const cache = join(folder, '.cache', 'awsrole');
  for (const name of ['.aws', 'bin', 'out']) mkdirSync(join(folder, name));
  const [configPath, credentialsPath] = [join(folder, '.aws', 'config'), join(folder, '.aws', 'credentials')];
  for (const path of [configPath, credentialsPath]) {
    writeFileSync(path, '');
    utimesSync(path, now() - 3600, now() - 3600);
  }
  // stubs that change nothing: a record that a reader passes on leaves the environment as it was
  for (const name of ['awsrole', 'node'])
    writeFileSync(join(folder, 'bin', name), '#!/bin/sh\necho :\n', { mode: 0o755 });
  const files = await recordedFiles(cache, configPath, credentialsPath);
  const cases = new Map<string, string>();
  for (const [index, one] of [...regressions, ...batches(sample, count).flat()].entries()) {
    const name = `p${index}${one.ending}`;
    const times = { expiresAt: Date.now() + 3_600_000, obtainedAt: Date.now(), clockOffset: 0 };
    const written = liveRecord(activationOf(name, one), { ...one, ...times }, files, {
      env: {},
      writtenAt: Date.now(),
    });
    assert.ok(written !== undefined, name);
    const record = one.mutate(bytesOf(written));
    writeFileSync(join(cache, 'live', name), Buffer.from(record, 'latin1'));
    // a reader refuses a record that is newer than the shared files, whatever its text is
    utimesSync(join(cache, 'live', name), 0, 0);
    cases.set(name, record);
  }
  const lines = Object.entries(files).map(([kind, { path, stamp }]) => `${kind} ${stamp} ${path}`);
  writeFileSync(join(folder, 'names'), ['none', ...cases.keys(), ''].join('\n'));
  const env = cleanEnvironment(folder, { PATH: `${join(folder, 'bin')}:${process.env['PATH']}` });
  const expected: Lab['expected'] = (record, name) => expectedHandling(record, bytesOf(name), lines, now());
  return { folder, env, cases, expected };
};

/** The environment after `use` with the values of a record. */
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

/** Asserts that the reader set all variables of a record or none, and served or refused it where it must. */
const checkAttempt = (
  reader: RecordReader,
  attempt: Attempt,
  before: ReadonlyMap<string, string>,
  { handling, pairs }: Expected,
): void => {
  const { use, exec, json } = attempt;
  const isUsed = use.get('AWSROLE_PROFILE') !== BEFORE.AWSROLE_PROFILE;
  const isUnspellable = pairs.some(([, text]) => reader.cannotSpell?.test(text));
  const whole = sorted(activated(before, pairs));
  assert.deepEqual(sorted(use), isUsed ? whole : sorted(before), 'use');
  assert.deepEqual(sorted(exec), exec && whole, 'exec');
  for (const [key, text] of Object.entries(JSON.parse(json ?? '{}')))
    assert.ok(
      key === 'Version' || pairs.some(([name, its]) => name === JSON_NAMES[key] && its === text),
      `print: ${key}`,
    );
  if (handling === 'serve')
    assert.ok((isUsed || isUnspellable) && exec, 'the reader did not serve a valid record');
  if (handling === 'refuse') assert.ok(!(isUsed || exec || json), 'the reader served an invalid record');
};

for (const reader of RECORD_READERS)
  test(`${reader.title}: a mutated record sets all of its variables or none, no other variable, and runs no command [P1] [P3]`, async t => {
    if (!needsShell(t, reader.program)) return;
    const { folder, env, cases, expected } = await lab(t, reader.count);
    const { attemptAt, stderr } = await readRecords(t, reader, folder, env);
    const before = attemptAt('none').use;
    assert.equal(before.get('AWSROLE_PROFILE'), BEFORE.AWSROLE_PROFILE);
    const handlings = new Set<string>();
    for (const [name, record] of cases) {
      const seen = reader.dropsNul ? record.replaceAll('\0', '') : record;
      const { handling, pairs } = expected(seen, name);
      handlings.add(handling);
      try {
        checkAttempt(reader, attemptAt(name), before, {
          handling: handling === 'serve' && seen !== record ? 'may' : handling,
          pairs,
        });
      } catch (error) {
        throw new Error(`${name}: ${JSON.stringify(record)}; replay: ${REPLAY}`, { cause: error });
      }
    }
    assert.ok(handlings.has('serve') && handlings.has('refuse'));
    // the launcher passes a refused record on to Node, which reports that there is no such profile
    const unexpected = stderr.replaceAll(/^awsrole: (error: there is no profile|hint: ).*\n/gm, '');
    assert.deepEqual([canariesIn(folder), unexpected], [[], '']);
  });

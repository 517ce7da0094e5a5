import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { awsCliCacheKey, createAwsCliCache } from '../../src/adapters/cache/aws-cli-cache.ts';
import { parseEntry, serializeEntry } from '../../src/adapters/cache/session-entry.ts';
import type { Session } from '../../src/core/aws/credentials.ts';
import type { SessionKey } from '../../src/core/plan/session-key.ts';
import { execRecord } from '../../src/core/records/exec-record.ts';
import { mutated } from '../support/mutated-text.ts';
import { LAUNCHER } from '../support/program.ts';
import { batches, fc, REPLAY, runs } from '../support/property.ts';
import { run } from '../support/run.ts';
import { needsShell } from '../support/shells.ts';
import { temporaryFolder } from '../support/temp.ts';
import { SESSION } from '../unit/adapters/fixtures/stub-service.ts';

const VISIBLE = /^[\x21-\x7e]+$/;
const NOON = 1_795_521_600_000;
const WHOLE: Session = {
  ...SESSION,
  expiresAt: NOON + 3_600_000,
  obtainedAt: NOON,
  clockOffset: -1500,
  assumedRoleArn: 'arn:aws:sts::444455556666:assumed-role/Admin/alice',
};
const KEY: SessionKey = { kind: 'role', identity: 'x' };

const assertValid = (session: Session): void => {
  assert.match(session.accessKeyId, /^[A-Z0-9]{16,128}$/);
  for (const value of [session.secretAccessKey, session.sessionToken, session.assumedRoleArn ?? 'x'])
    assert.match(value, VISIBLE);
  for (const time of [session.expiresAt, session.obtainedAt, session.clockOffset])
    assert.ok(Number.isFinite(time));
};

test('an entry of the session cache gives a valid session, or none [P10]', () => {
  const texts = fc.oneof(mutated(serializeEntry(KEY, WHOLE, 'dev')), fc.json());
  fc.assert(
    fc.property(texts, fc.constantFrom(KEY, undefined), (text, key) => {
      const entry = parseEntry(text, key);
      if (typeof entry !== 'string') assertValid(entry);
    }),
    runs(2000),
  );
  assert.deepEqual(parseEntry(serializeEntry(KEY, WHOLE, 'dev'), KEY), WHOLE);
});

test("an entry of the AWS CLI's cache gives a valid session, or none", async t => {
  const folder = temporaryFolder(t);
  const step = { RoleArn: 'arn:aws:iam::444455556666:role/Admin', RoleSessionName: 'alice' };
  const path = join(folder, `${awsCliCacheKey(step)}.json`);
  const notes: string[] = [];
  const cache = createAwsCliCache({ folder, now: () => WHOLE.obtainedAt, note: text => notes.push(text) });
  await cache.write(step, WHOLE);
  const [name = ''] = readdirSync(folder);
  assert.equal(join(folder, name), path);
  const { expiresAt } = (await cache.read(step))?.session ?? {};
  assert.equal(expiresAt, WHOLE.expiresAt);
  const right = JSON.stringify({
    Credentials: {
      AccessKeyId: SESSION.accessKeyId,
      SecretAccessKey: SESSION.secretAccessKey,
      SessionToken: SESSION.sessionToken,
      Expiration: '2030-01-31T12:00:00Z',
    },
    AssumedRoleUser: { Arn: WHOLE.assumedRoleArn },
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated(right), fc.json()), async text => {
      writeFileSync(path, text);
      const entry = await cache.read(step);
      if (entry) assertValid(entry.session);
    }),
    runs(150),
  );
  assert.deepEqual(notes, []);
});

/** The variables that awsrole sets or unsets. */
const OURS = /^(AWS\w*_[A-Z0-9_]*|EC2_SECURITY_TOKEN|ASSUMED_ROLE|GRANTED_\w*|SAML2AWS_PROFILE)$/;

const pairsIn = (path: string): string[] =>
  readFileSync(path, 'latin1')
    .split('\0')
    .filter(pair => !/^(_|PWD|OLDPWD|RECORD)=/.test(pair));

test("the launcher takes only awsrole's variables from a mutated answer of Node, and runs no command in it [P3]", async t => {
  if (!needsShell(t, 'dash')) return;
  const right = execRecord(
    [
      { name: 'AWS_ACCESS_KEY_ID', value: 'ASIAEXAMPLE' },
      { name: 'AWS_PROFILE', value: null },
      { name: 'AWSROLE_COLOR', value: '$(touch canary) `touch canary`' },
    ],
    2,
  );
  const folder = temporaryFolder(t);
  for (const name of ['bin', 'work', 'records', 'out']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'bin', 'node'), '#!/bin/sh\nexec cat "$RECORD"\n', { mode: 0o755 });
  const hostile = fc.constantFrom('PATH=/tmp', 'AWS_X[$(touch canary)]=1', '-PATH', 'LD_PRELOAD=/x', '-MINE');
  const mutatedRecord = fc.oneof(
    { weight: 3, arbitrary: mutated(right) },
    { weight: 1, arbitrary: hostile.map(line => right.replace('end\n', () => `${line}\nend\n`)) },
  );
  const records = [right, ...batches(mutatedRecord, 60).flat()];
  for (const [index, record] of records.entries()) writeFileSync(join(folder, 'records', `${index}`), record);
  const script = [
    'env -0 >../out/before',
    'i=0',
    `while [ "$i" -lt ${records.length} ]; do`,
    `  RECORD=../records/$i dash '${LAUNCHER}' exec dev -- env -0 >../out/$i 2>/dev/null`,
    '  i=$((i + 1))',
    'done',
  ];
  const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, MINE: 'kept', AWS_PROFILE: 'old' };
  const options = { cwd: join(folder, 'work'), env, timeoutMs: 300_000 };
  await run(t, 'dash', ['-c', script.join('\n')], options);
  const before = pairsIn(join(folder, 'out', 'before'));
  const changes = records.map((_, index) => {
    const after = pairsIn(join(folder, 'out', `${index}`));
    // without NUL bytes the file holds no environment: the launcher did not run the command
    if (after.length < 2) return [];
    return [...before.filter(pair => !after.includes(pair)), ...after.filter(pair => !before.includes(pair))];
  });
  for (const [index, pairs] of changes.entries())
    for (const pair of pairs)
      assert.match(pair.split('=')[0] ?? '', OURS, `${JSON.stringify(records[index])}; replay: ${REPLAY}`);
  assert.equal(changes[0]?.length, 3, 'the launcher refused the valid answer');
  assert.deepEqual(readdirSync(options.cwd), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activation } from '../../src/domain/environment.ts';
import { activate, activateValues } from '../../src/domain/environment.ts';
import { DECIDING_NAMES, liveRecord } from '../../src/domain/live-record.ts';
import { isForNow, readLiveRecord } from '../../src/domain/read-live-record.ts';

const NOW = 1_700_000_000;

const session = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: "it's a secret\\",
  sessionToken: 'token=',
  expiresAt: (NOW + 3600) * 1000,
  obtainedAt: NOW * 1000,
  clockOffset: 0,
};

const activation: Activation = {
  profile: 'dev',
  credentials: session,
  accountId: '222233334444',
  roleArn: 'arn:aws:iam::222233334444:role/Developer',
  color: undefined,
  region: { value: 'eu-west-1', own: true },
};

const files = {
  config: { path: '/home/a b/.aws/config', stamp: '0123456789abcdef' },
  credentials: { path: '/home/a b/.aws/credentials', stamp: undefined },
};
const paths = { config: files.config.path, credentials: files.credentials.path };

const written = (of: Activation = activation): string => liveRecord(of, session, files) ?? '';

test('what is read of a record is what was written', () => {
  const record = readLiveRecord(written(), 'dev');
  assert.deepEqual([record?.config, record?.credentials], [files.config, files.credentials]);
  assert.deepEqual([record?.from, record?.until], [NOW - 300, NOW + 3300]);
  assert.equal(record?.hasRegion, true);
});

test('a record changes an environment exactly as the session it was made of', () => {
  for (const of of [activation, { ...activation, color: 'f85149', region: undefined }])
    for (const env of [{}, { AWSROLE_PROFILE: 'uat', AWS_REGION: 'x', AWSROLE_REGION: 'x' }]) {
      const values = readLiveRecord(written(of), 'dev')?.values ?? new Map();
      assert.deepEqual(activateValues('dev', values, env), activate(of, env));
    }
});

test('a record that is cut off anywhere is none', () => {
  const text = written();
  for (let length = 0; length < text.length; length++)
    assert.equal(readLiveRecord(text.slice(0, length), 'dev'), undefined, `${length}`);
});

test('a record holds from a little before it was made until its session needs renewal', () => {
  const record = readLiveRecord(written(), 'dev');
  assert.ok(record);
  const holdsAt = (now: number, minLeft = 0) => isForNow(record, {}, paths, now, minLeft);
  assert.deepEqual(
    [NOW - 301, NOW - 300, NOW + 3299, NOW + 3300].map(now => holdsAt(now)),
    [false, true, true, false],
  );
  assert.deepEqual([holdsAt(NOW + 3299 - 600, 600), holdsAt(NOW + 3300 - 600, 600)], [true, false]);
});

test('a record is for its own files only, and for nobody who says otherwise where calls go', () => {
  const record = readLiveRecord(written(), 'dev');
  assert.ok(record);
  assert.equal(isForNow(record, {}, { ...paths, config: '/other' }, NOW, 0), false);
  assert.equal(isForNow(record, {}, { ...paths, credentials: '/other' }, NOW, 0), false);
  for (const name of DECIDING_NAMES) {
    assert.equal(isForNow(record, { [name]: 'x' }, paths, NOW, 0), false, name);
    assert.equal(isForNow(record, { [name]: '' }, paths, NOW, 0), true, name);
  }
});

test("a profile without a region is left to the command line where the shell has one of its person's own", () => {
  const record = readLiveRecord(written({ ...activation, region: undefined }), 'dev');
  assert.ok(record);
  assert.equal(isForNow(record, { AWS_REGION: 'eu-west-1' }, paths, NOW, 0), false);
  assert.equal(isForNow(record, { AWS_REGION: 'x', AWSROLE_REGION: 'x' }, paths, NOW, 0), true);
});

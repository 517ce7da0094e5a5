import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLiveRecords } from '../../../../src/adapters/cache/live-records.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const HOUR = 3_600_000;

test('a write deletes the records that are older than the longest role session, and no others', async t => {
  const home = temporaryFolder(t);
  const files = { configPath: join(home, 'config'), credentialsPath: join(home, 'credentials') };
  for (const path of Object.values(files)) {
    writeFileSync(path, '');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
  }
  const folder = join(home, 'cache');
  mkdirSync(folder, { mode: 0o700 });
  let now = Date.now();
  const records = createLiveRecords({ folder, isNamed: false, files, clock: { now: () => now } });
  const write = async (profile: string): Promise<void> =>
    records.write(profile, await records.observe(), () => `the record of ${profile}\n`);
  await write('dev');
  now += 12 * HOUR;
  await write('uat');
  assert.deepEqual(readdirSync(join(folder, 'live')), ['dev', 'uat']);
  now += 2 * HOUR;
  await write('uat');
  assert.deepEqual(
    readdirSync(join(folder, 'live')).filter(name => name === 'dev'),
    [],
  );
});

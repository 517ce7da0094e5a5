import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lacks } from '../support/tools.ts';
import { lineOf, ROLE_OF_ALICE, type SandboxPlace, startPlace, WHO } from './tools-home.ts';

const WHO_DIRECT = [...WHO, '--profile', 'direct'];

/** The file names in the AWS CLI's cache. */
const entriesOf = (place: SandboxPlace): string[] => {
  const folder = join(place.folder, '.aws', 'cli', 'cache');
  return existsSync(folder) ? readdirSync(folder) : [];
};

const useDirect = (place: SandboxPlace, args: readonly string[], env?: Record<string, string>) =>
  place.run('awsrole', ['use', 'direct', '--code', place.code(), ...args], env);

test('the AWS CLI uses a role session from awsrole, without an MFA code and without a call', async t => {
  if (await lacks(t, 'aws')) return;
  const place = await startPlace(t);
  lineOf(await useDirect(place, []));
  assert.equal(lineOf(await place.run('aws', WHO_DIRECT)), ROLE_OF_ALICE);
  assert.equal(place.count('AssumeRole'), 1);
});

test('the AWS CLI finds a role session from awsrole when its cache key has external ID, role session name and duration', async t => {
  if (await lacks(t, 'aws')) return;
  const place = await startPlace(t);
  lineOf(await place.run('awsrole', ['use', 'audit', '--code', place.code()]));
  const arn = lineOf(await place.run('aws', [...WHO, '--profile', 'audit']));
  assert.equal(arn, 'arn:aws:sts::555566667777:assumed-role/Auditor/some.one');
  assert.equal(place.count('AssumeRole'), 1);
});

test('awsrole use --refresh replaces an invalid entry in the cache of the AWS CLI, and aws works again', async t => {
  if (await lacks(t, 'aws')) return;
  const place = await startPlace(t);
  lineOf(await useDirect(place, []));
  const [name = ''] = entriesOf(place);
  place.write(`.aws/cli/cache/${name}`, '{"Credentials": {"Access');
  assert.notEqual((await place.run('aws', WHO_DIRECT)).exitCode, 0);
  lineOf(await place.run('awsrole', ['use', 'direct', '--refresh']));
  assert.equal(lineOf(await place.run('aws', WHO_DIRECT)), ROLE_OF_ALICE);
});

test('awsrole writes nothing to the cache of the AWS CLI with AWSROLE_SHARE_CLI_CACHE=0, --session-name or --duration', async t => {
  const place = await startPlace(t);
  lineOf(await useDirect(place, [], { AWSROLE_SHARE_CLI_CACHE: '0' }));
  lineOf(await place.run('awsrole', ['use', 'direct', '--session-name', 'someone']));
  lineOf(await place.run('awsrole', ['use', 'direct', '--duration', '30m']));
  assert.equal(place.count('AssumeRole'), 3);
  assert.deepEqual(entriesOf(place), []);
});

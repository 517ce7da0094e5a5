import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lacks } from '../support/tools.ts';
import { BOTO3, lineOf, startPlace } from './tools-home.ts';

/** A line of `[profile dev]` that a person wrote, what it becomes, and the tools that then refuse the profile. */
const CASES: readonly (readonly [from: string, to: string, broken: readonly ('aws' | 'boto3')[]])[] = [
  ['source_profile = mfa', 'source_profile = mfa # IAM user', ['aws', 'boto3']],
  ['region = eu-west-1', 'region = eu-west-1\noutput = json # c', ['aws']],
  ['region = eu-west-1', 'region = eu-west-1\ncli_timestamp_format = local', ['aws']],
  ['region = eu-west-1', 'region = eu-west-1\nduration_seconds = 900 # c', []],
];

test('mfa status calls exactly those profiles broken that the AWS CLI or boto3 refuses, and its edit makes them work', async t => {
  if (await lacks(t, 'aws', 'boto3')) return;
  const place = await startPlace(t);
  lineOf(await place.run('awsrole', ['mfa', '--code', place.code()]));
  const path = join(place.folder, '.aws/config');
  const good = readFileSync(path, 'utf8');
  const start = good.indexOf('[profile dev]');
  const use = async (): Promise<string[]> => {
    const aws = await place.run('aws', ['sts', 'get-caller-identity', '--profile', 'dev']);
    const boto3 = await place.run('python3', ['-c', BOTO3, 'dev']);
    return [...(aws.exitCode === 0 ? [] : ['aws']), ...(boto3.exitCode === 0 ? [] : ['boto3'])];
  };
  const status = async (): Promise<{ verdict: string; edit?: string }> => {
    const { profiles } = JSON.parse(lineOf(await place.run('awsrole', ['mfa', 'status', '--json'])));
    return profiles.find((one: { profile: string }) => one.profile === 'dev');
  };
  for (const [from, to, broken] of CASES) {
    const bad = good.slice(0, start) + good.slice(start).replace(from, to);
    writeFileSync(path, bad);
    assert.deepEqual(await use(), broken, to);
    const { verdict, edit } = await status();
    assert.equal(verdict, broken.length > 0 ? 'broken' : 'usable', to);
    if (edit === undefined) continue;
    const written = / write (?<text>.*?) at line (?<line>\d+)/.exec(edit)?.groups;
    const deleted = /^delete line (?<line>\d+) /.exec(edit)?.groups;
    const lines = bad.split('\n');
    lines[Number((written ?? deleted)?.['line']) - 1] = written?.['text'] ?? '';
    writeFileSync(path, lines.join('\n'));
    assert.deepEqual(await use(), [], `${to}: after “${edit}”`);
    assert.equal((await status()).verdict, 'usable', to);
  }
});

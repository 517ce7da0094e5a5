import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { BenchHome } from '../../../bench/home.ts';
import { peerCommands } from '../../../bench/peer-commands.ts';
import { temporaryFolder } from '../../support/temp.ts';

/** A machine that has nothing but these programs, each a script of sh. */
const machineWith = (t: TestContext, scripts: Readonly<Record<string, string>>): BenchHome => {
  const folder = join(temporaryFolder(t), 'bin');
  mkdirSync(folder);
  for (const [name, code] of Object.entries(scripts))
    writeFileSync(join(folder, name), `#!/bin/sh\n${code}\n`, { mode: 0o700 });
  return {
    env: { PATH: folder },
    url: 'http://localhost:1',
    keys: { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE' },
    code: () => '123456',
    withProfiles: () => ({}),
  };
};

const titles = (home: BenchHome): string[] => peerCommands(home).commands.map(({ title }) => title);

test('a tool that works in the sandbox is measured at its job', t => {
  const home = machineWith(t, { awsumepy: '[ "$*" = "-s dev" ]' });
  assert.deepEqual(titles(home), ['awsume -s']);
});

test('a tool that cannot do its job here is measured at starting, and its row says so', t => {
  const home = machineWith(t, { awsumepy: '[ "$*" = --version ]' });
  assert.deepEqual(titles(home), ['awsume --version: starting alone']);
});

test('what must come before gets the keys and a code, and decides whether the job can be measured', t => {
  const vault = `case "$1 $AWS_ACCESS_KEY_ID" in
    'add AKIAEXAMPLE' | 'export ') ;;
    'exec AKIAEXAMPLE') [ "$2 $3" = '--mfa-token 123456' ] ;;
    *) exit 1 ;;
  esac`;
  assert.deepEqual(titles(machineWith(t, { 'aws-vault': vault })), ['aws-vault export']);
  assert.deepEqual(titles(machineWith(t, { 'aws-vault': '[ "$1" != add ]' })), [
    'aws-vault --version: starting alone',
  ]);
});

test('what is not there, and what a version lacks, is named', t => {
  const { commands, missing } = peerCommands(machineWith(t, { aws: '[ "$1" = sts ]' }));
  assert.deepEqual(
    commands.map(({ title }) => title),
    ['aws sts get-caller-identity --profile'],
  );
  assert.deepEqual(missing, [
    'aws configure export-credentials: does not work with this version',
    'awsume: not on the PATH',
    'aws-vault: not on the PATH',
    'assume: not on the PATH',
    'aws-runas: not on the PATH',
    'saml2aws: not on the PATH',
  ]);
});

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type PeerHome, peerCommands } from '../../../bench/peer-commands.ts';
import { temporaryFolder } from '../../support/temp.ts';

/** A machine whose PATH has only these programs, each an sh script. */
const machineWith = (t: TestContext, scripts: Readonly<Record<string, string>>): PeerHome => {
  const folder = join(temporaryFolder(t), 'bin');
  mkdirSync(folder);
  for (const [name, code] of Object.entries(scripts))
    writeFileSync(join(folder, name), `#!/bin/sh\n${code}\n`, { mode: 0o700 });
  return {
    env: { PATH: folder },
    url: 'http://localhost:1',
    keys: { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE' },
    code: () => '123456',
  };
};

const titles = (home: PeerHome): string[] => peerCommands(home).commands.map(({ title }) => title);

test('a tool that works in the sandbox is measured getting credentials', t => {
  const home = machineWith(t, { awsumepy: '[ "$*" = "-s dev" ]' });
  assert.deepEqual(titles(home), ['awsume -s']);
});

test('a tool that does not work in the sandbox is measured starting, and its title says so', t => {
  const home = machineWith(t, { awsumepy: '[ "$*" = --version ]' });
  assert.deepEqual(titles(home), ['awsume --version: starting alone']);
});

test('the calls before the measured one get the keys and a code, and a failure of them rules it out', t => {
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

test('a tool that is not installed and a call that fails are listed as missing', t => {
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

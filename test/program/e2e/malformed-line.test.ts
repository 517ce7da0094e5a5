import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settle } from '../../support/fish-lab.ts';
import { inSandbox } from '../../support/in-sandbox.ts';

test('a malformed line is named on stderr whenever awsrole obtains a session, and never when a live record serves it', async t => {
  const inside = await inSandbox(t);
  const path = join(inside.home, '.aws/config');
  const line = readFileSync(path, 'utf8').split('\n').length;
  appendFileSync(path, '[profile half\nregion = eu-west-1\n');
  const warning = `awsrole: warning: ~/.aws/config:${line}: a section header without ']'\n`;
  const mfa = await inside.awsrole('mfa', '--code', inside.code());
  assert.deepEqual([mfa.exitCode, mfa.stderr], [0, warning]);
  // a record does not trust files that changed just before it was written
  for (const name of ['config', 'credentials']) settle(join(inside.home, '.aws', name), 7200);
  const first = await inside.awsrole('exec', 'dev', '--', 'true');
  assert.deepEqual([first.exitCode, first.stderr], [0, warning]);
  const live = await inside.awsrole('exec', 'dev', '--', 'true');
  assert.deepEqual([live.exitCode, live.stderr], [0, '']);
  const half = await inside.awsrole('exec', 'half', '--', 'true');
  assert.equal(half.exitCode, 1);
  assert.match(half.stderr, new RegExp(`profile 'half': ~/\\.aws/config:${line}: a section header without`));
});

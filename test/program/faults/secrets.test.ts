import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { secretsOf } from '../../support/app-output.ts';
import { type InSandbox, inSandbox } from '../../support/in-sandbox.ts';

/** Command lines of a user, mistakes included. */
const BEFORE_FAULTS = [
  'mfa',
  'dev',
  'use uat --shell fish',
  'use uat --json',
  'credential-process dev',
  'exec prod -- sh -c "exit 3"',
  'exec dev -- no-such-command',
  'list',
  'status',
  'status --json',
  'why dev',
  'use nobody',
  'use audit',
  'use wrong',
];
/** Command lines while STS sends invalid responses. */
const DURING_FAULTS = ['dev --refresh', 'uat --refresh', 'logout', 'clear'];
/** Command lines whose purpose is to print credentials. */
const PRINTS_CREDENTIALS = /^(dev|uat|use uat|credential-process)/;

const WRONG = 'wrongSecret/Canary+0123456789abcdefghijk';

const CONFIG = `
[profile audit]
role_arn = arn:aws:iam::555566667777:role/Auditor
source_profile = mfa
services = sandbox
[profile wrong]
role_arn = arn:aws:iam::222233334444:role/Developer
source_profile = broken
role_session_name = alice
services = sandbox
`;

/** A sandbox with a role that denies access and with invalid keys. */
const sandboxWithFailures = async (
  t: TestContext,
): Promise<{ inside: InSandbox; secrets: () => string[] }> => {
  const inside = await inSandbox(t);
  const { home, sandbox } = inside;
  const code = inside.code();
  writeFileSync(join(home, 'code'), code, { mode: 0o600 });
  inside.configure('mfa_process = cat code');
  appendFileSync(join(home, '.aws', 'config'), CONFIG);
  appendFileSync(
    join(home, '.aws', 'credentials'),
    `[broken]\naws_access_key_id = AKIAEXAMPLEWRONG0001\naws_secret_access_key = ${WRONG}\n`,
  );
  return { inside, secrets: () => [...secretsOf(sandbox.world), WRONG, code] };
};

/** Runs the command lines in sequence. Each writes to `out` and `err` in a folder that has its index and text as name. */
const runAll = (inside: InSandbox, lines: readonly string[]) =>
  inside.run(
    'sh',
    lines
      .map(
        (line, index) =>
          `mkdir '${index} ${line}' && awsrole ${line} >'${index} ${line}/out' 2>'${index} ${line}/err'`,
      )
      .join('\n'),
    { env: { AWSROLE_DEBUG: '1' }, timeoutMs: 300_000 },
  );

test('no message and no process command line of a series of commands contains a secret [P24]', async t => {
  const { inside, secrets } = await sandboxWithFailures(t);
  const seen = new Set<string>();
  let isOver = false;
  const watching = (async () => {
    for (; !isOver; await sleep(25)) for (const line of commandLines()) seen.add(line);
  })();
  await runAll(inside, BEFORE_FAULTS);
  for (const kind of ['truncate', 'xml-garbage'] as const)
    inside.sandbox.inject({ operation: 'AssumeRole', kind, times: 1 });
  await runAll(inside, DURING_FAULTS);
  isOver = true;
  await watching;

  const outputs = [BEFORE_FAULTS, DURING_FAULTS].flatMap(lines =>
    lines.map((line, index) => {
      const read = (name: string): string =>
        readFileSync(join(inside.home, `${index} ${line}`, name), 'utf8');
      return {
        where: line,
        err: read('err'),
        text: read('err') + (PRINTS_CREDENTIALS.test(line) ? '' : read('out')),
      };
    }),
  );
  assert.match(
    outputs.find(({ where }) => where === 'use wrong')?.err ?? '',
    /AWS does not know the keys of profile 'broken'/,
  );
  assert.match(outputs.find(({ where }) => where === 'use audit')?.err ?? '', /AccessDenied/);
  const lines = [...seen].join('\n');
  assert.match(lines, /main\.js\0mfa/, 'the test read the command lines');
  assert.ok(secrets().length > 12, 'the commands obtained sessions');
  for (const { where, text } of [...outputs, { where: 'a command line', text: lines }])
    for (const secret of secrets())
      assert.ok(
        ![secret, encodeURIComponent(secret)].some(form => text.includes(form)),
        `a secret in ${where}`,
      );
});

test('with debug options of Node, credential-process prints only JSON to stdout and no secret to stderr [P23]', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const { exitCode, stdout, stderr } = await inside.run('sh', 'awsrole credential-process dev --refresh', {
    env: {
      NODE_DEBUG: 'fs,module,net,tls,timer',
      NODE_OPTIONS: '--trace-warnings --trace-deprecation',
      AWSROLE_DEBUG: '1',
    },
  });
  assert.equal(exitCode, 0);
  assert.equal(JSON.parse(stdout).Version, 1);
  for (const secret of secretsOf(inside.sandbox.world)) assert.ok(!stderr.includes(secret), 'a secret');
});

/** Returns every readable command line on this machine. */
const commandLines = (): string[] =>
  readdirSync('/proc').flatMap(name => {
    try {
      return /^\d+$/.test(name) ? [readFileSync(`/proc/${name}/cmdline`, 'utf8')] : [];
    } catch {
      return [];
    }
  });

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { openPty } from '../../support/pty.ts';

test('switch-roles import of the output of export through a pipe changes nothing', async t => {
  const inside = await inSandbox(t);
  const config = (): string => readFileSync(join(inside.home, '.aws/config'), 'utf8');
  const before = config();
  const { stdout, stderr, exitCode } = await inside.run(
    'sh',
    'awsrole switch-roles export | awsrole switch-roles import - --write',
  );
  assert.deepEqual([stdout, exitCode], ['same     dev, uat, prod\n', 0]);
  assert.match(stderr, /^awsrole: [^\n]* add aws_account_alias = ALIAS to profile 'default' \(\d{12}\)\n$/);
  assert.equal(config(), before);
});

test('concurrent switch-roles imports are all written', async t => {
  const inside = await inSandbox(t);
  const numbers = [1, 2, 3, 4];
  const { stderr } = await inside.run(
    'sh',
    `for i in ${numbers.join(' ')}; do
       printf '[n%s]\\nrole_arn = arn:aws:iam::111122223333:role/R\\n' $i | awsrole switch-roles import - --write &
     done; wait`,
  );
  assert.equal(stderr, '');
  const written = readFileSync(join(inside.home, '.aws/config'), 'utf8').matchAll(/^\[profile n(\d)\]$/gm);
  assert.deepEqual([...written].map(([, number]) => Number(number)).sort(), numbers);
});

test('switch-roles import prompts on the terminal for the account ID of an alias while stdin is a pipe', async t => {
  const inside = await inSandbox(t);
  const text = '[x]\\naws_account_id = my-org\\nrole_name = R\\n';
  const pty = openPty(t, 'sh', ['-c', `printf '${text}' | awsrole switch-roles import - >out`], {
    env: inside.env,
    cwd: inside.home,
  });
  await pty.waitFor(/account alias 'my-org', of x\naccount ID: $/);
  pty.type('1234-5678-9012\r');
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
  assert.match(
    readFileSync(join(inside.home, 'out'), 'utf8'),
    /^role_arn = arn:aws:iam::123456789012:role\/R$/m,
  );
});

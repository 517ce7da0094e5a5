import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Cancelled } from '../../../../src/core/errors.ts';
import { profile, role, SERIAL, serves, startApp, WITH_SERIAL } from '../../../support/app.ts';

const QUESTION = `profile 'dev', device ${SERIAL}\nMFA code: `;
const REJECTED =
  'awsrole: AWS rejected that code: it was wrong or already used (each works once); try the next one\n';
const EXPLAINED =
  "awsrole: error: profile 'dev': cannot obtain an MFA session: the MFA code is wrong, or already used: AWS accepts each code once (AccessDenied, request id <id>)\n" +
  'awsrole: hint: wait for the next code and try again\n' +
  `awsrole: hint: use the code of this device: ${SERIAL}\n` +
  'awsrole: hint: check the clock of the device: the code depends on the time\n';

test('awsrole does not prompt while the device still shows the last used code [P19]', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  assert.deepEqual(await app.useWithCode('uat', '--duration', '2h'), serves('uat', 3, '11:00:30'));
  assert.deepEqual(app.calls, ['AssumeRole']);
  assert.deepEqual(app.clock.sleeps, [25_050]);
  assert.deepEqual(app.terminal.progresses, [
    'the last MFA code was just used and works once; next code in 25 s',
  ]);
});

test('awsrole prompts again after a wrong code', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  app.answers.push(app.wrongCode(), app.wrongCode(), app.code());
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05', REJECTED + REJECTED));
  assert.deepEqual(app.prompts, [QUESTION, QUESTION, QUESTION]);
});

test('after the third wrong code awsrole explains the refusal', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  app.answers.push(app.wrongCode(), app.wrongCode(), app.wrongCode(), app.code());
  assert.deepEqual(await app.use('dev'), {
    exitCode: 1,
    stdout: '',
    stderr: REJECTED + REJECTED + EXPLAINED,
  });
  assert.deepEqual(app.calls, ['GetSessionToken', 'GetSessionToken', 'GetSessionToken']);
});

test('an answer without six digits causes another prompt and no call, and spaces are accepted', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  const spaced = app.code() as () => string;
  app.answers.push('', '12345', 'abcdef', () => spaced().replace(/(...)/, ' $1 '));
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05'));
  assert.deepEqual(app.terminal.complaints, Array(3).fill('an MFA code is six digits'));
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole']);
});

test('--code is used without a prompt', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  const code = app.code() as () => string;
  assert.deepEqual(await app.use('dev', '--code', code()), serves('dev', 2, '10:00:05'));
  assert.deepEqual(app.prompts, []);
});

test('a wrong --code fails at once, even with a terminal', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  const wrong = app.wrongCode() as () => string;
  assert.deepEqual(await app.use('dev', '--code', wrong()), {
    exitCode: 1,
    stdout: '',
    stderr: EXPLAINED,
  });
  assert.deepEqual([app.calls, app.prompts], [['GetSessionToken'], []]);
});

test('a malformed --code is a usage error that does not repeat its value', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  assert.deepEqual(await app.use('dev', '--code', 'hunter2'), {
    exitCode: 2,
    stdout: '',
    stderr:
      'awsrole: error: --code: an MFA code is six digits\n' +
      'awsrole: hint: read it from your device: --code 123456\n',
  });
  assert.deepEqual(app.calls, []);
});

test('without a terminal a required code is an error with hints for other ways', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  app.terminal.canAsk = false;
  assert.deepEqual(await app.use('dev'), {
    exitCode: 1,
    stdout: '',
    stderr:
      "awsrole: error: profile 'dev': MFA code required, but there is no terminal to prompt on\n" +
      'awsrole: hint: run `awsrole mfa` in a terminal first: no code is then needed\n' +
      'awsrole: hint: pass the code with --code 123456\n' +
      'awsrole: hint: set mfa_process in the profile to a command that prints the code\n',
  });
  assert.deepEqual(app.calls, []);
});

test('--unattended forbids the prompt for a required code', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  assert.deepEqual(await app.use('dev', '--unattended'), {
    exitCode: 1,
    stdout: '',
    stderr:
      "awsrole: error: profile 'dev': MFA code required, but --unattended forbids prompting\n" +
      'awsrole: hint: run `awsrole mfa` in a terminal first: no code is then needed\n' +
      'awsrole: hint: pass the code with --code 123456\n' +
      'awsrole: hint: or omit --unattended\n',
  });
  assert.deepEqual([app.calls, app.prompts], [[], []]);
});

test('Ctrl-C at the prompt exits with 130 without a message', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  app.answers.push(() => {
    throw new Cancelled();
  });
  assert.deepEqual(await app.use('dev'), { exitCode: 130, stdout: '', stderr: '' });
  assert.deepEqual(app.calls, []);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05'));
});

test('mfa_process provides the code without a terminal', async t => {
  const app = await startApp(t);
  const code = app.code() as () => string;
  app.terminal.canAsk = false;
  app.write('code', `${code()}\n`);
  app.write(
    '.aws/config',
    profile('default', { mfa_serial: SERIAL, mfa_process: `cat ${join(app.home, 'code')}` }) + role('dev'),
  );
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05'));
});

test('mfa_process runs once more, in the next time step, after a rejected code', async t => {
  const app = await startApp(t);
  const [code, wrong] = [app.code() as () => string, app.wrongCode() as () => string];
  app.write(
    'next-code',
    `read -r line < codes && echo "$line" && tail -n +2 codes > rest && mv rest codes\n`,
  );
  const config = (times: number): string =>
    profile('default', { mfa_serial: SERIAL, mfa_process: `cd ${app.home} && sh next-code` }) +
    role('dev', { duration_seconds: times });
  app.write('codes', `${wrong()}\n${code()}\n`);
  app.write('.aws/config', config(3600));
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:30'));
  assert.deepEqual(app.clock.sleeps, [25_050]);
  assert.deepEqual(app.calls, ['GetSessionToken', 'GetSessionToken', 'AssumeRole']);
  app.write('codes', `${wrong()}\n${wrong()}\n${code()}\n`);
  app.write('.aws/config', config(7200));
  assert.deepEqual(await app.use('dev'), {
    exitCode: 1,
    stdout: '',
    stderr: EXPLAINED.replace(
      'cannot obtain an MFA session',
      `cannot assume arn:aws:iam::222233334444:role/Developer`,
    ),
  });
  assert.deepEqual(app.calls, ['AssumeRole', 'AssumeRole']);
});

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Cancelled } from '../../../../src/core/errors.ts';
import { profile, role, SERIAL, serves, startApp, WITH_SERIAL } from '../../../support/app.ts';

const QUESTION = `profile 'dev', device ${SERIAL}\nMFA code: `;
const NOT_TAKEN =
  'awsrole: AWS rejected that code: it was wrong or already used (each works once); try the next one\n';
const EXPLAINED =
  "awsrole: error: profile 'dev': cannot obtain an MFA session: the MFA code is wrong, or already used: AWS accepts each code once (AccessDenied, request id <id>)\n" +
  'awsrole: hint: wait for the next code and try again\n' +
  `awsrole: hint: use the code of this device: ${SERIAL}\n` +
  'awsrole: hint: check the clock of the device: the code depends on the time\n';

test('a code is not asked for while the device still shows the one that was just used [P19]', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  assert.deepEqual(await app.useWithCode('uat', '--duration', '2h'), serves('uat', 3, '11:00:30'));
  assert.deepEqual(app.calls, ['AssumeRole']);
  assert.deepEqual(app.clock.sleeps, [25_050]);
  assert.deepEqual(app.terminal.progresses, [
    'the last MFA code was just used and works once; next code in 25 s',
  ]);
});

test('a mistyped code is asked for again', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  app.answers.push(app.wrongCode(), app.wrongCode(), app.code());
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05', NOT_TAKEN + NOT_TAKEN));
  assert.deepEqual(app.prompts, [QUESTION, QUESTION, QUESTION]);
});

test('after the third wrong code the refusal is explained', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  app.answers.push(app.wrongCode(), app.wrongCode(), app.wrongCode(), app.code());
  assert.deepEqual(await app.use('dev'), {
    exitCode: 1,
    stdout: '',
    stderr: NOT_TAKEN + NOT_TAKEN + EXPLAINED,
  });
  assert.deepEqual(app.calls, ['GetSessionToken', 'GetSessionToken', 'GetSessionToken']);
});

test('what is not six digits is asked for again without a call, and a space between them is taken', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  const spaced = app.code() as () => string;
  app.answers.push('', '12345', 'abcdef', () => spaced().replace(/(...)/, ' $1 '));
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05'));
  assert.deepEqual(app.terminal.complaints, Array(3).fill('an MFA code is six digits'));
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole']);
});

test('--code is used without a question', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  const code = app.code() as () => string;
  assert.deepEqual(await app.use('dev', '--code', code()), serves('dev', 2, '10:00:05'));
  assert.deepEqual(app.prompts, []);
});

test('--code that is wrong fails at once, even where somebody could be asked', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  const wrong = app.wrongCode() as () => string;
  assert.deepEqual(await app.use('dev', '--code', wrong()), {
    exitCode: 1,
    stdout: '',
    stderr: EXPLAINED,
  });
  assert.deepEqual([app.calls, app.prompts], [['GetSessionToken'], []]);
});

test('--code that is no code is a usage error that does not repeat it', async t => {
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

test('without a terminal a needed code is an error that says what serves without one', async t => {
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

test('--unattended asks nobody, and says so', async t => {
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

test('Ctrl-C at the question ends with 130 and not a word', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  app.answers.push(() => {
    throw new Cancelled();
  });
  assert.deepEqual(await app.use('dev'), { exitCode: 130, stdout: '', stderr: '' });
  assert.deepEqual(app.calls, []);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05'));
});

test('mfa_process gives the code where nobody can be asked', async t => {
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

test('mfa_process whose code is refused is run once more, in the next step of the device', async t => {
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

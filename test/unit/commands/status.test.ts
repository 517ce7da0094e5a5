import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from '../../support/app.ts';
import { done, fails } from '../../support/app-fixtures.ts';

const KEY = 'ASIAIOSFODNN7EXAMPLE';
const LIVE = {
  AWSROLE_PROFILE: 'dev',
  AWSROLE_ACCOUNT_ID: '222233334444',
  AWSROLE_ROLE_ARN: 'arn:aws:iam::222233334444:role/Developer',
  AWSROLE_EXPIRES: String(Date.UTC(2026, 2, 2, 10, 0, 5) / 1000),
  AWSROLE_KEY: KEY,
  AWS_ACCESS_KEY_ID: KEY,
  AWS_REGION: 'eu-central-1',
};
const ROWS =
  'profile  dev\naccount  222233334444\nrole     arn:aws:iam::222233334444:role/Developer\nregion   eu-central-1\n';
const TEXT = `${ROWS}key      ASIA…MPLE\nvalid    until 2026-03-02 10:00:05 +00:00 (1h left)\n`;
const NOTHING = 'no profile is active in this shell\n';

for (const [name, env, text] of [
  ['nothing', {}, NOTHING],
  ['live', LIVE, TEXT],
  [
    'expired',
    { ...LIVE, AWSROLE_EXPIRES: String(Date.UTC(2026, 2, 2, 9, 0, 5) / 1000) },
    TEXT.replace('10:00:05 +00:00 (1h left)', '09:00:05 +00:00 (expired)'),
  ],
  [
    'foreign keys in their place',
    { ...LIVE, AWS_ACCESS_KEY_ID: 'AKIAFOREIGN000000000' },
    `${TEXT.replace('ASIA…MPLE', 'AKIA…0000')}warning  another tool has changed the keys of 'dev' (AWS_ACCESS_KEY_ID); \`eval "$(awsrole dev)"\` sets them again, \`eval "$(awsrole clear)"\` unsets them\n`,
  ],
  [
    'keys taken out',
    { ...LIVE, AWS_ACCESS_KEY_ID: undefined },
    `${TEXT.replace(/key .*\n/, '')}warning  the keys of 'dev' are no longer set in this shell: AWS tools use other credentials\n`,
  ],
  [
    'somebody’s keys alone',
    { AWS_ACCESS_KEY_ID: KEY },
    `${NOTHING}warning  AWS_ACCESS_KEY_ID is set, but not by awsrole\n`,
  ],
  [
    'a segment before the prompt',
    { ...LIVE, AWSROLE_SEGMENT: 'auto' },
    `${TEXT}prompt   awsrole draws the segment before the prompt\n`,
  ],
  [
    'a prompt that contains the segment',
    { AWSROLE_SEGMENT: 'own' },
    `${NOTHING}prompt   the prompt contains awsrole_prompt and draws the segment\n`,
  ],
  [
    'AWSROLE_PROMPT=off',
    { AWSROLE_SEGMENT: 'off' },
    `${NOTHING}prompt   no segment: AWSROLE_PROMPT is off\n`,
  ],
  [
    'a prompt without the segment',
    { AWSROLE_SEGMENT: 'none' },
    `${NOTHING}prompt   no segment: this prompt does not contain it; docs/prompts.md has the line for each framework\n`,
  ],
  [
    'the prompt of starship',
    { AWSROLE_SEGMENT: 'none', STARSHIP_SHELL: 'zsh' },
    `${NOTHING}prompt   no segment: starship draws the prompt, and its aws module shows the profile\n`,
  ],
  ['a shell that is not interactive', { AWSROLE_SEGMENT: '' }, NOTHING],
  ['an unknown word about the prompt', { AWSROLE_SEGMENT: '__proto__' }, NOTHING],
  [
    'AWS_PROFILE with control characters',
    { ...LIVE, AWS_PROFILE: 'p\u001b[31mq' },
    `${TEXT}warning  AWS_PROFILE is set ('p␛[31mq'): some SDKs prefer it to the keys in this shell; unset it\n`,
  ],
] as const)
  test(`status: ${name}`, async t => {
    const app = await startApp(t);
    Object.assign(app.env, env);
    assert.deepEqual(await app.run('status'), done(text));
    assert.equal(app.sandbox.calls().length, 0);
  });

test('status --json', async t => {
  const app = await startApp(t);
  const json = async (): Promise<unknown> => {
    const outcome = await app.run('status', '--json');
    return { ...outcome, stdout: JSON.parse(outcome.stdout) };
  };
  assert.deepEqual(await json(), { exitCode: 0, stdout: { warnings: [] }, stderr: '' });
  Object.assign(app.env, LIVE);
  const stdout = {
    profile: 'dev',
    account: '222233334444',
    roleArn: LIVE.AWSROLE_ROLE_ARN,
    region: 'eu-central-1',
    warnings: [],
    accessKeyId: 'ASIA…MPLE',
    expiration: '2026-03-02T10:00:05Z',
    secondsLeft: 3600,
  };
  assert.deepEqual(await json(), { exitCode: 0, stdout, stderr: '' });
  Object.assign(app.env, { AWSROLE_SEGMENT: 'auto' });
  assert.deepEqual(await json(), { exitCode: 0, stdout: { ...stdout, segment: 'auto' }, stderr: '' });
});

test('status rejects a profile argument', async t => {
  const app = await startApp(t);
  assert.deepEqual(
    await app.run('status', 'dev'),
    fails(2, '', "status: unexpected argument 'dev'", 'see awsrole status --help'),
  );
});

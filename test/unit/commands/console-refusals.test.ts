import assert from 'node:assert/strict';
import { test } from 'node:test';
import { profile, role, SERIAL, startApp } from '../../support/app.ts';
import { fails } from '../../support/app-fixtures.ts';

const CONFIG =
  profile('default', { mfa_serial: SERIAL, region: 'eu-west-1' }) +
  role('dev') +
  profile('plain', { region: 'eu-west-1' });

const NO_ROLE = [
  'name a profile with a role; `awsrole list` shows them',
  'to sign in as the user itself, use its user name and password in the browser',
] as const;

for (const [what, words, expected] of [
  [
    'an MFA session',
    ['default'],
    fails(
      1,
      '',
      "profile 'default' provides an MFA session of an IAM user, but the console accepts only role sessions",
      ...NO_ROLE,
    ),
  ],
  [
    'long-term keys',
    ['plain'],
    fails(
      1,
      '',
      "profile 'plain' provides the long-term keys of an IAM user, but the console accepts only role sessions",
      ...NO_ROLE,
    ),
  ],
  [
    'no role to switch to',
    ['default', '--switch-role'],
    fails(1, '', "profile 'default' has no role_arn for a browser to switch to", NO_ROLE[0]),
  ],
  [
    'an unknown service',
    ['dev', '--service', 'lamda'],
    fails(
      2,
      '',
      "--service: unknown service 'lamda'",
      "did you mean 'lambda'?",
      '--url opens any page of the console: --url https://console.aws.amazon.com/…',
    ),
  ],
  [
    'what a link that switches roles cannot hold',
    ['dev', '--switch-role', '--service', 's3', '--region', 'eu-west-1', '--refresh'],
    fails(
      2,
      '',
      '--switch-role needs no session and has a page of its own: it does not take --service, --region, --refresh',
      'omit --switch-role, or the other options',
    ),
  ],
  [
    'a region beside a whole address',
    ['dev', '--url', 'https://console.aws.amazon.com/s3', '--region', 'eu-west-1'],
    fails(2, '', '--url and --region exclude each other: the URL names the whole page', 'omit one of them'),
  ],
  ['no profile', [], fails(2, '', 'console: missing PROFILE', 'see awsrole console --help')],
  [
    'no browser',
    ['dev', '--service', 's3'],
    fails(
      1,
      '',
      'no browser found: there is no display, and BROWSER is not set',
      'use --print to print the link instead',
    ),
  ],
] as const)
  test(`console refuses ${what} before any call or prompt`, async t => {
    const keys = 'aws_access_key_id = <alice>\naws_secret_access_key = <alice secret>\n';
    const app = await startApp(t, { config: CONFIG, credentials: `[default]\n${keys}[plain]\n${keys}` });
    app.hasBrowser = process.platform !== 'linux' || what !== 'no browser';
    if (app.hasBrowser && what === 'no browser') return t.skip('other systems always have a display');
    assert.deepEqual(await app.run('console', ...words), expected);
    assert.deepEqual([app.sandbox.calls().length, app.prompts, app.opened], [0, [], []]);
  });

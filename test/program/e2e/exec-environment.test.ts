import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { LAUNCHER, MAIN } from '../../support/program.ts';
import { run } from '../../support/run.ts';

const printEnvironment = [process.execPath, '-p', 'JSON.stringify(process.env)'];

/** Every variable that `exec` sets. */
const managedNames = [
  'AWSROLE_ACCOUNT_ID',
  'AWSROLE_COLOR',
  'AWSROLE_EXPIRES',
  'AWSROLE_KEY',
  'AWSROLE_PROFILE',
  'AWSROLE_REGION',
  'AWSROLE_ROLE_ARN',
  'AWSUME_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
];

/** Variables of other tools and earlier sessions, which `exec` unsets. */
const leftovers = {
  AWS_PROFILE: 'other',
  AWS_DEFAULT_PROFILE: 'other',
  AWS_SECURITY_TOKEN: 'old',
  AWS_SESSION_EXPIRATION: 'old',
  AWS_VAULT: 'other',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/',
};

/** Variables that awsrole does not manage, with text that is hard to pass on. */
const bystanders = {
  AWS_PAGER: 'less',
  AWSOME: '1',
  NASTY: `a'b "c" $(touch pwned) \`id\` *\nsecond line \\`,
  EMPTY: '',
  PS4: '+ ',
};

for (const [name, file, before] of [
  ['the launcher', LAUNCHER, []],
  ['Node alone', process.execPath, [MAIN]],
] as const)
  test(`exec through ${name} sets and unsets exactly the variables that awsrole manages [P21]`, async t => {
    const inside = await inSandbox(t);
    await inside.signIn();
    // The launcher uses these names. If they stayed exported, the command would receive secrets in them.
    const own = { __awsrole_record: 'mine', __awsrole_line: 'mine', __awsrole_words: '9' };
    const isLauncher = file === LAUNCHER;
    const env = { ...inside.env, ...leftovers, ...bystanders, ...(isLauncher ? own : {}) };
    const read = async (program: string, args: readonly string[]): Promise<Record<string, string>> => {
      const { stdout, stderr } = await run(t, program, args, { env, cwd: inside.home });
      assert.equal(stderr, '');
      return JSON.parse(stdout);
    };
    // the environment of a program that a shell starts directly
    const outer = await read('sh', ['-c', 'exec "$@"', 'sh', ...printEnvironment]);
    const inner = await read(file, [...before, 'exec', 'dev', '--', ...printEnvironment]);

    const changed = Object.keys(inner).filter(key => inner[key] !== outer[key]);
    const gone = Object.keys(outer).filter(key => inner[key] === undefined);
    assert.deepEqual(changed.sort(), managedNames);
    assert.deepEqual(gone.sort(), Object.keys({ ...leftovers, ...(isLauncher ? own : {}) }).sort());
    assert.equal(inner['AWSROLE_PROFILE'], 'dev');
    assert.equal(inner['AWSROLE_KEY'], inner['AWS_ACCESS_KEY_ID']);
    assert.equal(inner['AWS_CREDENTIAL_EXPIRATION'], expirationOf(inner['AWSROLE_EXPIRES']));
  });

const expirationOf = (seconds: string | undefined): string =>
  new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');

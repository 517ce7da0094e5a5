import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createBrowser } from '../../../../src/adapters/browser/browser.ts';
import { ownerOfPeer, serveOnce } from '../../../../src/adapters/browser/one-shot-page.ts';
import { systemClock } from '../../../../src/adapters/clock.ts';
import { MANAGED_NAMES } from '../../../../src/core/environment/environment.ts';
import { AwsroleError } from '../../../../src/core/errors.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const SECRET = 'https://signin.aws.amazon.com/federation?SigninToken=secret';

const visit = (address: string, method = 'GET') => fetch(address, { method, redirect: 'manual' });

const page = async (t: TestContext, ownerOf?: typeof ownerOfPeer) => {
  const served = await serveOnce(SECRET, ownerOf);
  t.after(() => served.close());
  return served;
};

test('the page redirects the first request and answers the next with 410 [P28]', async t => {
  const { address, fetched } = await page(t);
  const first = await visit(address);
  assert.deepEqual([first.status, first.headers.get('location')], [303, SECRET]);
  assert.equal(first.headers.get('cache-control'), 'no-store');
  await fetched;
  const second = await visit(address);
  assert.deepEqual([second.status, second.headers.get('location')], [410, null]);
});

test('a request with another path or method is 404 and does not use up the page', async t => {
  const { address } = await page(t);
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/);
  const { origin } = new URL(address);
  for (const [url, method] of [
    [`${origin}/`, 'GET'],
    [`${origin}/favicon.ico`, 'GET'],
    [`${address}x`, 'GET'],
    [address, 'HEAD'],
    [address, 'POST'],
  ] as const)
    assert.equal((await visit(url, method)).status, 404, `${method} ${url}`);
  assert.equal((await visit(address)).status, 303);
});

test('a request of another user is 403 and does not use up the page; root and unknown users are redirected [P28]', async t => {
  const uids = [(process.getuid?.() ?? 0) + 1, 0];
  const guarded = await page(t, () => uids.shift());
  assert.equal((await visit(guarded.address)).status, 403);
  assert.equal((await visit(guarded.address)).status, 303);
  const unguarded = await page(t, () => undefined);
  assert.equal((await visit(unguarded.address)).status, 303);
});

for (const [family, host] of [
  ['IPv4', '127.0.0.1'],
  ['IPv6 with an IPv4 address', '::ffff:127.0.0.1'],
] as const)
  test(`ownerOfPeer returns the user at the other end of a connection over ${family}, on Linux`, async t => {
    const peers: Socket[] = [];
    const server = createServer(socket => void peers.push(socket));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const client = connect((server.address() as { port: number }).port, host);
    t.after(() => [client, ...peers].map(socket => socket.destroy()) && server.close());
    await new Promise(resolve => server.once('connection', resolve));
    const expected = process.platform === 'linux' ? process.getuid?.() : undefined;
    assert.equal(ownerOfPeer(peers[0] as Socket), expected);
  });

interface FakeBrowser {
  readonly folder: string;
  readonly command: string;
  recordedArguments(): string[];
  recordedEnvironment(): Record<string, string>;
}

/** A browser that records its arguments and its environment, and requests the address in the last one. */
const fakeBrowser = (t: TestContext, name = 'my browser.cjs'): FakeBrowser => {
  const folder = temporaryFolder(t);
  const command = join(folder, name);
  writeFileSync(
    command,
    `#!${process.execPath}
const { writeFileSync } = require('node:fs');
const words = process.argv.slice(2);
writeFileSync(${JSON.stringify(join(folder, 'environment'))}, JSON.stringify(process.env));
writeFileSync(${JSON.stringify(join(folder, 'words'))}, JSON.stringify(words));
fetch(words.at(-1), { redirect: 'manual' });
`,
  );
  chmodSync(command, 0o700);
  const recorded = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return {
    folder,
    command,
    recordedArguments: () => recorded('words'),
    recordedEnvironment: () => recorded('environment'),
  };
};

const browserFor = (BROWSER: string, waitMs = 60_000) =>
  createBrowser({ env: { PATH: process.env['PATH'], BROWSER }, clock: systemClock, waitMs });

const failureOf = async (promise: Promise<void>): Promise<AwsroleError> => {
  const error = await promise.then(
    () => assert.fail('a browser opened the page'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof AwsroleError);
  assert.doesNotMatch([error.message, ...error.hints].join('\n'), /secret|127\.0\.0\.1/);
  return error;
};

test('the first working command of BROWSER gets the page’s address, and the secret URL is not in its arguments [P28]', async t => {
  const { command, recordedArguments } = fakeBrowser(t);
  const browser = browserFor(`no-such-browser:false %s:'${command}' --new-tab %s`);
  await browser.check();
  await browser.open(SECRET);
  const [option, address = ''] = recordedArguments();
  assert.equal(option, '--new-tab');
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/);
});

/** An environment in which every variable that awsrole manages has a value. */
const withKeys = (): Record<string, string> => ({
  ...Object.fromEntries(MANAGED_NAMES.map(name => [name, `${name} of the shell`])),
  AWSROLE_REGION: 'AWS_REGION of the shell',
  MINE: 'kept',
});

/** What remains of it: names of profiles, and the regions of the user. */
const INHERITED = ['AWSROLE_PREVIOUS', 'AWS_REGION', 'AWS_DEFAULT_REGION'];

test('the browser inherits no key and no other variable of a session; a region of the user stays [P28]', async t => {
  const { command, recordedEnvironment } = fakeBrowser(t);
  const env = { ...withKeys(), PATH: process.env['PATH'], BROWSER: `'${command}'` };
  await createBrowser({ env, clock: systemClock }).open(SECRET);
  const inherited = recordedEnvironment();
  assert.deepEqual(
    MANAGED_NAMES.filter(name => name in inherited),
    INHERITED,
  );
  assert.equal(inherited['MINE'], 'kept');
  assert.equal(inherited['AWS_REGION'], 'AWSROLE_SAVED_REGION of the shell');
});

test('the desktop’s browser inherits no key, on Linux', async t => {
  if (process.platform !== 'linux') return t.skip('NOT TESTED: needs xdg-open');
  const { folder, command, recordedEnvironment } = fakeBrowser(t, 'xdg-open');
  const before = process.env;
  t.after(() => {
    process.env = before;
  });
  // the xdg-open that the package brings starts BROWSER; the build has none and finds this one on the PATH
  process.env = { ...before, ...withKeys(), PATH: `${folder}:${before['PATH']}`, BROWSER: command };
  const shell = process.env;
  await createBrowser({ env: { DISPLAY: ':0' }, clock: systemClock }).open(SECRET);
  const inherited = recordedEnvironment();
  assert.deepEqual(
    MANAGED_NAMES.filter(name => name in inherited),
    INHERITED,
  );
  assert.equal(process.env, shell, 'the environment of this process is restored');
});

test('when every command of BROWSER fails, the error gives the reason for each', async () => {
  const error = await failureOf(browserFor('no-such-browser:false').open(SECRET));
  assert.equal(error.message, "BROWSER: 'no-such-browser' was not found, 'false' ended with exit code 1");
});

test('a browser that does not request the page within the time limit is an error', async () => {
  const error = await failureOf(browserFor('true', 50).open(SECRET));
  assert.match(error.message, /^no browser opened the link within 0 seconds$/);
  assert.match(error.hints.join('\n'), /--print/);
});

test('check rejects on Linux without BROWSER and without a display', async t => {
  if (process.platform !== 'linux') return t.skip('NOT TESTED: other systems always have a display');
  const browser = createBrowser({ env: {}, clock: systemClock });
  await assert.rejects(browser.check(), /no browser found/);
  await createBrowser({ env: { DISPLAY: ':0' }, clock: systemClock }).check();
});

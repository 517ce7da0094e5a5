import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../../src/adapters/process/process-facts.ts';
import { STEP } from '../../../src/sandbox/state/totp.ts';
import { LAUNCHER } from '../../support/program.ts';
import { openPty } from '../../support/pty.ts';
import { run, start } from '../../support/run.ts';
import { temporaryFolder } from '../../support/temp.ts';

const SHOW =
  'cat "$HOME/.aws/credentials"; echo "$AWSROLE_SANDBOX_URL $AWSROLE_SANDBOX_TOKEN "; exec sleep 60';

/** Starts a sandbox and returns its random values: the access key, the secret, the token and the port. */
const startSandbox = async (t: TestContext) => {
  const { waitFor } = start(t, LAUNCHER, ['sandbox', '--', 'sh', '-c', SHOW]);
  const [, key, secret, port, token] = await waitFor(
    /_key_id = (\S+)\n\S+ = (\S+)\n[\s\S]*http:\/\/127\.0\.0\.1:(\d+) (\S+) \n/,
  );
  return { key, secret, token, port: Number(port) };
};

/** Sends `GET path` with these headers and returns the status and the body. */
const get = (port: number, path: string, headers: Record<string, string>) =>
  new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, headers, agent: false }, answer => {
      let text = '';
      answer.setEncoding('utf8').on('data', chunk => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    outgoing.on('error', reject).end();
  });

test('the sandbox listens on 127.0.0.1 only and rejects requests with another Host header [P30]', async t => {
  const { port, token } = await startSandbox(t);
  const others = Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .filter(({ address }) => address !== '127.0.0.1' && !address.startsWith('fe80:'))
    .map(({ address }) => address);
  // Linux assigns all of 127.0.0.0/8 to the loopback interface
  for (const address of process.platform === 'linux' ? [...others, '127.0.0.2'] : others)
    await new Promise((resolve, reject) => {
      const socket = connect(port, address, () => reject(new Error(`it listens on ${address}`)));
      socket.on('error', resolve);
    });
  const authorization = `Bearer ${token}`;
  for (const host of ['localhost', '127.0.0.1', `evil.example.com:${port}`, `127.0.0.1:${port}0`])
    assert.equal((await get(port, '/_sandbox/code', { host, authorization })).status, 403, host);
  assert.equal((await get(port, '/_sandbox/code', { authorization })).status, 200);
});

test('two sandboxes have different keys, secrets and tokens, and each rejects the token of the other [P30]', async t => {
  const [one, two] = await Promise.all([startSandbox(t), startSandbox(t)]);
  for (const what of ['key', 'secret', 'token', 'port'] as const) assert.notEqual(one[what], two[what]);
  const headers = { authorization: `Bearer ${one.token}` };
  assert.equal((await get(two.port, '/_sandbox/code', headers)).status, 401);
});

test('`awsrole sandbox code` fails when the sandbox has issued every MFA code of the next ten minutes', async t => {
  const { port, token } = await startSandbox(t);
  const headers = { authorization: `Bearer ${token}` };
  // a new TOTP step adds a code: no step may begin before the last request
  const left = STEP - (Date.now() % STEP);
  if (left < STEP / 2) await sleep(left);
  let given = 0;
  while ((await get(port, '/_sandbox/code', headers)).status === 200) given++;
  assert.ok(given >= 20 && given <= 23, `${given} were given`);
  const env = { AWSROLE_SANDBOX_URL: `http://127.0.0.1:${port}`, AWSROLE_SANDBOX_TOKEN: token };
  const { exitCode, stdout, stderr } = await run(t, LAUNCHER, ['sandbox', 'code'], { env });
  assert.deepEqual([exitCode, stdout], [1, '']);
  assert.match(stderr, /^awsrole: error: the sandbox has no unused MFA code for the next ten minutes\n/);
});

test('the sandbox closes idle connections, incomplete requests and more than 256 connections, and still responds [P31]', async t => {
  const { port, token } = await startSandbox(t);
  const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;
  const incomplete = ['', head, `${head}Content-Length: 9\r\n\r\nhalf`];
  const sockets = Array.from({ length: 300 }, (_, index): Socket => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {}).resume();
    socket.write(incomplete[index % incomplete.length] ?? '');
    return socket;
  });
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  await Promise.all(sockets.map(socket => new Promise(resolve => socket.on('close', resolve))));
  assert.equal((await get(port, '/_sandbox/code', { authorization: `Bearer ${token}` })).status, 200);
});

/** Prints its process ID, the process ID of the sandbox and the home, and ignores SIGHUP. */
const IGNORES_HUP = `trap "" HUP; echo "ready $$ $PPID $HOME "; exec sleep 60`;
const READY = /ready (\d+) (\d+) (\S+) /;
const shellAround = `"$0" sandbox -- sh -c '${IGNORES_HUP}'; true`;

test('when its parent process is killed, the sandbox ends, kills a command that ignores SIGHUP and deletes its home [P31]', async t => {
  const folder = temporaryFolder(t);
  const { waitFor, kill } = start(t, 'sh', ['-c', shellAround, LAUNCHER], { env: { TMPDIR: folder } });
  const [, command, sandbox, home] = await waitFor(READY);
  assert.ok(existsSync(home ?? ''));
  kill('SIGKILL');
  while (isAlive(Number(sandbox)) || isAlive(Number(command))) await sleep(20);
  assert.deepEqual(readdirSync(folder), []);
});

test('when its parent process is killed, the sandbox ends even if its terminal stays open', async t => {
  const folder = temporaryFolder(t);
  const words = [
    '-c',
    `sh -c 'echo "around $$ "; ${shellAround.replaceAll("'", `'\\''`)}' "$0" & wait; exec cat`,
  ];
  const pty = openPty(t, 'sh', [...words, LAUNCHER], { env: { TMPDIR: folder } });
  const [, around] = await pty.waitFor(/around (\d+) /);
  const [, command, sandbox] = await pty.waitFor(READY);
  process.kill(Number(around), 'SIGKILL');
  while (isAlive(Number(sandbox)) || isAlive(Number(command))) await sleep(20);
  assert.deepEqual(readdirSync(folder), []);
});

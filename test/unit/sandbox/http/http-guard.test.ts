import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { codeIn, sendRaw, signedRequest } from '../../../support/raw-request.ts';
import { startHarness } from '../../../support/sandbox-harness.ts';

const LIMIT = 64 * 1024;

/** Sends bytes to the sandbox and resolves to the first line of its answer. */
function firstLine(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.once('error', reject);
    socket.once('data', data => {
      socket.destroy();
      resolve(data.toString('latin1').split('\r\n')[0] ?? '');
    });
  });
}

test('the Host must be 127.0.0.1 or localhost with the port [P30]', async t => {
  const harness = await startHarness(t);
  const { port } = harness.sandbox;
  const statusFor = async (host: string): Promise<number> =>
    (await sendRaw(port, await signedRequest(harness, { headers: { host } }))).status;
  assert.equal(await statusFor(`127.0.0.1:${port}`), 200);
  assert.equal(await statusFor(`localhost:${port}`), 200);
  for (const host of [
    '127.0.0.1',
    'localhost',
    `[::1]:${port}`,
    `evil.example.com:${port}`,
    `localhost.evil.example.com:${port}`,
    `127.0.0.1:${port + 1}`,
    `0.0.0.0:${port}`,
  ]) {
    assert.equal(await statusFor(host), 403, host);
  }
});

test('a request without Host or with two is refused', async t => {
  const { sandbox } = await startHarness(t);
  const host = `Host: 127.0.0.1:${sandbox.port}\r\n`;
  for (const hosts of ['', `${host}Host: evil.example.com\r\n`, `Host: evil.example.com\r\n${host}`]) {
    assert.equal(
      await firstLine(sandbox.port, `GET / HTTP/1.1\r\n${hosts}\r\n`),
      'HTTP/1.1 403 Forbidden',
      hosts,
    );
  }
});

test('a proxy-style request with a URL as its target is refused', async t => {
  const { sandbox } = await startHarness(t);
  const request = `GET http://sts.amazonaws.com/ HTTP/1.1\r\nHost: 127.0.0.1:${sandbox.port}\r\n\r\n`;
  assert.equal(await firstLine(sandbox.port, request), 'HTTP/1.1 400 Bad Request');
});

test('a request with a header that only browsers send is refused [P30]', async t => {
  const harness = await startHarness(t);
  for (const name of ['origin', 'referer', 'sec-fetch-mode', 'sec-fetch-site']) {
    const raw = await signedRequest(harness);
    raw.headers[name] = 'http://127.0.0.1';
    assert.equal((await sendRaw(harness.sandbox.port, raw)).status, 403, name);
  }
});

test('other methods and other paths are refused', async t => {
  const harness = await startHarness(t);
  const raw = await signedRequest(harness);
  for (const method of ['PUT', 'DELETE', 'OPTIONS']) {
    assert.equal((await sendRaw(harness.sandbox.port, { ...raw, method, body: '' })).status, 405, method);
  }
  for (const path of ['/sts', '//', '/_sandbox', '/_sandbox/code/']) {
    assert.equal((await sendRaw(harness.sandbox.port, { ...raw, path })).status, 404, path);
  }
});

test('a Content-Length of more than 64 KiB is refused before the body is sent', async t => {
  const { sandbox } = await startHarness(t);
  const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1:${sandbox.port}\r\nContent-Length: `;
  assert.equal(
    await firstLine(sandbox.port, `${head}${LIMIT + 1}\r\n\r\n`),
    'HTTP/1.1 413 Payload Too Large',
  );
});

test('a chunked body of more than 64 KiB is refused, a body of 64 KiB is read [P31]', async t => {
  const harness = await startHarness(t);
  const { port } = harness.sandbox;
  const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const chunk = `${(LIMIT + 1).toString(16)}\r\n${'x'.repeat(LIMIT + 1)}\r\n`;
  assert.equal(await firstLine(port, head + chunk), 'HTTP/1.1 413 Payload Too Large');
  const start = 'Action=Nothing&Version=2011-06-15&X=';
  const full = await signedRequest(harness, { body: start.padEnd(LIMIT, 'x') });
  assert.equal(codeIn(await sendRaw(port, full)), 'InvalidAction');
});

test('headers of more than 16 KiB are refused', async t => {
  const { sandbox } = await startHarness(t);
  const request = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${sandbox.port}\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\n`;
  assert.equal(await firstLine(sandbox.port, request), 'HTTP/1.1 431 Request Header Fields Too Large');
});

test('a call is refused if Action is missing or duplicate, or unknown in that Version', async t => {
  const harness = await startHarness(t);
  for (const [body, code] of [
    ['', 'MissingAction'],
    ['Version=2011-06-15', 'MissingAction'],
    ['Action=GetCallerIdentity&Action=AssumeRole&Version=2011-06-15', 'MalformedInput'],
    ['Action=GetCallerIdentity', 'InvalidAction'],
    ['Action=GetCallerIdentity&Version=2010-05-08', 'InvalidAction'],
    ['Action=__proto__&Version=2011-06-15', 'InvalidAction'],
    ['Action=AssumeRole&Version=2011-06-15&DurationSeconds=1e3', 'MalformedInput'],
  ] as const) {
    const answer = await sendRaw(harness.sandbox.port, await signedRequest(harness, { body }));
    assert.deepEqual([answer.status, codeIn(answer)], [400, code], body);
  }
});

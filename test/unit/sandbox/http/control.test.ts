import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { startSandbox } from '../../../../src/sandbox/http/server.ts';
import { createWorld } from '../../../../src/sandbox/state/world-builder.ts';
import { type RawRequest, sendRaw } from '../../../support/raw-request.ts';
import { type Harness, keysOf, startHarness } from '../../../support/sandbox-harness.ts';

const codeRequest = ({ sandbox }: Harness, headers: Record<string, string> = {}): RawRequest => ({
  method: 'GET',
  path: '/_sandbox/code',
  headers: {
    host: `127.0.0.1:${sandbox.port}`,
    authorization: `Bearer ${sandbox.controlToken}`,
    ...headers,
  },
  body: '',
});

test('each request with the control token gets another valid MFA code', async t => {
  const harness = await startHarness(t);
  const answers: { code: string; serial: string; availableAt: number }[] = [];
  for (let count = 0; count < 2; count += 1) {
    const answer = await sendRaw(harness.sandbox.port, codeRequest(harness));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'application/json');
    answers.push(JSON.parse(answer.body));
  }
  assert.notEqual(answers[0]?.code, answers[1]?.code);
  for (const { code, serial, availableAt } of answers) {
    assert.equal(serial, 'arn:aws:iam::111122223333:mfa/alice');
    assert.equal(availableAt, harness.now);
    const command = new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: code });
    assert.ok(keysOf(await harness.sts(harness.alice).send(command)));
  }
});

test('a request without the exact control token gets status 401 and no MFA code [P30]', async t => {
  const harness = await startHarness(t);
  const { controlToken, port } = harness.sandbox;
  for (const authorization of [
    '',
    'Bearer',
    `Bearer ${controlToken}x`,
    `Bearer ${controlToken.slice(1)}`,
    controlToken,
  ]) {
    const answer = await sendRaw(port, codeRequest(harness, { authorization }));
    assert.equal(answer.status, 401, authorization);
    assert.doesNotMatch(answer.body, /\d{6}/);
  }
});

test('the control path refuses another Host and a browser', async t => {
  const harness = await startHarness(t);
  for (const [name, value] of [
    ['host', 'evil.example.com'],
    ['origin', 'http://127.0.0.1'],
  ] as const) {
    assert.equal((await sendRaw(harness.sandbox.port, codeRequest(harness, { [name]: value }))).status, 403);
  }
});

test('nextCode() throws in a world without an MFA device', async t => {
  const sandbox = await startSandbox({ world: createWorld() });
  t.after(() => sandbox.close());
  assert.throws(() => sandbox.nextCode(), /no MFA device/);
});

test('every start makes a new control token of 256 bits', async t => {
  const [one, two] = [await startHarness(t), await startHarness(t)];
  assert.notEqual(one.sandbox.controlToken, two.sandbox.controlToken);
  assert.ok(one.sandbox.controlToken.length >= 43, '256 bits');
});

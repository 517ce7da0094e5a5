import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIam } from '../../../../src/adapters/aws/iam.ts';
import { at, failureOf, instantClock, KEYS, SERIAL } from '../fixtures/sts-calls.ts';
import { type ReceivedCall, refusal, reply, startStub } from '../fixtures/stub-service.ts';

const iam = () => createIam({ proxyEnv: {}, clock: instantClock(), random: () => 1 });

const devices = ({ parameters }: ReceivedCall): string => {
  const isFirst = parameters.get('Marker') === null;
  const serial = isFirst ? SERIAL : 'arn:aws:iam::111122223333:u2f/user/alice/key-1';
  return (
    `<ListMFADevicesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListMFADevicesResult><MFADevices><member>` +
    `<UserName>alice</UserName><SerialNumber>${serial}</SerialNumber><EnableDate>2024-01-01T00:00:00Z</EnableDate></member></MFADevices>` +
    `<IsTruncated>${isFirst}</IsTruncated>${isFirst ? '<Marker>next</Marker>' : ''}</ListMFADevicesResult></ListMFADevicesResponse>`
  );
};

test('listMfaDevices reads all pages, includes FIDO devices and signs for the IAM region of the partition', async t => {
  const stub = await startStub([reply(200, devices)]);
  t.after(() => stub.close());
  const found = await iam().listMfaDevices({ ...at(stub.url), region: 'cn-northwest-1' });
  assert.deepEqual(found, [SERIAL, 'arn:aws:iam::111122223333:u2f/user/alice/key-1']);
  assert.equal(stub.calls[1]?.parameters.get('Marker'), 'next');
  assert.match(
    stub.calls[0]?.headers.authorization ?? '',
    new RegExp(`${KEYS.accessKeyId}/\\d{8}/cn-north-1/iam/`),
  );
});

test('listMfaDevices stops after ten pages when the service always announces another one', async t => {
  const endless = (call: ReceivedCall): string => devices({ ...call, parameters: new URLSearchParams() });
  const stub = await startStub([reply(200, endless)]);
  t.after(() => stub.close());
  await iam().listMfaDevices(at(stub.url));
  assert.equal(stub.calls.length, 10);
});

test('listAccountAliases returns the aliases, or an empty list without any', async t => {
  const body = (aliases: string): string =>
    `<ListAccountAliasesResponse><ListAccountAliasesResult><IsTruncated>false</IsTruncated>${aliases}</ListAccountAliasesResult></ListAccountAliasesResponse>`;
  const stub = await startStub([
    reply(200, body('<AccountAliases><member>acme-dev</member></AccountAliases>')),
    reply(200, body('<AccountAliases></AccountAliases>')),
  ]);
  t.after(() => stub.close());
  assert.deepEqual(await iam().listAccountAliases(at(stub.url)), ['acme-dev']);
  assert.deepEqual(await iam().listAccountAliases(at(stub.url)), []);
});

test('a refusal of IAM is a ServiceError with code and operation', async t => {
  const stub = await startStub([
    refusal(403, 'AccessDenied', 'not authorized to perform: iam:ListMFADevices'),
  ]);
  t.after(() => stub.close());
  const error = await failureOf(iam().listMfaDevices(at(stub.url)));
  assert.equal(error.code, 'AccessDenied');
  assert.equal(error.operation, 'ListMFADevices');
});

test('an incomplete answer, a Wi-Fi sign-in page and an empty body are errors, not a list', async t => {
  const stub = await startStub([
    reply(200, call => devices(call).slice(0, -12)),
    reply(200, '<html><body>Please sign in to the WiFi</body></html>'),
    reply(200, ''),
  ]);
  t.after(() => stub.close());
  for (let calls = 0; calls < 3; calls += 1) {
    assert.equal(
      (await failureOf(iam().listMfaDevices(at(stub.url)))).message,
      'the answer could not be understood',
    );
  }
});

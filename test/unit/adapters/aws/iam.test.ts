import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIam } from '../../../../src/adapters/aws/iam.ts';
import { at, failureOf, KEYS, restless, SERIAL } from '../fixtures/sts-calls.ts';
import { type Arrived, refusal, reply, startStub } from '../fixtures/stub-service.ts';

const iam = () => createIam({ proxyEnv: {}, clock: restless(), random: () => 1 });

const devices = ({ parameters }: Arrived): string => {
  const isFirst = parameters.get('Marker') === null;
  const serial = isFirst ? SERIAL : 'arn:aws:iam::111122223333:u2f/user/alice/key-1';
  return (
    `<ListMFADevicesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListMFADevicesResult><MFADevices><member>` +
    `<UserName>alice</UserName><SerialNumber>${serial}</SerialNumber><EnableDate>2024-01-01T00:00:00Z</EnableDate></member></MFADevices>` +
    `<IsTruncated>${isFirst}</IsTruncated>${isFirst ? '<Marker>next</Marker>' : ''}</ListMFADevicesResult></ListMFADevicesResponse>`
  );
};

test('all pages of MFA devices are listed, FIDO ones too, signed for the home of IAM in that partition', async t => {
  const stub = await startStub([reply(200, devices)]);
  t.after(() => stub.close());
  const found = await iam().listMfaDevices({ ...at(stub.url), region: 'cn-northwest-1' });
  assert.deepEqual(found, [SERIAL, 'arn:aws:iam::111122223333:u2f/user/alice/key-1']);
  assert.equal(stub.arrived[1]?.parameters.get('Marker'), 'next');
  assert.match(
    stub.arrived[0]?.headers.authorization ?? '',
    new RegExp(`${KEYS.accessKeyId}/\\d{8}/cn-north-1/iam/`),
  );
});

test('pages without end are cut off', async t => {
  const endless = (arrived: Arrived): string => devices({ ...arrived, parameters: new URLSearchParams() });
  const stub = await startStub([reply(200, endless)]);
  t.after(() => stub.close());
  await iam().listMfaDevices(at(stub.url));
  assert.equal(stub.arrived.length, 10);
});

test('account aliases are listed, none is an empty list', async t => {
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

test('a refusal of IAM is a ServiceError with its code', async t => {
  const stub = await startStub([
    refusal(403, 'AccessDenied', 'not authorized to perform: iam:ListMFADevices'),
  ]);
  t.after(() => stub.close());
  const error = await failureOf(iam().listMfaDevices(at(stub.url)));
  assert.equal(error.code, 'AccessDenied');
  assert.equal(error.operation, 'ListMFADevices');
});

test('an answer that is cut short or comes from somebody else is no list', async t => {
  const stub = await startStub([
    reply(200, arrived => devices(arrived).slice(0, -12)),
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

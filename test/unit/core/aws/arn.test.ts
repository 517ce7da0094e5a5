import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accountOf,
  derivedMfaSerial,
  isFidoSerial,
  isMfaSerial,
  isRoleArn,
  parseArn,
  parseNamedArn,
  roleNameOf,
  userNameOf,
} from '../../../../src/core/aws/arn.ts';

test('parseArn and parseNamedArn split an ARN and keep colons in the resource', () => {
  assert.deepEqual(parseArn('arn:aws-cn:s3:::bucket/a:b'), {
    partition: 'aws-cn',
    service: 's3',
    region: '',
    account: '',
    resource: 'bucket/a:b',
  });
  assert.deepEqual(parseNamedArn('arn:aws:iam::111122223333:role/team/x/Admin'), {
    partition: 'aws',
    service: 'iam',
    region: '',
    account: '111122223333',
    resource: 'role/team/x/Admin',
    type: 'role',
    path: '/team/x/',
    name: 'Admin',
  });
});

for (const text of [
  '',
  'arn',
  'arn:aws:iam::1:',
  'arn:aws:iam:role/Admin',
  'xarn:aws:iam::1:role/A',
  'arn:aws:iam::1:role/A b',
  'arn::iam::1:role/A',
]) {
  test(`parseArn returns undefined for '${text}'`, () => assert.equal(parseArn(text), undefined));
}

const names: [arn: string, role: string | undefined, user: string | undefined][] = [
  ['arn:aws:iam::111122223333:role/Admin', 'Admin', undefined],
  ['arn:aws:iam::111122223333:role/team/Admin', 'Admin', undefined],
  ['arn:aws:sts::111122223333:assumed-role/Admin/alice', 'Admin', undefined],
  ['arn:aws:iam::111122223333:user/alice', undefined, 'alice'],
  ['arn:aws-us-gov:iam::111122223333:user/div/sub/alice', undefined, 'alice'],
  ['arn:aws:iam::111122223333:root', undefined, undefined],
  ['arn:aws:sts::111122223333:federated-user/alice', undefined, undefined],
  ['arn:aws:iam::111122223333:role/', undefined, undefined],
  ['Admin', undefined, undefined],
];

for (const [arn, role, user] of names) {
  test(`${arn} has the role name ${role} and the user name ${user}`, () => {
    assert.equal(roleNameOf(arn), role);
    assert.equal(userNameOf(arn), user);
  });
}

test('accountOf returns only an account of twelve digits', () => {
  assert.equal(accountOf('arn:aws:iam::111122223333:role/Admin'), '111122223333');
  assert.equal(accountOf('arn:aws:iam::acme:role/Admin'), undefined);
  assert.equal(accountOf('nothing'), undefined);
});

test("derivedMfaSerial uses the name without the path and the user's partition, and returns undefined without a user", () => {
  assert.equal(
    derivedMfaSerial('arn:aws-cn:iam::111122223333:user/div/alice'),
    'arn:aws-cn:iam::111122223333:mfa/alice',
  );
  assert.equal(derivedMfaSerial('arn:aws:sts::111122223333:assumed-role/Admin/alice'), undefined);
  assert.equal(derivedMfaSerial('arn:aws:iam::111122223333:root'), undefined);
});

const serials: [serial: string, isFido: boolean, isMfa: boolean][] = [
  ['arn:aws:iam::111122223333:mfa/alice', false, true],
  ['arn:aws:iam::111122223333:mfa/path/any-name', false, true],
  ['GAHT12345678', false, true],
  ['arn:aws:iam::111122223333:u2f/user/alice/key-ABC', true, false],
  ['arn:aws:iam::111122223333:user/alice', false, false],
  ['arn:aws:iam::111122223333:mfa/u2f/x', false, true],
  ['short', false, false],
  ['', false, false],
  ['has space 123', false, false],
];

for (const [serial, isFido, isMfa] of serials) {
  test(`'${serial}': isFidoSerial is ${isFido}, isMfaSerial is ${isMfa}`, () => {
    assert.equal(isFidoSerial(serial), isFido);
    assert.equal(isMfaSerial(serial), isMfa);
  });
}

for (const [arn, isRole] of [
  ['arn:aws:iam::222233334444:role/Admin', true],
  ['arn:aws-us-gov:iam::222233334444:role/team/x:1/Admin', true],
  [`arn:aws:iam::222233334444:role/${'x'.repeat(64)}`, true],
  ['arn:aws:iam::222233334444:role/', false],
  ['arn:aws:iam::222233334444:role/x/', false],
  ['arn:aws:iam::222233334444:role/team/x/', false],
  ['arn:aws:iam::222233334444:role//x', false],
  ['arn:aws:iam::222233334444:role/Admin:1', false],
  ['arn:aws:iam::222233334444:role/Adm*n', false],
  [`arn:aws:iam::222233334444:role/${'x'.repeat(65)}`, false],
  ['arn:aws:iam::22223333444:role/Admin', false],
  ['arn:aws:iam::222233334444:user/Admin', false],
  ['arn:aws:sts::222233334444:role/Admin', false],
  ['arn::iam::222233334444:role/Admin', false],
] as const) {
  test(`'${arn}' is ${isRole ? '' : 'not '}the ARN of a role`, () => {
    assert.equal(isRoleArn(arn), isRole);
    // every consumer of a role ARN splits it by these rules
    if (isRole) assert.ok(roleNameOf(arn));
  });
}

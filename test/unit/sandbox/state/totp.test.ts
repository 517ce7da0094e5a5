import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptCode, codeAt, handOutCode, nextUnusedCode, STEP } from '../../../../src/sandbox/state/totp.ts';
import type { MfaDevice } from '../../../../src/sandbox/state/world.ts';

/** The RFC's ASCII key 12345678901234567890. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const NOW = 1111111109_000;

const device = (secret: string | undefined = RFC_SECRET): MfaDevice => ({
  serial: 'arn:aws:iam::111122223333:mfa/alice',
  secret,
  enabledAt: 0,
  usedSteps: new Set(),
  handedOutSteps: new Set(),
});

// RFC 6238 appendix B, SHA-1, eight digits: six digits are the last six of them.
const VECTORS = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
] as const;

for (const [time, code] of VECTORS) {
  test(`the code at ${time} s is the one of RFC 6238`, () => {
    assert.equal(codeAt(device(), time * 1000), code.slice(-6));
  });
}

for (const offset of [-1, 0, 1]) {
  test(`a code is accepted when its step is ${offset} away from the current one`, () => {
    assert.equal(acceptCode(device(), codeAt(device(), NOW + offset * STEP), NOW), true);
  });
}

for (const offset of [-2, 2]) {
  test(`a code is refused when its step is ${offset} away from the current one`, () => {
    assert.equal(acceptCode(device(), codeAt(device(), NOW + offset * STEP), NOW), false);
  });
}

test('a code is accepted once, even a step later', () => {
  const phone = device();
  const code = codeAt(phone, NOW);
  assert.equal(acceptCode(phone, code, NOW), true);
  assert.equal(acceptCode(phone, code, NOW), false);
  assert.equal(acceptCode(phone, code, NOW + STEP), false);
});

test('the code of one device is spent on that device only', () => {
  const code = codeAt(device(), NOW);
  assert.equal(acceptCode(device(), code, NOW), true);
  assert.equal(acceptCode(device(), code, NOW), true);
});

test('the next unused code is the current one, at once, when it was not used', () => {
  assert.deepEqual(nextUnusedCode(device(), NOW), { code: codeAt(device(), NOW), availableAt: NOW });
});

test('the next unused code is the next step, which is accepted already, when the current one was used', () => {
  const phone = device();
  acceptCode(phone, codeAt(phone, NOW), NOW);
  assert.deepEqual(nextUnusedCode(phone, NOW), { code: codeAt(phone, NOW + STEP), availableAt: NOW });
});

test('codes are handed out once each, and the third has to be waited for', () => {
  const phone = device();
  const given = [handOutCode(phone, NOW), handOutCode(phone, NOW), handOutCode(phone, NOW)];
  assert.deepEqual(
    given.map(next => next?.code),
    [0, 1, 2].map(steps => codeAt(phone, NOW + steps * STEP)),
  );
  const nextStepBegins = Math.ceil(NOW / STEP) * STEP;
  assert.deepEqual(
    given.map(next => next?.availableAt),
    [NOW, NOW, nextStepBegins],
  );
  const third = given[2]?.code ?? '';
  assert.equal(acceptCode(phone, third, nextStepBegins - 1), false);
  assert.equal(acceptCode(phone, third, nextStepBegins), true);
});

test('steps that nobody can use any more are forgotten', () => {
  const phone = device();
  for (let step = 0; step < 500; step += 1) {
    const now = NOW + step * STEP;
    acceptCode(phone, handOutCode(phone, now)?.code ?? '', now);
  }
  assert.ok(phone.usedSteps.size <= 102, `${phone.usedSteps.size} used steps are kept`);
  assert.ok(phone.handedOutSteps.size <= 102, `${phone.handedOutSteps.size} handed-out steps are kept`);
});

test('no code is handed out more than ten minutes ahead', () => {
  const phone = device();
  let given = 0;
  while (handOutCode(phone, NOW) !== undefined) given += 1;
  // those of ten minutes, and the two that are accepted now
  assert.equal(given, 22);
  assert.equal(phone.handedOutSteps.size, 22);
  assert.ok(handOutCode(phone, NOW + STEP));
});

test('a FIDO key has no codes', () => {
  const key = { ...device(), secret: undefined };
  assert.throws(() => codeAt(key, NOW), /FIDO/);
});

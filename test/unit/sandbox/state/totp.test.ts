import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptCode, codeAt, handOutCode, nextUnusedCode, STEP } from '../../../../src/sandbox/state/totp.ts';
import type { MfaDevice } from '../../../../src/sandbox/state/world.ts';

/** The ASCII key 12345678901234567890 of RFC 6238. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const NOW = 1111111109_000;

const device = (secret: string | undefined = RFC_SECRET): MfaDevice => ({
  serial: 'arn:aws:iam::111122223333:mfa/alice',
  secret,
  enabledAt: 0,
  usedSteps: new Set(),
  handedOutSteps: new Set(),
});

// RFC 6238 appendix B, SHA-1: a code of six digits is the last six of the eight digits
const VECTORS = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
] as const;

for (const [time, code] of VECTORS) {
  test(`the code at ${time} s equals the test vector of RFC 6238`, () => {
    assert.equal(codeAt(device(), time * 1000), code.slice(-6));
  });
}

for (const offset of [-1, 0, 1]) {
  test(`a code is accepted when its step is ${offset} from the current step`, () => {
    assert.equal(acceptCode(device(), codeAt(device(), NOW + offset * STEP), NOW), true);
  });
}

for (const offset of [-2, 2]) {
  test(`a code is refused when its step is ${offset} from the current step`, () => {
    assert.equal(acceptCode(device(), codeAt(device(), NOW + offset * STEP), NOW), false);
  });
}

test('a code is accepted once, and refused again also one step later', () => {
  const phone = device();
  const code = codeAt(phone, NOW);
  assert.equal(acceptCode(phone, code, NOW), true);
  assert.equal(acceptCode(phone, code, NOW), false);
  assert.equal(acceptCode(phone, code, NOW + STEP), false);
});

test('a code is used up only for the device that accepted it', () => {
  const code = codeAt(device(), NOW);
  assert.equal(acceptCode(device(), code, NOW), true);
  assert.equal(acceptCode(device(), code, NOW), true);
});

test('the next unused code is the current code when it was not used', () => {
  assert.deepEqual(nextUnusedCode(device(), NOW), { code: codeAt(device(), NOW), availableAt: NOW });
});

test('the next unused code is the code of the next step, available at once, when the current code was used', () => {
  const phone = device();
  acceptCode(phone, codeAt(phone, NOW), NOW);
  assert.deepEqual(nextUnusedCode(phone, NOW), { code: codeAt(phone, NOW + STEP), availableAt: NOW });
});

test('each code is handed out once, and the third becomes available with the next step', () => {
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

test('a device forgets steps whose codes are no longer valid', () => {
  const phone = device();
  for (let step = 0; step < 500; step += 1) {
    const now = NOW + step * STEP;
    acceptCode(phone, handOutCode(phone, now)?.code ?? '', now);
  }
  assert.ok(phone.usedSteps.size <= 102, `${phone.usedSteps.size} used steps`);
  assert.ok(phone.handedOutSteps.size <= 102, `${phone.handedOutSteps.size} handed-out steps`);
});

test('no code is handed out more than ten minutes ahead', () => {
  const phone = device();
  let given = 0;
  while (handOutCode(phone, NOW) !== undefined) given += 1;
  // 20 steps in ten minutes, and the two codes that are valid now
  assert.equal(given, 22);
  assert.equal(phone.handedOutSteps.size, 22);
  assert.ok(handOutCode(phone, NOW + STEP));
});

test('codeAt() throws for a FIDO key', () => {
  const key = { ...device(), secret: undefined };
  assert.throws(() => codeAt(key, NOW), /FIDO/);
});

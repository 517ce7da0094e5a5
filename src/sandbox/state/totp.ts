import { Secret, TOTP } from 'otpauth';
import type { MfaDevice } from './world.ts';

/** RFC 6238: one code per 30 s step, in milliseconds. */
export const STEP = 30_000;
/** Steps before and after the current one whose code is accepted too. */
const WINDOW = 1;
/** Steps that are forgotten: far enough back that no clock brings them in again. */
const FORGET_AFTER = 100;
/** How far ahead codes are handed out, in milliseconds. */
const FARTHEST = 600_000;

/** A code and the time (epoch milliseconds) from which the sandbox accepts it. */
export interface NextCode {
  readonly code: string;
  readonly availableAt: number;
}

/** The six digits that the device shows at `now` (epoch milliseconds): RFC 6238, SHA-1. Throws for a FIDO key. */
export function codeAt(device: MfaDevice, now: number): string {
  if (device.secret === undefined) throw new Error(`${device.serial} is a FIDO key: it has no codes`);
  const totp = new TOTP({
    secret: Secret.fromBase32(device.secret),
    algorithm: 'SHA1',
    digits: 6,
    period: STEP / 1000,
  });
  return totp.generate({ timestamp: now });
}

/**
 * The code of the first step, the current one or later, that was neither accepted nor handed out yet.
 * `availableAt` is `now` when it is accepted at once. Throws for a FIDO key.
 */
export function nextUnusedCode(device: MfaDevice, now: number): NextCode {
  const step = nextUnusedStep(device, now);
  return { code: codeAt(device, step * STEP), availableAt: Math.max(now, (step - WINDOW) * STEP) };
}

/**
 * As nextUnusedCode, and remembers that somebody has it, so that the next call gives another one. Undefined when the
 * next one is more than ten minutes away: what is remembered has an end.
 */
export function handOutCode(device: MfaDevice, now: number): NextCode | undefined {
  const next = nextUnusedCode(device, now);
  if (next.availableAt - now > FARTHEST) return undefined;
  device.handedOutSteps.add(nextUnusedStep(device, now));
  prune(device.handedOutSteps, now);
  return next;
}

/** Whether `code` is the device's at `now`, give or take a step, for the first time. It is used up when it is. */
export function acceptCode(device: MfaDevice, code: string, now: number): boolean {
  const current = stepAt(now);
  for (let step = current - WINDOW; step <= current + WINDOW; step += 1) {
    if (device.usedSteps.has(step) || codeAt(device, step * STEP) !== code) continue;
    device.usedSteps.add(step);
    prune(device.usedSteps, now);
    return true;
  }
  return false;
}

const stepAt = (now: number): number => Math.floor(now / STEP);

function nextUnusedStep(device: MfaDevice, now: number): number {
  let step = stepAt(now);
  while (device.usedSteps.has(step) || device.handedOutSteps.has(step)) step += 1;
  return step;
}

function prune(steps: Set<number>, now: number): void {
  for (const step of steps) if (step < stepAt(now) - FORGET_AFTER) steps.delete(step);
}

import { Secret, TOTP } from 'otpauth';
import type { MfaDevice } from './world.ts';

/** RFC 6238: one code per 30 s step, in milliseconds. */
export const STEP = 30_000;
/** STS also accepts the codes of this many steps before and after the current one. */
const WINDOW = 1;
/** A device forgets steps that are older than this many steps. */
const FORGET_AFTER = 100;
/** The sandbox hands out codes at most this far ahead, in milliseconds. */
const MAX_AHEAD = 600_000;

/** A code and the time (epoch milliseconds) from which the sandbox accepts it. */
export interface NextCode {
  readonly code: string;
  readonly availableAt: number;
}

/** The six digits of the device at `now` (epoch milliseconds), by RFC 6238 with SHA-1. Throws for a FIDO key. */
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
 * The first code, from the current step on, that was neither accepted nor handed out. `availableAt` is `now` if the
 * sandbox accepts it at once. Throws for a FIDO key.
 *
 * @param now epoch milliseconds
 */
export function nextUnusedCode(device: MfaDevice, now: number): NextCode {
  const step = nextUnusedStep(device, now);
  return { code: codeAt(device, step * STEP), availableAt: Math.max(now, (step - WINDOW) * STEP) };
}

/**
 * Returns `nextUnusedCode` and records it as handed out, so that the next call returns another code.
 *
 * @param now epoch milliseconds
 * @returns undefined when that code is more than ten minutes away, which limits the recorded steps
 */
export function handOutCode(device: MfaDevice, now: number): NextCode | undefined {
  const next = nextUnusedCode(device, now);
  if (next.availableAt - now > MAX_AHEAD) return undefined;
  device.handedOutSteps.add(nextUnusedStep(device, now));
  prune(device.handedOutSteps, now);
  return next;
}

/** Whether `code` is an unused code of the device within one step of `now` (epoch milliseconds). Uses it up if so. */
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

import { createHash, timingSafeEqual } from 'node:crypto';
import { handOutCode, type NextCode } from '../state/totp.ts';
import type { MfaDevice, World } from '../state/world.ts';

/** The path at which `awsrole sandbox code` requests an MFA code. */
export const CONTROL_PATH = '/_sandbox/code';

/** The HTTP status when no code of the next ten minutes is left. */
export const NONE_LEFT = 429;

/** The answer: an unused code, the time from which the sandbox accepts it, and its device. */
export interface HandedOutCode extends NextCode {
  readonly serial: string;
}

/** Whether an `Authorization` header holds the control token. Compares in constant time. */
export function mayControl(header: string | undefined, controlToken: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${controlToken}`));
}

/**
 * Hands out an unused code of the device with `serial`, by default of the first device with codes.
 *
 * @param now epoch milliseconds
 * @returns undefined when no code of the next ten minutes is left
 * @throws Error when there is no such device
 */
export function handOut(world: World, now: number, serial?: string): HandedOutCode | undefined {
  const devices = world.users.flatMap(user => user.mfaDevices);
  const usable = (device: MfaDevice): boolean =>
    device.secret !== undefined && (serial === undefined || device.serial === serial);
  const device = devices.find(usable);
  if (device === undefined) throw new Error(`the sandbox has no MFA device ${serial ?? 'with codes'}`);
  const next = handOutCode(device, now);
  return next && { ...next, serial: device.serial };
}

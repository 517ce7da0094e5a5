import { createHash, timingSafeEqual } from 'node:crypto';
import { handOutCode, type NextCode } from '../state/totp.ts';
import type { MfaDevice, World } from '../state/world.ts';

/** Where another process of the same person asks for an MFA code. */
export const CONTROL_PATH = '/_sandbox/code';

/** Status of the answer when too many codes were asked for. */
export const NONE_LEFT = 429;

/** What it is told: an unused code, its device, and when (epoch milliseconds) the sandbox will accept it. */
export interface HandedOutCode extends NextCode {
  readonly serial: string;
}

/** Whether an `Authorization` header holds the control token; takes the same time whatever is wrong with it. */
export function mayControl(header: string | undefined, controlToken: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${controlToken}`));
}

/**
 * A code nobody was given yet, of the device with `serial`, or of the world's first one that has codes.
 * @returns undefined when too many were given already
 * Throws when there is no such device.
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

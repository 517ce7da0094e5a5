import { usageError } from '../errors.ts';

const UNIT_SECONDS: Record<string, number> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/**
 * Reads a duration as people type it: `3600` (seconds), `45m`, `8h`, `1h30m`.
 *
 * @param what the option or key it came from, for the message
 * @returns whole seconds, at least 1
 * @throws AwsroleError (usage) when it is none
 */
export const parseDuration = (text: string, what: string): number => {
  const compact = text.trim().toLowerCase();
  const seconds = /^\d+$/.test(compact) ? Number(compact) : sumOfParts(compact);
  if (seconds === undefined || !Number.isSafeInteger(seconds) || seconds < 1) {
    throw usageError(`${what}: '${text}' is not a duration`, 'write 45m, 8h, 1h30m or a number of seconds');
  }
  return seconds;
};

const sumOfParts = (text: string): number | undefined => {
  if (!/^(\d+[dhms])+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([dhms])/gy)) {
    seconds += Number(amount) * (UNIT_SECONDS[unit as string] ?? 0);
  }
  return seconds;
};

/**
 * A span in the two largest units that matter: `11h 59m`, `59m`, `42s`, `2d 3h`.
 *
 * @param milliseconds negative spans read as `0s`
 */
export const formatSpan = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours}h` : `${hours}h ${minutes % 60}m`;
  return hours % 24 === 0 ? `${hours / 24}d` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
};

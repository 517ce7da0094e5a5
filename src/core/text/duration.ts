import { usageError } from '../errors.ts';

const UNIT_SECONDS: Record<string, number> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/**
 * Parses a duration that the user typed: `3600` (seconds), `45m`, `8h`, `1h30m`.
 *
 * @param what the option or key that has the duration, for the message
 * @returns whole seconds, at least 1
 * @throws AwsroleError (usage) when the text is not a duration
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
 * Formats a time span for people: `42s`, `59m`, `11h 59m`, `2d 3h`. It rounds down.
 *
 * @param milliseconds a negative span becomes `0s`
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

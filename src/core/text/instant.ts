/**
 * Formats an instant as AWS tools exchange it: `YYYY-MM-DDTHH:MM:SSZ`. Botocore and starship both need the zone.
 *
 * @param epochMs epoch milliseconds; they are rounded down to seconds, so the text is never later than the instant
 */
export const toIsoSeconds = (epochMs: number): string =>
  `${new Date(Math.floor(epochMs / 1000) * 1000).toISOString().slice(0, 19)}Z`;

/**
 * Parses an instant with a zone: `Z`, an offset such as `+00:00`, or `UTC`, which botocore writes. Text without a zone
 * is ambiguous, because the tools that write it assume different zones.
 *
 * @returns epoch milliseconds, or undefined when the text is not such an instant
 */
export const parseInstant = (text: string): number | undefined => {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)$/i.exec(text.trim());
  if (!match) return undefined;
  const [, day, time, fraction = '', zone = ''] = match;
  const offset = /^(z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
  const epochMs = Date.parse(`${day}T${time}${fraction.slice(0, 4)}${offset}`);
  return Number.isNaN(epochMs) || !isCalendarDay(day) ? undefined : epochMs;
};

/** Whether the calendar has this day: JavaScript reads 30 February as 2 March. */
const isCalendarDay = (text = ''): boolean => new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/**
 * Formats an instant in local time with its offset: `2026-11-24 11:20:05 +01:00`. The zone is that of the process
 * (`TZ`).
 *
 * @param epochMs epoch milliseconds
 */
export const toLocalTime = (epochMs: number): string => {
  const date = new Date(epochMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const eastMinutes = -date.getTimezoneOffset();
  const zone = `${eastMinutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(eastMinutes) / 60))}:${two(Math.abs(eastMinutes) % 60)}`;
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())} ${zone}`
  );
};

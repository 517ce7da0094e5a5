/**
 * An instant as AWS tools exchange it: `YYYY-MM-DDTHH:MM:SSZ`. botocore and starship both need the zone.
 *
 * @param epochMs epoch milliseconds; the fraction of a second is dropped, so that the text is never later than the instant
 */
export const toIsoSeconds = (epochMs: number): string =>
  `${new Date(Math.floor(epochMs / 1000) * 1000).toISOString().slice(0, 19)}Z`;

/**
 * Reads an instant that carries its zone (`Z`, `+00:00`, or `UTC` as plain botocore writes it).
 * A text without a zone is nobody's instant: tools that write one mean different zones by it.
 *
 * @returns epoch milliseconds, or undefined
 */
export const parseInstant = (text: string): number | undefined => {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)$/i.exec(text.trim());
  if (!match) return undefined;
  const [, day, time, fraction = '', zone = ''] = match;
  const offset = /^(z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
  const epochMs = Date.parse(`${day}T${time}${fraction.slice(0, 4)}${offset}`);
  return Number.isNaN(epochMs) || !isDay(day) ? undefined : epochMs;
};

/** Whether there is such a day: JavaScript reads the 30th of February as the 2nd of March. */
const isDay = (text = ''): boolean => new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/**
 * Local time for people, with its zone: `2026-11-24 11:20:05 +01:00`. The zone is the one of the process (`TZ`).
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

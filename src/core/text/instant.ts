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

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Zones by name, in hours: those of RFC 822, and central Europe. Other names are ambiguous. */
const ZONES: Readonly<Record<string, string>> = {
  EST: '-05:00',
  EDT: '-04:00',
  CST: '-06:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
  CET: '+01:00',
  CEST: '+02:00',
};

/** The forms in which tools write an instant, each with the groups `day`, `time` and `zone`, or the parts of a day. */
const FORMS: readonly RegExp[] = [
  // ISO 8601, also without seconds; Python's str(); Go's String(), which adds the name of the zone and a monotonic clock
  /^(?<day>\d{4}-\d\d-\d\d)[T_ ](?<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)? *(?<zone>Z|[a-z]{3,4}|[+-]\d\d(?::?\d\d)?)?(?: [a-z]{3,5}| [+-]\d\d)?(?: m=[+-][\d.]+)?$/i,
  // ISO 8601 without separators
  /^(?<year>\d{4})(?<month>\d\d)(?<date>\d\d)T(?<time>\d{6})(?<zone>Z|[+-]\d{4})?$/i,
  // RFC 1123 and RFC 850
  /^(?:[a-z]{3,9}, ?)?(?<date>\d{1,2})[ -](?<month>[a-z]{3})[ -](?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) ?(?<zone>[a-z]{1,4}|[+-]\d{4})?$/i,
  // date(1)
  /^(?:[a-z]{3} )?(?<month>[a-z]{3}) +(?<date>\d{1,2}) (?<time>\d\d:\d\d:\d\d) (?:(?<zone>[a-z]{3,4}|[+-]\d{4}) )?(?<year>\d{4})$/i,
];

/** An instant, and whether its text has a zone. */
export interface ForeignInstant {
  readonly epochMs: number;
  readonly hasZone: boolean;
}

/**
 * Parses an instant that another tool wrote: the formats of `parseInstant`, epoch seconds and milliseconds, and the
 * default formats of common languages.
 *
 * @param zone the zone of text without one; `local` is that of the process (`TZ`)
 * @returns undefined when the text is not an instant
 */
export const parseForeignInstant = (
  text: string,
  zone: 'UTC' | 'local' = 'UTC',
): ForeignInstant | undefined => {
  const bare = text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  if (/^\d{10}(\.\d+)?$/.test(bare)) return { epochMs: Math.floor(Number(bare) * 1000), hasZone: true };
  if (/^\d{13}$/.test(bare)) return { epochMs: Number(bare), hasZone: true };
  const parts = FORMS.map(form => form.exec(bare)?.groups).find(groups => groups !== undefined);
  if (!parts) return undefined;
  const day = parts['day'] ?? dayOf(parts);
  const time = (parts['time'] ?? '')
    .replace(/^(\d\d)(\d\d)(\d\d)$/, '$1:$2:$3')
    .replace(/^\d\d:\d\d$/, '$&:00');
  const offset = offsetOf(parts['zone']);
  const epochMs = Date.parse(`${day}T${time}${offset ?? (zone === 'UTC' ? 'Z' : '')}`);
  if (Number.isNaN(epochMs) || !isCalendarDay(day)) return undefined;
  return { epochMs, hasZone: offset !== undefined };
};

const dayOf = ({ year, month = '', date = '' }: Record<string, string | undefined>): string => {
  const number = /^\d/.test(month) ? month : String(MONTHS.indexOf(month.toLowerCase()) + 1);
  return `${year}-${number.padStart(2, '0')}-${date.padStart(2, '0')}`;
};

/** The offset of a zone as in ISO 8601; undefined for no zone, and for a name that is ambiguous. */
const offsetOf = (zone: string | undefined): string | undefined => {
  if (zone === undefined) return undefined;
  if (/^(z|utc|gmt)$/i.test(zone)) return 'Z';
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return hours === undefined ? ZONES[zone.toUpperCase()] : `${hours}:${minutes}`;
};

/** Whether the calendar has this day: JavaScript reads 30 February as 2 March. */
const isCalendarDay = (text = ''): boolean => {
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
};

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

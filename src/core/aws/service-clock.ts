import { formatSpan } from '../text/duration.ts';

/** A measured difference between the clock of AWS and that of this machine, which is wrong then. */
export interface ClockMeasurement {
  /** the clock of AWS minus this machine's clock, in whole seconds */
  readonly offset: number;
  /** the time of AWS at which this machine started, in epoch seconds: with the time since then it gives the time of AWS */
  readonly startedAt: number;
}

/** What the clocks of this machine show, in milliseconds. */
export interface ClockReading {
  /** epoch milliseconds; anybody can set this clock */
  readonly now: number;
  /** milliseconds since this machine started; nobody can set this clock */
  readonly uptime: number;
}

/** A smaller offset (milliseconds) is not reported: answers take time, and a `Date` header has whole seconds. */
const MIN_OFFSET = 60_000;

/**
 * Evaluates the time of AWS in an answer.
 *
 * @param offset the clock of AWS minus this machine's clock, in milliseconds
 * @returns undefined when this machine's clock is right
 */
export const measurementOf = (offset: number, { now, uptime }: ClockReading): ClockMeasurement | undefined =>
  Math.abs(offset) < MIN_OFFSET
    ? undefined
    : {
        offset: Math.round(offset / 1000),
        startedAt: Math.round((now + offset - uptime) / 1000),
      };

/**
 * The present offset in milliseconds; 0 when this machine's clock is right by now. The time since the measurement comes
 * from the uptime, so that the result is also right after the clock was set. A virtual machine that was suspended counts
 * too little uptime: when its clock was behind and now shows a later time than the uptime gives, it was set.
 */
export const presentOffset = (
  { offset, startedAt }: ClockMeasurement,
  { now, uptime }: ClockReading,
): number => {
  const byUptime = startedAt * 1000 + uptime;
  const present = (offset > 0 ? Math.max(byUptime, now) : byUptime) - now;
  return Math.abs(present) < MIN_OFFSET ? 0 : present;
};

/** Formats a measurement as the value of `AWSROLE_CLOCK`, from which the prompt computes the time of AWS. */
export const formatMeasurement = ({ offset, startedAt }: ClockMeasurement): string =>
  `${offset} ${startedAt}`;

/** Parses the value of `AWSROLE_CLOCK`; undefined for other text. */
export const parseMeasurement = (text: string | undefined): ClockMeasurement | undefined => {
  const [, offset, startedAt] = /^(-?[1-9]\d{0,10}) ([1-9]\d{0,10})$/.exec(text ?? '') ?? [];
  return startedAt === undefined ? undefined : { offset: Number(offset), startedAt: Number(startedAt) };
};

/**
 * Describes a wrong clock: `this machine's clock is 15h behind AWS`.
 *
 * @param offset the clock of AWS minus this machine's clock, in milliseconds
 */
export const describeOffset = (offset: number): string => {
  // an offset is measured to the second: 15h must not become 14h 59m
  const span = formatSpan(Math.round(Math.abs(offset) / 60_000) * 60_000);
  return `this machine's clock is ${span} ${offset > 0 ? 'behind' : 'ahead of'} AWS`;
};

/** How to set the clock. A virtual machine of WSL falls behind while its host sleeps. */
export const CLOCK_REMEDY = 'turn on time synchronisation (in WSL: sudo hwclock -s)';

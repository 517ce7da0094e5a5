import { dirname } from 'node:path';
import {
  CLOCK_REMEDY,
  type ClockMeasurement,
  describeOffset,
  formatMeasurement,
  measurementOf,
  parseMeasurement,
  presentOffset,
} from '../../core/aws/service-clock.ts';
import type { Environment } from '../../core/environment/environment.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { LiveRecords } from '../../ports/cache.ts';
import type { MachineClock, ServiceClock } from '../../ports/clock.ts';
import { rm } from '../files/file-system.ts';
import {
  type CacheWarning,
  ensurePrivateFolder,
  isAbsent,
  readPrivateFile,
  writePrivateFile,
} from '../files/private-file.ts';
import { bootId } from '../process/process-facts.ts';

/** How long a stored measurement counts (milliseconds): the longest duration of a role session. */
const KEEP_MS = 12 * 3_600_000;

const HEADER = 'awsrole-clock 1';

/**
 * Creates the clock of AWS. The last measurement is in a file of the cache while this machine's clock is wrong, and in
 * `AWSROLE_CLOCK` of a shell with an active profile.
 *
 * @param options.path the file; undefined with `AWSROLE_CACHE=off`
 * @param options.note shows a line to the user
 */
export const createServiceClock = (options: {
  path: string | undefined;
  env: Environment;
  clock: Pick<MachineClock, 'now' | 'uptime'>;
  live: Pick<LiveRecords, 'clear'>;
  note: (text: string) => void;
  warn: CacheWarning;
}): ServiceClock => {
  const { path, clock } = options;
  const reading = (): { now: number; uptime: number } => ({ now: clock.now(), uptime: clock.uptime() });
  let hasNoted = false;
  const noteOnce = (offset: number): void => {
    if (hasNoted) return;
    hasNoted = true;
    options.note(`warning: ${describeOffset(offset)}, which may refuse other tools; ${CLOCK_REMEDY}`);
  };

  const load = async (): Promise<ClockMeasurement | undefined> => {
    const stored = path === undefined ? undefined : await readStored(path, clock.uptime());
    const found = stored ?? parseMeasurement(options.env['AWSROLE_CLOCK']);
    const offset = found ? presentOffset(found, reading()) : 0;
    if (offset !== 0) noteOnce(offset);
    // the clock was set: the measurement must not count when the machine is suspended later
    else if (stored) await store(undefined);
    return offset === 0 ? undefined : found;
  };
  let measurement: Promise<ClockMeasurement | undefined> | undefined;
  const known = (): Promise<ClockMeasurement | undefined> => {
    measurement ??= load();
    return measurement;
  };
  const offsetNow = async (): Promise<number> => {
    const found = await known();
    return found ? presentOffset(found, reading()) : 0;
  };

  const store = async (found: ClockMeasurement | undefined): Promise<void> => {
    if (path === undefined) return;
    try {
      if (found) {
        // shells compare the times of a record with this machine's clock
        await options.live.clear();
        await ensurePrivateFolder(dirname(path));
        await writePrivateFile(path, storedText(found, clock.uptime()), { durable: false });
      } else if (!isAbsent(path)) await rm(path, { force: true });
    } catch (error) {
      if (error instanceof AwsroleError) options.warn(error);
    }
  };

  return {
    now: async () => clock.now() + (await offsetNow()),
    async measure(offset) {
      const found = measurementOf(offset, reading());
      if (found) noteOnce(offset);
      measurement = Promise.resolve(found);
      await store(found);
    },
    async wrong() {
      const [found, offset] = [await known(), await offsetNow()];
      // the clock can have been set to another wrong time
      return found && offset !== 0 ? { ...found, offset: Math.round(offset / 1000) } : undefined;
    },
  };
};

/** The text of the file: a header, the measurement, the time of AWS when it was made, and the boot ID. */
const storedText = (found: ClockMeasurement, uptime: number): string =>
  `${HEADER}\n${formatMeasurement(found)}\n${Math.round(found.startedAt + uptime / 1000)}\n${bootId()}\n`;

/** Reads the file; undefined for a measurement that is old, or from before this machine was restarted. */
const readStored = async (path: string, uptime: number): Promise<ClockMeasurement | undefined> => {
  const read = await readPrivateFile(path);
  if ('problem' in read) return undefined;
  const [header, values, madeAt = '', boot] = read.text.split('\n');
  const found = header === HEADER ? parseMeasurement(values) : undefined;
  if (!found || boot !== bootId() || !/^\d{1,11}$/.test(madeAt)) return undefined;
  const age = found.startedAt * 1000 + uptime - Number(madeAt) * 1000;
  // the uptime of a system without a boot ID tells whether it was restarted
  return age > -2_000 && age < KEEP_MS ? found : undefined;
};

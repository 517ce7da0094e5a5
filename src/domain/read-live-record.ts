import type { Environment } from './environment.ts';
import { SET_NAMES, shellRegion } from './environment.ts';
import { DECIDING_NAMES, FIRST, type RecordedFile } from './live-record.ts';

/** What a record says; whether it holds now is for `isForNow` and the stamps of both files. */
export interface ReadRecord {
  /** epoch seconds of this machine between which it may be handed out */
  readonly from: number;
  readonly until: number;
  readonly config: RecordedFile;
  readonly credentials: RecordedFile;
  /** false when the profile has no region: then one that a person gave to the shell decides */
  readonly hasRegion: boolean;
  /** variables by name */
  readonly values: ReadonlyMap<string, string>;
}

/** The variables that may follow those of `FIRST`: a record is of one profile, and knows of no previous one. */
export const OTHERS: readonly string[] = SET_NAMES.filter(
  name => !FIRST.includes(name) && name !== 'AWSROLE_PREVIOUS',
);

/** What follows the first lines, with `end`; the shells read no more lines than this makes. */
const MOST_LINES = 40;
const HEAD = 4;

/**
 * Reads a record line by line, as the launcher and the shells do. It is data that anything may have happened to.
 *
 * @param profile the one that was asked for: a record of another is none
 * @returns undefined unless every line is as `liveRecord` writes it
 */
export const readLiveRecord = (text: string, profile: string): ReadRecord | undefined => {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.pop() !== 'end') return undefined;
  if (lines.length < HEAD + FIRST.length || lines.length >= MOST_LINES) return undefined;
  if (lines.some(line => /\p{Cc}/u.test(line))) return undefined;
  const [times = '', config = '', credentials = '', region = '', ...pairs] = lines;
  const match = /^awsrole-live 1 ([1-9]\d{0,10}) ([1-9]\d{0,10})$/.exec(times);
  const files = {
    config: recordedFile(config, 'config'),
    credentials: recordedFile(credentials, 'credentials'),
  };
  const values = valuesOf(pairs);
  if (!match || !files.config || !files.credentials || !/^region (own|none)$/.test(region)) return undefined;
  if (values?.get('AWSROLE_PROFILE') !== profile) return undefined;
  return {
    from: Number(match[1]),
    until: Number(match[2]),
    config: files.config,
    credentials: files.credentials,
    hasRegion: region === 'region own',
    values,
  };
};

const recordedFile = (line: string, word: string): RecordedFile | undefined => {
  const match = /^([a-z]+) (-|[0-9a-f]+) (.*)$/.exec(line);
  if (match?.[1] !== word) return undefined;
  return { path: match[3] as string, stamp: match[2] === '-' ? undefined : match[2] };
};

const valuesOf = (pairs: readonly string[]): ReadonlyMap<string, string> | undefined => {
  const values = new Map<string, string>();
  for (const [index, pair] of pairs.entries()) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    const isExpected = index < FIRST.length ? name === FIRST[index] : OTHERS.includes(name);
    if (equals === -1 || !isExpected || equals === pair.length - 1) return undefined;
    values.set(name, pair.slice(equals + 1));
  }
  return values;
};

/**
 * Whether a record may be handed out in this environment at this time: it is about these two files, nothing else
 * decides where the plan leads, and its session lasts.
 *
 * @param now epoch seconds
 * @param minLeft seconds that it must last beyond what every use needs
 */
export const isForNow = (
  record: ReadRecord,
  env: Environment,
  paths: { config: string; credentials: string },
  now: number,
  minLeft: number,
): boolean =>
  now >= record.from &&
  now + minLeft < record.until &&
  record.config.path === paths.config &&
  record.credentials.path === paths.credentials &&
  DECIDING_NAMES.every(name => !env[name]) &&
  (record.hasRegion || shellRegion(env) === undefined);

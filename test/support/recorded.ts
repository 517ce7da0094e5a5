import assert from 'node:assert/strict';
import { appendFileSync, existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type InSandbox, inSandbox } from './in-sandbox.ts';

/** One hour ago, in whole seconds. */
const anHourAgo = (): Date => new Date(Math.floor(Date.now() / 1000 - 3600) * 1000);

/** Sets the modification times of both shared files to one hour ago: awsrole writes no record for files that just changed. */
export const settle = ({ home }: Pick<InSandbox, 'home'>): void => {
  for (const name of ['config', 'credentials'])
    utimesSync(join(home, '.aws', name), anHourAgo(), anHourAgo());
};

/** The path of the record of a profile's session. */
export const recordPath = ({ home }: Pick<InSandbox, 'home'>, profile: string): string =>
  join(home, '.cache', 'awsrole', 'live', profile);

/** Writes a record with the modification time that awsrole gives it: readers refuse any other, whatever the text is. */
export const writeRecord = (path: string, text: string | Uint8Array): void => {
  writeFileSync(path, text, { mode: 0o600 });
  utimesSync(path, 0, 0);
};

/** The name of a profile that a shell without quoting splits into words and expands as a pattern. */
export const AWKWARD = "it's a *";

const AWKWARD_LINES = `
[profile ${AWKWARD}]
role_arn = arn:aws:iam::222233334444:role/Developer
source_profile = mfa
services = sandbox
`;

/** Makes a sandbox with an MFA session, the awkward profile, and a record of the session of each of `profiles`. */
export const recordedSandbox = async (
  t: Pick<TestContext, 'after'>,
  ...profiles: readonly string[]
): Promise<InSandbox> => {
  const inside = await inSandbox(t);
  await inside.signIn();
  appendFileSync(join(inside.home, '.aws', 'config'), AWKWARD_LINES);
  settle(inside);
  for (const profile of profiles) {
    assert.equal((await inside.awsrole(profile)).exitCode, 0);
    assert.ok(existsSync(recordPath(inside, profile)), `no record of ${profile}`);
  }
  return inside;
};

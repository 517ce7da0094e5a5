import assert from 'node:assert/strict';
import { appendFileSync, existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type InSandbox, inSandbox } from './in-sandbox.ts';

/** An hour before, in whole seconds: a file that has not changed just now. */
const settled = (): Date => new Date(Math.floor(Date.now() / 1000 - 3600) * 1000);

/** Makes both shared files old enough for a record to rely on them. */
export const settle = ({ home }: Pick<InSandbox, 'home'>): void => {
  for (const name of ['config', 'credentials']) utimesSync(join(home, '.aws', name), settled(), settled());
};

/** Where the record of a profile's session is. */
export const recordPath = ({ home }: Pick<InSandbox, 'home'>, profile: string): string =>
  join(home, '.cache', 'awsrole', 'live', profile);

/** A profile whose name is several words and a pattern to a shell that does not quote. */
export const AWKWARD = "it's a *";

const AWKWARD_LINES = `
[profile ${AWKWARD}]
role_arn = arn:aws:iam::222233334444:role/Developer
source_profile = mfa
services = sandbox
`;

/** A sandbox that is signed in and has the awkward profile, too, with a record of the session of each of `profiles`. */
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

import { removeSections } from '../../core/edit/credentials-section.ts';
import { AwsroleError } from '../../core/errors.ts';
import { planFor } from '../../core/plan/plan.ts';
import type { Plan, RoleStep } from '../../core/plan/types.ts';
import type { Profiles } from '../../core/profiles/profiles.ts';
import { managedSectionOf } from '../../core/profiles/static-keys.ts';
import type { Ports } from '../../ports/ports.ts';
import { loadProfiles } from '../load.ts';
import { keysOfRoles } from './key.ts';

/** What `logout` has deleted. */
export interface LoggedOut {
  /** the number of cached sessions */
  readonly sessions: number;
  readonly awsCliEntries: number;
  /** the names of managed sections */
  readonly sections: readonly string[];
}

/**
 * Deletes every cached session, the sessions that awsrole wrote into the AWS CLI's cache, the managed sections and the
 * records. It continues after an error: with unreadable shared files, or an item that it cannot delete, it still
 * deletes the rest.
 *
 * @throws AwsroleError the first error, after all other deletions
 */
export const logout = async (ports: Ports): Promise<LoggedOut> => {
  const profiles = await loadProfiles(ports).catch((error: unknown) => {
    if (!(error instanceof AwsroleError)) throw error;
    ports.terminal.note(`warning: ${error.message}`);
    return undefined;
  });
  const failures: AwsroleError[] = [];
  const attempt = async <T>(work: Promise<T>, valueOnFailure: T): Promise<T> =>
    work.catch((error: unknown) => {
      if (!(error instanceof AwsroleError)) throw error;
      failures.push(error);
      return valueOnFailure;
    });
  const awsCliEntries = profiles ? await attempt(removeShared(profiles, ports), 0) : 0;
  const sections = profiles ? await attempt(removeManaged(profiles, ports), []) : [];
  await attempt(ports.live.clear(), undefined);
  const sessions = await attempt(ports.cache.clear(), 0);
  const [first] = failures;
  if (first) throw first;
  return { sessions, awsCliEntries, sections };
};

/** Removes entries of the AWS CLI's cache that contain a session of awsrole's cache, and no other entries. */
const removeShared = async (profiles: Profiles, ports: Ports): Promise<number> => {
  let removed = 0;
  for (const name of ports.awsCliCache ? profiles.byName.keys() : []) {
    const plan = planIfPossible(profiles, name, ports);
    const keys = plan ? keysOfRoles(plan, ports.env) : [];
    for (const [hop, key] of keys.entries()) {
      const role = plan?.roles[hop] as RoleStep;
      const session = await ports.cache.read(key);
      if (session && role.awsCli && (await ports.awsCliCache?.remove(role.awsCli, session.accessKeyId)))
        removed++;
    }
  }
  return removed;
};

/** Returns undefined for an invalid profile: awsrole has never written a session of it into the AWS CLI's cache. */
const planIfPossible = (profiles: Profiles, name: string, ports: Ports): Plan | undefined => {
  try {
    return planFor(profiles, name, ports.env);
  } catch (error) {
    if (!(error instanceof AwsroleError)) throw error;
    return undefined;
  }
};

const removeManaged = async (profiles: Profiles, ports: Ports): Promise<string[]> => {
  const names = [...profiles.byName.values()]
    .filter(profile => managedSectionOf(profile))
    .map(profile => profile.name);
  if (names.length > 0) {
    await ports.files.editCredentials(text => ({ text: removeSections(text ?? '', names) }));
  }
  return names;
};

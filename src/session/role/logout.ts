import { removeSection } from '../../core/edit/credentials-section.ts';
import { AwsroleError } from '../../core/errors.ts';
import { planFor } from '../../core/plan/plan.ts';
import type { Plan } from '../../core/plan/types.ts';
import type { Profiles } from '../../core/profiles/profiles.ts';
import { managedSectionOf } from '../../core/profiles/static-keys.ts';
import type { Ports } from '../../ports/ports.ts';
import { loadProfiles } from '../load.ts';
import { keyOfRole } from './key.ts';

/** What `logout` took away. */
export interface LoggedOut {
  readonly sessions: number;
  readonly awsCliEntries: number;
  /** names of sections of the credentials file */
  readonly sections: readonly string[];
}

/**
 * Deletes every cached session, what was left in the AWS CLI's cache, and the sections that `mfa` wrote. A config
 * file that cannot be read does not keep the sessions from going, nor does one thing that cannot be deleted the others.
 *
 * @throws AwsroleError, the first one, once everything that can be deleted is
 */
export const logout = async (ports: Ports): Promise<LoggedOut> => {
  const profiles = await loadProfiles(ports).catch((error: unknown) => {
    if (!(error instanceof AwsroleError)) throw error;
    ports.terminal.note(`warning: ${error.message}`);
    return undefined;
  });
  const failures: AwsroleError[] = [];
  const attempt = async <T>(work: Promise<T>, without: T): Promise<T> =>
    work.catch((error: unknown) => {
      if (!(error instanceof AwsroleError)) throw error;
      failures.push(error);
      return without;
    });
  const awsCliEntries = profiles ? await attempt(removeShared(profiles, ports), 0) : 0;
  const sections = profiles ? await attempt(removeSections(profiles, ports), []) : [];
  await attempt(ports.live.clear(), undefined);
  const sessions = await attempt(ports.cache.clear(), 0);
  const [first] = failures;
  if (first) throw first;
  return { sessions, awsCliEntries, sections };
};

/** Entries of the AWS CLI's cache go only while they hold the very session that awsrole put there. */
const removeShared = async (profiles: Profiles, ports: Ports): Promise<number> => {
  let removed = 0;
  for (const name of ports.awsCliCache ? profiles.byName.keys() : []) {
    const plan = planIfPossible(profiles, name, ports);
    for (const [hop, role] of plan?.roles.entries() ?? []) {
      const session = plan && (await ports.cache.read(keyOfRole(plan, hop, ports.env)));
      if (session && role.awsCli && (await ports.awsCliCache?.remove(role.awsCli, session.accessKeyId)))
        removed++;
    }
  }
  return removed;
};

/** A profile that cannot be planned has nothing of ours in that cache. */
const planIfPossible = (profiles: Profiles, name: string, ports: Ports): Plan | undefined => {
  try {
    return planFor(profiles, name, ports.env);
  } catch (error) {
    if (!(error instanceof AwsroleError)) throw error;
    return undefined;
  }
};

const removeSections = async (profiles: Profiles, ports: Ports): Promise<string[]> => {
  const names = [...profiles.byName.values()]
    .filter(profile => managedSectionOf(profile))
    .map(profile => profile.name);
  if (names.length > 0) {
    await ports.files.editCredentials(text =>
      names.reduce((rest, name) => removeSection(rest, name), text ?? ''),
    );
  }
  return names;
};

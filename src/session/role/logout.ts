import { managedSectionsIn, removeSections } from '../../core/edit/credentials-section.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { AwsCliCache } from '../../ports/cache.ts';
import type { Ports } from '../../ports/ports.ts';

/** What `logout` has deleted. */
export interface LoggedOut {
  /** the number of cached sessions */
  readonly sessions: number;
  readonly awsCliEntries: number;
  /** the names of managed sections */
  readonly sections: readonly string[];
}

/** The places where awsrole stores sessions. */
type Stores = Pick<Ports, 'files' | 'live' | 'cache'> & { readonly awsCliCache: AwsCliCache };

/**
 * Deletes every cached session, the sessions that awsrole wrote into the AWS CLI's cache, the managed sections and the
 * records. It finds them by their marks, without the config file, which may have changed or be unreadable. It continues
 * after an error: with an unreadable credentials file, or an item that it cannot delete, it still deletes the rest.
 *
 * @throws AwsroleError the first error, after all other deletions
 */
export const logout = async ({ files, live, cache, awsCliCache }: Stores): Promise<LoggedOut> => {
  const failures: AwsroleError[] = [];
  const attempt = async <T>(work: Promise<T>, valueOnFailure: T): Promise<T> =>
    work.catch((error: unknown) => {
      if (!(error instanceof AwsroleError)) throw error;
      failures.push(error);
      return valueOnFailure;
    });
  const awsCliEntries = await attempt(awsCliCache.clear(), 0);
  const sections = await attempt(removeManaged(files), []);
  await attempt(live.clear(), undefined);
  const sessions = await attempt(cache.clear(), 0);
  const [first] = failures;
  if (first) throw first;
  return { sessions, awsCliEntries, sections };
};

const removeManaged = async (files: Ports['files']): Promise<string[]> => {
  let names = managedSectionsIn((await files.readCredentials()).text ?? '');
  if (names.length === 0) return [];
  await files.editCredentials((text = '') => {
    names = managedSectionsIn(text);
    return { text: removeSections(text, names) };
  });
  return names;
};

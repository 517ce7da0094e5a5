import { readFileSync, statSync } from 'node:fs';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';

/** The user ID of root. */
const ROOT = 0;

/** The name of a user for a message, or the ID where /etc/passwd does not list it. */
export const userName = (uid: number): string => {
  try {
    const users = readFileSync('/etc/passwd', 'utf8').split('\n');
    const line = users.map(user => user.split(':')).find(([, , id]) => id === String(uid));
    return safe(line?.[0] || `user ID ${uid}`);
  } catch {
    return `user ID ${uid}`;
  }
};

/** The name of the owner of a file or a folder; undefined when it is this user, or when there is no such file. */
export const foreignOwner = (path: string): string | undefined => {
  try {
    const { uid } = statSync(path);
    return uid === process.geteuid?.() ? undefined : userName(uid);
  } catch {
    return undefined;
  }
};

/** The remedy for a file or folder of another user: below HOME, root left it there; root itself uses another's HOME. */
export const ownerRemedy = (path: string, otherwise: string): string => {
  if (process.geteuid?.() === ROOT)
    return 'run awsrole as that user, or use a home folder of your own (sudo -H)';
  const home = process.env['HOME'];
  return home && path.startsWith(`${home}/`)
    ? `make it yours: sudo chown -R "$USER" ${safe(path)}`
    : otherwise;
};

/**
 * Refuses to create something in a folder of another user, as root (`sudo -E` keeps HOME). That user could not change
 * it, and every later run of awsrole as that user would fail.
 *
 * @throws AwsroleError naming the owner
 */
export const refuseFolderOfOther = (folder: string): void => {
  if (process.geteuid?.() !== ROOT) return;
  const owner = foreignOwner(folder);
  if (owner === undefined) return;
  throw new AwsroleError(
    `${safe(folder)} belongs to ${owner}, and awsrole runs as root: nothing is created there`,
    {
      hints: [ownerRemedy(folder, '')],
    },
  );
};

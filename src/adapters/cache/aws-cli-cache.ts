import { constants } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Session } from '../../core/aws/credentials.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { AwsCliStep } from '../../core/plan/types.ts';
import { parseInstant, toIsoSeconds } from '../../core/text/instant.ts';
import type { AwsCliCache } from '../../ports/cache.ts';
import { sweepTemporariesIn, writeAtomically } from '../files/atomic-file.ts';
import { sha1 } from '../files/crypto.ts';
import { fileError } from '../files/file-error.ts';
import { open, rm } from '../files/file-system.ts';
import { isAbsent, makeFolder, namesIn } from '../files/private-file.ts';

/**
 * Creates the access to the AWS CLI's cache, `~/.aws/cli/cache`. The AWS CLI keeps other files there, which stay
 * untouched.
 */
export const createAwsCliCache = (options: {
  folder: string;
  now: () => number;
  note: (text: string) => void;
}): AwsCliCache => {
  const pathOf = (step: AwsCliStep): string => join(options.folder, `${awsCliCacheKey(step)}.json`);
  return {
    configPath: join(options.folder, '..', '..', 'config'),
    // without the folder, the name of the entry need not be computed
    read: async step => (isAbsent(options.folder) ? undefined : readEntry(pathOf(step))),
    async write(step, session) {
      const path = pathOf(step);
      try {
        const existing = await readEntry(path);
        if (existing && existing.session.expiresAt >= session.expiresAt) return;
        await makeFolder(dirname(path));
        await writeAtomically(path, entryOf(session));
        await sweep(options.folder, options.now());
      } catch (error) {
        const failed = fileError('write', path, error);
        if (!(failed instanceof AwsroleError)) throw failed;
        options.note(
          `warning: the AWS CLI’s cache was not updated: ${failed.message}; AWSROLE_SHARE_CLI_CACHE=0 turns off these updates`,
        );
      }
    },
    async clear() {
      await sweepTemporariesIn(options.folder, target => ENTRY_NAME.test(target));
      let removed = 0;
      let failure: Error | undefined;
      for (const path of await entriesIn(options.folder)) {
        if (!(await readEntry(path))?.isOwn) continue;
        try {
          await rm(path, { force: true });
          removed++;
        } catch (error) {
          failure ??= fileError('remove', path, error);
        }
      }
      if (failure) throw failure;
      return removed;
    },
  };
};

/** How long an expired entry that awsrole wrote stays (milliseconds), as in awsrole's own cache. */
const KEEP_EXPIRED_MS = 86_400_000;
const ENTRY_NAME = /^[0-9a-f]{40}\.json$/;

/** Removes expired entries that awsrole wrote, because the AWS CLI never removes an entry. Its own entries stay. */
const sweep = async (folder: string, now: number): Promise<void> => {
  for (const path of (await entriesIn(folder)).slice(0, 200)) {
    const entry = await readEntry(path);
    if (entry?.isOwn && entry.session.expiresAt + KEEP_EXPIRED_MS < now)
      await rm(path, { force: true }).catch(() => undefined);
  }
};

/** The paths of all entries, including those of other tools. */
const entriesIn = async (folder: string): Promise<string[]> =>
  (await namesIn(folder)).filter(name => ENTRY_NAME.test(name)).map(name => join(folder, name));

/** The first member of an entry that awsrole wrote. The AWS CLI ignores it, and replaces the whole entry. */
const OWN_MARK = { WrittenBy: 'awsrole' };
const OWN_PREFIX = JSON.stringify(OWN_MARK).slice(0, -1);

/** Serializes a session in the AWS CLI's format. The AWS CLI fails on an invalid entry without saying why. */
const entryOf = (session: Session): string =>
  JSON.stringify({
    ...OWN_MARK,
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: toIsoSeconds(session.expiresAt),
    },
    ...(session.assumedRoleArn !== undefined && { AssumedRoleUser: { Arn: session.assumedRoleArn } }),
  });

/**
 * Reads an entry. The AWS CLI creates entries under the umask, in a folder that may be open to others. So an entry that
 * another user could have written is ignored.
 */
const readEntry = async (
  path: string,
): Promise<{ session: Session; modifiedAt: number; isOwn: boolean } | undefined> => {
  if (isAbsent(path)) return undefined;
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  );
  try {
    const status = await file?.stat();
    if (!file || !status?.isFile() || status.size > 1024 * 1024) return undefined;
    const self = process.getuid?.();
    if ((self !== undefined && status.uid !== self) || (status.mode & 0o022) !== 0) return undefined;
    const text = await file.readFile('utf8');
    const session = sessionIn(text, status.mtimeMs);
    return session && { session, modifiedAt: status.mtimeMs, isOwn: text.startsWith(OWN_PREFIX) };
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
};

const sessionIn = (text: string, obtainedAt: number): Session | undefined => {
  try {
    const { Credentials, AssumedRoleUser } = JSON.parse(text) as {
      Credentials?: Record<string, unknown>;
      AssumedRoleUser?: { Arn?: unknown };
    };
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    const texts = [AccessKeyId, SecretAccessKey, SessionToken];
    const expiresAt = typeof Expiration === 'string' ? parseInstant(Expiration) : undefined;
    if (
      expiresAt === undefined ||
      !texts.every(value => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value))
    )
      return undefined;
    const [accessKeyId, secretAccessKey, sessionToken] = texts as [string, string, string];
    if (!/^[A-Z0-9]{16,128}$/.test(accessKeyId)) return undefined;
    const arn = AssumedRoleUser?.Arn;
    const assumedRoleArn = typeof arn === 'string' && /^arn:[\x21-\x7e]+$/.test(arn) ? arn : undefined;
    return {
      accessKeyId,
      secretAccessKey,
      sessionToken,
      expiresAt,
      obtainedAt,
      clockOffset: 0,
      assumedRoleArn,
    };
  } catch {
    return undefined;
  }
};

/**
 * The key under which the AWS CLI caches an AssumeRole call: the SHA-1 of Python's `json.dumps(arguments,
 * sort_keys=True)`, in hexadecimal (botocore, `CachedCredentialFetcher._create_cache_key`).
 */
export const awsCliCacheKey = (step: AwsCliStep): string => sha1(pythonJson(step));

/** Serializes as Python does: `", "` and `": "` as separators, `\uXXXX` for characters outside printable ASCII. */
const pythonJson = (step: AwsCliStep): string => {
  const parts = Object.entries(step)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, value]) => `${ascii(key)}: ${typeof value === 'number' ? String(value) : ascii(String(value))}`,
    );
  return `{${parts.join(', ')}}`;
};

const ascii = (text: string): string =>
  // JSON.stringify escapes control characters and lone surrogates in lower case, as Python does
  JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

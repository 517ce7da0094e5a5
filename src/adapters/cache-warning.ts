import type { AwsroleError } from '../domain/errors.ts';
import { safe } from '../domain/terminal-text.ts';

/** Tells why something could not be kept. */
export type CacheWarning = (error: AwsroleError) => void;

/**
 * One warning for everything that is kept in `folder` (sessions, facts, locks): they fail together, and what was asked
 * for is handed over all the same.
 *
 * @returns what may be told any number of times; the first is noted
 */
export const createCacheWarning = (folder: string, note: (text: string) => void): CacheWarning => {
  let hasTold = false;
  return error => {
    if (hasTold) return;
    hasTold = true;
    const [hint = ''] = error.hints;
    const remedy = hint.includes('AWSROLE_CACHE_DIR')
      ? hint
      : `${hint}${hint && ', or '}name another folder with AWSROLE_CACHE_DIR`;
    note(`warning: the cache in ${safe(folder)} does not work: ${error.message}; ${remedy}`);
  };
};

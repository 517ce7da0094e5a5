import { join } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import type { Memory } from '../../ports/cache.ts';
import { sha256 } from '../files/crypto.ts';
import {
  type CacheWarning,
  ensurePrivateFolder,
  readPrivateFile,
  writePrivateFile,
} from '../files/private-file.ts';

const VERSION = 1;

/**
 * Creates the memory: facts that are not secret, one file each. An unreadable fact is ignored; a failed write is a
 * warning.
 */
export const createMemory = (folder: string, warn: CacheWarning): Memory => {
  const pathOf = (name: string): string =>
    // the version is part of the name, because two versions of awsrole may run alternately
    join(folder, `${sha256(`${VERSION}\n${name}`).slice(0, 40)}.json`);
  return {
    async get(name) {
      const read = await readPrivateFile(pathOf(name));
      return 'text' in read ? factIn(read.text, name) : undefined;
    },
    async set(name, value) {
      try {
        if ((await this.get(name)) === value) return;
        await ensurePrivateFolder(folder);
        await writePrivateFile(pathOf(name), `${JSON.stringify({ version: VERSION, name, value })}\n`);
      } catch (error) {
        if (!(error instanceof AwsroleError)) throw error;
        warn(error);
      }
    },
  };
};

const factIn = (text: string, name: string): string | undefined => {
  try {
    const fact = JSON.parse(text) as { version?: unknown; name?: unknown; value?: unknown };
    return fact.version === VERSION && fact.name === name && typeof fact.value === 'string'
      ? fact.value
      : undefined;
  } catch {
    return undefined;
  }
};

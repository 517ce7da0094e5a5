import Module from 'node:module';
import { useCachedData } from './cached-data.ts';
import { codeFolder } from './private-folder.ts';

/**
 * Lets V8 keep what it compiles of this program, which halves the time that loading it takes.
 *
 * @param cache awsrole's cache folder; undefined where it is not known
 * @param program the folder with the program's files
 * @param build a name for this very text of the program
 */
export const useCodeCache = (cache: string | undefined, program: string, build: string): void => {
  const folder = cache && codeFolder(cache, build);
  if (!folder) return;
  const { enableCompileCache } = Module as { enableCompileCache?: (folder: string) => unknown };
  if (enableCompileCache) enableCompileCache(folder);
  else useCachedData(program, folder);
};

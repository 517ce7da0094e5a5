import type { World } from './world.ts';

/** One sentence for each variable that names a shared file which is not there. */
export const missingFiles = async (world: Pick<World, 'env' | 'files'>): Promise<string[]> => {
  const { config, credentials } = await world.files.read();
  return (
    [
      ['AWS_CONFIG_FILE', config],
      ['AWS_SHARED_CREDENTIALS_FILE', credentials],
    ] as const
  )
    .filter(([name, file]) => world.env[name] && file.text === undefined)
    .map(([name, file]) => `${name} names ${file.path}, which does not exist`);
};

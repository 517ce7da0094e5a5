import { parseIni } from '../core/ini/ini.ts';
import { planFor } from '../core/plan/plan.ts';
import type { Plan, PlanOptions } from '../core/plan/types.ts';
import { buildProfiles, type Profiles } from '../core/profiles/profiles.ts';
import type { World } from './world.ts';

/** The profiles of both shared files, as they are now. */
export const loadProfiles = async (world: Pick<World, 'files'>): Promise<Profiles> => {
  const { config, credentials } = await world.files.read();
  return buildProfiles(
    config.text === undefined ? undefined : parseIni(config.text, config.path),
    credentials.text === undefined ? undefined : parseIni(credentials.text, credentials.path),
  );
};

/** The plan for a profile, from the files as they are now. */
export const loadPlan = async (
  profile: string,
  options: PlanOptions,
  world: Pick<World, 'files' | 'env'>,
): Promise<Plan> => planFor(await loadProfiles(world), profile, world.env, options);

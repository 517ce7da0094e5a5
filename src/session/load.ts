import { parseIni } from '../core/ini/ini.ts';
import { planFor } from '../core/plan/plan.ts';
import type { Plan, PlanOptions } from '../core/plan/types.ts';
import { buildProfiles, type Profiles } from '../core/profiles/profiles.ts';
import type { Ports } from '../ports/ports.ts';

/** Reads the profiles of both shared files. */
export const loadProfiles = async (ports: Pick<Ports, 'files'>): Promise<Profiles> => {
  const { config, credentials } = await ports.files.read();
  return buildProfiles(
    config.text === undefined ? undefined : parseIni(config.text, config.path),
    credentials.text === undefined ? undefined : parseIni(credentials.text, credentials.path),
  );
};

/** Reads the shared files and makes the plan for a profile. */
export const loadPlan = async (
  profile: string,
  options: PlanOptions,
  ports: Pick<Ports, 'files' | 'env'>,
): Promise<Plan> => planFor(await loadProfiles(ports), profile, ports.env, options);

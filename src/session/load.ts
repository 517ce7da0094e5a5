import { parseIni } from '../core/ini/ini.ts';
import { planFor } from '../core/plan/plan.ts';
import type { Plan, PlanOptions } from '../core/plan/types.ts';
import { buildProfiles, type Profiles } from '../core/profiles/profiles.ts';
import type { Ports } from '../ports/ports.ts';

/** Reads the profiles of both shared files. */
export const loadProfiles = async ({ files, env }: Pick<Ports, 'files' | 'env'>): Promise<Profiles> => {
  const { config, credentials } = await files.read();
  const named = [
    ['AWS_CONFIG_FILE', config],
    ['AWS_SHARED_CREDENTIALS_FILE', credentials],
  ] as const;
  return buildProfiles(
    config.text === undefined ? undefined : parseIni(config.text, config.path),
    credentials.text === undefined ? undefined : parseIni(credentials.text, credentials.path),
    named
      .filter(([name, file]) => env[name] && file.text === undefined)
      .map(([name, file]) => `${name} names ${file.path}, which does not exist`),
  );
};

/** Reads the shared files and makes the plan for a profile. */
export const loadPlan = async (
  profile: string,
  options: PlanOptions,
  ports: Pick<Ports, 'files' | 'env'>,
): Promise<Plan> => planFor(await loadProfiles(ports), profile, ports.env, options);

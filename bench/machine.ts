import { availableParallelism, cpus, platform, release } from 'node:os';
import { programOnPath, versionOf } from './programs.ts';
import type { Machine } from './results.ts';

const PROGRAMS = [
  'node',
  'bash',
  'zsh',
  'fish',
  'aws',
  'awsume',
  'aws-vault',
  'assume',
  'aws-runas',
  'saml2aws',
];

/** Kinds and versions, and nothing by which a machine could be told. */
export const describeMachine = (env: NodeJS.ProcessEnv): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
  cores: availableParallelism(),
  system: `${platform()} ${/^\d+\.\d+/.exec(release())?.[0] ?? ''}`,
  versions: Object.fromEntries(
    PROGRAMS.flatMap(name => {
      const file = programOnPath(name, env);
      const version = file && versionOf(file);
      return version ? [[name, version]] : [];
    }),
  ),
});

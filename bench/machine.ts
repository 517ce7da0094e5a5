import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { availableParallelism, cpus, platform, release } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Machine } from './results.ts';

/** A Node binary to measure with. */
export interface NodeProgram {
  readonly file: string;
  readonly version: string;
}

/**
 * Asks Node binaries for their path and version: `file` may be a version manager's script.
 *
 * @throws when one is no Node, or when two have the same version
 */
export const findNodes = (files: readonly string[]): NodeProgram[] => {
  const nodes = files.map((name): NodeProgram => {
    try {
      const [file, version] = JSON.parse(
        execFileSync(name, ['-p', 'JSON.stringify([process.execPath, process.versions.node])'], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      );
      return { file, version };
    } catch {
      throw new Error(`--node: ${name} is not a Node binary`);
    }
  });
  const twice = nodes.find(
    ({ version }, index) => nodes.findIndex(other => other.version === version) < index,
  );
  if (twice) throw new Error(`--node: Node ${twice.version} is given twice`);
  return nodes;
};

const PROGRAMS = ['bash', 'zsh', 'fish', 'aws', 'awsume', 'aws-vault', 'assume', 'aws-runas', 'saml2aws'];

/** Describes the machine by its kind and by the versions of the programs that are measured. */
export const describeMachine = (env: NodeJS.ProcessEnv, nodes: readonly NodeProgram[]): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
  cores: availableParallelism(),
  system: `${platform()} ${/^\d+\.\d+/.exec(release())?.[0] ?? ''}`,
  versions: {
    node: nodes.map(({ version }) => version).join(' and '),
    ...Object.fromEntries(
      PROGRAMS.flatMap(name => {
        const file = programOnPath(name, env);
        const version = file && versionOf(file);
        return version ? [[name, version]] : [];
      }),
    ),
  },
});

/**
 * The path of a program on the PATH. For a shim of pyenv it is the program behind the shim, because the shim's own
 * cost is not the program's.
 *
 * @returns undefined when there is none
 */
export const programOnPath = (name: string, env: NodeJS.ProcessEnv): string | undefined => {
  const path = (env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(isExecutable);
  if (!path?.includes('/shims/')) return path;
  const real = spawnSync('pyenv', ['which', name], { env, encoding: 'utf8' }).stdout?.trim();
  return real && isExecutable(real) ? real : path;
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const versionOf = (file: string): string | undefined => {
  const { stdout, stderr, status } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  return status === 0 ? /\d+(?:\.\d+)+/.exec(`${stdout}${stderr}`)?.[0] : undefined;
};

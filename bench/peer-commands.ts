import { spawnSync } from 'node:child_process';
import type { BenchHome } from './home.ts';
import { PEERS, type Peer } from './peers.ts';
import { programOnPath } from './programs.ts';
import type { Command } from './spawning.ts';

/** The peers that this machine has, as commands to time, and a line on each that is not among them. */
export const peerCommands = (home: BenchHome): { commands: Command[]; missing: string[] } => {
  const commands: Command[] = [];
  const missing: string[] = [];
  for (const peer of PEERS) {
    const file = programOnPath(peer.program ?? peer.name, home.env);
    const command = file === undefined ? undefined : firstThatWorks(peer, file, home);
    if (command) commands.push(command);
    else if (file === undefined) missing.push(`${peer.name}: not on the PATH`);
    else
      missing.push(`${peer.attempts.map(({ title }) => title).join(', ')}: does not work with this version`);
  }
  return { commands, missing: [...new Set(missing)] };
};

const firstThatWorks = (peer: Peer, file: string, home: BenchHome): Command | undefined => {
  const env = { ...home.env, ...peer.env, AWS_ENDPOINT_URL_STS: home.url, AWS_REGION: 'eu-west-1' };
  const works = (args: readonly string[], more: NodeJS.ProcessEnv = {}): boolean =>
    spawnSync(file, args, { env: { ...env, ...more }, stdio: 'ignore', timeout: 60_000 }).status === 0;
  const attempt = peer.attempts.find(
    ({ args, before }) => (before?.(home.code) ?? []).every(words => works(words, home.keys)) && works(args),
  );
  return (
    attempt && {
      id: `peer/${attempt.title}`,
      title: attempt.title,
      words: [file, ...attempt.args],
      env,
      of: 'process/node',
      most: 10,
    }
  );
};

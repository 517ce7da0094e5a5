// Helpers of the other scripts: the project's folder, running a command, installing the packages.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of the project's folder, with a trailing slash. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command in the project's folder. If it fails, ends this process with its status or signal. */
export function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  if (signal) process.kill(process.pid, signal);
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs `npm ci` when the packages are missing or older than the lock file. */
export function ensureInstalled() {
  const marker = `${root}node_modules/.package-lock.json`;
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs) return;
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['inherit', process.stderr, process.stderr],
  });
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a shell loads with `awsrole init`: its parts, one after the other. */
export const SHELL_PARTS = {
  bash: ['shell/common.sh', 'shell/awsrole.bash', 'completions/awsrole.bash'],
  zsh: ['shell/common.sh', 'shell/awsrole.zsh', 'completions/_awsrole'],
  fish: ['shell/awsrole.fish', 'completions/awsrole.fish'],
};

/** Writes one file for each shell into a folder. */
export const writeShellFiles = (root, folder) => {
  mkdirSync(folder, { recursive: true });
  for (const [shell, parts] of Object.entries(SHELL_PARTS)) {
    const texts = parts.map(path => readFileSync(join(root, path), 'utf8'));
    writeFileSync(join(folder, `awsrole.${shell}`), texts.join('\n'));
  }
};

import { Option } from 'clipanion';
import { usageError } from '../core/errors.ts';
import { didYouMean } from '../core/text/names.ts';
import { SHELLS, shellFor } from '../shells/registry.ts';
import type { Shell } from '../shells/shell.ts';
import { extended } from './awsrole-command.ts';

/** `--shell` of the commands that print shell code. */
export const shellOption = (): string | undefined =>
  extended(Option.String('--shell', { description: 'print code for this shell, not for the calling one' }), {
    value: 'SHELL',
    offered: [...SHELLS.keys()],
  });

/**
 * The shell to print code for.
 *
 * @param named the value of `--shell`
 * @param parent the name of the program that reads the output
 * @throws AwsroleError (usage) for an unsupported shell
 */
export const chosenShell = (named: string | undefined, parent: string | undefined): Shell => {
  const shell = shellFor(named, parent);
  if (shell) return shell;
  throw usageError(
    `--shell: unsupported shell '${named}'`,
    ...didYouMean(named ?? '', [...SHELLS.keys()]),
    `write one of ${[...SHELLS.keys()].join(', ')}`,
  );
};

import { INTEGRATED, type IntegratedShell } from './registry.ts';

/** The shell in which the user types. */
export interface CallingShell {
  /** undefined for a shell without an integration, and where the system does not tell */
  readonly name: IntegratedShell | undefined;
  /** its functions started this process, so that `awsrole PROFILE` and `awsrole clear` change the shell */
  readonly hasFunctions: boolean;
}

/** A shell of which nothing is known. */
export const ANY_SHELL: CallingShell = { name: undefined, hasFunctions: false };

/** The variable with which the shell functions tell the program their shell. No other program inherits it. */
export const FUNCTIONS_VARIABLE = 'AWSROLE_FUNCTIONS';

/**
 * Finds the shell of the user.
 *
 * @param functions the value of `AWSROLE_FUNCTIONS`
 * @param others candidates without functions, the likeliest first: the name of the parent process, the path in `SHELL`
 */
export const callingShell = (
  functions: string | undefined,
  others: readonly (string | undefined)[],
): CallingShell => {
  const [name] = [functions, ...others].flatMap(path => {
    const base = path?.split('/').at(-1);
    return INTEGRATED.filter(integrated => integrated === base);
  });
  return { name, hasFunctions: functions !== undefined && functions === name };
};

/**
 * The command line with which the user changes this shell.
 *
 * @param command `awsrole clear`, quoted for the shell
 */
export const changing = (command: string, { name, hasFunctions }: CallingShell): string => {
  if (hasFunctions) return command;
  return name === 'fish' ? `${command} --shell fish | source` : `eval "$(${command})"`;
};

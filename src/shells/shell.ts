import type { EnvChange } from '../core/environment/environment.ts';
import { AwsroleError } from '../core/errors.ts';

/** How one shell spells a change of its environment. */
export interface Shell {
  readonly name: string;
  /** A word that stands for exactly this text. */
  quote(text: string): string;
  /** All changes as one compound command: a shell that gets only part of it runs none of it. */
  spell(changes: readonly EnvChange[]): string;
}

/**
 * Checks what every shell's spelling relies on.
 *
 * @throws AwsroleError for a name that is no variable of ours, and for a text no shell can hold
 */
export const checkChange = ({ name, value }: EnvChange): void => {
  if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) throw new AwsroleError(`'${name}' is not the name of a variable`);
  if (value !== null && (value.includes('\0') || !value.isWellFormed())) {
    throw new AwsroleError(
      `the value of ${name} cannot be held by a shell (it contains NUL or an unpaired surrogate)`,
      {
        hints: ['rename the profile, or fix the value in the config file'],
      },
    );
  }
};

import type { RecordedFile } from './live-record.ts';

const CONTROL = /\p{Cc}/u;

/** A profile as completion shows it. */
interface NamedProfile {
  readonly profile: string;
  readonly account: string | undefined;
  readonly role: string | undefined;
}

/**
 * What completion offers: each profile that can stand on a line, with account and role after a tab. Sorted, so that zsh
 * finds those that begin so in a long list by halving it.
 */
export const nameLines = (profiles: readonly NamedProfile[]): string[] =>
  profiles
    .filter(({ profile }) => profile !== '' && !CONTROL.test(profile))
    .map(({ profile, account, role }) => {
      const description = [account, role]
        .filter(Boolean)
        .join(' ')
        .replaceAll(/\p{Cc}/gu, ' ');
      return `${profile}\t${description}`;
    })
    .toSorted();

/** The same as a file for the shells, tied to the state of both shared files. */
export const namesRecord = (
  lines: readonly string[],
  files: { config: RecordedFile; credentials: RecordedFile },
): string =>
  [
    'awsrole-names 2',
    `config ${files.config.stamp ?? '-'} ${files.config.path}`,
    `credentials ${files.credentials.stamp ?? '-'} ${files.credentials.path}`,
    ...lines,
    '',
  ].join('\n');

import { isSafe, safe } from '../text/terminal-text.ts';
import type { RecordedFile } from './live-record.ts';

/** A profile with the description that completion shows. */
interface NamedProfile {
  readonly profile: string;
  readonly account: string | undefined;
  readonly role: string | undefined;
}

/**
 * The lines of completion: profile name, tab, account and role. Names with control or invisible characters are
 * omitted: the shells print the lines as they are, and `planFor` refuses such a profile. The lines are sorted for the binary search of the zsh functions.
 */
export const nameLines = (profiles: readonly NamedProfile[]): string[] =>
  profiles
    .filter(({ profile }) => profile !== '' && isSafe(profile))
    .map(({ profile, account, role }) => {
      const description = safe([account, role].filter(Boolean).join(' '));
      return `${profile}\t${description}`;
    })
    .toSorted();

/**
 * The content of the names list, from which the shells complete profile names. The list is valid while the
 * stamps of both shared files match.
 */
export const namesRecord = (
  lines: readonly string[],
  files: { config: RecordedFile; credentials: RecordedFile },
): string =>
  [
    'awsrole-names 3',
    `config ${files.config.stamp ?? '-'} ${files.config.path}`,
    `credentials ${files.credentials.stamp ?? '-'} ${files.credentials.path}`,
    ...lines,
    '',
  ].join('\n');

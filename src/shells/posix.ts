import type { Shell } from './shell.ts';
import { checkChange } from './shell.ts';

/**
 * One word for sh, bash, zsh, dash, ksh: single quotes keep every character, and a single quote is written outside
 * them (POSIX Shell Command Language 2.2.2).
 */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const spell: Shell['spell'] = changes => {
  for (const change of changes) checkChange(change);
  const removed = changes.filter(change => change.value === null).map(change => change.name);
  const set = changes.flatMap(({ name, value }) =>
    value === null ? [] : [`export ${name}=${quote(value)}`],
  );
  const lines = [...(removed.length > 0 ? [`unset ${removed.join(' ')}`] : []), ...set];
  return lines.length === 0 ? ':\n' : `{\n${lines.join('\n')}\n}\n`;
};

/** The spelling that bash, zsh and every POSIX shell share. */
export const posix: Shell = { name: 'posix', quote, spell };

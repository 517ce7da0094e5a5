import type { Shell } from './shell.ts';
import { checkChange } from './shell.ts';

/** One word for fish: inside single quotes only the backslash and the quote itself are special. */
const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const spell: Shell['spell'] = changes => {
  for (const change of changes) checkChange(change);
  const removed = changes.filter(change => change.value === null).map(change => change.name);
  const lines = [
    // fish 3.1 takes one name at a time; `set -e` fails for an unset variable, which is no failure of the change
    ...(removed.length > 0
      ? [`for __awsrole_name in ${removed.join(' ')}; set -e -g $__awsrole_name; or true; end`]
      : []),
    ...changes.flatMap(({ name, value }) => (value === null ? [] : [`set -gx ${name} ${quote(value)}`])),
  ];
  return lines.length === 0 ? 'true\n' : `begin\n${lines.join('\n')}\nend\n`;
};

export const fish: Shell = { name: 'fish', quote, spell };

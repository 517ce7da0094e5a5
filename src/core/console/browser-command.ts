import { splitWords } from '../text/split-words.ts';

/** The words of a command; one or none of them holds `%s`. */
export type BrowserCommand = readonly string[];

/**
 * The commands that `BROWSER` names, to be tried in this order: a list with colons between, as xdg-open, Python and
 * others read it. No shell reads them; an `&` at the end, which asks one to go on, is left out.
 */
export const browserCommands = (text: string | undefined): BrowserCommand[] =>
  (text ?? '').split(':').flatMap(part => {
    const words = splitWords(part) ?? [];
    const command = words.at(-1) === '&' ? words.slice(0, -1) : words;
    return command.length > 0 ? [command] : [];
  });

/** The words with the address where `%s` stands, or at the end. */
export const withAddress = (command: BrowserCommand, address: string): string[] =>
  command.some(word => word.includes('%s'))
    ? command.map(word => word.replaceAll('%s', address))
    : [...command, address];

/** Whether a browser can be seen from here: on another machine's display, or on none, nobody would see it. */
export const hasDisplay = (env: Readonly<Record<string, string | undefined>>, platform: string): boolean => {
  const isRemote = Boolean(env['SSH_CONNECTION'] || env['SSH_TTY']);
  if (platform === 'darwin') return !isRemote;
  if (env['DISPLAY'] || env['WAYLAND_DISPLAY']) return true;
  // below Windows the browser is a Windows one
  return !isRemote && Boolean(env['WSL_DISTRO_NAME'] || env['WSL_INTEROP']);
};

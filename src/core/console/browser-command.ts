import { splitWords } from '../text/split-words.ts';

/** The words of a command that opens a browser; `%s` in a word stands for the address. */
export type BrowserCommand = readonly string[];

/**
 * Parses `BROWSER`: commands separated by colons, as xdg-open and Python's `webbrowser` read it. awsrole starts them
 * without a shell, so a trailing `&` is dropped.
 *
 * @returns the commands in the order in which to try them
 */
export const browserCommands = (text: string | undefined): BrowserCommand[] =>
  (text ?? '').split(':').flatMap(part => {
    const words = splitWords(part) ?? [];
    const command = words.at(-1) === '&' ? words.slice(0, -1) : words;
    return command.length > 0 ? [command] : [];
  });

/** Inserts the address into a command: in place of `%s`, or as the last word where no word contains `%s`. */
export const withAddress = (command: BrowserCommand, address: string): string[] =>
  command.some(word => word.includes('%s'))
    ? command.map(word => word.replaceAll('%s', address))
    : [...command, address];

/** Whether the user can see a browser that this machine starts: not over SSH without X11, and not without a display. */
export const hasDisplay = (env: Readonly<Record<string, string | undefined>>, platform: string): boolean => {
  const isRemote = Boolean(env['SSH_CONNECTION'] || env['SSH_TTY']);
  if (platform === 'darwin') return !isRemote;
  if (env['DISPLAY'] || env['WAYLAND_DISPLAY']) return true;
  // WSL starts a Windows browser, which needs no X11 or Wayland display
  return !isRemote && Boolean(env['WSL_DISTRO_NAME'] || env['WSL_INTEROP']);
};

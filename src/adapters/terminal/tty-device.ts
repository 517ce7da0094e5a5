import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import { AwsroleError, Cancelled } from '../../core/errors.ts';

/** The terminal device, opened for one question. */
export interface TtyDevice {
  write(text: string): void;
  /**
   * Writes the prompt and resolves with the line that the user types. Rejects with Cancelled on Ctrl-C and Ctrl-D.
   *
   * @param options.isFresh first drops what is waiting in the terminal: the rest of a paste whose first line was refused
   */
  readLine(prompt: string, options?: { isFresh?: boolean }): Promise<string>;
  /** Closes the device; safe to call twice. */
  close(): void;
}

const noTerminal = (cause?: unknown): AwsroleError =>
  new AwsroleError('no terminal to ask for the MFA code', {
    hints: [
      'pass the code as an option: --code 123456',
      'set mfa_process in the profile to a command that prints the code (a password manager, ykman, oathtool)',
    ],
    cause,
  });

/** Whether the terminal device can be opened. Opening fails with ENXIO in a process without a controlling terminal. */
export const hasTty = (path: string): boolean => {
  try {
    closeSync(openSync(path, constants.O_RDWR | constants.O_NOCTTY));
    return true;
  } catch {
    return false;
  }
};

/**
 * Opens the terminal device on its own descriptors, so that the standard streams (piped data, `$(…)`) stay untouched.
 * The terminal stays in canonical mode: the kernel echoes, edits the line and turns keys into signals. So nothing has
 * to be restored however this process ends, `kill -9` included, and Ctrl-Z and type-ahead work as usual.
 *
 * @throws AwsroleError when there is no terminal
 */
export const openTtyDevice = async (path: string): Promise<TtyDevice> => {
  const { ReadStream } = await import('node:tty');
  const opened: number[] = [];
  const open = (flags: number): number => {
    const descriptor = openSync(path, flags | constants.O_NOCTTY);
    opened.push(descriptor);
    return descriptor;
  };
  try {
    const output = open(constants.O_WRONLY);
    return deviceOn(new ReadStream(open(constants.O_RDONLY)), output);
  } catch (cause) {
    for (const descriptor of opened) closeSync(descriptor);
    throw noTerminal(cause);
  }
};

const deviceOn = (input: ReadStream, output: number): TtyDevice => {
  let open = true;
  const write = (text: string): void => {
    try {
      writeSync(output, text);
    } catch {
      // when the terminal is gone, the read reports it
    }
  };
  input.setEncoding('utf8');
  return {
    write,
    readLine: (prompt, { isFresh = false } = {}) => readLine(input, write, prompt, isFresh),
    close() {
      if (!open) return;
      open = false;
      input.destroy();
      closeSync(output);
    },
  };
};

/** A paste arrives line by line without a longer pause (milliseconds); no one types so fast. */
const PASTE_PAUSE_MS = 100;

const readLine = (
  input: ReadStream,
  write: (text: string) => void,
  prompt: string,
  isFresh: boolean,
): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    const begin = (): void => {
      pause = undefined;
      text = '';
      write(prompt);
    };
    let pause = isFresh ? setTimeout(begin, PASTE_PAUSE_MS) : undefined;
    const finish = (settle: () => void): void => {
      clearTimeout(pause);
      process.removeListener('SIGINT', cancel);
      process.removeListener('SIGCONT', redraw);
      input.removeAllListeners();
      // an error after the answer has no effect
      input.on('error', () => {});
      settle();
    };
    const cancel = (): void =>
      finish(() => {
        write('\n');
        reject(new Cancelled());
      });
    // Ctrl-Z discards the typed characters, and the shell writes over the prompt
    const redraw = (): void => {
      text = '';
      write(prompt);
    };
    const take = (chunk: string): void => {
      const line = typeInto(text, chunk);
      text = line.text;
      if (line.end === 'cancel') cancel();
      else if (pause !== undefined) pause.refresh();
      else if (line.end === 'enter') finish(() => resolve(text));
    };
    process.on('SIGINT', cancel);
    process.on('SIGCONT', redraw);
    input.on('data', take);
    input.on('end', cancel);
    // EIO: a background process may not read the terminal once its shell has ended
    input.on('error', cause => finish(() => reject(noTerminal(cause))));
    if (!isFresh) begin();
  });

/** The line typed so far. `end` is undefined until the user ends or cancels the line. */
export interface TypedLine {
  readonly text: string;
  readonly end: 'enter' | 'cancel' | undefined;
}

const withoutLast = (text: string): string => [...text].slice(0, -1).join('');

/**
 * Adds characters from the terminal to the line typed so far. A terminal in canonical mode edits the line itself and
 * delivers it whole. This function also interprets the editing keys, for a terminal that another program (a pager in
 * the same pipeline) left in raw mode: Ctrl-C cancels, Ctrl-D cancels an empty line, Ctrl-U clears the line. It drops
 * the characters after Enter.
 */
export const typeInto = (text: string, chunk: string): TypedLine => {
  let line = text;
  for (const key of chunk) {
    if (key === '\r' || key === '\n') return { text: line, end: 'enter' };
    if (key === '\x03') return { text: line, end: 'cancel' };
    if (key === '\x04') {
      if (line === '') return { text: line, end: 'cancel' };
    } else if (key === '\x7f' || key === '\b') line = withoutLast(line);
    else if (key === '\x15') line = '';
    else line += key;
  }
  return { text: line, end: undefined };
};

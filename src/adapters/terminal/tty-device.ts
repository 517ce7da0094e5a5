import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import { AwsroleError, Cancelled } from '../../core/errors.ts';

/** The terminal device, opened for one question. */
export interface TtyDevice {
  write(text: string): void;
  /** Writes the prompt and resolves with the line typed after it. Throws Cancelled on Ctrl-C and Ctrl-D. */
  readLine(prompt: string): Promise<string>;
  /** Gives everything back; safe to call twice. */
  close(): void;
}

const noTerminal = (cause?: unknown): AwsroleError =>
  new AwsroleError('no terminal to ask for the MFA code on', {
    hints: [
      'give the code as an option: --code 123456',
      "set mfa_process in the profile to a command that prints the code (a password manager's, ykman, oathtool)",
    ],
    cause,
  });

/** True when the terminal device can be opened. A process without a controlling terminal gets ENXIO. */
export const hasTty = (path: string): boolean => {
  try {
    closeSync(openSync(path, constants.O_RDWR | constants.O_NOCTTY));
    return true;
  } catch {
    return false;
  }
};

/**
 * Opens the terminal on descriptors of its own, so that the standard streams (a pipe's data, `$(…)`) are never touched.
 * The terminal stays in its ordinary mode: the kernel echoes, edits the line and turns keys into signals, so whatever
 * ends this process, `kill -9` included, nothing has to be restored; Ctrl-Z and type-ahead work as everywhere.
 * Throws an AwsroleError when there is no terminal.
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
      // a terminal that went away: reading tells
    }
  };
  input.setEncoding('utf8');
  return {
    write,
    readLine: prompt => readLine(input, write, prompt),
    close() {
      if (!open) return;
      open = false;
      input.destroy();
      closeSync(output);
    },
  };
};

const readLine = (input: ReadStream, write: (text: string) => void, prompt: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    const finish = (settle: () => void): void => {
      process.removeListener('SIGINT', cancel);
      process.removeListener('SIGCONT', redraw);
      input.removeAllListeners();
      // an error after the answer concerns nobody
      input.on('error', () => {});
      settle();
    };
    const cancel = (): void =>
      finish(() => {
        write('\n');
        reject(new Cancelled());
      });
    // Ctrl-Z made the terminal forget what was typed, and the shell wrote over the prompt
    const redraw = (): void => {
      text = '';
      write(prompt);
    };
    const take = (chunk: string): void => {
      const line = typeInto(text, chunk);
      text = line.text;
      if (line.end === 'cancel') cancel();
      else if (line.end === 'enter') finish(() => resolve(text));
    };
    process.on('SIGINT', cancel);
    process.on('SIGCONT', redraw);
    input.on('data', take);
    input.on('end', cancel);
    // EIO: a process in the background whose shell is gone may not read
    input.on('error', cause => finish(() => reject(noTerminal(cause))));
    write(prompt);
  });

/** A line as far as it was typed, and how it ended, if it did. */
export interface TypedLine {
  readonly text: string;
  readonly end: 'enter' | 'cancel' | undefined;
}

const withoutLast = (text: string): string => [...text].slice(0, -1).join('');

/**
 * Adds what was read from the terminal to the line typed so far. A terminal in its ordinary mode edits the line itself
 * and hands it over whole; the keys are understood here as well for one that another program (a pager in the same
 * pipeline) left in raw mode. Ctrl-C cancels, Ctrl-D does on an empty line, Ctrl-U empties it, what follows Enter is dropped.
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

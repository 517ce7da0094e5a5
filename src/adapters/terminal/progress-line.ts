import { safe } from '../../core/text/terminal-text.ts';
import { cutTo } from '../../core/text/text-width.ts';
import type { Clock } from '../../ports/clock.ts';

const clearLine = '\r\x1b[K';

/** The one line on stderr that is redrawn, and what is written around it. */
export interface ProgressLine {
  /** Draws the line now and each second until the result is called. */
  start(text: () => string): () => void;
  /** Writes whole lines above the line. */
  writeAbove(lines: string): void;
  /** Takes the line away without stopping; the next second draws it again. */
  hide(): void;
}

/** Where people read what is no answer. */
export interface StandardError {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** The line on a terminal. Its text is cut to the terminal's width: a wrapped line could not be redrawn. */
export const createProgressLine = (stderr: StandardError, clock: Clock): ProgressLine => {
  let current: (() => string) | undefined;
  let drawn = false;
  const draw = (): void => {
    if (current === undefined) return;
    drawn = true;
    stderr.write(clearLine + cutTo(`awsrole: ${safe(current())}`, (stderr.columns || 80) - 1));
  };
  const hide = (): void => {
    if (drawn) stderr.write(clearLine);
    drawn = false;
  };
  const tick = async (text: () => string, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted && current === text) {
      draw();
      await clock.sleep(1000, signal);
    }
  };
  return {
    hide,
    start(text) {
      const stopped = new AbortController();
      current = text;
      // the sleep that was interrupted is the only thing that throws
      tick(text, stopped.signal).catch(() => {});
      return () => {
        stopped.abort();
        if (current !== text) return;
        hide();
        current = undefined;
      };
    },
    writeAbove(lines) {
      const wasDrawn = drawn;
      hide();
      stderr.write(lines);
      if (wasDrawn) draw();
    },
  };
};

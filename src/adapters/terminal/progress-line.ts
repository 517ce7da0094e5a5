import { safe } from '../../core/text/terminal-text.ts';
import { cutTo } from '../../core/text/text-width.ts';
import type { Clock } from '../../ports/clock.ts';

const clearLine = '\r\x1b[K';

/** A progress line on stderr that awsrole redraws, and the notes above it. */
export interface ProgressLine {
  /** Draws the line now and once a second. The returned function stops that and clears the line. */
  start(text: () => string): () => void;
  /** Writes whole lines above the line. */
  writeAbove(lines: string): void;
  /** Clears the line without stopping it; it is drawn again within a second. */
  hide(): void;
}

/** Standard error, for notes and progress. */
export interface StandardError {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/**
 * Creates the progress line of a terminal. Cuts its text to the terminal's width, since a wrapped line cannot be
 * redrawn.
 */
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
      // only the interrupted sleep rejects
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

import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Terminal } from '../../ports/terminal.ts';
import { createProgressLine, type StandardError } from './progress-line.ts';
import { hasTty, openTtyDevice, type TtyDevice } from './tty-device.ts';

const defaultTimeoutMs = 120_000;

type Accept = (answer: string) => string | undefined;

/** Asks until `accept` returns undefined; writes each complaint, and how to give up, above the next prompt. */
const askUntilAccepted = async (tty: TtyDevice, prompt: string, accept: Accept): Promise<string> => {
  for (let isFresh = false; ; isFresh = true) {
    const answer = await tty.readLine(prompt, { isFresh });
    const complaint = accept(answer);
    if (complaint === undefined) return answer;
    tty.write(`awsrole: ${safe(complaint)}; Ctrl-C cancels\n`);
  }
};

const noAnswer = (timeoutMs: number): AwsroleError =>
  new AwsroleError(`no answer on the terminal within ${Math.round(timeoutMs / 1000)} seconds`, {
    hints: ['run the command again'],
  });

/**
 * Creates the terminal through which awsrole asks the user questions and shows notes and progress.
 *
 * @param options.stderr receives notes and progress; progress is drawn only on a terminal that can redraw a line
 * @param options.ttyPath the terminal device for questions, `/dev/tty` by default
 * @param options.term the terminal type, `$TERM` by default; a `dumb` terminal cannot redraw
 */
export const createTerminal = (options: {
  stderr: StandardError;
  clock: Clock;
  ttyPath?: string;
  term?: string | undefined;
}): Terminal => {
  const { stderr, clock, ttyPath = '/dev/tty', term = process.env['TERM'] } = options;
  const isInteractive = stderr.isTTY === true && term !== 'dumb';
  const line = createProgressLine(stderr, clock);

  return {
    get canAsk() {
      return hasTty(ttyPath);
    },
    isInteractive,
    async ask(prompt, { timeoutMs = defaultTimeoutMs, accept = () => undefined } = {}) {
      const tty = await openTtyDevice(ttyPath);
      const answered = new AbortController();
      line.hide();
      try {
        const timeout = clock.sleep(timeoutMs, answered.signal).then(() => {
          tty.write('\n');
          throw noAnswer(timeoutMs);
        });
        return await Promise.race([askUntilAccepted(tty, prompt, accept), timeout]);
      } finally {
        answered.abort();
        tty.close();
      }
    },
    progress: text => (isInteractive ? line.start(text) : () => {}),
    note: text => line.writeAbove(`awsrole: ${safe(text)}\n`),
  };
};

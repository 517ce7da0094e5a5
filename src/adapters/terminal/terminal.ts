import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Terminal } from '../../ports/terminal.ts';
import { createProgressLine, type StandardError } from './progress-line.ts';
import { hasTty, openTtyDevice, type TtyDevice } from './tty-device.ts';

const defaultTimeoutMs = 120_000;

type Accept = (answer: string) => string | undefined;

/** Asks until the answer is accepted; a complaint is shown above the next prompt. */
const converse = async (tty: TtyDevice, prompt: string, accept: Accept): Promise<string> => {
  for (;;) {
    const answer = await tty.readLine(prompt);
    const complaint = accept(answer);
    if (complaint === undefined) return answer;
    tty.write(`awsrole: ${safe(complaint)}\n`);
  }
};

const tooLate = (timeoutMs: number): AwsroleError =>
  new AwsroleError(`nobody answered on the terminal within ${Math.round(timeoutMs / 1000)} seconds`, {
    hints: ['run the command again'],
  });

/**
 * The person in front of the program.
 * @param options.stderr where notes and progress go; progress is drawn only when it is a terminal that can redraw a line
 * @param options.ttyPath the terminal device that questions are asked on, `/dev/tty` by default
 * @param options.term the kind of terminal, `$TERM` by default: `dumb` ones cannot redraw
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
        const late = clock.sleep(timeoutMs, answered.signal).then(() => {
          tty.write('\n');
          throw tooLate(timeoutMs);
        });
        return await Promise.race([converse(tty, prompt, accept), late]);
      } finally {
        answered.abort();
        tty.close();
      }
    },
    progress: text => (isInteractive ? line.start(text) : () => {}),
    note: text => line.writeAbove(`awsrole: ${safe(text)}\n`),
  };
};

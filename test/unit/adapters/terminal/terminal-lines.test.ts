import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { createTerminal } from '../../../../src/adapters/terminal/terminal.ts';

/** A terminal with a recorded stderr and a clock that advances a second on `passSecond`. */
const setUp = (options: { isTTY?: boolean; columns?: number; term?: string }) => {
  let written = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  const stderr = Object.assign(stream, { isTTY: options.isTTY ?? false, columns: options.columns ?? 80 });
  let passSecond = (): void => {};
  const clock = {
    now: () => 0,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        assert.equal(ms, 1000);
        passSecond = resolve;
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  };
  const terminal = createTerminal({ stderr, clock, term: options.term ?? 'xterm' });
  return {
    terminal,
    written: () => written,
    passSecond: async () => {
      passSecond();
      await new Promise(setImmediate);
    },
  };
};

test('a note is one line on stderr with control characters escaped', () => {
  const { terminal, written } = setUp({});
  terminal.note('profile \x1b]0;pwned\x07\nis odd');
  assert.equal(written(), 'awsrole: profile ␛]0;pwned␇␊is odd\n');
});

test('progress is drawn at once and every second, and is cleared when it stops', async () => {
  const { terminal, written, passSecond } = setUp({ isTTY: true });
  let left = 3;
  const stop = terminal.progress(() => `next code in ${left--} s`);
  await passSecond();
  stop();
  await passSecond();
  assert.equal(written(), '\r\x1b[Kawsrole: next code in 3 s\r\x1b[Kawsrole: next code in 2 s\r\x1b[K');
  assert.equal(terminal.isInteractive, true);
});

test('progress has its control characters escaped and is cut to the terminal width', () => {
  const { terminal, written } = setUp({ isTTY: true, columns: 20 });
  terminal.progress(() => 'wait\x1b for the lock')();
  assert.equal(written(), '\r\x1b[Kawsrole: wait␛ for…\r\x1b[K');
});

test('a note during progress is written above the progress line', () => {
  const { terminal, written } = setUp({ isTTY: true });
  const stop = terminal.progress(() => 'waiting');
  terminal.note('hello');
  stop();
  assert.equal(written(), '\r\x1b[Kawsrole: waiting\r\x1b[Kawsrole: hello\n\r\x1b[Kawsrole: waiting\r\x1b[K');
});

test('stopping a replaced progress does not clear the one that replaced it', () => {
  const { terminal, written } = setUp({ isTTY: true });
  const stopFirst = terminal.progress(() => 'one');
  const stopSecond = terminal.progress(() => 'two');
  stopFirst();
  stopSecond();
  assert.equal(written(), '\r\x1b[Kawsrole: one\r\x1b[Kawsrole: two\r\x1b[K');
});

for (const [what, options] of [
  ['a pipe', { isTTY: false }],
  ['a dumb terminal', { isTTY: true, term: 'dumb' }],
] as const)
  test(`progress writes nothing to ${what}`, async () => {
    const { terminal, written, passSecond } = setUp(options);
    const stop = terminal.progress(() => 'waiting');
    await passSecond();
    stop();
    assert.equal(written(), '');
    assert.equal(terminal.isInteractive, false);
  });

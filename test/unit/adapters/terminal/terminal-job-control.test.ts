import { test } from 'node:test';
import { fixture } from '../../../support/fixture.ts';
import { openPty } from '../../../support/pty.ts';

const ask = fixture(import.meta.url, '../fixtures/ask');
const command = `"${process.execPath}" "${ask}"`;

const openBash = async (t: Parameters<typeof openPty>[0]) => {
  const pty = openPty(t, 'bash', ['--norc', '--noprofile', '-i'], { env: { PS1: '<> ', HISTFILE: '' } });
  await pty.waitFor(/<> $/);
  return pty;
};

test('Ctrl-Z stops the question, and fg repeats the prompt and discards the text typed before', async t => {
  const pty = await openBash(t);
  pty.type(`${command}\r`);
  await pty.waitFor(/MFA code: $/);
  pty.type('999\x1a');
  await pty.waitFor(/Stopped[\s\S]*<> $/);
  pty.type('fg\r');
  await pty.waitFor(/MFA code: $/);
  pty.type('123456\r');
  await pty.waitFor(/"answer":"123456"[\s\S]*<> $/);
});

test('text typed ahead after the answer goes to the shell', async t => {
  const pty = await openBash(t);
  pty.type(`${command}\r`);
  await pty.waitFor(/MFA code: $/);
  pty.type("123456\recho type''ahead\r");
  await pty.waitFor(/"answer":"123456"[\s\S]*\ntypeahead\n/);
});

// `npm run transcript`: types commands into bash on a pseudo terminal, inside the sandbox, and writes the screen to the
// README. `-- --check` changes nothing and fails when the README differs in more than the random parts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureInstalled, root } from './ensure-installed.mjs';

const SCRIPT = [
  'eval "$(awsrole dev)"',
  'aws sts get-caller-identity',
  'awsrole exec prod -- aws sts get-caller-identity --query Arn --output text',
  'awsrole mfa',
  'aws sts get-caller-identity --profile uat --query Arn --output text',
  'awsrole list',
];
const START = '<!-- transcript -->';
const END = '<!-- /transcript -->';

ensureInstalled();
await (await import('./build.mjs')).build();
const { spawn } = await import('@lydell/node-pty');

const folder = mkdtempSync(join(tmpdir(), 'awsrole-transcript-'));
const codeFile = join(folder, 'code');
const pty = spawn(join(root, 'shell/awsrole.sh'), ['sandbox', '--', 'bash', '--norc', '--noprofile', '-i'], {
  cols: 110,
  rows: 50,
  env: {
    PATH: process.env.PATH,
    HOME: folder,
    TERM: 'dumb',
    LANG: 'C.UTF-8',
    TZ: 'Europe/Berlin',
    PS1: '$ ',
    BASH_SILENCE_DEPRECATION_WARNING: '1',
  },
});
let screen = '';
let seen = 0;
pty.onData(text => {
  screen += text;
});

/** Resolves to the output since the last call when it matches. Rejects after 40 seconds. */
async function shown(pattern) {
  for (let waited = 0; waited < 40_000; waited += 20) {
    const fresh = stripVTControlCharacters(screen.slice(seen)).replaceAll('\r', '');
    if (pattern.test(fresh)) {
      seen = screen.length;
      return fresh;
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error(`${pattern} did not appear:\n${screen}`);
}

const prompt = /(^|\n)\$ $/;
await shown(prompt);
pty.write(`bind 'set enable-bracketed-paste off'; awsrole sandbox code >${codeFile}\r`);
await shown(prompt);
let transcript = '$ ';
for (const line of SCRIPT) {
  pty.write(`${line}\r`);
  let fresh = await shown(/(^|\n)\$ $|MFA code: $/);
  if (fresh.endsWith('MFA code: ')) {
    transcript += fresh;
    pty.write(`${readFileSync(codeFile, 'utf8').trim()}\r`);
    fresh = await shown(prompt);
  }
  transcript += fresh;
}
pty.write('exit\r');
pty.onExit(() => {
  rmSync(folder, { recursive: true, force: true });
  put(transcript.replace(/\$ $/, '').trimEnd());
});

/** Replaces codes, IDs and times, which differ from run to run. */
const withoutRandom = text =>
  text
    .replaceAll(
      /\b\d{6}\b|AROA\w+|botocore-session-\d+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+\d\d:\d\d|\d+h \d+m|\d+m\b/g,
      '…',
    )
    .replaceAll(/ +/g, ' ');

/** Writes the transcript to the README, or with `--check` compares the two and ends this process. */
function put(text) {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const from = readme.indexOf(START) + START.length;
  const to = readme.indexOf(END);
  const block = `\n\n\`\`\`console\n${text}\n\`\`\`\n\n`;
  if (process.argv.includes('--check')) {
    const isSame = withoutRandom(readme.slice(from, to)) === withoutRandom(block);
    if (!isSame) console.error(`the README's transcript differs from the program's output:\n${text}`);
    process.exit(isSame ? 0 : 1);
  }
  writeFileSync(join(root, 'README.md'), readme.slice(0, from) + block + readme.slice(to));
}

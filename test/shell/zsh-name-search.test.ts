import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nameLines } from '../../src/core/records/names-record.ts';
import type { ProfileLine } from '../../src/core/report/overview.ts';
import { LAUNCHER } from '../support/program.ts';
import { fc, runs } from '../support/property.ts';
import { run } from '../support/run.ts';
import { needsShell } from '../support/shells.ts';
import { temporaryFolder } from '../support/temp.ts';

const HEADER = ['awsrole-names 3', 'config 0 /ünï', 'credentials - /x'];
const SEARCH = `
source ${join(LAUNCHER, '../../completions/_awsrole')}
compadd() {}
file=$1; shift
{ read -r __awsrole_first; read -r __awsrole_config; read -r __awsrole_credentials } <$file
for typed; do
  __awsrole_lines=()
  __awsrole_search $file $typed
  print -rN -- $#__awsrole_lines $__awsrole_lines
done
`;

const character = fc.constantFrom('a', 'b', '-', '.', '_', 'ü', '😀', ' ', 'Z', '0');
const begin = fc.constantFrom('a', 'b', 'Z', '0', 'team-', 'Team.', 'a'.repeat(3000), 'ü');
const name = fc
  .tuple(begin, fc.array(character, { maxLength: 12 }))
  .map(([first, rest]) => `${first}${rest.join('')}`);
const NOTHING = {
  account: undefined,
  region: undefined,
  source: undefined,
  color: undefined,
  problem: undefined,
};
const role = fc.constantFrom(undefined, 'Developer', 'ü'.repeat(40), 'r'.repeat(1500));

test('the zsh search in a list of any lines finds exactly the lines that begin with the typed text', async t => {
  const zsh = needsShell(t, 'zsh');
  if (!zsh) return;
  const file = join(temporaryFolder(t), 'names');
  const line = fc.record({ profile: name, role }).map((known): ProfileLine => ({ ...NOTHING, ...known }));
  const list = fc.uniqueArray(line, { selector: ({ profile }) => profile, maxLength: 2_000, size: 'max' });
  const check = fc.asyncProperty(list, async profiles => {
    const lines = nameLines(profiles);
    writeFileSync(file, [...HEADER, ...lines, ''].join('\n'));
    const typed = [
      'a',
      'b',
      'Z',
      '0',
      't',
      'team-',
      'team-a',
      'Team.',
      'ab',
      'a.',
      'a-',
      'zz',
      'aaaa',
      'b0',
      'Z_Z',
    ];
    const { stdout } = await run(t, zsh, ['-f', '-c', SEARCH, 'zsh', file, ...typed], {
      env: { LC_ALL: 'C.UTF-8' },
    });
    const expected = typed.flatMap(text => {
      const found = lines.filter(line => line.startsWith(text));
      return [String(found.length), ...found];
    });
    assert.deepEqual(stdout.split('\0').slice(0, -1), expected);
  });
  await fc.assert(check, runs(10));
});

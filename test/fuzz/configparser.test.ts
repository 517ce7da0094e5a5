import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf } from '../../src/core/ini/configparser.ts';
import { batches, fc, REPLAY } from '../support/property.ts';
import { run } from '../support/run.ts';
import { temporaryFolder } from '../support/temp.ts';
import { lacks } from '../support/tools.ts';

/** Prints for each text whether botocore refuses it, and the number of lines after which configparser refuses it. */
const SCRIPT = `
import configparser, io, json, os, sys, botocore.configloader, botocore.exceptions
path = os.path.join(sys.argv[1], 'config')
def write(text):
    with open(path, 'w', newline='', encoding='utf8') as file: file.write(text)
def is_refused(text):
    write(text)
    try: botocore.configloader.raw_config_parse(path)
    except botocore.exceptions.ConfigParseError: return True
    return False
def refused_after(text):
    write(text)
    with open(path, encoding='utf8') as file: lines = file.readlines()
    for count in range(len(lines) + 1):
        try: configparser.RawConfigParser().read_file(io.StringIO(''.join(lines[:count])))
        except configparser.Error: return count
    return None
json.dump([[is_refused(text), refused_after(text)] for text in json.load(sys.stdin)], sys.stdout)
`;

const line = fc.oneof(
  fc.constantFrom('[a]', '[b]', '[profile a]', '[DEFAULT]', ' [a]', '[a] x', '[a]]', '[]', '[', '[é] # c'),
  fc.constantFrom(
    'k = v',
    'K=w',
    'l : v',
    'l: a=b',
    'm',
    '= v',
    ': v',
    'k',
    '[a = b',
    'n == v',
    's3 =',
    's3 =',
  ),
  fc.constantFrom('  x = 1', '  more', '\tmore', '   deeper', ' k = 2', '  y = 1\u2028z', ' x = 1\u000bz'),
  fc.constantFrom(
    '',
    ' ',
    '\t',
    '# c',
    '  ; c',
    '\u00a0',
    '\u0085k = 1',
    '\u001fk = 2',
    '\u3000x',
    '\u180ex = 1',
  ),
);
const text = fc
  .tuple(
    fc.constantFrom('', '', '', '', '\uFEFF', '# c\n'),
    fc.constantFrom('[first]', '[first]', '[DEFAULT]'),
    fc.array(line, { maxLength: 8 }),
    fc.constantFrom('\n', '\n', '\r\n', '\r'),
  )
  .map(([begin, header, lines, end]) => begin + [header, ...lines].map(one => one + end).join(''));

test('awsrole reports a refusal by botocore for exactly the files that botocore refuses, with the line', async t => {
  if (await lacks(t, 'boto3')) return;
  const seen = { refused: 0, accepted: 0 };
  for (const texts of batches(text, 600)) {
    const options = { input: JSON.stringify(texts), timeoutMs: 300_000 };
    const { exitCode, stdout, stderr } = await run(t, 'python3', ['-c', SCRIPT, temporaryFolder(t)], options);
    assert.equal(exitCode, 0, stderr);
    for (const [index, [isRefused, after]] of (JSON.parse(stdout) as [boolean, number | null][]).entries()) {
      const refusal = refusalOf(texts[index] as string);
      const what = `${JSON.stringify(texts[index])}; replay: ${REPLAY}`;
      assert.equal(refusal !== undefined, isRefused, what);
      // configparser accepts a file that botocore refuses for a sub-property
      if (after !== null) assert.equal(refusal?.line, after, what);
      seen[isRefused ? 'refused' : 'accepted'] += 1;
    }
  }
  assert.ok(seen.refused > 100 && seen.accepted > 100, JSON.stringify(seen));
});

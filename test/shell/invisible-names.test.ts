import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { offeredByBash, offeredByFish, offeredByZsh } from '../support/completion.ts';
import { type InSandbox, inSandbox } from '../support/in-sandbox.ts';
import { loadedFile } from '../support/shell-source.ts';
import { needsShell } from '../support/shells.ts';

/** Names that look like another name, or turn around what a prompt shows after them. */
const INVISIBLE = [
  'dev\u202e',
  'de\u200bv',
  'dev\u2066',
  'd\u00adev',
  'de\ufeffv',
  'dev\u{e0041}',
  'dev\u3164',
  'dev\ufe0f',
  'dev\u061c',
  'dev\u2028x',
];

/** Names in scripts that run from right to left, with combining marks, and with an emoji. */
const VISIBLE = ['שלום', 'تطوير', 'O\u0308st', '本番', '❤\u{fe0f}'];

/** A sandbox after `awsrole mfa`, with these role profiles besides its own. */
const withNames = async (t: TestContext, names: readonly string[]): Promise<InSandbox> => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const role =
    'role_arn = arn:aws:iam::222233334444:role/Developer\nsource_profile = mfa\nservices = sandbox\n';
  appendFileSync(join(inside.home, '.aws/config'), names.map(name => `[profile ${name}]\n${role}`).join(''));
  return inside;
};

const SHELLS = [
  ['bash', offeredByBash],
  ['zsh', offeredByZsh],
  ['fish', offeredByFish],
] as const;

for (const [shell, offered] of SHELLS) {
  test(`${shell}: a profile with an invisible character in its name is refused and not completed [P26]`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await withNames(t, [...INVISIBLE, ...VISIBLE]);
    const names = (await offered(inside, 'awsrole why ')).map(offer => offer.split('\t')[0]);
    assert.equal(names.length, ['default', 'mfa', 'dev', 'uat', 'prod', ...VISIBLE].length, names.join());
    const code = `. '${loadedFile(shell)}'
awsrole "$NAME"
echo "rc=$RC$?:$AWSROLE_PROFILE:$AWS_ACCESS_KEY_ID:$AWSUME_PROFILE"`.replace(
      '$?',
      shell === 'fish' ? '$status' : '$?',
    );
    for (const name of INVISIBLE) {
      const { stdout, stderr } = await inside.run(shell, code, { env: { NAME: name } });
      assert.equal(stdout, 'rc=1:::\n', JSON.stringify(name));
      assert.match(stderr, /^awsrole: error: profile '.*\\u\{.*its name has an invisible character\n/);
    }
    for (const name of VISIBLE) {
      const { stdout, stderr } = await inside.run(shell, code, { env: { NAME: name } });
      assert.match(stdout, new RegExp(`^rc=0:${name}:ASIA\\w+:${name}\\n$`), stderr);
    }
  });
}

test('exec, credential-process and console refuse a name with an invisible character [P26]', async t => {
  const inside = await withNames(t, INVISIBLE);
  for (const words of [
    ['exec', 'dev\u202e', '--', 'env'],
    ['credential-process', 'dev\u202e'],
    ['console', '--print', 'dev\u202e'],
  ]) {
    const { exitCode, stdout, stderr } = await inside.awsrole(...words);
    assert.deepEqual([exitCode, stdout], [1, ''], words[0]);
    assert.match(stderr, /profile 'dev\\u\{202e\}' \(.*config:\d+\): its name has an invisible character/);
  }
});

test('export omits what has an invisible character, import refuses its name and omits its values, also in a pipe [P26]', async t => {
  const inside = await withNames(t, [...INVISIBLE, ...VISIBLE]);
  const out = await inside.awsrole('switch-roles', 'export', '--base', 'mfa=111122223333');
  assert.equal(out.exitCode, 0, out.stderr);
  assert.deepEqual(
    [...out.stdout.matchAll(/^\[(.*)\]$/gm)].map(match => match[1]).filter(name => /[^a-z]/.test(name ?? '')),
    VISIBLE,
  );
  assert.match(out.stderr, /profile 'dev\\u\{202e\}' is omitted: its name contains .*invisible character/);

  const roles = join(inside.home, 'roles.txt');
  const role = 'role_arn = arn:aws:iam::222233334444:role/R\n';
  // the extension reads no section from a line with U+2028
  for (const name of INVISIBLE.filter(each => !each.includes('\u2028'))) {
    writeFileSync(roles, `[${name}]\n${role}`);
    for (const how of name === INVISIBLE[0] ? [[], ['--write'], ['--diff']] : [[]]) {
      const { exitCode, stdout, stderr } = await inside.awsrole('switch-roles', 'import', roles, ...how);
      assert.deepEqual([exitCode, stdout], [1, ''], JSON.stringify(name));
      assert.match(stderr, /roles\.txt:1: \[.*\\u\{.*\] has an invisible character in its name/);
    }
  }
  writeFileSync(roles, `[new]\n${role}image = https://a/\u202eb\nexternal_id = a\u200bb\n`);
  const values = await inside.awsrole('switch-roles', 'import', roles);
  assert.equal(
    values.stdout,
    '[profile new]\nrole_arn = arn:aws:iam::222233334444:role/R\nsource_profile = mfa\n',
  );
  assert.match(values.stderr, /image 'https:\/\/a\/\\u\{202e\}b' is omitted: it has an invisible character/);
  assert.match(values.stderr, /external_id 'a\\u\{200b\}b' is omitted/);
});

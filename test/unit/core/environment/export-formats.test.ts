import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { dotenvLine } from '../../../../src/core/environment/export-formats.ts';
import { AwsroleError } from '../../../../src/core/errors.ts';

test('dotenvLine does not quote a plain value', () => {
  assert.equal(dotenvLine('AWS_SESSION_TOKEN', 'IQoJ+/a='), 'AWS_SESSION_TOKEN=IQoJ+/a=\n');
  assert.equal(dotenvLine('AWS_CREDENTIAL_EXPIRATION', '2026-03-02T10:00:05Z').includes("'"), false);
});

for (const value of ['$(echo ran)', '`echo ran`', 'a b', 'a;echo ran', 'a#b', '"', '\\', '$HOME', 'é'])
  test(`a parser and a shell that sources the line read back the value ${value}`, () => {
    const line = dotenvLine('AWS_REGION', value);
    assert.equal(parseEnv(line)['AWS_REGION'], value);
    const sourced = execFileSync('sh', ['-c', `${line}printf %s "$AWS_REGION"`], { encoding: 'utf8' });
    assert.equal(sourced, value);
  });

for (const value of ["it's", 'a\nB=c', 'a\u2028b', '\u001b[31m', 'half \ud83d'])
  test(`dotenvLine throws for ${JSON.stringify(value)}`, () => {
    assert.throws(() => dotenvLine('AWS_REGION', value), AwsroleError);
  });

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateConfig, RARE_PREFIX } from '../../../bench/config-generator.ts';
import { parseIni } from '../../../src/core/ini/ini.ts';

const sections = (text: string): Map<string, string | undefined> =>
  new Map(
    [...text.matchAll(/^\[profile (\S+)\]\nrole_arn = \S+\nsource_profile = (\S+)$/gm)].map(match => [
      match[1] as string,
      match[2],
    ]),
  );

test('the same count and seed give the same text, and another seed gives another text', () => {
  assert.equal(generateConfig(50), generateConfig(50));
  assert.notEqual(generateConfig(50), generateConfig(50, 2));
});

test('the config has the requested number of distinct profiles, and awsrole parses it without problems', () => {
  const text = generateConfig(1_000);
  assert.equal(sections(text).size, 1_000);
  const { sections: parsed, problems } = parseIni(text, 'config');
  assert.deepEqual([parsed.length, problems], [1_000, []]);
});

test('chains end: a source profile is `mfa` or an earlier profile', () => {
  const seen = new Set(['mfa']);
  let chained = 0;
  for (const [name, source] of sections(generateConfig(1_000))) {
    assert.ok(source !== undefined && seen.has(source), `${name} comes before its source ${source}`);
    if (source !== 'mfa') chained++;
    seen.add(name);
  }
  assert.ok(chained > 50, `${chained} chains`);
});

test('a few of many profiles begin with the rare prefix, and there are comments, colours and nested settings', () => {
  const text = generateConfig(1_000);
  assert.equal([...sections(text).keys()].filter(name => name.startsWith(RARE_PREFIX)).length, 4);
  for (const pattern of [/^# /m, /^color = [0-9a-f]{6}$/m, / ; given/, /^s3 =\n {2}max/m])
    assert.match(text, pattern);
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { posix } from '../../../src/shells/posix.ts';

describe('a word for POSIX shells', () => {
  for (const [text, word] of [
    ['', "''"],
    ['a b', "'a b'"],
    ["it's", "'it'\\''s'"],
    ["'", "''\\'''"],
    ['a\\', "'a\\'"],
    ['$(id) `id` "x"', '\'$(id) `id` "x"\''],
    ['a\nb', "'a\nb'"],
    ['é東', "'é東'"],
  ] as const)
    it(`${JSON.stringify(text)} is ${JSON.stringify(word)}`, () => assert.equal(posix.quote(text), word));
});

describe('changes for POSIX shells', () => {
  it('are one compound command: removals in one line, then one export each, in order', () => {
    const changes = [
      { name: 'AWS_PROFILE', value: null },
      { name: 'AWS_REGION', value: 'eu-west-1' },
      { name: 'AWS_VAULT', value: null },
      { name: 'AWSROLE_PROFILE', value: "it's" },
    ];
    assert.equal(
      posix.spell(changes),
      "{\nunset AWS_PROFILE AWS_VAULT\nexport AWS_REGION='eu-west-1'\nexport AWSROLE_PROFILE='it'\\''s'\n}\n",
    );
  });

  it('leave out the removals when there are none', () => {
    assert.equal(posix.spell([{ name: 'A', value: '' }]), "{\nexport A=''\n}\n");
  });

  it('that are none are a command that succeeds', () => assert.equal(posix.spell([]), ':\n'));
});

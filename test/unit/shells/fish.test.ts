import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fish } from '../../../src/shells/fish.ts';

describe('a word for fish', () => {
  for (const [text, word] of [
    ['', "''"],
    ['a b', "'a b'"],
    ["it's", "'it\\'s'"],
    ['a\\', "'a\\\\'"],
    ["\\'", "'\\\\\\''"],
    ['$x (id) {a,b}', "'$x (id) {a,b}'"],
    ['a\nb', "'a\nb'"],
  ] as const)
    it(`${JSON.stringify(text)} is ${JSON.stringify(word)}`, () => assert.equal(fish.quote(text), word));
});

describe('changes for fish', () => {
  it('are one block: removals that may fail in one line, then one set each, in order', () => {
    const changes = [
      { name: 'AWS_PROFILE', value: null },
      { name: 'AWS_REGION', value: 'eu-west-1' },
      { name: 'AWS_VAULT', value: null },
      { name: 'AWSROLE_PROFILE', value: "it's" },
    ];
    assert.equal(
      fish.spell(changes),
      "begin\nfor __awsrole_name in AWS_PROFILE AWS_VAULT; set -e -g $__awsrole_name; or true; end\nset -gx AWS_REGION 'eu-west-1'\nset -gx AWSROLE_PROFILE 'it\\'s'\nend\n",
    );
  });

  it('leave out the removals when there are none', () => {
    assert.equal(fish.spell([{ name: 'A', value: '' }]), "begin\nset -gx A ''\nend\n");
  });

  it('that are none are a command that succeeds', () => assert.equal(fish.spell([]), 'true\n'));
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAILED, SHELLS } from '../../../src/shells/registry.ts';

const REFUSED = 'cannot be held by a shell (it contains NUL or an unpaired surrogate)';

it('there are four spellings, and what a failure prints is a command that fails in all of them', () => {
  assert.deepEqual([...SHELLS.keys()], ['bash', 'zsh', 'fish', 'posix']);
  assert.equal(FAILED, 'false\n');
});

for (const [name, shell] of SHELLS)
  describe(`--shell ${name} refuses, whole,`, () => {
    for (const bad of ['', 'a', 'A B', 'A;B', 'A\n', '1A', 'A=B', 'A-B', 'PATH[0]', '$(id)'])
      it(`the name ${JSON.stringify(bad)}, set or removed`, () => {
        for (const value of ['x', null])
          assert.throws(
            () =>
              shell.spell([
                { name: 'GOOD', value: 'x' },
                { name: bad, value },
              ]),
            {
              name: 'AwsroleError',
              message: `'${bad}' is not the name of a variable`,
            },
          );
      });

    for (const [what, value] of [
      ['a NUL', 'hunter2\0'],
      ['half a character', 'hunter2\ud83d'],
    ] as const)
      it(`${what} in a value, without showing it`, () =>
        assert.throws(() => shell.spell([{ name: 'AWSROLE_PROFILE', value }]), {
          message: `the value of AWSROLE_PROFILE ${REFUSED}`,
        }));
  });

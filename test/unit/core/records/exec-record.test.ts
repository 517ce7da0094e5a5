import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { execRecord } from '../../../../src/core/records/exec-record.ts';

describe('the exec record', () => {
  it('has a first line with version and number of words, one line per change, and an end line', () => {
    const changes = [
      { name: 'AWS_PROFILE', value: null },
      { name: 'AWS_REGION', value: 'eu-west-1' },
    ];
    assert.equal(execRecord(changes, 3), 'awsrole-exec 1 3\n-AWS_PROFILE\nAWS_REGION=eu-west-1\nend\n');
  });

  it('contains a value unquoted, since the launcher evaluates nothing', () => {
    const value = `a=b -c 'q' "$(id)" \`id\` \\ end é東`;
    assert.equal(execRecord([{ name: 'A', value }], 1), `awsrole-exec 1 1\nA=${value}\nend\n`);
  });

  for (const character of ['\n', '\r', '\0'])
    it(`refuses a value with ${JSON.stringify(character)}, which would start another line; the error does not show the value`, () =>
      assert.throws(() => execRecord([{ name: 'AWSROLE_PROFILE', value: `a${character}AWS_REGION=x` }], 1), {
        message: 'the value of AWSROLE_PROFILE has a line break',
        hints: ['fix it in the config file'],
      }));
});

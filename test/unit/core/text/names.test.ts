import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nearest } from '../../../../src/core/text/names.ts';

const profiles = [
  'default',
  'dev',
  'development',
  'uat',
  'prod',
  'prod-admin',
  'acme-billing',
  'constructor',
];

const table: readonly (readonly [rule: string, name: string, expected: readonly string[]])[] = [
  ['a missing letter', 'pro', ['prod', 'prod-admin']],
  ['a swap of neighbours', 'pord', ['prod']],
  ['a wrong letter', 'drv', ['dev']],
  ['an additional letter', 'uatt', ['uat']],
  ['upper case', 'PROD', ['prod', 'prod-admin']],
  ['three slips in a long name', 'develompnnt', ['development', 'dev']],
  ['the beginning of a name, however short', 'u', ['uat']],
  ['a part of a name', 'billing', ['acme-billing']],
  ['a name that is a part of what was typed', 'my-prod-account', ['prod']],
  ['two slips in a short name are too many', 'pxxd', []],
  ['nothing alike', 'zzzzzz', []],
  ['an empty name', '', []],
];

for (const [rule, name, expected] of table) {
  it(`nearest to '${name}': ${rule}`, () => assert.deepEqual(nearest(name, profiles), expected));
}

it('the closest comes first, equals stay in order, and no more than max are given', () => {
  assert.deepEqual(nearest('dev1', ['xdev1', 'dev123', 'dev1', 'dev2', 'dev3'], 4), [
    'dev1',
    'xdev1',
    'dev2',
    'dev3',
  ]);
  assert.deepEqual(nearest('dev', ['dev1', 'dev2', 'dev3', 'dev4']), ['dev1', 'dev2', 'dev3']);
});

it('ten thousand names of any length are searched', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `account-${index}-${'x'.repeat(index % 60)}`);
  assert.equal(nearest('acount-7020-', many)[0], 'account-7020-');
  assert.deepEqual(nearest('y'.repeat(5000), many), []);
});

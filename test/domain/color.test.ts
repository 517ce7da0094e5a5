import assert from 'node:assert/strict';
import { it } from 'node:test';
import { colored, parseColor } from '../../src/domain/color.ts';

for (const [text, rgb] of [
  ['ffaaee', [255, 170, 238]],
  ['#FFAAEE', [255, 170, 238]],
  ['fae', [255, 170, 238]],
  ['#000', [0, 0, 0]],
  ['010203', [1, 2, 3]],
] as const)
  it(`'${text}' is a colour`, () => {
    const [red, green, blue] = rgb;
    assert.deepEqual(parseColor(text), { red, green, blue });
  });

for (const text of [undefined, '', '#', 'red', 'ffff', '##fff', 'fff ', 'fff\n', 'ggg', '\x1b[31m'])
  it(`${JSON.stringify(text)} is none`, () => assert.equal(parseColor(text), undefined));

it('a text gets its colour and gives it back; without one it stays as it is', () => {
  assert.equal(colored('dev', parseColor('010203')), '\x1b[38;2;1;2;3mdev\x1b[39m');
  assert.equal(colored('dev', undefined), 'dev');
});

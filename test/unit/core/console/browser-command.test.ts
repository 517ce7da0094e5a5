import assert from 'node:assert/strict';
import { it } from 'node:test';
import { browserCommands, hasDisplay, withAddress } from '../../../../src/core/console/browser-command.ts';

for (const [text, commands] of [
  [undefined, []],
  ['', []],
  ['firefox', [['firefox']]],
  ['firefox:w3m', [['firefox'], ['w3m']]],
  [':firefox::', [['firefox']]],
  ["'/opt/my browser/b' --new %s &", [['/opt/my browser/b', '--new', '%s']]],
  ["it's", []],
] as const)
  it(`BROWSER=${text} gives the commands ${JSON.stringify(commands)}`, () =>
    assert.deepEqual(browserCommands(text), commands));

it('the address replaces %s, and without %s becomes the last word', () => {
  assert.deepEqual(withAddress(['b', '--url=%s', 'x'], 'http://a/%s'), ['b', '--url=http://a/%s', 'x']);
  assert.deepEqual(withAddress(['b', 'x'], 'http://a/'), ['b', 'x', 'http://a/']);
});

for (const [env, platform, isVisible] of [
  [{}, 'linux', false],
  [{ DISPLAY: ':0' }, 'linux', true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
  [{ DISPLAY: 'localhost:10.0', SSH_CONNECTION: 'x' }, 'linux', true],
  [{ WSL_DISTRO_NAME: 'Debian' }, 'linux', true],
  [{ WSL_DISTRO_NAME: 'Debian', SSH_CONNECTION: 'x' }, 'linux', false],
  [{}, 'darwin', true],
  [{ SSH_TTY: '/dev/ttys1' }, 'darwin', false],
] as const)
  it(`${isVisible ? 'a' : 'no'} display is found on ${platform} with ${JSON.stringify(env)}`, () =>
    assert.equal(hasDisplay(env, platform), isVisible));

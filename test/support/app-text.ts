import assert from 'node:assert/strict';
import { maskKeyId } from '../../src/core/text/mask.ts';
import type { World } from '../../src/sandbox/state/world.ts';
import { userNamed } from './sandbox-world.ts';

/** What must never be shown to a person: every secret key, session token, device secret and web identity token. */
export const secretsOf = (world: World): string[] => [
  ...world.users.flatMap(user => [
    ...user.accessKeys.map(key => key.secretAccessKey),
    ...user.mfaDevices.flatMap(device => (device.secret === undefined ? [] : [device.secret])),
  ]),
  ...[...world.sessions.values()].flatMap(session => [session.secretAccessKey, session.sessionToken]),
  ...world.webIdentities.map(identity => identity.token),
];

/**
 * The text with everything random named: `<alice>` and `<alice secret>` for a user's first key, `<key 2>`, `<secret 2>`
 * and `<token 2>` for the second session the sandbox gave out, `<…key 2>` where an id is shown in part, `<sts>` for
 * its URL, `<host>` for its host, `<id>` for a request.
 */
export const readable = (text: string, world: World, url: string): string => {
  const names: [string, string][] = [];
  for (const user of world.users) {
    for (const [index, key] of user.accessKeys.entries()) {
      const name = index === 0 ? user.name : `${user.name} ${index + 1}`;
      names.push([key.accessKeyId, `<${name}>`], [key.secretAccessKey, `<${name} secret>`]);
      names.push([maskKeyId(key.accessKeyId), `<…${name}>`]);
    }
  }
  for (const [index, session] of [...world.sessions.values()].entries()) {
    const number = index + 1;
    names.push([session.accessKeyId, `<key ${number}>`], [session.secretAccessKey, `<secret ${number}>`]);
    names.push([session.sessionToken, `<token ${number}>`]);
    names.push([maskKeyId(session.accessKeyId), `<…key ${number}>`]);
  }
  names.push([url, '<sts>'], [new URL(url).host, '<host>']);
  const named = names.reduce((rest, [from, to]) => rest.replaceAll(from, to), text);
  return named.replaceAll(/request id [\w-]+/g, 'request id <id>');
};

/** The reverse for a file: `<alice>` and `<alice secret>` become her first key. */
export const filledIn = (text: string, world: World): string =>
  text.replaceAll(/<([a-z]+)( secret)?>/g, (whole, name: string, secret?: string) => {
    if (!world.users.some(user => user.name === name)) return whole;
    const [key] = userNamed(world, name).accessKeys;
    assert.ok(key);
    return secret ? key.secretAccessKey : key.accessKeyId;
  });

import type { User, WebIdentity, World } from '../../src/sandbox/state/world.ts';

/** The user `name` in any account. Throws an Error when the world lacks it. */
export function userNamed(world: World, name: string): User {
  const user = world.users.find(candidate => candidate.name === name);
  if (user === undefined) throw new Error(`the sandbox has no user ${name}`);
  return user;
}

/** Registers a web identity token that may assume the given roles, and returns it. */
export function addWebIdentity(
  world: World,
  options: Pick<WebIdentity, 'token' | 'roleArns'> & Partial<WebIdentity>,
): WebIdentity {
  const identity = {
    subject: 'system:serviceaccount:demo:app',
    provider: 'oidc.example.com',
    audience: 'sts.amazonaws.com',
    ...options,
  };
  world.webIdentities.push(identity);
  return identity;
}

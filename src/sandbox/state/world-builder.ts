import { randomAccessKey, randomBase32, randomId } from './random-credentials.ts';
import type { Account, MfaDevice, Permission, Role, Trust, User, World } from './world.ts';
import { accountWithId } from './world.ts';

const ALL_PERMISSIONS: readonly Permission[] = ['iam:ListMFADevices', 'iam:ListAccountAliases'];

/** A world without accounts. */
export const createWorld = (): World => ({
  accounts: [],
  users: [],
  roles: [],
  webIdentities: [],
  sessions: new Map(),
});

/** Adds an account (partition `aws` unless told) and returns it. */
export function addAccount(
  world: World,
  options: { id: string; aliases?: readonly string[]; partition?: string },
): Account {
  const account = {
    id: options.id,
    partition: options.partition ?? 'aws',
    aliases: [...(options.aliases ?? [])],
  };
  world.accounts.push(account);
  return account;
}

/** Adds a user with one fresh access key and, unless told otherwise, all permissions. Throws for an unknown account. */
export function addUser(
  world: World,
  options: { accountId: string; name: string; path?: string; permissions?: readonly Permission[] },
): User {
  const { partition, id } = accountWithId(world, options.accountId);
  const path = options.path ?? '/';
  const user = {
    accountId: id,
    name: options.name,
    path,
    arn: `arn:${partition}:iam::${id}:user${path}${options.name}`,
    userId: randomId('AIDA'),
    accessKeys: [randomAccessKey('AKIA')],
    mfaDevices: [],
    permissions: new Set(options.permissions ?? ALL_PERMISSIONS),
  };
  world.users.push(user);
  return user;
}

/**
 * Gives a user an MFA device. Without a `serial` it is a virtual one named after the user. A serial that holds
 * `:u2f/` is a FIDO key, which has no codes; `secret` is base32 and random unless told.
 */
export function addMfaDevice(
  world: World,
  user: User,
  options: { serial?: string; secret?: string; enabledAt?: number } = {},
): MfaDevice {
  const { partition, id } = accountWithId(world, user.accountId);
  const serial = options.serial ?? `arn:${partition}:iam::${id}:mfa/${user.name}`;
  const device = {
    serial,
    secret: serial.includes(':u2f/') ? undefined : (options.secret ?? randomBase32(32)),
    enabledAt: options.enabledAt ?? Date.UTC(2024, 0, 1),
    usedSteps: new Set<number>(),
    handedOutSteps: new Set<number>(),
  };
  user.mfaDevices.push(device);
  return device;
}

/** Adds a role: one hour at most, no MFA, source identities allowed, all permissions, unless told otherwise. */
export function addRole(
  world: World,
  options: {
    accountId: string;
    name: string;
    path?: string;
    maxSessionDuration?: number;
    trust: Partial<Trust> & Pick<Trust, 'principals'>;
    permissions?: readonly Permission[];
  },
): Role {
  const { partition, id } = accountWithId(world, options.accountId);
  const path = options.path ?? '/';
  const role = {
    accountId: id,
    name: options.name,
    path,
    arn: `arn:${partition}:iam::${id}:role${path}${options.name}`,
    roleId: randomId('AROA'),
    maxSessionDuration: options.maxSessionDuration ?? 3600,
    trust: { requireMfa: false, allowsSourceIdentity: true, ...options.trust },
    permissions: new Set(options.permissions ?? ALL_PERMISSIONS),
  };
  world.roles.push(role);
  return role;
}

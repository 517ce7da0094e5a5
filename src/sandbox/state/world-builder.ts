import { randomAccessKey, randomBase32, randomId } from './random-credentials.ts';
import type { Account, MfaDevice, Permission, Role, Trust, User, World } from './world.ts';
import { accountWithId } from './world.ts';

const ALL_PERMISSIONS: readonly Permission[] = ['iam:ListMFADevices', 'iam:ListAccountAliases'];

/** Makes a world without accounts. */
export const createWorld = (): World => ({
  accounts: [],
  users: [],
  roles: [],
  webIdentities: [],
  sessions: new Map(),
});

/** Adds an account and returns it. The default partition is `aws`. */
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

/** Adds a user with one new access key, by default with all permissions. Throws for an unknown account. */
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
 * Adds an MFA device to a user. The default is a virtual device with the user's name. A serial number with `:u2f/` is a
 * FIDO key, which has no codes.
 *
 * @param options `secret` is base32, by default random; `enabledAt` is in epoch milliseconds
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

/**
 * Adds a role. Defaults: a maximum session duration of one hour, no MFA, source identities allowed, all permissions.
 *
 * @param options `maxSessionDuration` is in seconds
 */
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

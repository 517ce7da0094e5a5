import type { World } from '../state/world.ts';
import { addAccount, addMfaDevice, addRole, addUser, createWorld } from '../state/world-builder.ts';

const HOUR = 3600;

/** The demo accounts by the name of their profile; documentation account IDs that belong to nobody. */
export const DEMO_ACCOUNTS = {
  main: '111122223333',
  dev: '222233334444',
  uat: '333344445555',
  prod: '444455556666',
  audit: '555566667777',
} as const;

/** What the `Auditor` role's trust policy asks for. */
export const DEMO_EXTERNAL_ID = 'awsrole-demo';

/**
 * The world a newcomer meets: user `alice` with one virtual MFA device, and roles in four other accounts.
 * - dev `Developer`, 12 h at most; uat `Developer`, 4 h; prod `ReadOnly`, 1 h: all demand MFA;
 * - audit `Auditor`: demands MFA and the external ID `awsrole-demo`;
 * - prod `Deployer`: trusts only uat's `Developer`, so it is reached by role chaining.
 * All secrets are random, so that two sandboxes never share one.
 */
export function demoWorld(): World {
  const world = createWorld();
  for (const [name, id] of Object.entries(DEMO_ACCOUNTS)) {
    addAccount(world, { id, aliases: [`example-${name}`] });
  }
  const alice = addUser(world, { accountId: DEMO_ACCOUNTS.main, name: 'alice' });
  addMfaDevice(world, alice);
  addDemoRoles(world);
  return world;
}

function addDemoRoles(world: World): void {
  const people = { principals: [`arn:aws:iam::${DEMO_ACCOUNTS.main}:root`], requireMfa: true };
  addRole(world, {
    accountId: DEMO_ACCOUNTS.dev,
    name: 'Developer',
    maxSessionDuration: 12 * HOUR,
    trust: people,
  });
  const uat = addRole(world, {
    accountId: DEMO_ACCOUNTS.uat,
    name: 'Developer',
    maxSessionDuration: 4 * HOUR,
    trust: people,
  });
  addRole(world, {
    accountId: DEMO_ACCOUNTS.prod,
    name: 'ReadOnly',
    maxSessionDuration: HOUR,
    trust: people,
  });
  addRole(world, {
    accountId: DEMO_ACCOUNTS.audit,
    name: 'Auditor',
    trust: { ...people, externalId: DEMO_EXTERNAL_ID },
  });
  addRole(world, { accountId: DEMO_ACCOUNTS.prod, name: 'Deployer', trust: { principals: [uat.arn] } });
}

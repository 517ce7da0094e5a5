import type { Endpoint } from './types.ts';

/** What a cached session is for; the text decides, two plans with the same text share an entry. */
export interface SessionKey {
  readonly kind: 'mfa' | 'role';
  readonly identity: string;
}

const lines = (entries: readonly (readonly [name: string, value: string | number | undefined])[]): string =>
  entries.map(([name, value]) => JSON.stringify([name, value ?? null])).join('\n');

/**
 * The key of an MFA session: whose long-term credentials, which device, which service. Not its duration and
 * not its region: one session serves every role behind it, wherever the role is assumed.
 *
 * @param place where it was made, as `stsPlace` names it
 */
export const mfaSessionKey = (source: string, serial: string, place: string): SessionKey => ({
  kind: 'mfa',
  identity: lines([
    ['source', source],
    ['serial', serial],
    ['service', place],
  ]),
});

/**
 * The key of a role session: everything that decides what STS would hand out, from the source identity on.
 *
 * @param parent the identity text of the credentials that sign the call
 */
export const roleSessionKey = (
  parent: string,
  role: {
    roleArn: string;
    roleSessionName: string | undefined;
    externalId: string | undefined;
    sourceIdentity: string | undefined;
    durationSeconds: number;
  },
  endpoint: Endpoint,
): SessionKey => ({
  kind: 'role',
  identity: lines([
    ['parent', parent],
    ['role', role.roleArn],
    ['name', role.roleSessionName],
    ['external ID', role.externalId],
    ['source identity', role.sourceIdentity],
    ['seconds', role.durationSeconds],
    ['service', endpoint.url ?? endpoint.partition],
  ]),
});

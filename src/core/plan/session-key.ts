import type { Endpoint } from './types.ts';

/** The cache key of a session. Two plans with equal `identity` texts share one cached session. */
export interface SessionKey {
  readonly kind: 'mfa' | 'role';
  readonly identity: string;
}

const lines = (entries: readonly (readonly [name: string, value: string | number | undefined])[]): string =>
  entries.map(([name, value]) => JSON.stringify([name, value ?? null])).join('\n');

/**
 * The key of an MFA session: long-term credentials, device and service. Duration and region are not part of it,
 * because one MFA session serves every role of its source in every region.
 *
 * @param source the identity text of the long-term credentials
 * @param place where STS issued the session, as `stsPlace` names it
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
 * The key of a role session: the signing credentials and every parameter that changes the session STS returns. The
 * lines of a role follow the lines of the role that signs its call, so a key grows by the same length with each role.
 *
 * @param signer the identity text of the source that signs the call, or the key of the role session that signs it
 */
export const roleSessionKey = (
  signer: string | SessionKey,
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
  identity: [
    typeof signer === 'string' ? lines([['parent', signer]]) : signer.identity,
    lines([
      ['role', role.roleArn],
      ['name', role.roleSessionName],
      ['external ID', role.externalId],
      ['source identity', role.sourceIdentity],
      ['seconds', role.durationSeconds],
      ['service', endpoint.url ?? endpoint.partition],
    ]),
  ].join('\n'),
});

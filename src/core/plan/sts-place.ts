import { isOnByDefault, partitionOf } from '../aws/partition.ts';
import { GLOBAL_STS } from './endpoint.ts';
import type { Endpoint } from './types.ts';

/** The URL of a regional AWS endpoint, as a user may have set it: plain, FIPS or dual-stack. */
const REGIONAL_URL =
  /^https:\/\/sts(?:-fips)?\.([a-z]+(?:-[a-z]+)+-\d+)\.(?:amazonaws\.(?:com|com\.cn|eu)|api\.aws)\/?$/;

/**
 * The place where STS issues an MFA session. All regional endpoints of a partition are one place, named like the
 * partition; the global endpoint and every custom endpoint are places of their own, named by their URL.
 *
 * @param url undefined for the regional endpoint
 * @param partition the name of the partition, `aws`
 */
export const stsPlace = (url: string | undefined, partition: string): string => {
  if (url === undefined) return partition;
  if (url.replace(/\/$/, '') === GLOBAL_STS) return GLOBAL_STS;
  const region = REGIONAL_URL.exec(url)?.[1];
  return region === undefined ? url : partitionOf(region).name;
};

/** The URL of a place; undefined for the regional endpoints of a partition. */
export const urlOfPlace = (place: string): string | undefined => (place.includes('://') ? place : undefined);

/**
 * The places whose MFA sessions are valid at an endpoint, its own place first. IAM User Guide, "Manage AWS STS in an
 * AWS Region": a session token of a regional endpoint is valid in every region, a session token of the global endpoint
 * only in regions that are enabled by default.
 */
export const servingPlaces = (endpoint: Pick<Endpoint, 'url' | 'region' | 'partition'>): string[] => {
  const own = stsPlace(endpoint.url, endpoint.partition);
  if (own === GLOBAL_STS) return [own, 'aws'];
  const region = REGIONAL_URL.exec(endpoint.url ?? '')?.[1] ?? endpoint.region;
  return own === 'aws' && isOnByDefault(region) ? [own, GLOBAL_STS] : [own];
};

/** Whether an MFA session of one place may replace a session of the other place in a managed section. */
export const areOneService = (a: string, b: string): boolean =>
  a === b || [a, b].every(place => place === 'aws' || place === GLOBAL_STS);

import { isOnByDefault, partitionOf } from '../aws/partition.ts';
import { GLOBAL_STS } from './endpoint.ts';
import type { Endpoint } from './types.ts';

/** AWS's own regional endpoints, when somebody wrote one down: plain, FIPS and dual-stack. */
const REGIONAL =
  /^https:\/\/sts(?:-fips)?\.([a-z]+(?:-[a-z]+)+-\d+)\.(?:amazonaws\.(?:com|com\.cn|eu)|api\.aws)\/?$/;

/**
 * Where an MFA session is made, as far as that decides where it serves: the regional endpoints of a partition are one
 * place, its global endpoint is another, and so is every endpoint that is not AWS's own.
 *
 * @param url undefined: the regional endpoint
 * @param partition the name of the partition, `aws`
 */
export const stsPlace = (url: string | undefined, partition: string): string => {
  if (url === undefined) return partition;
  if (url.replace(/\/$/, '') === GLOBAL_STS) return GLOBAL_STS;
  const region = REGIONAL.exec(url)?.[1];
  return region === undefined ? url : partitionOf(region).name;
};

/** The endpoint that a place is the name of; undefined for the regional ones of a partition. */
export const urlOfPlace = (place: string): string | undefined => (place.includes('://') ? place : undefined);

/**
 * The places whose MFA sessions serve at an endpoint, its own first. AWS: a token of a regional endpoint is valid in
 * every region, one of the global endpoint only in those that are on by default.
 */
export const servingPlaces = (endpoint: Pick<Endpoint, 'url' | 'region' | 'partition'>): string[] => {
  const own = stsPlace(endpoint.url, endpoint.partition);
  if (own === GLOBAL_STS) return [own, 'aws'];
  const region = REGIONAL.exec(endpoint.url ?? '')?.[1] ?? endpoint.region;
  return own === 'aws' && isOnByDefault(region) ? [own, GLOBAL_STS] : [own];
};

/** Whether a session made at one of two places may replace one made at the other, in a section of the credentials file. */
export const areOneService = (a: string, b: string): boolean =>
  a === b || [a, b].every(place => place === 'aws' || place === GLOBAL_STS);

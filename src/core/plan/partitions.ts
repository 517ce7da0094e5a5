import { parseArn } from '../aws/arn.ts';
import { partitionOf } from '../aws/partition.ts';
import { at, type Setting } from '../ini/setting.ts';
import { serialSettingOf } from '../mfa/device.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { MARKS } from '../profiles/static-keys.ts';
import type { Plan, Source } from './types.ts';

/** A setting that shows the partition of a role, of credentials, or of the region. */
interface Evidence {
  /** the setting as text for a message: `role_arn (~/.aws/config:7)` */
  readonly what: string;
  /** the name of the partition: `aws-us-gov` */
  readonly partition: string;
}

/** The ARN in a setting; undefined for other text, such as the serial number of a hardware device. */
export const arnIn = (setting: Setting | undefined): string | undefined =>
  setting && parseArn(setting.value) ? setting.value : undefined;

const ofArn = (setting: Setting | undefined): Evidence[] => {
  const arn = arnIn(setting);
  return setting && arn
    ? [{ what: `${setting.key} (${at(setting)})`, partition: partitionOf(arn).name }]
    : [];
};

const ofRegion = (what: string, region: string): Evidence => ({
  what,
  partition: partitionOf(region).name,
});

/**
 * The settings of a profile that show the partition of its keys. The region counts only without an ARN, and not beside
 * a role, whose region it is.
 */
const ofKeys = (profile: Profile | undefined): Evidence[] => {
  const arns = [...ofArn(settingOf(profile, MARKS.serial)), ...ofArn(serialSettingOf(profile))];
  const region = settingOf(profile, 'region');
  if (arns.length > 0 || !region || settingOf(profile, 'role_arn')) return arns;
  return [ofRegion(`region ${region.value} (${at(region)})`, region.value)];
};

const ofSource = (profiles: Profiles, source: Source): Evidence[] => {
  const own = ofKeys(profiles.byName.get(source.profile));
  if (source.kind === 'login') return [...ofArn(source.setting), ...own];
  if (source.kind !== 'sso') return own;
  // the order of `ssoIdentity`
  const region = source.identity[2];
  return region
    ? [ofRegion(`sso_region ${region} of profile '${source.profile}' (${at(source.setting)})`, region)]
    : own;
};

/**
 * Finds settings of a plan that are in different partitions. STS refuses such a plan: credentials, devices and roles of
 * one partition are unknown in every other.
 *
 * @returns the conflict as a sentence; undefined when everything that shows a partition shows the same one
 */
export const partitionConflict = (
  profiles: Profiles,
  plan: Pick<Plan, 'source' | 'mfa' | 'roles'>,
): string | undefined => conflictOf([...ownArns(plan), ...ofSource(profiles, plan.source)]);

/** The ARNs of a plan's roles, the last role first, and of its device. */
const ownArns = ({ mfa, roles }: Pick<Plan, 'mfa' | 'roles'>): Evidence[] => {
  const serial = mfa.mode === 'session' || mfa.mode === 'code' ? mfa.serial : undefined;
  return [...roles.toReversed().flatMap(role => ofArn(role.roleArn)), ...ofArn(serial)];
};

/**
 * The note about a region of another partition than the plan's session, which AWS tools would use with that session.
 * Undefined when the two fit. STS itself is called in the partition of the session.
 */
export const foreignRegionNote = ({
  endpoint,
  region,
  ...plan
}: Pick<Plan, 'mfa' | 'roles' | 'endpoint' | 'region'>): string | undefined => {
  const [session] = ownArns(plan);
  if (!region || !session || partitionOf(region.value).name === session.partition) return undefined;
  return (
    `region ${region.value} (${region.from}) is not in partition '${session.partition}' of ${session.what}: ` +
    `AWS tools reject the session there; STS is called in ${endpoint.region}`
  );
};

/**
 * Finds settings in different partitions on the way from a role to a saved MFA session.
 *
 * @param role a role profile behind the session
 * @param from the profile with the long-term keys of the session
 * @param to the section that holds the session, or will hold it
 */
export const partitionConflictBehind = (
  profiles: Profiles,
  role: Profile,
  from: string,
  to: string,
): string | undefined =>
  conflictOf([
    ...ofArn(settingOf(role, 'role_arn')),
    ...ofArn(serialSettingOf(role)),
    ...ofKeys(profiles.byName.get(to)),
    ...ofKeys(profiles.byName.get(from)),
  ]);

const conflictOf = (evidence: readonly Evidence[]): string | undefined => {
  const [first] = evidence;
  const others = evidence.filter(({ partition }) => partition !== first?.partition);
  if (!first || others.length === 0) return undefined;
  const [other] = others;
  const same = [
    ...new Set(others.filter(({ partition }) => partition === other?.partition).map(({ what }) => what)),
  ];
  return (
    `${first.what} is in partition '${first.partition}', but ${same.join(' and ')} ${same.length > 1 ? 'are' : 'is'} ` +
    `in '${other?.partition}': credentials of one partition are not valid in another`
  );
};

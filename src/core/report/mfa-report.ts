import { isRoleArn } from '../aws/arn.ts';
import { at, type Setting } from '../ini/setting.ts';
import { mfaCommand, ownSource } from '../plan/chain.ts';
import { partitionConflictBehind } from '../plan/partitions.ts';
import { HOUR, MIN_ROLE_SECONDS } from '../plan/roles.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { managedSectionOf, staticKeysOf } from '../profiles/static-keys.ts';

/** Whether other AWS tools can use a role profile with the saved MFA session. */
export interface ProfileUse {
  readonly profile: string;
  /**
   * - usable: the tools need no code
   * - later: the tools need no code once the section holds a live session
   * - prompts: the tools ask for a code
   * - unused: the tools take the credentials from another source
   * - broken: the tools refuse the settings of the profile or of its chain
   */
  readonly verdict: 'usable' | 'later' | 'prompts' | 'unused' | 'broken';
  /** the reason, lower case and without a full stop; undefined for usable profiles */
  readonly reason: string | undefined;
  /** the edit of a shared file that makes the profile usable, if any */
  readonly edit: string | undefined;
}

/**
 * The role profiles whose MFA session is in the section `to`, or could be, in the order of the files.
 *
 * @param from the profile with the long-term keys
 * @param now epoch milliseconds
 */
export const mfaReport = (profiles: Profiles, from: string, to: string, now: number): ProfileUse[] => {
  const isLive = holdsLiveKeys(profiles.byName.get(to), now);
  return [...profiles.byName.values()].flatMap(profile => {
    const use = useOf(profiles, profile, from, to);
    if (use?.verdict === 'usable' && !isLive)
      return [
        {
          ...use,
          verdict: 'later',
          reason: `[${to}] holds no live session: ${renewalOf(profiles, from, to)}`,
        },
      ];
    return use ? [use] : [];
  });
};

/** How the section gets a live session: awsrole makes one, except where another tool wrote the keys. */
const renewalOf = (profiles: Profiles, from: string, to: string): string => {
  const profile = profiles.byName.get(to);
  const isWhole = hasKeyPair(profile) && profile && !managedSectionOf(profile);
  const source = isWhole ? ownSource(profiles, profile) : undefined;
  return source?.kind === 'static' ? source.renewal : `run ${mfaCommand(from, to)}`;
};

const hasKeyPair = (profile: Profile | undefined): boolean =>
  ['aws_access_key_id', 'aws_secret_access_key'].every(key => settingOf(profile, key));

/** Whether the profile has unexpired keys, including keys that another tool wrote. */
const holdsLiveKeys = (profile: Profile | undefined, now: number): boolean => {
  const keys =
    profile && hasKeyPair(profile) && profile.problems.length === 0 ? staticKeysOf(profile) : undefined;
  return keys !== undefined && (keys.expiresAt ?? now + 1) > now;
};

const useOf = (profiles: Profiles, profile: Profile, from: string, to: string): ProfileUse | undefined => {
  const roleArn = settingOf(profile, 'role_arn');
  const source = settingOf(profile, 'source_profile');
  if (!roleArn || !source || profile.problems.length > 0) return undefined;
  const serial = settingOf(profile, 'mfa_serial');
  const { name } = profile;
  const chain = chainTo(profiles, profile, to);
  const fault = chain && (faultOf(chain) ?? partitionFault(profiles, chain, from, to));
  if (fault) return { profile: name, ...fault };
  if (chain) {
    const prompting = chain.find(hop => settingOf(hop, 'mfa_serial'));
    const device = settingOf(prompting, 'mfa_serial');
    if (!prompting || !device)
      return { profile: name, verdict: 'usable', reason: undefined, edit: undefined };
    const subject =
      prompting === profile
        ? `it has its own mfa_serial (${at(device)})`
        : `'${prompting.name}' in its chain has an mfa_serial (${at(device)})`;
    return {
      profile: name,
      verdict: 'prompts',
      reason: `${subject}, so other tools ask for a code at every call`,
      edit: deletionOf(device),
    };
  }
  if (source.value !== from || !serial) return undefined;
  const conflict = partitionFault(profiles, [profile], from, to);
  if (conflict) return { profile: name, ...conflict };
  return {
    profile: name,
    verdict: 'prompts',
    reason: `its source_profile is '${from}' (${at(source)}), and it has its own mfa_serial (${at(serial)})`,
    edit: `in ${source.file} write source_profile = ${to} at line ${source.line} and delete line ${serial.line}`,
  };
};

type Fault = Omit<ProfileUse, 'profile'>;

/** The first setting that prevents other AWS tools from using the chain; undefined when there is none. */
const faultOf = (chain: readonly Profile[]): Fault | undefined => {
  for (const hop of chain) {
    const owner = hop === chain[0] ? 'its' : `'${hop.name}' in its chain: the`;
    const broken = (reason: string, edit?: string): Fault => ({
      verdict: 'broken',
      reason: `${owner} ${reason}`,
      edit,
    });
    const [problem] = hop.problems;
    if (problem) return broken(`section is malformed (${at(problem)})`);
    const roleArn = settingOf(hop, 'role_arn');
    if (roleArn && !isRoleArn(roleArn.value))
      return broken(`role_arn (${at(roleArn)}) is not the ARN of a role`);
    const other = settingOf(hop, 'credential_source');
    if (other)
      return broken(
        `credential_source (${at(other)}) and source_profile cannot be combined`,
        deletionOf(other),
      );
    const duration = settingOf(hop, 'duration_seconds');
    if (duration && isRefusedBehindSession(Number(duration.value)))
      return broken(
        `duration_seconds (${at(duration)}) is not between ${MIN_ROLE_SECONDS} and ${HOUR}, the limits of STS for a role behind a session`,
        `in ${duration.file} write duration_seconds = ${HOUR} at line ${duration.line}`,
      );
    const token = settingOf(hop, 'web_identity_token_file');
    if (token) {
      const reason = `${owner} web_identity_token_file (${at(token)}) overrides source_profile: the session is not used`;
      return { verdict: 'unused', reason, edit: deletionOf(token) };
    }
  }
  return undefined;
};

/** A role in another partition than the session: no AWS tool can use the two together. */
const partitionFault = (
  profiles: Profiles,
  chain: readonly Profile[],
  from: string,
  to: string,
): Fault | undefined => {
  const [conflict] = chain.flatMap(hop => partitionConflictBehind(profiles, hop, from, to) ?? []);
  return conflict === undefined ? undefined : { verdict: 'broken', reason: conflict, edit: undefined };
};

const deletionOf = ({ file, line }: Setting): string => `delete line ${line} of ${file}`;

/** The AWS CLI ignores a value that is not a whole number. */
const isRefusedBehindSession = (seconds: number): boolean =>
  Number.isInteger(seconds) && (seconds < MIN_ROLE_SECONDS || seconds > HOUR);

/** The profiles from `start` to the profile whose source is `to`; undefined when `start` does not lead to `to`. */
const chainTo = (profiles: Profiles, start: Profile, to: string): Profile[] | undefined => {
  const chain: Profile[] = [];
  for (let profile: Profile | undefined = start; profile && !chain.includes(profile); ) {
    // the chain ends at a profile without a role, and at a source profile with its own keys
    const isEnd = profile !== start && settingOf(profile, 'aws_access_key_id') !== undefined;
    if (isEnd || !settingOf(profile, 'role_arn')) return undefined;
    chain.push(profile);
    const source: string | undefined = settingOf(profile, 'source_profile')?.value;
    if (source === to) return chain;
    profile = source === undefined ? undefined : profiles.byName.get(source);
  }
  return undefined;
};

import { isRoleArn } from '../aws/arn.ts';
import { at, type Setting } from '../ini/setting.ts';
import { MFA_PROFILE } from '../plan/chain.ts';
import { HOUR, SHORTEST } from '../plan/roles.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { staticKeysOf } from '../profiles/static-keys.ts';

/** What the written MFA session does for one role profile in the other AWS tools. */
export interface ProfileUse {
  readonly profile: string;
  /**
   * usable: without a question · later: once the section holds a live session · prompts: the tool asks for a code each
   * time · unused: its credentials come from elsewhere · broken: they cannot use it as it is written
   */
  readonly verdict: 'usable' | 'later' | 'prompts' | 'unused' | 'broken';
  /** why, and the edit that changes it; lower case, no full stop */
  readonly reason: string | undefined;
  readonly edit: string | undefined;
}

/**
 * Which role profiles the section `to` serves in every AWS tool, and which would still ask for a code, and why.
 *
 * @param from the profile with the long-term keys
 * @param now epoch milliseconds
 */
export const mfaReport = (profiles: Profiles, from: string, to: string, now: number): ProfileUse[] => {
  const isAlive = holdsLiveKeys(profiles.byName.get(to), now);
  const command = to === MFA_PROFILE ? 'awsrole mfa' : `awsrole mfa --to ${to}`;
  return [...profiles.byName.values()].flatMap(profile => {
    const use = useOf(profiles, profile, from, to);
    if (use?.verdict === 'usable' && !isAlive)
      return [{ ...use, verdict: 'later', reason: `[${to}] holds no live session: run ${command}` }];
    return use ? [use] : [];
  });
};

/** Whether AWS tools find keys there that have not expired, whoever wrote them. */
const holdsLiveKeys = (profile: Profile | undefined, now: number): boolean => {
  const isWhole = ['aws_access_key_id', 'aws_secret_access_key'].every(key => settingOf(profile, key));
  const keys = profile && isWhole && profile.problems.length === 0 ? staticKeysOf(profile) : undefined;
  return keys !== undefined && (keys.expiresAt ?? now + 1) > now;
};

const useOf = (profiles: Profiles, profile: Profile, from: string, to: string): ProfileUse | undefined => {
  const roleArn = settingOf(profile, 'role_arn');
  const source = settingOf(profile, 'source_profile');
  if (!roleArn || !source || profile.problems.length > 0) return undefined;
  const serial = settingOf(profile, 'mfa_serial');
  const { name } = profile;
  const way = wayTo(profiles, profile, to);
  const fault = way && faultOf(way);
  if (fault) return { profile: name, ...fault };
  if (way) {
    const asking = way.find(hop => settingOf(hop, 'mfa_serial'));
    const device = settingOf(asking, 'mfa_serial');
    if (!asking || !device) return { profile: name, verdict: 'usable', reason: undefined, edit: undefined };
    const whose =
      asking === profile
        ? `it has an mfa_serial of its own (${at(device)})`
        : `'${asking.name}' on its way has an mfa_serial (${at(device)})`;
    return {
      profile: name,
      verdict: 'prompts',
      reason: `${whose}, so other tools ask for a code at every call`,
      edit: deletionOf(device),
    };
  }
  if (source.value !== from || !serial) return undefined;
  return {
    profile: name,
    verdict: 'prompts',
    reason: `it goes straight to '${from}' (${at(source)}) with its own mfa_serial (${at(serial)})`,
    edit: `in ${source.file} write source_profile = ${to} at line ${source.line} and delete line ${serial.line}`,
  };
};

type Fault = Omit<ProfileUse, 'profile'>;

/** What keeps the tools from going this way. */
const faultOf = (way: readonly Profile[]): Fault | undefined => {
  for (const hop of way) {
    const whose = hop === way[0] ? 'its' : `'${hop.name}' on its way: the`;
    const broken = (reason: string, edit?: string): Fault => ({
      verdict: 'broken',
      reason: `${whose} ${reason}`,
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
        `credential_source (${at(other)}) and source_profile exclude each other`,
        deletionOf(other),
      );
    const duration = settingOf(hop, 'duration_seconds');
    if (duration && isRefusedBehindSession(Number(duration.value)))
      return broken(
        `duration_seconds (${at(duration)}) is not ${SHORTEST} to ${HOUR}, all that STS gives behind a session`,
        `in ${duration.file} write duration_seconds = ${HOUR} at line ${duration.line}`,
      );
    const token = settingOf(hop, 'web_identity_token_file');
    if (token) {
      const reason = `${whose} web_identity_token_file (${at(token)}) comes before source_profile: the session is not used`;
      return { verdict: 'unused', reason, edit: deletionOf(token) };
    }
  }
  return undefined;
};

const deletionOf = ({ file, line }: Setting): string => `delete line ${line} of ${file}`;

/** A number that is none is passed over by the AWS CLI. */
const isRefusedBehindSession = (seconds: number): boolean =>
  Number.isInteger(seconds) && (seconds < SHORTEST || seconds > HOUR);

/** The profiles from `start` to the one whose source is `to`, or undefined when none is. */
const wayTo = (profiles: Profiles, start: Profile, to: string): Profile[] | undefined => {
  const way: Profile[] = [];
  for (let profile: Profile | undefined = start; profile && !way.includes(profile); ) {
    // without a role, or with keys of its own, it is where credentials come from
    const isEnd = profile !== start && settingOf(profile, 'aws_access_key_id') !== undefined;
    if (isEnd || !settingOf(profile, 'role_arn')) return undefined;
    way.push(profile);
    const source: string | undefined = settingOf(profile, 'source_profile')?.value;
    if (source === to) return way;
    profile = source === undefined ? undefined : profiles.byName.get(source);
  }
  return undefined;
};

import { at, settingOf } from './profile-lookup.ts';
import type { Profile, Profiles } from './profiles.ts';

/** What the written MFA session does for one role profile in the other AWS tools. */
export interface ProfileUse {
  readonly profile: string;
  /** usable: without a question · prompts: the tool asks for a code each time · chained: through another profile */
  readonly verdict: 'usable' | 'prompts';
  /** why, and the edit that changes it; lower case, no full stop */
  readonly reason: string | undefined;
  readonly edit: string | undefined;
}

/**
 * Which role profiles the section `to` serves in every AWS tool, and which would still ask for a code, and why.
 *
 * @param from the profile with the long-term keys
 */
export const mfaReport = (profiles: Profiles, from: string, to: string): ProfileUse[] =>
  [...profiles.byName.values()].flatMap(profile => {
    const use = useOf(profiles, profile, from, to);
    return use ? [use] : [];
  });

const useOf = (profiles: Profiles, profile: Profile, from: string, to: string): ProfileUse | undefined => {
  const roleArn = settingOf(profile, 'role_arn');
  const source = settingOf(profile, 'source_profile');
  if (!roleArn || !source || profile.problems.length > 0) return undefined;
  const serial = settingOf(profile, 'mfa_serial');
  const { name } = profile;
  const way = wayTo(profiles, profile, to);
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
      edit: `delete line ${device.line} of ${device.file}`,
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

/** The profiles from `start` to the one whose source is `to`, or undefined when none is. */
const wayTo = (profiles: Profiles, start: Profile, to: string): Profile[] | undefined => {
  const way: Profile[] = [];
  for (let profile: Profile | undefined = start; profile && !way.includes(profile); ) {
    way.push(profile);
    const source: string | undefined = settingOf(profile, 'source_profile')?.value;
    if (source === to) return way;
    profile = source === undefined ? undefined : profiles.byName.get(source);
  }
  return undefined;
};

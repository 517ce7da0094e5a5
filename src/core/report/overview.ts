import { accountOf, roleNameOf } from '../aws/arn.ts';
import { AwsroleError } from '../errors.ts';
import { ownSource } from '../plan/chain.ts';
import type { Source } from '../plan/types.ts';
import { profileColor } from '../profiles/color.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { managedSectionOf } from '../profiles/static-keys.ts';

/** The source of a profile whose section holds an MFA session of `awsrole mfa`. */
export const MFA_SESSION = 'MFA session';

/** One line of `awsrole list`. */
export interface ProfileLine {
  readonly profile: string;
  readonly account: string | undefined;
  readonly role: string | undefined;
  readonly region: string | undefined;
  /** where its credentials come from: a source profile, a value of `credential_source`, or a kind such as `keys` */
  readonly source: string | undefined;
  /** six hexadecimal digits, as `profileColor` returns them */
  readonly color: string | undefined;
  /** the first error in its section, with file and line */
  readonly problem: string | undefined;
}

/** The lines of `awsrole list`: every profile, in the order of the files. */
export const overview = (profiles: Profiles): ProfileLine[] =>
  [...profiles.byName.values()].map(profile => lineOf(profiles, profile));

const lineOf = (profiles: Profiles, profile: Profile): ProfileLine => {
  const text = (key: string): string | undefined => settingOf(profile, key)?.value;
  const roleArn = text('role_arn');
  const problem = profile.problems[0];
  return {
    profile: profile.name,
    account: (roleArn && accountOf(roleArn)) || text('sso_account_id'),
    role: (roleArn && roleNameOf(roleArn)) || text('sso_role_name'),
    region: text('region'),
    source: sourceOf(profiles, profile),
    color: profileColor(profile),
    problem: problem && `${problem.file}:${problem.line}: ${problem.message}`,
  };
};

const sourceOf = (profiles: Profiles, profile: Profile): string | undefined => {
  if (settingOf(profile, 'role_arn')) {
    if (settingOf(profile, 'web_identity_token_file')) return 'web identity';
    return (settingOf(profile, 'source_profile') ?? settingOf(profile, 'credential_source'))?.value;
  }
  if (managedSectionOf(profile)) return MFA_SESSION;
  const source = sourceIn(profiles, profile);
  return source && labelOf(source);
};

/** Half a pair of keys is no source; `why` names what is missing. */
const sourceIn = (profiles: Profiles, profile: Profile): Source | undefined => {
  try {
    return ownSource(profiles, profile);
  } catch (error) {
    if (error instanceof AwsroleError) return undefined;
    throw error;
  }
};

const labelOf = (source: Source): string => {
  switch (source.kind) {
    case 'static':
      return source.keys.sessionToken ? 'session keys' : 'keys';
    case 'sso':
      return 'Identity Center';
    case 'login':
      return 'aws login';
    case 'web-identity':
      return 'web identity';
    case 'process':
    case 'environment':
    case 'container':
    case 'instance':
      return source.kind;
  }
};

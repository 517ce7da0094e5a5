import { accountOf, roleNameOf } from '../aws/arn.ts';
import { profileColor } from './color.ts';
import { settingOf } from './lookup.ts';
import type { Profile, Profiles } from './profiles.ts';

/** One line of `awsrole list`. */
export interface ProfileLine {
  readonly profile: string;
  readonly account: string | undefined;
  readonly role: string | undefined;
  readonly region: string | undefined;
  /** the profile or place its credentials come from, in the words of the config file */
  readonly source: string | undefined;
  /** six digits, as `profileColor` gives it */
  readonly color: string | undefined;
  /** what is wrong with its section */
  readonly problem: string | undefined;
}

/** Every profile, in the order of the files. */
export const overview = (profiles: Profiles): ProfileLine[] => [...profiles.byName.values()].map(lineOf);

const lineOf = (profile: Profile): ProfileLine => {
  const text = (key: string): string | undefined => settingOf(profile, key)?.value;
  const roleArn = text('role_arn');
  const problem = profile.problems[0];
  return {
    profile: profile.name,
    account: (roleArn && accountOf(roleArn)) || text('sso_account_id'),
    role: (roleArn && roleNameOf(roleArn)) || text('sso_role_name'),
    region: text('region'),
    source: sourceOf(profile),
    color: profileColor(profile),
    problem: problem && `${problem.file}:${problem.line}: ${problem.message}`,
  };
};

const sourceOf = (profile: Profile): string | undefined => {
  const has = (key: string): boolean => settingOf(profile, key) !== undefined;
  if (has('role_arn')) {
    if (has('web_identity_token_file')) return 'web identity';
    return (settingOf(profile, 'source_profile') ?? settingOf(profile, 'credential_source'))?.value;
  }
  if (has('sso_session') || has('sso_start_url')) return 'Identity Center';
  if (has('awsrole_source_profile')) return 'MFA session';
  if (has('aws_session_token')) return 'session keys';
  if (has('aws_access_key_id')) return 'keys';
  if (has('login_session')) return 'aws login';
  return has('credential_process') ? 'process' : undefined;
};

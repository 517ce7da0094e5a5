import { accountOf } from '../aws/arn.ts';
import type { ShellState } from '../environment/shell-state.ts';
import type { Plan } from '../plan/types.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile } from '../profiles/profiles.ts';

/**
 * Whether the session of a shell can be a session of the profile as it is in the shared files now. They can have changed
 * since the switch, or the shell can name other files.
 *
 * @param profile the profile that is active in the shell by its name
 * @param plan its plan; undefined for a profile without one
 * @param sourceAccount the account of the plan's own keys, if awsrole knows it without a call
 */
export const isSessionOf = (
  state: ShellState,
  profile: Profile | undefined,
  plan: Plan | undefined,
  sourceAccount: string | undefined,
): boolean => {
  const isIdentified = state.roleArn !== undefined || state.account !== undefined;
  const roleArn = settingOf(profile, 'role_arn')?.value;
  if (isIdentified && state.roleArn !== roleArn) return false;
  const account = roleArn
    ? accountOf(roleArn)
    : (settingOf(profile, 'sso_account_id')?.value ?? sourceAccount);
  if (state.account !== undefined && account !== undefined && state.account !== account) return false;
  const { source, mfa, roles = [] } = plan ?? {};
  const ownKey =
    source?.kind === 'static' && mfa?.mode === 'none' && roles.length === 0 && source.keys.accessKeyId;
  return !ownKey || state.accessKeyId === undefined || state.accessKeyId === ownKey.value;
};

import { settingOf } from './profile-lookup.ts';
import type { Profile, Profiles } from './profiles.ts';

/**
 * Everything that decides whose credentials an Identity Center profile gives, in a fixed order: which sign-in (a token
 * is kept by the session's name, else by the start URL), and as whom in which account.
 */
export const ssoIdentity = (profiles: Profiles, profile: Profile): string[] => {
  const session = settingOf(profile, 'sso_session')?.value;
  const shared = session === undefined ? undefined : profiles.ssoSessions.get(session);
  const text = (key: string): string => (shared?.get(key)?.value || settingOf(profile, key)?.value) ?? '';
  return [
    session ?? '',
    text('sso_start_url'),
    text('sso_region'),
    settingOf(profile, 'sso_account_id')?.value ?? '',
    settingOf(profile, 'sso_role_name')?.value ?? '',
  ];
};

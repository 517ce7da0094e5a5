import { at } from '../../src/core/ini/setting.ts';
import type { MfaUse, Plan, Source } from '../../src/core/plan/types.ts';

/**
 * Formats a plan in one line: credential source, MFA, roles with their durations in seconds, with the file and line of
 * values: `static default @credentials:2 > session config:3 43200 > dev 3600`.
 */
export const planOutline = (plan: Plan): string =>
  [
    sourceOutline(plan.source),
    ...(plan.mfa.mode === 'none' ? [] : [mfaOutline(plan.mfa)]),
    ...plan.roles.map(role => `${role.profile} ${role.durationSeconds}`),
  ].join(' > ');

const mfaOutline = (mfa: Exclude<MfaUse, { mode: 'none' }>): string => {
  const serial = mfa.mode === 'if-refused' ? '' : ` ${mfa.serial ? at(mfa.serial) : 'unknown'}`;
  return `${mfa.mode}${serial}${mfa.mode === 'code' ? '' : ` ${mfa.durationSeconds}`}`;
};

const sourceOutline = (source: Source): string => {
  switch (source.kind) {
    case 'static':
      return `static ${source.profile} @${at(source.keys.accessKeyId)}`;
    case 'process':
      return `process ${source.profile} @${at(source.command)}`;
    case 'web-identity':
      return `web-identity ${source.profile} @${at(source.tokenFile)}`;
    default:
      return `${source.kind} ${source.profile} @${at(source.setting)}`;
  }
};

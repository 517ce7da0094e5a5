import { at, type Setting } from '../ini/setting.ts';
import { HOUR, MAX_ROLE_SECONDS, MIN_ROLE_SECONDS } from '../plan/roles.ts';
import type { Tool, ToolProfile } from '../profiles/tool-profiles.ts';
import {
  clientFault,
  deletionOf,
  faultAt,
  foreignLine,
  type Hop,
  headerFault,
  type Judge,
  roleMissing,
  ruleFault,
  sourceMissing,
  sourceUnknown,
  TOOL_NAMES,
  type ToolFault,
  unreadFault,
  writing,
} from './tool-faults.ts';
import { pythonInt, ROLE_RULES, TOKEN_RULES } from './tool-settings.ts';

/** Where the credentials of a chain come from. */
export type ToolEnd =
  | {
      readonly kind: 'keys';
      /** the profile with the keys, and the setting that names it */
      readonly profile: string;
      readonly from: Setting;
      /** the profile that has that setting */
      readonly hop: string;
      readonly isSession: boolean;
    }
  | {
      readonly kind: 'other';
      /** the setting that names the source, and the profile that has it */
      readonly setting: Setting;
      readonly profile: string;
    };

/** What another tool does with a role profile. */
export type ToolOutcome =
  | { readonly fault: ToolFault }
  | {
      readonly fault?: undefined;
      readonly end: ToolEnd;
      /** the `mfa_serial` settings for which the tool asks for a code */
      readonly serials: readonly { readonly hop: string; readonly setting: Setting }[];
    };

/** The keys by which a tool assumes a role. */
const ROLE_KEYS = [
  'role_arn',
  'source_profile',
  'credential_source',
  'external_id',
  'role_session_name',
  'mfa_serial',
  'duration_seconds',
];

/** Follows a role profile as the tool follows it, and checks every value as the tool and then STS check it. */
export const judgeRole = (judge: Judge, name: string): ToolOutcome => {
  const first = judge.theirs.byName.get(name);
  if (!first) return { fault: headerFault(judge, name) };
  const fault = clientFault(judge, { name, settings: first.settings });
  return fault ? { fault } : follow(judge, name);
};

const follow = (judge: Judge, start: string): ToolOutcome => {
  const hops: Hop[] = [];
  for (let name = start; ; ) {
    const hop = { name, settings: (judge.theirs.byName.get(name) as ToolProfile).settings };
    const fault = foreignLine(judge, hop) ?? unreadFault(judge, hop, ROLE_KEYS) ?? roleMissing(judge, hop);
    if (fault) return { fault };
    const token = hop.settings.get('web_identity_token_file');
    const source = hop.settings.get('source_profile');
    const other = hop.settings.get('credential_source');
    // botocore prefers the token file, the SDK for JavaScript a source
    if (token && (judge.tool === 'botocore' || !source === !other)) {
      const refused = ruleFault(judge, hop, TOKEN_RULES);
      return refused
        ? { fault: refused }
        : finish(judge, hops, { kind: 'other', setting: token, profile: name });
    }
    hops.push(hop);
    const step = sourceOf(judge, hops, hop);
    if (typeof step !== 'string') return 'fault' in step ? step : finish(judge, hops, step);
    name = step;
  }
};

/** The next profile of the chain, the end of the chain, or a fault. */
const sourceOf = (judge: Judge, hops: readonly Hop[], hop: Hop): string | ToolEnd | { fault: ToolFault } => {
  const { theirs, tool } = judge;
  const source = hop.settings.get('source_profile');
  const other = hop.settings.get('credential_source');
  const fault = ruleFault(judge, hop, ROLE_RULES);
  if (fault) return { fault };
  if (source && other)
    return {
      fault: faultAt(
        hop.name,
        other,
        `credential_source (${at(other)}) and source_profile cannot be combined`,
        deletionOf(other),
      ),
    };
  if (other) return { kind: 'other', setting: other, profile: hop.name };
  if (!source) return { fault: sourceMissing(judge, hop) };
  const next = theirs.byName.get(source.value);
  if (!next) return { fault: sourceUnknown(judge, hop, source) };
  const end = { kind: 'keys', profile: source.value, from: source, hop: hop.name } as const;
  const hasKeys = tool === 'sdk' ? next.keys !== undefined : ANY_KEY.some(key => next.settings.has(key));
  const isVisited = hops.some(({ name }) => name === source.value);
  // botocore lets only a profile that names itself end at its own keys
  if (isVisited && !(hasKeys && (tool === 'sdk' || source.value === hop.name)))
    return {
      fault: faultAt(
        hop.name,
        source,
        `source_profile (${at(source)}) forms a loop`,
        writing(source, judge.proposed),
      ),
    };
  if (!hasKeys && isRole(tool, next)) return source.value;
  return credentialsOf(judge, next, end);
};

const ANY_KEY = ['aws_access_key_id', 'aws_secret_access_key'];

const isRole = (tool: Tool, { settings }: ToolProfile): boolean =>
  settings.has('role_arn') && (tool === 'sdk' || !settings.has('web_identity_token_file'));

/** The credentials of a profile without a role, in the order of botocore; the SDK for JavaScript takes keys first. */
const credentialsOf = (
  judge: Judge,
  profile: ToolProfile,
  end: Omit<Extract<ToolEnd, { kind: 'keys' }>, 'isSession'>,
): ToolEnd | { fault: ToolFault } => {
  const { settings, keys } = profile;
  const first = (...names: readonly string[]): Setting | undefined =>
    names.map(name => settings.get(name)).find(setting => setting !== undefined);
  const token =
    settings.get('web_identity_token_file')?.value === '' ? undefined : first('web_identity_token_file');
  const other = token ?? first('sso_account_id', 'sso_role_name');
  const later = first('login_session', 'credential_process', 'sso_session', 'sso_start_url');
  const setting = (judge.tool === 'sdk' && keys ? undefined : other) ?? (keys ? undefined : later);
  const refused =
    setting && setting === token ? ruleFault(judge, { name: end.profile, settings }, TOKEN_RULES) : undefined;
  if (refused) return { fault: refused };
  if (setting) return { kind: 'other', setting, profile: end.profile };
  return keys
    ? (keysEnd(judge.tool, keys, end) ?? { fault: noCredentials(settings, end, judge.proposed) })
    : { fault: noCredentials(settings, end, judge.proposed) };
};

const keysEnd = (
  tool: Tool,
  keys: ReadonlyMap<string, Setting>,
  end: Omit<Extract<ToolEnd, { kind: 'keys' }>, 'isSession'>,
): ToolEnd | { fault: ToolFault } | undefined => {
  const id = keys.get('aws_access_key_id');
  const secret = keys.get('aws_secret_access_key');
  if (!id || !secret) return undefined;
  const token =
    (tool === 'botocore' ? keys.get('aws_security_token') : undefined) ?? keys.get('aws_session_token');
  for (const setting of [id, secret, ...(token ? [token] : [])]) {
    if (/^[^\s"']+$/.test(setting.value)) continue;
    // the value is a secret: neither reason nor edit repeats it
    const what = `${setting.key} (${at(setting)}) has quotes, spaces or a comment in it for ${TOOL_NAMES[tool]}`;
    const edit = `at line ${setting.line} of ${setting.file} write the value alone`;
    return { fault: faultAt(end.profile, setting, what, edit) };
  }
  if (!token && id.value.startsWith('ASIA')) {
    const what = `session keys (${at(id)}) have no aws_session_token for ${TOOL_NAMES[tool]}`;
    return { fault: faultAt(end.profile, id, what, 'add aws_session_token to that section') };
  }
  return { ...end, isSession: token !== undefined };
};

const noCredentials = (
  settings: ReadonlyMap<string, Setting>,
  { profile, from }: { profile: string; from: Setting },
  proposed: string,
): ToolFault => {
  const part = ANY_KEY.map(key => settings.get(key)).find(setting => setting !== undefined);
  return part
    ? faultAt(
        profile,
        part,
        `key pair (${at(part)}) is incomplete`,
        `write both ${ANY_KEY.join(' and ')} in the section of ${at(part)}`,
      )
    : faultAt(profile, from, 'section has no credentials', writing(from, proposed));
};

/** Checks the durations, whose limits depend on what signs each call. */
const finish = (judge: Judge, hops: readonly Hop[], end: ToolEnd): ToolOutcome => {
  for (const [index, hop] of hops.entries()) {
    const duration = hop.settings.get('duration_seconds');
    if (!duration) continue;
    const isLong = index === hops.length - 1 && !givesSession(end);
    const seconds = secondsOf(judge.tool, duration.value);
    if (seconds >= MIN_ROLE_SECONDS && seconds <= (isLong ? MAX_ROLE_SECONDS : HOUR)) continue;
    const what = isLong
      ? `duration_seconds (${at(duration)}) is not between ${MIN_ROLE_SECONDS} and ${MAX_ROLE_SECONDS}`
      : `duration_seconds (${at(duration)}) is not between ${MIN_ROLE_SECONDS} and ${HOUR}, the limits of STS for a role behind a session`;
    return { fault: faultAt(hop.name, duration, what, writing(duration, String(HOUR))) };
  }
  const serials = hops.flatMap(({ name, settings }) => {
    const setting = settings.get('mfa_serial');
    return setting ? [{ hop: name, setting }] : [];
  });
  return { end, serials };
};

/** The seconds that a tool requests; botocore takes a text that is no number as one hour, and fails for a block. */
const secondsOf = (tool: Tool, text: string): number => {
  if (tool === 'sdk') return Number.parseInt(text, 10);
  return text.startsWith('\n') ? Number.NaN : (pythonInt(text) ?? HOUR);
};

const givesSession = (end: ToolEnd): boolean =>
  end.kind === 'keys'
    ? end.isSession
    : !(
        end.setting.key === 'credential_process' ||
        (end.setting.key === 'credential_source' && end.setting.value === 'Environment')
      );

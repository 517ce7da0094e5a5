import { isBrokenHeader } from '../ini/ini.ts';
import { at, type Setting } from '../ini/setting.ts';
import { HOUR, MAX_ROLE_SECONDS, MIN_ROLE_SECONDS } from '../plan/roles.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { Tool, ToolProfile, ToolProfiles } from '../profiles/tool-profiles.ts';
import {
  BLOCK_KEYS,
  CLIENT_RULES,
  pythonInt,
  ROLE_RULES,
  TOKEN_RULES,
  type ValueRule,
} from './tool-settings.ts';

/** A setting or header for which another tool refuses a profile. */
export interface ToolFault {
  /** the profile of the chain that has the setting */
  readonly hop: string;
  /** `file:line` and the key, to compare the faults of two tools */
  readonly where: string;
  /** completes “its …” or “the …” */
  readonly what: string;
  /** the edit that removes the fault, if there is one */
  readonly edit: string | undefined;
}

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

interface Hop {
  readonly name: string;
  readonly settings: ReadonlyMap<string, Setting>;
}

/** The reader by which a profile is judged. */
export interface Judge {
  readonly tool: Tool;
  readonly theirs: ToolProfiles;
  /** the profiles as awsrole reads them, for the edits */
  readonly ours: Profiles;
  /** the source profile that the edits propose */
  readonly proposed: string;
}

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

const clientFault = (judge: Judge, hop: Hop): ToolFault | undefined => {
  const unread = foreignLine(judge, hop) ?? unreadFault(judge, hop, ['region']);
  if (unread) return unread;
  const refused = ruleFault(judge, hop, CLIENT_RULES);
  if (refused || judge.tool === 'sdk') return refused;
  for (const key of BLOCK_KEYS) {
    const setting = hop.settings.get(key);
    if (setting && !setting.value.startsWith('\n'))
      return faultAt(
        hop.name,
        setting,
        `${key} (${at(setting)}) must be a block of indented lines for ${TOOL_NAMES.botocore}`,
        deletionOf(setting),
      );
  }
  for (const [key, kind, known] of [
    ['services', 'services', judge.theirs.services],
    ['sso_session', 'sso-session', judge.theirs.ssoSessions],
  ] as const) {
    const setting = hop.settings.get(key);
    if (setting && !known.has(setting.value))
      return faultAt(
        hop.name,
        setting,
        `${shown(setting)} names no section that ${TOOL_NAMES.botocore} find`,
        `add [${kind} NAME] with that name to the config file, or ${deletionOf(setting)}`,
      );
  }
  return undefined;
};

/** How messages name the readers of the shared files. */
export const TOOL_NAMES: Record<Tool, string> = {
  botocore: 'the AWS CLI and boto3',
  sdk: 'the AWS SDK for JavaScript',
};

/** A line below a broken header that the tool reads as a setting of the section above. */
const foreignLine = ({ tool, ours }: Judge, hop: Hop): ToolFault | undefined => {
  const profile = ours.byName.get(hop.name);
  const own = new Set([...(profile?.settings.values() ?? []), ...(profile?.overridden ?? [])].map(at));
  const headers = ours.problems.filter(isBrokenHeader);
  for (const setting of hop.settings.values()) {
    const header = headers.findLast(({ file, line }) => file === setting.file && line < setting.line);
    if (!header || own.has(at(setting)) || setting.key.includes('.')) continue;
    return {
      hop: hop.name,
      where: `${at(header)} header`,
      what: `section goes on below the broken header (${at(header)}) for ${TOOL_NAMES[tool]}`,
      edit: `correct or delete line ${header.line} of ${header.file}`,
    };
  }
  return undefined;
};

/** A setting that awsrole reads and the tool does not: `key : value`, another case, a section that it ignores. */
const unreadFault = ({ tool, ours }: Judge, hop: Hop, keys: readonly string[]): ToolFault | undefined => {
  for (const key of keys) {
    const setting = settingOf(ours.byName.get(hop.name), key);
    if (!setting || hop.settings.has(key)) continue;
    return faultAt(
      hop.name,
      setting,
      `${key} (${at(setting)}) is not read by ${TOOL_NAMES[tool]}`,
      tool === 'botocore'
        ? `move line ${setting.line} of ${setting.file} to the last section of the profile, without indentation`
        : writing(setting, setting.value),
    );
  }
  return undefined;
};

const ruleFault = (judge: Judge, hop: Hop, rules: readonly ValueRule[]): ToolFault | undefined => {
  for (const rule of rules) {
    const setting = hop.settings.get(rule.key);
    if (!setting || !rule.tools.includes(judge.tool) || rule.accepts(setting.value)) continue;
    return faultAt(
      hop.name,
      setting,
      `${shown(setting)} is not ${rule.what} for ${TOOL_NAMES[judge.tool]}`,
      correction(judge.ours, hop, setting, rule),
    );
  }
  return undefined;
};

/** The edit of a refused value: the value without quotes and comment if that helps, else an example, else deletion. */
const correction = ({ byName }: Profiles, hop: Hop, setting: Setting, rule: ValueRule): string => {
  const read = settingOf(byName.get(hop.name), setting.key)?.value;
  const bare = bareValue(read ?? setting.value);
  if (bare !== '' && rule.accepts(bare)) return writing(setting, bare);
  return rule.example === undefined ? deletionOf(setting) : writing(setting, rule.example);
};

/** The text without a comment and the quotes around it. */
const bareValue = (text: string): string => {
  const value = text.replace(/\s[#;].*$/s, '').trim();
  return /^(["'])(.*)\1$/s.exec(value)?.[2]?.trim() ?? value;
};

const writing = (setting: Setting, value: string): string => {
  const hasComment = /\s[#;]/.test(setting.value);
  return `in ${setting.file} write ${setting.key} = ${value} at line ${setting.line}${hasComment ? ', and the comment on a line of its own' : ''}`;
};

/** The edit that deletes a setting. */
export const deletionOf = ({ file, line }: Setting): string => `delete line ${line} of ${file}`;

const shown = (setting: Setting): string => {
  const text = setting.value.length > 60 ? `${setting.value.slice(0, 59)}…` : setting.value;
  return `${setting.key} = ${text.trim()} (${at(setting)})`.replace('=  (', '= (');
};

const faultAt = (hop: string, setting: Setting, what: string, edit: string | undefined): ToolFault => ({
  hop,
  where: `${at(setting)} ${setting.key}`,
  what,
  edit,
});

/** A profile whose `role_arn` is empty for the SDK for JavaScript, which then assumes no role. */
const roleMissing = ({ ours }: Judge, hop: Hop): ToolFault | undefined => {
  if (hop.settings.has('role_arn')) return undefined;
  const [place] = ours.byName.get(hop.name)?.places ?? [];
  const header = place ? ` (${at(place)})` : '';
  return { hop: hop.name, where: header, what: `section${header} has no role_arn`, edit: undefined };
};

const sourceMissing = ({ proposed }: Judge, hop: Hop): ToolFault => {
  const role = hop.settings.get('role_arn') as Setting;
  const hasKeys = hop.settings.has('aws_access_key_id');
  return faultAt(
    hop.name,
    role,
    `role_arn (${at(role)}) has no source_profile`,
    `in ${role.file} add source_profile = ${hasKeys ? hop.name : proposed} below line ${role.line}`,
  );
};

const sourceUnknown = (judge: Judge, hop: Hop, source: Setting): ToolFault => {
  const { tool, ours, proposed } = judge;
  if (ours.byName.has(source.value)) return headerFault(judge, source.value);
  const read = settingOf(ours.byName.get(hop.name), 'source_profile')?.value;
  const bare = bareValue(read ?? source.value);
  return faultAt(
    hop.name,
    source,
    `${shown(source)} names no profile for ${TOOL_NAMES[tool]}`,
    writing(source, ours.byName.has(bare) || bare === proposed ? bare : proposed),
  );
};

/** The header of a profile that only awsrole finds. */
const headerFault = ({ tool, ours }: Judge, name: string): ToolFault => {
  const place = ours.byName.get(name)?.places[0];
  const isPlain = /^[\w@+.%:/-]+$/.test(name);
  const plain = isPlain ? name : name.replaceAll(/[^\w@+.%:/-]+/g, '-');
  return {
    hop: name,
    where: `${place ? at(place) : ''} header`,
    what: `header${place ? ` (${at(place)})` : ''} is not read as [profile ${name}] by ${TOOL_NAMES[tool]}`,
    edit: place && `in ${place.file} write [profile ${plain}] at line ${place.line}`,
  };
};

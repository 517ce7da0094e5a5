import { isBrokenHeader } from '../ini/ini.ts';
import { at, type Setting } from '../ini/setting.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { Tool, ToolProfiles } from '../profiles/tool-profiles.ts';
import { BLOCK_KEYS, CLIENT_RULES, type ValueRule } from './tool-settings.ts';

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

/** One profile of a chain, as a tool reads it. */
export interface Hop {
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

/** The first setting of a profile with which the tool can create no client. */
export const clientFault = (judge: Judge, hop: Hop): ToolFault | undefined => {
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
export const foreignLine = ({ tool, ours }: Judge, hop: Hop): ToolFault | undefined => {
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
export const unreadFault = (
  { tool, ours }: Judge,
  hop: Hop,
  keys: readonly string[],
): ToolFault | undefined => {
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

/** The first setting that breaks a rule of the tool or of STS. */
export const ruleFault = (judge: Judge, hop: Hop, rules: readonly ValueRule[]): ToolFault | undefined => {
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

/** The edit that gives a setting another value. */
export const writing = (setting: Setting, value: string): string => {
  const hasComment = /\s[#;]/.test(setting.value);
  return `in ${setting.file} write ${setting.key} = ${value} at line ${setting.line}${hasComment ? ', and the comment on a line of its own' : ''}`;
};

/** The edit that deletes a setting. */
export const deletionOf = ({ file, line }: Setting): string => `delete line ${line} of ${file}`;

const shown = (setting: Setting): string => {
  const text = setting.value.length > 60 ? `${setting.value.slice(0, 59)}…` : setting.value;
  return `${setting.key} = ${text.trim()} (${at(setting)})`.replace('=  (', '= (');
};

/** A fault in one setting; `what` completes “its …” or “the …”. */
export const faultAt = (
  hop: string,
  setting: Setting,
  what: string,
  edit: string | undefined,
): ToolFault => ({
  hop,
  where: `${at(setting)} ${setting.key}`,
  what,
  edit,
});

/** A profile whose `role_arn` is empty for the SDK for JavaScript, which then assumes no role. */
export const roleMissing = ({ ours }: Judge, hop: Hop): ToolFault | undefined => {
  if (hop.settings.has('role_arn')) return undefined;
  const [place] = ours.byName.get(hop.name)?.places ?? [];
  const header = place ? ` (${at(place)})` : '';
  return { hop: hop.name, where: header, what: `section${header} has no role_arn`, edit: undefined };
};

/** A role without a source of credentials. */
export const sourceMissing = ({ proposed }: Judge, hop: Hop): ToolFault => {
  const role = hop.settings.get('role_arn') as Setting;
  const hasKeys = hop.settings.has('aws_access_key_id');
  return faultAt(
    hop.name,
    role,
    `role_arn (${at(role)}) has no source_profile`,
    `in ${role.file} add source_profile = ${hasKeys ? hop.name : proposed} below line ${role.line}`,
  );
};

/** A source profile that the tool does not find. */
export const sourceUnknown = (judge: Judge, hop: Hop, source: Setting): ToolFault => {
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
export const headerFault = ({ tool, ours }: Judge, name: string): ToolFault => {
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

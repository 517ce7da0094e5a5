import { isSafeSectionName, replaceSection } from '../edit/credentials-section.ts';
import type { Problem } from '../ini/ini.ts';
import { at, type Setting } from '../ini/setting.ts';
import { mfaCommand, ownSource } from '../plan/chain.ts';
import { partitionConflictBehind } from '../plan/partitions.ts';
import { MAX_ROLES, settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { MARKS, managedSectionOf, staticKeysOf } from '../profiles/static-keys.ts';
import { readProfilesLike, type SharedTexts, type Tool } from '../profiles/tool-profiles.ts';
import { deletionOf, type Judge, type ToolFault } from './tool-faults.ts';
import { judgeRole, type ToolEnd, type ToolOutcome } from './tool-verdict.ts';

/** Whether other AWS tools can use a role profile with the saved MFA session. */
export interface ProfileUse {
  readonly profile: string;
  /**
   * - usable: the tools need no code
   * - later: the tools need no code once the section holds a live session
   * - prompts: the tools ask for a code
   * - unused: the tools take the credentials from another source
   * - broken: the tools refuse the settings of the profile or of its chain
   */
  readonly verdict: 'usable' | 'later' | 'prompts' | 'unused' | 'broken';
  /** the reason, lower case and without a full stop; undefined for usable profiles */
  readonly reason: string | undefined;
  /** the edit of a shared file that makes the profile usable, if any */
  readonly edit: string | undefined;
}

/** What a report is about: the shared files, and the section that holds the MFA session or will hold it. */
export interface ReportInput {
  readonly profiles: Profiles;
  /** the texts from which `profiles` were read */
  readonly files: SharedTexts;
  /** the profile with the long-term keys */
  readonly from: string;
  /** the section */
  readonly to: string;
  /** epoch milliseconds */
  readonly now: number;
}

/** Judges every role profile, in the order of the files, as the AWS CLI with boto3 and the SDKs would read and use it. */
export const mfaReport = (input: ReportInput): ProfileUse[] => {
  const { profiles, from, to, now } = input;
  const isLive = holdsLiveKeys(profiles.byName.get(to), now);
  const files = isLive ? input.files : withSession(input.files, to);
  const judges = (['botocore', 'sdk'] satisfies Tool[]).map(
    (tool): Judge => ({ tool, theirs: readProfilesLike(tool, files), ours: profiles, proposed: to }),
  );
  // a header without `]` in the credentials file can be a secret that was pasted there
  const headless = [...profiles.brokenHeaders]
    .filter(([name, { file }]) => file === files.config.path && !profiles.byName.has(name))
    .map(([name, problem]) => ({ profile: name, ...broken(name, malformed(name, problem)) }));
  const uses = [...profiles.byName.values()].flatMap(({ name }): ProfileUse[] => {
    const hasRole = judges.some(({ theirs }) => theirs.byName.get(name)?.settings.has('role_arn'));
    if (!hasRole && !settingOf(profiles.byName.get(name), 'role_arn')) return [];
    const use = { profile: name, ...useOf(input, judges, name) };
    return use.verdict === 'usable' && !isLive
      ? [
          {
            ...use,
            verdict: 'later',
            reason: `[${to}] holds no live session: ${renewalOf(profiles, from, to)}`,
          },
        ]
      : [use];
  });
  return [...uses, ...headless];
};

/** How the section gets a live session: awsrole makes one, except where another tool wrote the keys. */
const renewalOf = (profiles: Profiles, from: string, to: string): string => {
  const profile = profiles.byName.get(to);
  const isWhole = hasKeyPair(profile) && profile && !managedSectionOf(profile);
  const source = isWhole ? ownSource(profiles, profile) : undefined;
  return source?.kind === 'static' ? source.renewal : `run ${mfaCommand(from, to)}`;
};

const hasKeyPair = (profile: Profile | undefined): boolean =>
  ['aws_access_key_id', 'aws_secret_access_key'].every(key => settingOf(profile, key));

/** Whether the profile has unexpired keys, including keys that another tool wrote. */
const holdsLiveKeys = (profile: Profile | undefined, now: number): boolean => {
  const keys =
    profile && hasKeyPair(profile) && profile.problems.length === 0 ? staticKeysOf(profile) : undefined;
  return keys !== undefined && (keys.expiresAt ?? now + 1) > now;
};

/** The files as they are after `awsrole mfa`. */
const withSession = (files: SharedTexts, to: string): SharedTexts => ({
  ...files,
  credentials: {
    ...files.credentials,
    text: replaceSection(files.credentials.text, to, [
      ['aws_access_key_id', 'ASIA'],
      ['aws_secret_access_key', 'secret'],
      ['aws_session_token', 'token'],
    ]),
  },
});

type Use = Omit<ProfileUse, 'profile'>;

const useOf = (input: ReportInput, judges: readonly Judge[], name: string): Use => {
  const problem = problemIn(input.profiles, name);
  if (problem) return broken(name, problem);
  const outcomes = judges.map(judge => judgeRole(judge, name));
  const fault = faultOf(outcomes);
  if (fault) return broken(name, fault);
  const conflict = partitionConflictOf(input, name);
  if (conflict !== undefined) return { verdict: 'broken', reason: conflict, edit: undefined };
  const uses = outcomes.flatMap(outcome =>
    outcome.fault === undefined ? [withoutFault(input, name, outcome)] : [],
  );
  return SEVERITY.map(verdict => uses.find(use => use.verdict === verdict)).find(use => use) as Use;
};

/** The worst verdict of two readers counts. */
const SEVERITY = ['broken', 'unused', 'prompts', 'usable'] as const;

const owner = (name: string, hop: string): string => (hop === name ? 'its' : `'${hop}' in its chain: the`);

const broken = (name: string, fault: ToolFault): Use => ({
  verdict: 'broken',
  reason: `${owner(name, fault.hop)} ${fault.what}`,
  edit: fault.edit,
});

/** A fault that both readers find names none of them. */
const faultOf = (outcomes: readonly ToolOutcome[]): ToolFault | undefined => {
  const [first, ...others] = outcomes.flatMap(({ fault }) => (fault ? [fault] : []));
  const isCommon = first && outcomes.length > 1 && others.some(({ where }) => where === first.where);
  return isCommon ? { ...first, what: withoutTool(first.what) } : first;
};

const withoutTool = (what: string): string =>
  what.replace(/ (?:for|by) the AWS (?:CLI and boto3|SDK for JavaScript)$/, '');

const malformed = (hop: string, problem: Problem): ToolFault => ({
  hop,
  where: at(problem),
  what: `section is malformed (${at(problem)}): ${problem.message}`,
  edit: `correct or delete line ${problem.line} of ${problem.file}`,
});

/**
 * Why awsrole refuses a profile: the first malformed line in its section and those of its chain, or the length of the
 * chain.
 */
const problemIn = (profiles: Profiles, name: string): ToolFault | undefined => {
  const visited = new Set<string>();
  let roles = 0;
  for (let hop = profiles.byName.get(name); hop && !visited.has(hop.name); ) {
    visited.add(hop.name);
    if (settingOf(hop, 'role_arn')) roles++;
    if (roles > MAX_ROLES)
      return {
        hop: name,
        where: '',
        what: `chain has more than ${MAX_ROLES} roles, which awsrole refuses`,
        edit: undefined,
      };
    const problem = hop.problems[0] ?? profiles.brokenHeaders.get(hop.name);
    if (problem) return malformed(hop.name, problem);
    const next: string | undefined = settingOf(hop, 'source_profile')?.value;
    hop = next === undefined ? undefined : profiles.byName.get(next);
  }
  return undefined;
};

/** A role of the chain in another partition than the session: no AWS tool can use the two together. */
const partitionConflictOf = ({ profiles, from, to }: ReportInput, name: string): string | undefined => {
  const chain = chainFrom(profiles, name);
  const end = settingOf(chain.at(-1), 'source_profile')?.value;
  if (end !== to && end !== from) return undefined;
  const [conflict] = chain.flatMap(hop => partitionConflictBehind(profiles, hop, from, to) ?? []);
  return conflict;
};

/** The role profiles from `name` to the one whose source profile has no role or has keys of its own. */
const chainFrom = (profiles: Profiles, name: string): Profile[] => {
  const chain: Profile[] = [];
  for (let hop = profiles.byName.get(name); hop && !chain.includes(hop) && settingOf(hop, 'role_arn'); ) {
    if (chain.length > 0 && settingOf(hop, 'aws_access_key_id')) break;
    chain.push(hop);
    const next: string | undefined = settingOf(hop, 'source_profile')?.value;
    hop = next === undefined ? undefined : profiles.byName.get(next);
  }
  return chain;
};

const withoutFault = (
  input: ReportInput,
  name: string,
  { end, serials }: Extract<ToolOutcome, { fault?: undefined }>,
): Use => {
  const { profiles, to } = input;
  const [prompting] = serials;
  if (end.kind === 'other') {
    if (
      end.setting.key === 'web_identity_token_file' &&
      settingOf(profiles.byName.get(end.profile), 'source_profile')
    )
      return {
        verdict: 'unused',
        reason: `${owner(name, end.profile)} web_identity_token_file (${at(end.setting)}) overrides source_profile: the session is not used`,
        edit: deletionOf(end.setting),
      };
    if (!prompting)
      return {
        verdict: 'unused',
        reason: `${owner(name, end.profile)} ${end.setting.key} (${at(end.setting)}) provides the credentials: no MFA session is used`,
        edit: undefined,
      };
  }
  const isSession = end.kind === 'keys' && end.profile === to;
  if (prompting) {
    const { hop, setting } = prompting;
    const subject =
      hop === name
        ? `it has its own mfa_serial (${at(setting)})`
        : `'${hop}' in its chain has an mfa_serial (${at(setting)})`;
    if (isSession || end.kind === 'other')
      return {
        verdict: 'prompts',
        reason: `${subject}, so other tools ask for a code at every call`,
        edit: isSession ? deletionOf(setting) : undefined,
      };
    return {
      verdict: 'prompts',
      reason: `${sourceOf(name, end)}, and ${subject}`,
      edit: movingTo(
        input,
        end,
        serials.map(({ setting: serial }) => serial),
      ),
    };
  }
  if (isSession || end.kind === 'other') return { verdict: 'usable', reason: undefined, edit: undefined };
  return withoutMfa(input, name, end);
};

type KeysEnd = Extract<ToolEnd, { kind: 'keys' }>;

const sourceOf = (name: string, { from, hop, profile }: KeysEnd): string =>
  `${owner(name, hop)} source_profile is '${profile}' (${at(from)})`;

/** A role that the tools assume with keys and without MFA: STS refuses that for a role that requires MFA. */
const withoutMfa = ({ profiles, to, from }: ReportInput, name: string, end: KeysEnd): Use => {
  const source = profiles.byName.get(end.profile);
  if (source && managedSectionOf(source))
    return {
      verdict: 'unused',
      reason: `its session is in [${end.profile}] (${at(end.from)}): see awsrole mfa status --to ${end.profile}`,
      edit: undefined,
    };
  const device = end.isSession ? undefined : deviceOf(profiles, end.profile);
  if (!device)
    return {
      verdict: 'unused',
      reason: `${sourceOf(name, end)}: other tools use its keys without MFA, and a role that requires MFA refuses them`,
      edit: movingTo({ from, to }, end, []),
    };
  return {
    verdict: 'broken',
    reason: `${sourceOf(name, end)}: other tools ignore its MFA device (${at(device)}) and send no code, so a role that requires MFA refuses them`,
    edit: movingTo({ from, to }, end, []),
  };
};

/** The device of a profile with keys: its own `mfa_serial`, or that of a session that awsrole made from it. */
const deviceOf = (profiles: Profiles, name: string): Setting | undefined =>
  settingOf(profiles.byName.get(name), 'mfa_serial') ??
  [...profiles.byName.values()]
    .filter(profile => managedSectionOf(profile)?.from === name)
    .map(profile => settingOf(profile, MARKS.serial))
    .find(serial => serial !== undefined);

/** The edit that makes a chain begin at the section with the MFA session. */
const movingTo = (
  { from, to }: Pick<ReportInput, 'from' | 'to'>,
  { from: source, profile }: KeysEnd,
  serials: readonly Setting[],
): string => {
  const isOther = profile !== from;
  const target = isOther ? `${isSafeSectionName(profile) ? profile : 'other'}-mfa` : to;
  const deletions = serials.map(({ file, line }) =>
    file === source.file ? ` and delete line ${line}` : ` and delete line ${line} of ${file}`,
  );
  const edit = `in ${source.file} write source_profile = ${target} at line ${source.line}${deletions.join('')}`;
  return isOther ? `run ${mfaCommand(profile)} --to ${target}, and ${edit}` : edit;
};

import { displayWidth } from '../text/text-width.ts';
import type { ProfileUse } from './mfa-report.ts';

/** A row of `awsrole mfa status`: label and text. */
export type MfaReportRow = readonly [label: string, text: string];

const LABELS: readonly (readonly [verdict: ProfileUse['verdict'], label: string])[] = [
  ['usable', 'usable'],
  ['later', 'later'],
  ['prompts', 'needs code'],
  ['broken', 'broken'],
  ['unused', 'unused'],
];

/** So many explanations of one verdict fit on a page; `--json` has all of them. */
const MAX_EXPLAINED = 20;
const WIDTH = 88;

/**
 * The rows of a report, one group for each verdict: the number of profiles and their names, then each reason with the
 * edit. Profiles with the same reason share one explanation.
 *
 * @param isReadByAll whether the AWS CLI and boto3 accept the shared files
 */
export const mfaReportRows = (report: readonly ProfileUse[], isReadByAll: boolean): MfaReportRow[] =>
  LABELS.flatMap(([verdict, label]) => {
    const uses = report.filter(use => use.verdict === verdict);
    if (uses.length === 0) return [];
    const limit =
      verdict === 'usable' && !isReadByAll ? ' (in AWS tools other than the AWS CLI and boto3)' : '';
    const count = `${uses.length} profile${uses.length === 1 ? '' : 's'}${limit}: `;
    const names = wrapped(
      count,
      uses.map(({ profile }) => profile),
    );
    return [
      ...names.map((line, index): MfaReportRow => [index === 0 ? label : '', line]),
      ...explanations(uses),
    ];
  });

/** The names, separated by commas, in lines of at most `WIDTH` columns. */
const wrapped = (start: string, names: readonly string[]): string[] => {
  const lines = [start];
  for (const [index, name] of names.entries()) {
    const word = index < names.length - 1 ? `${name}, ` : name;
    const last = lines.at(-1) ?? '';
    if (last !== start && displayWidth(last + word) > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last + word;
  }
  return lines.map(line => line.trimEnd());
};

const explanations = (uses: readonly ProfileUse[]): MfaReportRow[] => {
  const groups = new Map<string, ProfileUse[]>();
  for (const use of uses) {
    if (use.reason === undefined) continue;
    const cause = `${use.reason}\n${use.edit ?? ''}`;
    const group = groups.get(cause);
    if (group) group.push(use);
    else groups.set(cause, [use]);
  }
  const shown = [...groups.values()].slice(0, MAX_EXPLAINED);
  const left = groups.size - shown.length;
  return [
    ...shown.flatMap(group => rowsOf(group, group.length === uses.length)),
    ...(left > 0
      ? [['', `… and ${left} more reasons: awsrole mfa status --json has every reason and edit`] as const]
      : []),
  ];
};

/** @param isAll whether the reason is that of the whole verdict, so that it needs no names */
const rowsOf = (group: readonly ProfileUse[], isAll: boolean): MfaReportRow[] => {
  const [{ profile, reason, edit } = { profile: '', reason: '', edit: undefined }] = group;
  const subject = group.length === 1 ? profile : isAll ? 'all' : `${profile} and ${group.length - 1} more`;
  return [
    ['', `${subject}: ${reason}`],
    ...(edit === undefined ? [] : [['', `to change that, ${edit}`] as const]),
  ];
};

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

/** So many kinds of reasons of one verdict fit on a page; `--json` has all of them. */
const MAX_EXPLAINED = 20;
/** More names than these fill the screen and tell nobody anything. */
const MAX_NAMES = 400;
const WIDTH = 88;

/**
 * The rows of a report, one group for each verdict: the number of profiles and their names, then each kind of reason with
 * the edit. Profiles for which only the lines differ share one explanation.
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

/** The names, separated by commas, in lines of at most `WIDTH` columns; of many names the first and a count. */
const wrapped = (start: string, all: readonly string[]): string[] => {
  const lines = [start];
  const names =
    all.length > MAX_NAMES ? [...all.slice(0, MAX_NAMES), `… and ${all.length - MAX_NAMES} more`] : all;
  for (const [index, name] of names.entries()) {
    const word = index < names.length - 1 ? `${name}, ` : name;
    const last = lines.at(-1) ?? '';
    if (last !== start && displayWidth(last + word) > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last + word;
  }
  return lines.map(line => line.trimEnd());
};

/** Profiles with the same reason and edit. */
type Cause = readonly [ProfileUse, ...ProfileUse[]];

const explanations = (uses: readonly ProfileUse[]): MfaReportRow[] => {
  const explained = uses.filter(({ reason }) => reason !== undefined);
  const causes = grouped<ProfileUse>(explained, ({ reason, edit }) => `${reason}\n${edit}`);
  const kinds = grouped<Cause>(causes, ([{ reason, edit }]) => withoutLines(`${reason}\n${edit}`));
  const left = kinds.length - MAX_EXPLAINED;
  return [
    ...kinds.slice(0, MAX_EXPLAINED).flatMap(kind => rowsOf(kind, uses.length)),
    ...(left > 0
      ? [['', `… and ${left} more reasons: awsrole mfa status --json has every reason and edit`] as const]
      : []),
  ];
};

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] => {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
};

const withoutLines = (text: string): string => text.replaceAll(/(?<=:|\bline )\d+/g, '');

/**
 * The first cause in full, then the names with the lines of the others, which differ from it only in the lines.
 *
 * @param count the number of profiles with this verdict
 */
const rowsOf = ([first, ...others]: readonly [Cause, ...Cause[]], count: number): MfaReportRow[] => {
  const [{ reason, edit }] = first;
  const subject = first.length > 1 && first.length === count ? 'all' : namesOf(first);
  return [
    ['', `${subject}: ${reason}`],
    ...(edit === undefined ? [] : [['', `to change that, ${edit}`] as const]),
    ...(others.length === 0 ? [] : wrapped('likewise ', others.map(withItsLines))).map(
      (line): MfaReportRow => ['', line],
    ),
  ];
};

const namesOf = (cause: Cause): string =>
  cause.length === 1 ? cause[0].profile : `${cause[0].profile} and ${cause.length - 1} more`;

const withItsLines = (cause: Cause): string => {
  const { edit, reason = '' } = cause[0];
  const lines = [...(edit ?? reason).matchAll(edit === undefined ? /:(\d+)/g : /\bline (\d+)/g)].map(
    match => match[1],
  );
  return `${namesOf(cause)} (line${lines.length === 1 ? '' : 's'} ${lines.join(' and ')})`;
};

import { AwsroleError } from '../errors.ts';
import { readHeader } from '../ini/ini.ts';

export type Entry = readonly [key: string, value: string];

/** The section of a shared file that an edit is about. */
export interface SectionTarget {
  /** what is written between the brackets */
  readonly header: string;
  /** whether the text between the brackets of a header in the file says the same */
  readonly matches: (header: string) => boolean;
  /** for messages: `credentials file` */
  readonly file: string;
}

const CONTROL = /[\0-\x1f\x7f-\x9f\u2028\u2029]/;
const COMMENT_START = /(^|\s)[#;]/;

/**
 * Whether every AWS tool reads the text as the same name in a header: no `]`, control character or comment in it, no
 * space around it, and not `__proto__`, for which the JavaScript SDK refuses the whole file.
 */
export const isSafeInHeader = (name: string): boolean =>
  name !== '' &&
  name.trim() === name &&
  name !== '__proto__' &&
  !name.includes(']') &&
  !CONTROL.test(name) &&
  !COMMENT_START.test(name);

/** Whether every AWS tool reads the text back as the same value of a key. */
export const isSafeValue = (value: string): boolean =>
  !CONTROL.test(value) && !COMMENT_START.test(value) && value.trim() === value;

/**
 * The text of a shared file in which the target holds exactly `entries` (under a line `# comment`, when given).
 * Nothing outside the section's own lines changes; further sections of that name go; a missing one is appended.
 * Doing it twice changes nothing more. The header is the caller's to check.
 *
 * @param text undefined when there is no file
 * @throws AwsroleError when a key, a value or the comment could not be read back; it quotes none of them
 */
export const putSection = (
  text: string | undefined,
  target: SectionTarget,
  entries: readonly Entry[],
  options: { comment?: string } = {},
): string => {
  for (const entry of entries) checkEntry(entry, target);
  if (options.comment !== undefined && CONTROL.test(options.comment)) {
    throw new AwsroleError(`a comment for the ${target.file} holds a control character`);
  }
  const comment = options.comment === undefined ? undefined : `# ${options.comment}`.trimEnd();
  const content = [
    `[${target.header}]`,
    ...(comment === undefined ? [] : [comment]),
    ...entries.map(([key, value]) => `${key} = ${value}`),
  ];
  return editBody(text ?? '', body => {
    const lines = linesOf(body);
    const ranges = findRanges(lines, target.matches, comment);
    return ranges[0] ? replaceRanges(lines, ranges, content) : append(body, lines, content);
  });
};

/** The text without any section that matches; the same text when there is none. */
export const dropSections = (text: string, matches: SectionTarget['matches']): string =>
  editBody(text, body => {
    const lines = linesOf(body);
    return outside(lines, findRanges(lines, matches, undefined)).join('');
  });

/** Edits what follows the byte order mark, when there is one. */
const editBody = (text: string, edit: (body: string) => string): string =>
  text.startsWith('\uFEFF') ? `\uFEFF${edit(text.slice(1))}` : edit(text);

const outside = (lines: readonly string[], ranges: readonly SectionRange[]): string[] =>
  lines.filter((_, index) => !ranges.some(({ start, end }) => start <= index && index < end));

const replaceRanges = (
  lines: readonly string[],
  ranges: readonly SectionRange[],
  content: readonly string[],
): string => {
  const [first = { start: 0, end: 0 }] = ranges;
  const kept = outside(lines, ranges);
  // the style is taken from what stays, so that a second edit decides the same
  const ending = dominantLineEnding(kept.some(line => line.endsWith('\n')) ? kept : lines);
  const below = kept.slice(first.start);
  const [header, ...rest] = content;
  const indent = indentOfHeader(below);
  const block = [header, ...rest.map(line => indent + line)].map(line => line + ending).join('');
  const isUnterminated = below.length === 0 && lines.at(-1)?.endsWith('\n') === false;
  const above = kept.slice(0, first.start).join('');
  return above + (isUnterminated ? block.slice(0, -ending.length) : block) + below.join('');
};

/** The AWS CLI takes a header that is deeper than the key above it as part of the value: then our keys go as deep. */
const indentOfHeader = (below: readonly string[]): string =>
  /^\s*/.exec(below.find(line => readHeader(line)) ?? '')?.[0] ?? '';

const append = (body: string, lines: readonly string[], content: readonly string[]): string => {
  const ending = dominantLineEnding(lines);
  const terminator = body === '' || body.endsWith('\n') ? '' : ending;
  const gap = body === '' || lines.at(-1)?.trim() === '' ? '' : ending;
  return body + terminator + gap + content.map(line => line + ending).join('');
};

const checkEntry = ([key, value]: Entry, { file }: SectionTarget): void => {
  if (!/^[a-z0-9_]+$/.test(key)) {
    throw new AwsroleError(`a key for the ${file} may hold only a-z, 0-9 and _`);
  }
  if (!isSafeValue(value)) {
    throw new AwsroleError(`the value of ${key} cannot be written to the ${file}`, {
      hints: [
        'it holds a line break, a control character, a comment sign after a space, or spaces around it',
      ],
    });
  }
};

/** Lines `start` (the header) to `end` (exclusive) of one section, and nothing that belongs to its neighbours. */
export interface SectionRange {
  readonly start: number;
  readonly end: number;
}

/** The text cut into lines, each with its own line ending. */
export const linesOf = (text: string): string[] => text.match(/[^\n]+\n?|\n/g) ?? [];

/** `\r\n` where most lines end so, else `\n`. */
export const dominantLineEnding = (lines: readonly string[]): string => {
  const crlf = lines.filter(line => line.endsWith('\r\n')).length;
  return crlf > lines.filter(line => line.endsWith('\n')).length - crlf ? '\r\n' : '\n';
};

/**
 * The ranges of all sections whose header `matches`. Comments and blank lines that follow the last key are left to what comes
 * below them, except lines that equal `ownComment` right under the header.
 */
export const findRanges = (
  lines: readonly string[],
  matches: (header: string) => boolean,
  ownComment: string | undefined,
): SectionRange[] => {
  const starts = lines.flatMap((line, index) => (readHeader(line) ? [index] : []));
  return starts.flatMap((start, position) => {
    const header = readHeader(lines[start] ?? '')?.name;
    if (header === undefined || !matches(header)) return [];
    const least = start + (ownComment !== undefined && lines[start + 1]?.trim() === ownComment ? 2 : 1);
    let end = starts[position + 1] ?? lines.length;
    while (end > least && isFiller(lines[end - 1] ?? '')) end -= 1;
    return [{ start, end }];
  });
};

const isFiller = (line: string): boolean => /^\s*([#;]|$)/.test(line);

import { AwsroleError } from './errors.ts';
import { type IniSection, parseIni } from './ini.ts';
import { readHeader } from './ini-header.ts';
import { dominantLineEnding, findRanges, linesOf, type SectionRange } from './section-text.ts';

type Entry = readonly [key: string, value: string];

const CONTROL = /[\0-\x1f\x7f-\x9f\u2028\u2029]/;
const COMMENT_START = /(^|\s)[#;]/;

/**
 * Whether a section of that name can be written so that every AWS tool reads the same name: no `]`, control character
 * or comment in it, no space around it, not what a config file would write (`profile x`), and not `__proto__`, for
 * which the JavaScript SDK refuses the whole file.
 */
export const isSafeSectionName = (name: string): boolean =>
  name !== '' &&
  name.trim() === name &&
  name !== '__proto__' &&
  !name.includes(']') &&
  !CONTROL.test(name) &&
  !COMMENT_START.test(name) &&
  !/^profile\s/.test(name);

/**
 * The text of a credentials file in which the section `name` holds exactly `entries` (under a line `# comment`, when
 * given). Nothing outside the section's own lines changes; further sections of that name go; a missing one is
 * appended. Doing it twice changes nothing more.
 *
 * @param text undefined when there is no file
 * @throws AwsroleError when the name, a key, a value or the comment could not be read back; it quotes none of them
 */
export const replaceSection = (
  text: string | undefined,
  name: string,
  entries: readonly Entry[],
  options: { comment?: string } = {},
): string => {
  checkName(name);
  for (const [key, value] of entries) checkEntry(key, value);
  if (options.comment !== undefined && CONTROL.test(options.comment)) {
    throw new AwsroleError('a comment for the credentials file holds a control character');
  }
  const comment = options.comment === undefined ? undefined : `# ${options.comment}`.trimEnd();
  const content = [
    `[${name}]`,
    ...(comment === undefined ? [] : [comment]),
    ...entries.map(([key, value]) => `${key} = ${value}`),
  ];
  return editBody(text ?? '', body => {
    const lines = linesOf(body);
    const ranges = findRanges(lines, name, comment);
    return ranges[0] ? replaceRanges(lines, ranges, content) : append(body, lines, content);
  });
};

/** The text without any section called `name`; the same text when there is none. */
export const removeSection = (text: string, name: string): string =>
  editBody(text, body => {
    const lines = linesOf(body);
    return outside(lines, findRanges(lines, name, undefined)).join('');
  });

/** The section `name` of a credentials file, several of that name taken together (the later setting counts); or undefined. */
export const findSection = (text: string, name: string): IniSection | undefined => {
  const found = parseIni(text, '').sections.filter(section => section.header === name);
  const [first] = found;
  if (!first) return undefined;
  return {
    header: name,
    place: first.place,
    settings: found.flatMap(section => section.settings),
    nested: new Map(found.flatMap(section => [...section.nested])),
    problems: found.flatMap(section => section.problems),
  };
};

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

const checkName = (name: string): void => {
  if (isSafeSectionName(name)) return;
  throw new AwsroleError('this name cannot be the header of a section in the credentials file', {
    hints: ["choose a name without ']', '#', ';' or control characters, and without spaces around it"],
  });
};

const checkEntry = (key: string, value: string): void => {
  if (!/^[a-z0-9_]+$/.test(key)) {
    throw new AwsroleError('a key for the credentials file may hold only a-z, 0-9 and _');
  }
  if (CONTROL.test(value) || COMMENT_START.test(value) || value.trim() !== value) {
    throw new AwsroleError(`the value of ${key} cannot be written to the credentials file`, {
      hints: [
        'it holds a line break, a control character, a comment sign after a space, or spaces around it',
      ],
    });
  }
};

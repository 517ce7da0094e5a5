import { AwsroleError } from '../errors.ts';
import { readHeader } from '../ini/ini.ts';
import { isSafe } from '../text/terminal-text.ts';

/** A key and its value, to be written to a section. */
export type Entry = readonly [key: string, value: string];

/** The section that an edit changes. */
interface SectionTarget {
  /** the text to write between the brackets */
  readonly header: string;
  /** whether a header in the file, without its brackets, names this section */
  readonly matches: (header: string) => boolean;
  /** name of the file for messages: `credentials file` */
  readonly file: string;
}

const COMMENT_START = /(^|\s)[#;]/;

/**
 * Whether all AWS tools read `name` as the same name in a header. A name cannot contain `]`, a control or invisible
 * character or a comment, or start or end with a space. It cannot be `__proto__`, because the JavaScript SDK then refuses the file.
 */
export const isSafeInHeader = (name: string): boolean =>
  name !== '' &&
  name.trim() === name &&
  name !== '__proto__' &&
  !name.includes(']') &&
  isSafe(name) &&
  !COMMENT_START.test(name);

/** Whether all AWS tools read back `value` unchanged as the value of a key, and editors show every character of it. */
export const isSafeValue = (value: string): boolean =>
  isSafe(value) && !COMMENT_START.test(value) && value.trim() === value;

/**
 * Replaces the content of a section with `entries`, under a line `# comment` if there is a comment. It appends a
 * missing section and removes further sections with the same name. All other lines stay unchanged, and a second edit
 * with the same arguments changes nothing. The caller must check the header.
 *
 * @param text undefined when the file does not exist
 * @throws AwsroleError when AWS tools cannot read back a key, a value or the comment; the message quotes neither values
 * nor the comment
 */
export const putSection = (
  text: string | undefined,
  target: SectionTarget,
  entries: readonly Entry[],
  options: { comment?: string } = {},
): string => {
  const { header, file } = target;
  const nameOf = (written: string): string | undefined => (target.matches(written) ? header : undefined);
  return putSections(text, { file, nameOf }, [{ name: header, header, entries }], options).text;
};

/** The content that a section gets. */
export interface NewSection {
  readonly name: string;
  /** the text to write between the brackets */
  readonly header: string;
  readonly entries: readonly Entry[];
}

/**
 * Does what `putSection` does, for any number of sections with different names, in one pass over the text.
 *
 * @param nameOf the name of the section that a header in the file, without its brackets, starts
 * @returns the new text, and the names of the sections that it holds as `text` does
 * @throws AwsroleError as `putSection`
 */
export const putSections = (
  text: string | undefined,
  { file, nameOf }: { readonly file: string; readonly nameOf: (header: string) => string | undefined },
  sections: readonly NewSection[],
  options: { comment?: string } = {},
): { text: string; same: ReadonlySet<string> } => {
  for (const { entries } of sections) for (const entry of entries) checkEntry(entry, file);
  if (options.comment !== undefined && !isSafe(options.comment)) {
    throw new AwsroleError(`a comment for the ${file} contains a control character`);
  }
  const comment = options.comment === undefined ? undefined : `# ${options.comment}`.trimEnd();
  const contents = new Map(
    sections.map(({ name, header, entries }) => [
      name,
      [
        `[${header}]`,
        ...(comment === undefined ? [] : [comment]),
        ...entries.map(([key, value]) => `${key} = ${value}`),
      ],
    ]),
  );
  const same = new Set<string>();
  const edited = editBody(text ?? '', body => {
    const lines = linesOf(body);
    const nameAt = (start: number): string => nameOf(readHeader(lines[start] ?? '')?.name ?? '') ?? '';
    const ranges = findRanges(lines, header => contents.has(nameOf(header) ?? ''), comment).map(range => ({
      ...range,
      name: nameAt(range.start),
    }));
    const replaced = ranges.length > 0 ? replaceRanges(lines, ranges, contents, same) : body;
    const found = new Set(ranges.map(({ name }) => name));
    const missing = [...contents].filter(([name]) => !found.has(name));
    const appended = missing.flatMap(([, content], index) => (index === 0 ? content : ['', ...content]));
    return missing.length > 0 ? append(replaced, linesOf(replaced), appended) : replaced;
  });
  return { text: edited, same };
};

/** Removes all sections with a header that matches. A text to which `putSection` appended them becomes as it was. */
export const dropSections = (text: string, matches: SectionTarget['matches']): string =>
  editBody(text, body => {
    let lines = linesOf(body);
    for (const { start, end } of findRanges(lines, matches, undefined).reverse()) {
      const isLast = end === lines.length;
      const above = lines.slice(0, start);
      lines = isLast ? withoutGap(above) : [...above, ...lines.slice(end)];
    }
    return lines.join('');
  });

/** Applies an edit to the text after a byte order mark. */
const editBody = (text: string, edit: (body: string) => string): string =>
  text.startsWith('\uFEFF') ? `\uFEFF${edit(text.slice(1))}` : edit(text);

const outside = (lines: readonly string[], ranges: readonly SectionRange[]): string[] => {
  const ends = [0, ...ranges.map(({ end }) => end)];
  return [...ranges.map(({ start }) => start), lines.length].flatMap((start, index) =>
    lines.slice(ends[index], start),
  );
};

/**
 * @param contents the lines of each section by its name; the first range with the name gets them
 * @param same gets the names of the sections that stay as they are
 */
const replaceRanges = (
  lines: readonly string[],
  ranges: readonly (SectionRange & { readonly name: string })[],
  contents: ReadonlyMap<string, readonly string[]>,
  same: Set<string>,
): string => {
  const kept = outside(lines, ranges);
  // the remaining lines determine the line ending, so that a second edit uses the same
  const ending = dominantLineEnding(kept.some(line => line.endsWith('\n')) ? kept : lines);
  const firsts = new Map([...ranges].reverse().map(({ name, start }) => [name, start]));
  const lasts = new Map(ranges.map(({ name, start }) => [name, start]));
  const blocks: string[] = [];
  let below = lines.length;
  let indent = '';
  for (const { start, end, name } of [...ranges].reverse()) {
    const between = lines.slice(end, below);
    indent = indentOfHeader(between) ?? indent;
    blocks.push(between.join(''));
    below = start;
    if (firsts.get(name) !== start) continue;
    const [header, ...rest] = contents.get(name) ?? [];
    const block = [header, ...rest.map(line => indent + line)].map(line => line + ending).join('');
    const isUnterminated = blocks.every(text => text === '') && lines.at(-1)?.endsWith('\n') === false;
    const text = isUnterminated ? block.slice(0, -ending.length) : block;
    blocks.push(text);
    if (lasts.get(name) === start && text === lines.slice(start, end).join('')) same.add(name);
    indent = '';
  }
  return lines.slice(0, below).join('') + blocks.reverse().join('');
};

/**
 * The indentation of the first header. The AWS CLI reads a header that is indented under a key as part of the key's
 * value, so the new keys need the same indentation as the header below them.
 */
const indentOfHeader = (below: readonly string[]): string | undefined => {
  const header = below.find(line => readHeader(line));
  return header === undefined ? undefined : /^\s*/.exec(header)?.[0];
};

/** The blank line above an appended section, when the text before it ended without a line break. */
const GAP_AFTER_UNTERMINATED = ' ';

const append = (body: string, lines: readonly string[], content: readonly string[]): string => {
  const ending = dominantLineEnding(lines);
  const isTerminated = body.endsWith('\n');
  const gap = body === '' ? '' : isTerminated ? ending : ending + GAP_AFTER_UNTERMINATED + ending;
  return body + gap + content.map(line => line + ending).join('');
};

/** Removes what `append` wrote between the lines above a section and the section. */
const withoutGap = (above: readonly string[]): string[] => {
  const [last = '', gap = ''] = above.slice(-2);
  const [, mark, ending = ''] = /^( ?)(\r?\n)$/.exec(gap) ?? [];
  if (mark === undefined) return [...above];
  const isUnterminated = mark === GAP_AFTER_UNTERMINATED && last.endsWith(ending);
  return [...above.slice(0, -2), isUnterminated ? last.slice(0, -ending.length) : last];
};

const checkEntry = ([key, value]: Entry, file: string): void => {
  if (!/^[a-z0-9_]+$/.test(key)) {
    throw new AwsroleError(`a key for the ${file} may contain only a-z, 0-9 and _`);
  }
  if (!isSafeValue(value)) {
    throw new AwsroleError(`the value of ${key} cannot be written to the ${file}`, {
      hints: [
        'it contains a line break, a control or invisible character, a comment sign after a space, or leading or trailing spaces',
      ],
    });
  }
};

/** The lines of one section. */
interface SectionRange {
  /** index of the header */
  readonly start: number;
  /** index after the last line */
  readonly end: number;
}

/** Splits text into lines, each with its line ending. */
const linesOf = (text: string): string[] => text.match(/[^\n]+\n?|\n/g) ?? [];

/** `\r\n` if most lines end with it, otherwise `\n`. */
const dominantLineEnding = (lines: readonly string[]): string => {
  const crlf = lines.filter(line => line.endsWith('\r\n')).length;
  return crlf > lines.filter(line => line.endsWith('\n')).length - crlf ? '\r\n' : '\n';
};

/**
 * The ranges of all sections with a header that matches. Comments and blank lines after the last key are not part of
 * a range, except a line right under the header that equals `ownComment`.
 */
const findRanges = (
  lines: readonly string[],
  matches: (header: string) => boolean,
  ownComment: string | undefined,
): SectionRange[] => {
  const starts = lines.flatMap((line, index) => (readHeader(line) ? [index] : []));
  return starts.flatMap((start, position) => {
    const header = readHeader(lines[start] ?? '')?.name;
    if (header === undefined || !matches(header)) return [];
    const minimumEnd = start + (ownComment !== undefined && lines[start + 1]?.trim() === ownComment ? 2 : 1);
    let end = starts[position + 1] ?? lines.length;
    while (end > minimumEnd && isFiller(lines[end - 1] ?? '')) end -= 1;
    return [{ start, end }];
  });
};

const isFiller = (line: string): boolean => /^\s*([#;]|$)/.test(line);

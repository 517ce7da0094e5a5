import { readHeader } from './ini-header.ts';

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

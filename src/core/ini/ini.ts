import type { Place, Setting } from './setting.ts';

/**
 * A line that is invalid, or that AWS tools read in different ways. The message never quotes the line, which can be a
 * secret.
 */
export interface Problem extends Place {
  /** lower case, no full stop, without the place */
  readonly message: string;
  /** raw header of the section that contains the line */
  readonly section?: string;
}

/** Whether the problem is a header that starts no section: other tools read the lines below it as part of the section above. */
export const isBrokenHeader = ({ message }: Problem): boolean => message.startsWith('a section header');

/** One section as it is in the file: nothing is merged or dropped. */
export interface IniSection {
  /** the text between the brackets, trimmed */
  readonly header: string;
  readonly place: Place;
  /** in file order, with duplicates and empty values */
  readonly settings: readonly Setting[];
  /** sub-properties (`s3 =` and indented lines) by parent key, in file order */
  readonly nested: ReadonlyMap<string, readonly Setting[]>;
  readonly problems: readonly Problem[];
}

/** The content of a shared file. */
export interface IniFile {
  /** in file order; sections with the same name stay separate */
  readonly sections: readonly IniSection[];
  /** the problems outside any section: broken headers, lines before the first section */
  readonly problems: readonly Problem[];
  /** headers without `]` by the text that they have; it is compared with names and never shown, since it can be a secret */
  readonly brokenHeaders: ReadonlyMap<string, Problem>;
}

interface SectionDraft extends IniSection {
  readonly settings: Setting[];
  readonly nested: Map<string, Setting[]>;
  readonly problems: Problem[];
}

interface Reader {
  readonly file: string;
  readonly sections: SectionDraft[];
  readonly problems: Problem[];
  readonly brokenHeaders: Map<string, Problem>;
  /** the section of the next lines; after a broken header, a section that is not in `sections` */
  section: SectionDraft | undefined;
  /** indentation of the last key of this section, undefined right after the header */
  keyIndent: number | undefined;
  /** number of blank lines since the last other line; configparser keeps them in a continued value */
  blankLines: number;
}

const COMMENT_LINE = /^\s*[#;]/;
const INLINE_COMMENT = /\s[#;].*$/s;
/** A colour may start with `#` after a space, as the AWS CLI reads it. No SDK uses the key `color`. */
const COLOR = /^\s*color\s*[=:]\s*#(?:[0-9a-f]{6}|[0-9a-f]{3})(?=\s|$)/i;
/**
 * A key with a command as its value. Within the quotes of a command, `#` and `;` start no comment: the AWS CLI keeps
 * them.
 */
const PROCESS = /^\s*\w+_process\s*[=:]/i;
/** `key : value`, which the AWS CLI accepts when no `=` precedes the colon. */
const COLON_KEY = /^([\w.-]+)\s*:/;

/**
 * Parses the text of a shared config or credentials file. It never throws: an invalid line or header becomes a problem
 * and does not affect other sections.
 *
 * The rules are those of the SDKs' common parser (an inline comment needs a space before it). For indentation and for
 * `key : value`, the rules are those of configparser, which the AWS CLI uses. A line for which the two read different
 * values becomes a problem of its section.
 *
 * @param file the path of the file, for the places in the result
 */
export const parseIni = (text: string, file: string): IniFile => {
  const reader: Reader = {
    file,
    sections: [],
    problems: [],
    brokenHeaders: new Map(),
    section: undefined,
    keyIndent: undefined,
    blankLines: 0,
  };
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) readLine(reader, line, { file, line: index + 1 });
  return { sections: reader.sections, problems: reader.problems, brokenHeaders: reader.brokenHeaders };
};

const readLine = (reader: Reader, raw: string, place: Place): void => {
  if (COMMENT_LINE.test(raw)) return;
  if (raw.trim() === '') {
    reader.blankLines += 1;
    return;
  }
  const header = readHeader(raw);
  if (header) openSection(reader, header, indentOf(raw), place);
  else if (!reader.section) complain(reader, place, 'a line before the first section');
  else if (/[\0\r]/.test(raw.trim())) complain(reader, place, 'a NUL byte or a stray carriage return');
  else readBody(reader, reader.section, raw, place);
  reader.blankLines = 0;
};

const indentOf = (line: string): number => line.length - line.trimStart().length;

const complain = (reader: Reader, place: Place, message: string): void => {
  const { section } = reader;
  if (section) section.problems.push({ ...place, message, section: section.header });
  else reader.problems.push({ ...place, message });
};

const openSection = (reader: Reader, header: IniHeader, indent: number, place: Place): void => {
  if (isDeeper(reader, indent) && reader.section?.settings.at(-1)?.value) {
    complain(
      reader,
      place,
      'this section header is indented under a key: the AWS CLI reads it as part of the value of that key',
    );
  }
  const section: SectionDraft = {
    header: header.name ?? '',
    place,
    settings: [],
    nested: new Map(),
    problems: [],
  };
  reader.section = section;
  reader.keyIndent = undefined;
  if (header.name === undefined) {
    const problem = { ...place, message: header.flaw ?? '' };
    reader.problems.push(problem);
    if (header.guess && !reader.brokenHeaders.has(header.guess))
      reader.brokenHeaders.set(header.guess, problem);
  } else reader.sections.push(section);
  if (header.name !== undefined && header.flaw !== undefined) complain(reader, place, header.flaw);
};

const isDeeper = (reader: Reader, indent: number): boolean =>
  reader.keyIndent !== undefined && indent > reader.keyIndent;

const readBody = (reader: Reader, section: SectionDraft, raw: string, place: Place): void => {
  const indent = indentOf(raw);
  const text = withoutComment(raw).trim();
  const parent = section.settings.at(-1);
  if (parent && isDeeper(reader, indent)) {
    if (parent.value === '') readNested(reader, section, parent.key, text, place);
    else if (text.includes('=')) complain(reader, place, AMBIGUOUS);
    else section.settings[section.settings.length - 1] = withContinuation(parent, text, reader.blankLines);
    return;
  }
  const setting = splitAt(text, COLON_KEY.exec(text)?.[0].length ?? text.indexOf('=') + 1, place);
  if (typeof setting === 'string') complain(reader, place, setting);
  else section.settings.push(setting);
  reader.keyIndent = typeof setting === 'string' ? undefined : indent;
};

const withoutComment = (raw: string): string => {
  if (PROCESS.test(raw)) {
    const end = [...raw.matchAll(/\s[#;]/g)].find(({ index }) => hasClosedQuotes(raw.slice(0, index)))?.index;
    return raw.slice(0, end);
  }
  return COLOR.exec(raw)?.[0] ?? raw.replace(INLINE_COMMENT, '');
};

const hasClosedQuotes = (command: string): boolean =>
  !/['"]/.test(command.replaceAll(/'[^']*'|"(?:\\.|[^"\\])*"/g, ''));

const AMBIGUOUS =
  'this key is indented under another key: the AWS CLI reads it as part of the other value, other tools read a separate key';

const withContinuation = (setting: Setting, text: string, blankLines: number): Setting => ({
  ...setting,
  value: `${setting.value}${'\n'.repeat(blankLines + 1)}${text}`,
});

const readNested = (
  reader: Reader,
  section: SectionDraft,
  parent: string,
  text: string,
  place: Place,
): void => {
  const setting = splitAt(text, text.indexOf('=') + 1, place);
  const siblings = section.nested.get(parent);
  if (typeof setting === 'string') complain(reader, place, setting);
  else if (siblings) siblings.push(setting);
  else section.nested.set(parent, [setting]);
};

/**
 * Splits a line into key and value.
 *
 * @param valueStart the index after the delimiter, 0 without a delimiter
 * @returns the setting, or the message of the problem with the line
 */
const splitAt = (text: string, valueStart: number, place: Place): Setting | string => {
  if (valueStart === 0) return text.startsWith(':') ? NO_KEY : NO_DELIMITER;
  const key = text
    .slice(0, valueStart - 1)
    .trim()
    .toLowerCase();
  return key === '' ? NO_KEY : { ...place, key, value: text.slice(valueStart).trim() };
};

const NO_KEY = 'a value without a key';
const NO_DELIMITER = "a line with neither '=' nor ':'";

/** A line that starts a section. Without a name it is broken, and the lines below it belong to no section. */
interface IniHeader {
  /** the text between the brackets, trimmed; undefined in a broken header */
  readonly name: string | undefined;
  /** the message of the problem with the line, if there is one */
  readonly flaw: string | undefined;
  /** what the user probably meant as the name, for a header without `]` */
  readonly guess?: string;
}

/**
 * Parses a section header; undefined when the line is not a header. An indented header counts, since all AWS tools
 * except the AWS CLI accept it. The parser and the section editor share this function, so they agree where a section
 * ends.
 */
export const readHeader = (line: string): IniHeader | undefined => {
  const text = line.trim();
  if (!text.startsWith('[')) return undefined;
  if (/[\0\r]/.test(text)) return brokenHeader('a section header with a NUL byte or a stray carriage return');
  const close = text.indexOf(']');
  if (close === -1) {
    const guess = text
      .slice(1)
      .replace(/(^|\s)[#;].*$/, '')
      .trim();
    const header = brokenHeader("a section header without ']'");
    return /^(profile)?$/.test(guess) ? header : { ...header, guess };
  }
  const name = text.slice(1, close).trim();
  if (name === '') return brokenHeader('a section header without a name');
  const isClean = /^\s*([#;]|$)/.test(text.slice(close + 1));
  return { name, flaw: isClean ? undefined : "text after ']' that is not a comment" };
};

const brokenHeader = (flaw: string): IniHeader => ({ name: undefined, flaw });

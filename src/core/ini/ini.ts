import type { Place, Setting } from './setting.ts';

/** A line that cannot be read, or that tools read in different ways. The message never quotes the line: it may be a secret. */
export interface Problem extends Place {
  /** lower case, no full stop, without the place */
  readonly message: string;
  /** raw header of the section it stands in */
  readonly section?: string;
}

/** One `[…]` block as it is written: nothing merged, nothing dropped. */
export interface IniSection {
  /** the text between the brackets, trimmed */
  readonly header: string;
  readonly place: Place;
  /** in order; duplicates and empty values are kept */
  readonly settings: readonly Setting[];
  /** sub-properties (`s3 =` and indented lines): parent key → its keys, in order */
  readonly nested: ReadonlyMap<string, readonly Setting[]>;
  readonly problems: readonly Problem[];
}

export interface IniFile {
  /** in order; sections of the same name stay apart */
  readonly sections: readonly IniSection[];
  /** those that stand in no section: broken headers, lines before the first section */
  readonly problems: readonly Problem[];
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
  /** the section that the next lines belong to; after a broken header one that is in no list */
  section: SectionDraft | undefined;
  /** indentation of the key read last in this section, undefined right after the header */
  keyIndent: number | undefined;
  /** blank lines since the last line that said something: part of a continued value, as configparser has it */
  blanks: number;
}

const COMMENT_LINE = /^\s*[#;]/;
const INLINE_COMMENT = /\s[#;].*$/s;
/** No SDK reads `color`, so that only people's habit counts: `color = #ffaaee` is a colour, as the AWS CLI has it. */
const COLOR = /^\s*color\s*[=:]\s*#(?:[0-9a-f]{6}|[0-9a-f]{3})(?=\s|$)/i;
/** A comment within the quotes of a command is none: the AWS CLI, which cuts none at all, runs it whole. */
const PROCESS = /^\s*\w+_process\s*[=:]/i;
/** `key : value`, which the AWS CLI takes when no `=` comes first. */
const COLON_KEY = /^([\w.-]+)\s*:/;

/**
 * Reads the text of a shared config or credentials file, line by line; `file` is only copied into the places.
 *
 * Rules: those of the SDKs' common parser (inline comments need a space before them), and of configparser, which the
 * AWS CLI uses, for indentation and `key : value`. Where the two would give one key different values the line becomes
 * a problem of its section. Never throws; a bad line or header leaves the other sections as they are.
 */
export const parseIni = (text: string, file: string): IniFile => {
  const reader: Reader = {
    file,
    sections: [],
    problems: [],
    section: undefined,
    keyIndent: undefined,
    blanks: 0,
  };
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) readLine(reader, line, { file, line: index + 1 });
  return { sections: reader.sections, problems: reader.problems };
};

const readLine = (reader: Reader, raw: string, place: Place): void => {
  if (COMMENT_LINE.test(raw)) return;
  if (raw.trim() === '') {
    reader.blanks += 1;
    return;
  }
  const header = readHeader(raw);
  if (header) openSection(reader, header, indentOf(raw), place);
  else if (!reader.section) complain(reader, place, 'a line before the first section');
  else if (/[\0\r]/.test(raw.trim())) complain(reader, place, 'a NUL byte or a stray carriage return');
  else readBody(reader, reader.section, raw, place);
  reader.blanks = 0;
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
      'this section header is indented under a key: the AWS CLI reads it as part of that value',
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
  if (header.name === undefined) reader.problems.push({ ...place, message: header.flaw ?? '' });
  else reader.sections.push(section);
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
    else section.settings[section.settings.length - 1] = continued(parent, text, reader.blanks);
    return;
  }
  const setting = splitAt(text, COLON_KEY.exec(text)?.[0].length ?? text.indexOf('=') + 1, place);
  if (typeof setting === 'string') complain(reader, place, setting);
  else section.settings.push(setting);
  reader.keyIndent = typeof setting === 'string' ? undefined : indent;
};

const withoutComment = (raw: string): string => {
  if (PROCESS.test(raw)) {
    const end = [...raw.matchAll(/\s[#;]/g)].find(({ index }) => isWhole(raw.slice(0, index)))?.index;
    return raw.slice(0, end);
  }
  return COLOR.exec(raw)?.[0] ?? raw.replace(INLINE_COMMENT, '');
};

/** Whether every quote of a command is closed. */
const isWhole = (command: string): boolean =>
  !/['"]/.test(command.replaceAll(/'[^']*'|"(?:\\.|[^"\\])*"/g, ''));

const AMBIGUOUS =
  'this key is indented under another key: the AWS CLI reads it as part of that value, other tools as a key of its own';

const continued = (setting: Setting, text: string, blanks: number): Setting => ({
  ...setting,
  value: `${setting.value}${'\n'.repeat(blanks + 1)}${text}`,
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

/** The setting whose value starts at `valueStart`, just behind the delimiter (0 = there is none); or what is wrong. */
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

/** A line that starts a section. Without a name it is broken: what follows it belongs to nobody. */
export interface IniHeader {
  /** the text between the brackets, trimmed; undefined when it cannot be told */
  readonly name: string | undefined;
  /** what is wrong with the line, when something is */
  readonly flaw: string | undefined;
}

/**
 * The section header on a line, or undefined when the line is none. Indented headers count, since every SDK but the
 * AWS CLI reads them. Both the parser and the editor of sections use it, so that they see the same borders.
 */
export const readHeader = (line: string): IniHeader | undefined => {
  const text = line.trim();
  if (!text.startsWith('[')) return undefined;
  if (/[\0\r]/.test(text)) return broken('a section header with a NUL byte or a stray carriage return');
  const close = text.indexOf(']');
  if (close === -1) return broken("a section header without ']'");
  const name = text.slice(1, close).trim();
  if (name === '') return broken('a section header without a name');
  const isClean = /^\s*([#;]|$)/.test(text.slice(close + 1));
  return { name, flaw: isClean ? undefined : "text after ']' that is no comment" };
};

const broken = (flaw: string): IniHeader => ({ name: undefined, flaw });

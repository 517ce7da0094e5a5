import type { ToolSection, ToolValue } from './setting.ts';

/**
 * The reason for which the AWS CLI refuses a whole file. It quotes neither keys nor values, since both can be secrets.
 */
interface Refusal {
  /** 1-based */
  readonly line: number;
  readonly why: string;
}

/** The characters that Python's `str.isspace` accepts. */
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const HEADER = /^\[(.+)\]/s;
/** The line boundaries of Python's `str.splitlines`. */
const LINE_END = /\r\n|[\n-\r\x1c-\x1e\x85\u2028\u2029]/;

const isSpaceAt = (text: string, index: number): boolean => SPACE.test(text.charAt(index));

const indentOf = (text: string): number => {
  let indent = 0;
  while (isSpaceAt(text, indent)) indent += 1;
  return indent;
};

const strip = (text: string): string => {
  const start = indentOf(text);
  let end = text.length;
  while (end > start && isSpaceAt(text, end - 1)) end -= 1;
  return text.slice(start, end);
};

interface Option {
  readonly line: number;
  /** the stripped value, then the stripped lines that continue it */
  readonly values: string[];
}

interface Section {
  readonly line: number;
  readonly options: Map<string, Option>;
}

/**
 * Finds the first reason for which the AWS CLI and boto3 refuse a whole shared file. They read the file with Python's
 * `configparser` in strict mode, and their error message does not name the line. Other SDKs skip the faulty part.
 *
 * @returns undefined when the AWS CLI and boto3 accept the file
 */
export const refusalOf = (text: string): Refusal | undefined => parse(text).refusal;

/**
 * The sections of a shared file as the AWS CLI and boto3 read them: a comment after a value is part of the value, and a
 * deeper indented line continues the value above. A value that starts with a line break is a block of sub-properties.
 * Lines for which they refuse the whole file (`refusalOf`) are left out.
 */
export const readLikeBotocore = (text: string): Map<string, ToolSection> =>
  new Map(
    [...parse(text).sections].map(([name, { line, options }]) => [
      name,
      { line, values: new Map([...options].map(([key, option]) => [key, toolValue(option)])) },
    ]),
  );

const toolValue = ({ line, values }: Option): ToolValue => ({ line, text: values.join('\n').trimEnd() });

/** @see https://docs.python.org/3/library/configparser.html, and botocore's `raw_config_parse` for sub-properties */
const parse = (text: string): { sections: Map<string, Section>; refusal: Refusal | undefined } => {
  const sections = new Map<string, Section>();
  const refusals: Refusal[] = [];
  let section: Section | undefined;
  let header = '';
  let option: Option | undefined;
  let indent = 0;
  for (const [index, written] of text.split(/\r\n|[\r\n]/).entries()) {
    const line = index + 1;
    const refuse = (why: string): void => void refusals.push({ line, why });
    const value = strip(written);
    if (/^[#;]/.test(value)) continue;
    if (value === '') {
      option?.values.push('');
      continue;
    }
    const ownIndent = indentOf(written);
    if (option && ownIndent > indent) {
      option.values.push(value);
      continue;
    }
    indent = ownIndent;
    const name = HEADER.exec(value)?.[1];
    if (name !== undefined) {
      if (sections.has(name) && name !== 'DEFAULT') refuse(`duplicate section [${name}]`);
      section = sections.get(name) ?? { line, options: new Map() };
      sections.set(name, section);
      header = name;
      option = undefined;
      continue;
    }
    if (!section) {
      refuse(
        value.startsWith('\uFEFF')
          ? 'the file begins with a byte order mark'
          : 'only comments may precede the first [section]',
      );
      continue;
    }
    const end = value.search(/[=:]/);
    const key = strip(value.slice(0, Math.max(end, 0))).toLowerCase();
    if (key === '') {
      refuse('this line is not a [section], key = value or comment');
      continue;
    }
    const first = section.options.get(key);
    if (first) refuse(`duplicate key in [${header}] (first on line ${first.line})`);
    option = { line, values: [strip(value.slice(end + 1))] };
    section.options.set(key, option);
  }
  const defaults = sections.get('DEFAULT')?.options ?? new Map<string, Option>();
  sections.delete('DEFAULT');
  for (const [name, { line, options }] of sections)
    sections.set(name, { line, options: new Map([...defaults, ...options]) });
  return { sections, refusal: refusals[0] ?? subPropertyRefusal(sections) };
};

/** botocore checks the keys of [DEFAULT] only as part of the sections that inherit them. */
const subPropertyRefusal = (sections: ReadonlyMap<string, Section>): Refusal | undefined => {
  for (const { options } of sections.values())
    for (const { line, values } of options.values())
      if (!hasValidSubProperties(values)) return { line, why: 'a line below this key has no =' };
  return undefined;
};

/** Whether the lines below an empty value, which are sub-properties, all have a `=`. */
const hasValidSubProperties = ([first, ...rest]: readonly string[]): boolean =>
  first !== '' ||
  rest.flatMap(text => text.split(LINE_END)).every(text => strip(text) === '' || text.includes('='));

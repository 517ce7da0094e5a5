/** Why a whole file is refused, and at which line (from 1 on). Neither key nor value is quoted: either may be a secret. */
export interface Refusal {
  readonly line: number;
  readonly why: string;
}

/** Python's own notion of white space. */
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const HEADER = /^\[(.+)\]/s;
/** What `str.splitlines` splits at. */
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

/**
 * What the AWS CLI and boto3, which read the shared files with Python's `configparser` in its strict mode, refuse a
 * whole file for, where the other SDKs go on. Botocore then says that the file cannot be parsed, and not where.
 *
 * @returns the first reason, undefined when they take the file
 * @see https://docs.python.org/3/library/configparser.html, and botocore's `raw_config_parse` for sub-properties
 */
export const refusalOf = (text: string): Refusal | undefined => {
  const sections = new Map<string, Map<string, Option>>();
  let section: Map<string, Option> | undefined;
  let header = '';
  let option: Option | undefined;
  let indent = 0;
  for (const [index, written] of text.split(/\r\n|[\r\n]/).entries()) {
    const line = index + 1;
    const refused = (why: string): Refusal => ({ line, why });
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
      if (sections.has(name) && name !== 'DEFAULT') return refused(`[${name}] stands there a second time`);
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      header = name;
      option = undefined;
      continue;
    }
    if (!section)
      return refused(
        value.startsWith('\uFEFF')
          ? 'the file begins with a byte order mark'
          : 'nothing but comments may stand before the first [section]',
      );
    const end = value.search(/[=:]/);
    const key = strip(value.slice(0, Math.max(end, 0))).toLowerCase();
    if (key === '') return refused('it is neither a [section] nor key = value nor a comment');
    const first = section.get(key);
    if (first) return refused(`this key stands in [${header}] a second time (first in line ${first.line})`);
    option = { line, values: [strip(value.slice(end + 1))] };
    section.set(key, option);
  }
  const defaults = sections.get('DEFAULT') ?? new Map<string, Option>();
  sections.delete('DEFAULT');
  // the keys of [DEFAULT] are looked at where another section takes them over
  for (const options of sections.values())
    for (const { line, values } of new Map([...defaults, ...options]).values())
      if (!isNestable(values)) return { line, why: 'a line below this key has no =' };
  return undefined;
};

/** Lines below an empty value are sub-properties. */
const isNestable = ([first, ...rest]: readonly string[]): boolean =>
  first !== '' ||
  rest.flatMap(text => text.split(LINE_END)).every(text => strip(text) === '' || text.includes('='));

import type { ToolSection, ToolValue } from './setting.ts';

/** The kinds of sections that a config file names with a prefix. Other prefixed sections are ignored. */
const PREFIXES = ['profile', 'sso-session', 'services'];
const PREFIXED = /^([\w-]+)\s(["'])?([\w-@+.%:/]+)\2$/;
/** The SDK throws an error for a file with one of these sections, and then goes on as if the file were missing. */
const REFUSED = ['__proto__', 'profile __proto__'];

/**
 * The sections of a shared file as the AWS SDK for JavaScript reads them: `[profile dev]` has the name `profile.dev`,
 * keys keep their case, lines without `=` and empty values do not count, and sub-properties have the name `s3.key`.
 *
 * @see `parseIni` of `@smithy/shared-ini-file-loader`
 */
export const readLikeSdk = (text: string): Map<string, ToolSection> => {
  const sections = new Map<string, { line: number; values: Map<string, ToolValue> }>();
  let section: { name: string; line: number } | undefined;
  let parent: string | undefined;
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const [start = ''] = written.split(/(?:^|\s)[;#]/);
    const content = start.trim();
    if (content.startsWith('[') && content.endsWith(']')) {
      const header = content.slice(1, -1);
      if (REFUSED.includes(header)) return new Map();
      const name = sectionName(header);
      section = name === undefined ? undefined : { name, line };
      parent = undefined;
      continue;
    }
    const end = content.indexOf('=');
    if (!section || end <= 0) continue;
    const key = content.slice(0, end).trim();
    const value = content.slice(end + 1).trim();
    if (value === '') {
      parent = key;
      continue;
    }
    if (written.trimStart() === written) parent = undefined;
    const known = sections.get(section.name) ?? { line: section.line, values: new Map() };
    sections.set(section.name, known);
    known.values.set(parent === undefined ? key : `${parent}.${key}`, { line, text: value });
  }
  return sections;
};

const sectionName = (header: string): string | undefined => {
  const [, prefix = '', , name = ''] = PREFIXED.exec(header) ?? [];
  if (prefix === '') return header;
  return PREFIXES.includes(prefix) ? `${prefix}.${name}` : undefined;
};

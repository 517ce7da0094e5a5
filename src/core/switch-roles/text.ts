import { AwsroleError } from '../errors.ts';
import { at, type Place, type Setting } from '../ini/setting.ts';
import { breaksExtension } from './keys.ts';

/** One section as the browser extension AWS Extend Switch Roles reads it; keys are case-sensitive there. */
export interface RolesSection extends Place {
  readonly name: string;
  readonly settings: ReadonlyMap<string, Setting>;
}

/** What is read, and sentences about what the extension cuts away in silence. */
export interface RolesText {
  readonly sections: readonly RolesSection[];
  readonly notes: readonly string[];
}

/**
 * Reads the extension's text as its own parser does (aesr-config 0.6): everything from the first `;` or `#` on is a
 * comment, a value ends at a second `=`, `profile ` before a name goes in any case. What the extension refuses is
 * refused, since the whole text is good or none of it; so are a section without a name and two of one name.
 *
 * @param file only copied into the places
 * @throws AwsroleError naming the line
 */
export const readRolesText = (text: string, file: string): RolesText => {
  const sections: Draft[] = [];
  const notes: string[] = [];
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const place = { file, line: index + 1 };
    const [before = ''] = raw.split(/[;#]/, 1);
    const line = before.trim();
    if (line === '') continue;
    const [, inner] = /^\[(.+)\]$/.exec(line) ?? [];
    const section = sections.at(-1);
    if (inner !== undefined) sections.push(openSection(inner, place, sections));
    else if (section) readSetting(section, line, raw, place, notes);
    else throw bad(place, 'a line before the first section', 'begin with [NAME] of a role');
  }
  return { sections, notes };
};

interface Draft extends RolesSection {
  readonly settings: Map<string, Setting>;
}

const openSection = (inner: string, place: Place, before: readonly Draft[]): Draft => {
  const name = inner.trim().replace(/^profile\s+/i, '');
  if (name === '') throw bad(place, 'a section without a name', 'write [NAME] of the role');
  if (breaksExtension(name)) throw bad(place, `[${name}] is a word that breaks the extension`, RENAME);
  const twin = before.find(section => section.name === name);
  if (twin)
    throw bad(place, `[${name}] stands at line ${twin.line} already`, 'give one of the two another name');
  return { ...place, name, settings: new Map() };
};

const RENAME = 'give the section another name';

const readSetting = (section: Draft, line: string, raw: string, place: Place, notes: string[]): void => {
  const [key = '', value = '', more] = line.split('=').map(part => part.trim());
  if (value === '') throw bad(place, ...emptyValue(section, key, raw));
  if (breaksExtension(key)) throw bad(place, `${key} is a word that breaks the extension`, 'take it out');
  if (section.settings.has(key)) {
    throw bad(place, `[${section.name}] has ${key} twice`, 'keep one of the two');
  }
  if (more !== undefined) {
    // the value is not told: a key that is none of the extension's may hold a secret
    notes.push(`${at(place)}: the value of ${key} ends at its second '=', as the extension has it`);
  }
  section.settings.set(key, { ...place, key, value });
};

const emptyValue = (section: RolesSection, key: string, raw: string): [message: string, hint: string] => {
  const [, cut] = /=\s*([;#].*)$/.exec(raw) ?? [];
  return cut === undefined
    ? [`[${section.name}] has a line without KEY = VALUE`, 'give it a value, or delete the line']
    : [
        `[${section.name}] has no value for ${key}: what follows '${cut.charAt(0)}' is a comment`,
        `write the value without '${cut.charAt(0)}', for example color = ffaaee`,
      ];
};

const bad = (place: Place, message: string, hint: string): AwsroleError =>
  new AwsroleError(`${at(place)}: ${message}`, { hints: [hint] });

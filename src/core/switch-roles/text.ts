import { AwsroleError } from '../errors.ts';
import { at, type Place, type Setting } from '../ini/setting.ts';
import { breaksExtension } from './keys.ts';

/** One section as the browser extension AWS Extend Switch Roles reads it. Its keys are case-sensitive. */
export interface RolesSection extends Place {
  readonly name: string;
  readonly settings: ReadonlyMap<string, Setting>;
}

/** The parsed text of the extension. */
export interface RolesText {
  readonly sections: readonly RolesSection[];
  /** messages about text that the extension ignores without a message */
  readonly notes: readonly string[];
}

/**
 * Parses the extension's text as its own parser does (aesr-config 0.6): a comment starts at the first `;` or `#`, a
 * value ends at the second `=`, and `profile ` before a name is removed in upper and lower case. Like the extension,
 * awsrole rejects the whole text for one error. It also rejects a section without a name and a duplicate section.
 *
 * @param file the file name for messages
 * @throws AwsroleError with the line
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
    else throw lineError(place, 'a line before the first section', 'start with [NAME] of a role');
  }
  return { sections, notes };
};

interface Draft extends RolesSection {
  readonly settings: Map<string, Setting>;
}

const openSection = (inner: string, place: Place, before: readonly Draft[]): Draft => {
  const name = inner.trim().replace(/^profile\s+/i, '');
  if (name === '') throw lineError(place, 'a section without a name', 'write [NAME] of the role');
  if (breaksExtension(name))
    throw lineError(place, `[${name}] is a word that breaks the extension`, 'rename the section');
  const twin = before.find(section => section.name === name);
  if (twin) throw lineError(place, `[${name}] already exists at line ${twin.line}`, 'rename one of them');
  return { ...place, name, settings: new Map() };
};

const readSetting = (section: Draft, line: string, raw: string, place: Place, notes: string[]): void => {
  const [key = '', value = '', more] = line.split('=').map(part => part.trim());
  if (value === '') throw lineError(place, ...emptyValue(section, key, raw));
  if (breaksExtension(key)) throw lineError(place, `${key} is a word that breaks the extension`, 'remove it');
  if (section.settings.has(key)) {
    throw lineError(place, `[${section.name}] has ${key} twice`, 'keep one of them');
  }
  if (more !== undefined) {
    // the message omits the value: a key that the extension does not know may have a secret
    notes.push(`${at(place)}: the value of ${key} ends at the second '=', as in the extension`);
  }
  section.settings.set(key, { ...place, key, value });
};

const emptyValue = (section: RolesSection, key: string, raw: string): [message: string, hint: string] => {
  const [, cut] = /=\s*([;#].*)$/.exec(raw) ?? [];
  return cut === undefined
    ? [`[${section.name}] has a line without KEY = VALUE`, 'give it a value, or delete the line']
    : [
        `[${section.name}] has no value for ${key}: '${cut.charAt(0)}' starts a comment`,
        `write the value without '${cut.charAt(0)}', for example color = ffaaee`,
      ];
};

const lineError = (place: Place, message: string, hint: string): AwsroleError =>
  new AwsroleError(`${at(place)}: ${message}`, { hints: [hint] });

import { type IniSection, parseIni } from '../../src/core/ini/ini.ts';

/** The section `name` of a credentials file, or undefined. Merges sections of that name in file order. */
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

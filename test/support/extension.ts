import { ConfigParser } from 'aesr-config';

/** A role that the browser extension offers, with the values that it inherits from its base account. */
export interface Offered {
  readonly name: string;
  readonly account: string;
  readonly role: string | undefined;
  readonly region: string | undefined;
}

/** An entry of aesr-config, which also keeps keys that its types do not name. */
type Item = { name: string; aws_account_id: string; role_name?: string } & Record<string, unknown>;

/** The roles that the extension's own parser finds. Throws the parser's error for a text that the parser refuses. */
export const offeredByExtension = (text: string): Offered[] => {
  const { singles, complexes } = ConfigParser.parseIni(text);
  const offered = (item: Item, base: Record<string, unknown> = {}): Offered => ({
    name: item.name,
    account: item.aws_account_id,
    role: item.role_name ?? (base['target_role_name'] as string | undefined),
    region: (item['region'] ?? base['target_region']) as string | undefined,
  });
  return [
    ...singles.map(item => offered(item as unknown as Item)),
    ...complexes.flatMap(({ targets, ...base }) =>
      targets.map(item => offered(item as unknown as Item, base as Record<string, unknown>)),
    ),
  ];
};

/**
 * The roles of base accounts that the extension shows to a user who signs in: those of the first base account with the
 * account (as the console displays it: an ID, or the alias when there is one) and, when it has a role_name, the role.
 */
export const shownByExtension = (text: string, account: string, role: string): Offered[] => {
  const base = ConfigParser.parseIni(text).complexes.find(
    found =>
      (found.role_name === undefined || found.role_name === role) &&
      [found.aws_account_id, found.aws_account_alias].includes(account),
  );
  const names = base?.targets.map(({ name }) => name) ?? [];
  return offeredByExtension(text).filter(({ name }) => names.includes(name));
};

/** Parses a text with the extension's parser and writes the result out again. Anything that the extension ignores is gone. */
export const storedByExtension = (text: string): string => {
  const { singles, complexes } = ConfigParser.parseIni(text);
  const section = ({ name, ...keys }: Record<string, unknown>, source?: string): string => {
    const settings = Object.entries({ ...keys, source_profile: source });
    const lines = settings.flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${value}\n`]));
    return `[profile ${name}]\n${lines.join('')}`;
  };
  const targets = complexes.flatMap(base => base.targets.map(target => ({ target, source: base.name })));
  const isTarget = (name: string): boolean => targets.some(({ target }) => target.name === name);
  return [
    ...singles.map(item => section({ ...item })),
    ...complexes.filter(base => !isTarget(base.name)).map(({ targets: _, ...base }) => section({ ...base })),
    ...targets.map(({ target, source }) => section({ ...target }, source)),
  ].join('');
};

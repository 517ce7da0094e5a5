import { AwsroleError } from '../../core/errors.ts';
import { aliasesOf, isAccountId } from '../../core/switch-roles/import.ts';
import type { OfferedRole } from '../../core/switch-roles/tree.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { Ports } from '../../ports/ports.ts';

/**
 * The account IDs of the aliases that roles name in their place: as given, else asked for on the terminal, once each.
 *
 * @param given alias → twelve digits
 * @throws AwsroleError naming every alias that is not given, where nobody can be asked
 */
export const accountIds = async (
  roles: readonly OfferedRole[],
  given: ReadonlyMap<string, string>,
  ports: Pick<Ports, 'terminal'>,
): Promise<Map<string, string>> => {
  const missing = [...aliasesOf(roles)].filter(([alias]) => !given.has(alias));
  if (missing.length > 0 && !ports.terminal.canAsk) throw notGiven(missing.map(([alias]) => alias));
  const accounts = new Map(given);
  for (const [alias, names] of missing) {
    const answer = await ports.terminal.ask(
      `account alias '${safe(alias)}', of ${safe(names.join(', '))}\naccount ID: `,
      { accept: text => (isAccountId(plain(text)) ? undefined : 'an account ID is twelve digits') },
    );
    accounts.set(alias, plain(answer));
  }
  return accounts;
};

/** The console shows account IDs as `1234-5678-9012`. */
const plain = (text: string): string => text.replaceAll(/[\s-]/g, '');

const notGiven = (aliases: readonly string[]): AwsroleError =>
  new AwsroleError(
    `switch-roles import: no account ID for ${aliases.map(alias => `'${alias}'`).join(', ')}, and no terminal to ask on`,
    { hints: [`give it: ${aliases.map(alias => `--account ${alias}=123456789012`).join(' ')}`] },
  );

import { AwsroleError } from '../../core/errors.ts';
import { accountIdIn } from '../../core/switch-roles/account.ts';
import { aliasesOf } from '../../core/switch-roles/import.ts';
import type { OfferedRole } from '../../core/switch-roles/tree.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { Ports } from '../../ports/ports.ts';

/**
 * Returns the account ID for each account alias in the roles. awsrole prompts once for each alias without a given ID.
 *
 * @param given alias → account ID of twelve digits
 * @throws AwsroleError with every alias without an ID, when awsrole cannot prompt, and for an account that is neither an
 *   ID nor an alias
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
      { accept: text => (accountIdIn(text) === undefined ? 'an account ID is twelve digits' : undefined) },
    );
    accounts.set(alias, accountIdIn(answer) ?? answer);
  }
  return accounts;
};

const notGiven = (aliases: readonly string[]): AwsroleError =>
  new AwsroleError(
    `switch-roles import: no account ID for ${aliases.map(alias => `'${alias}'`).join(', ')}, and no terminal to prompt on`,
    { hints: [`pass ${aliases.map(alias => `--account ${alias}=123456789012`).join(' ')}`] },
  );

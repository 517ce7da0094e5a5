/** Whether the text is an account ID: twelve digits. */
export const isAccountId = (text: string): boolean => /^\d{12}$/.test(text);

/**
 * Whether the text is an account ID or an account alias (the pattern of IAM's CreateAccountAlias). An account ID with
 * hyphens, as the console shows it, is neither: the extension and AWS tools do not accept it.
 */
export const isAccount = (text: string): boolean =>
  isAccountId(text) ||
  (/^(?!\d+$)[a-z0-9](?:-?[a-z0-9]){2,62}$/.test(text) &&
    text.length <= 63 &&
    accountIdIn(text) === undefined);

/** The account ID that a text contains between quotes, hyphens or spaces: `"123456789012"`, `1234-5678-9012`. */
export const accountIdIn = (text: string): string | undefined => {
  const digits = text.replaceAll(/["'\s-]/g, '');
  return isAccountId(digits) ? digits : undefined;
};

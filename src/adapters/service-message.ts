const MAX_LENGTH = 300;

/**
 * A service's message fit for people: without the secrets of the call, without the canonical request that STS
 * quotes back (session token included) after a refused signature, and 300 characters at most.
 *
 * @param secrets what the call carried; short ones (a code) are only taken out where they stand alone
 */
export const withoutSecrets = (message: string, secrets: readonly (string | undefined)[]): string => {
  let text = message.replace(/The Canonical String for this request should have been[\s\S]*$/i, '');
  for (const secret of secrets) {
    if (!secret) continue;
    for (const form of new Set([secret, encodeURIComponent(secret), escapeXml(secret)])) {
      text =
        form.length < 12
          ? text.replace(
              new RegExp(`(?<![0-9A-Za-z])${form.replace(/\W/g, '\\$&')}(?![0-9A-Za-z])`, 'g'),
              '…',
            )
          : text.replaceAll(form, '…');
    }
  }
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
};

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

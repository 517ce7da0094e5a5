/**
 * What a reader may make of a record, by the rules of its format and without a look at any reader:
 * `serve` for what awsrole itself could have written, `may` where nothing harmful is in it but awsrole would not write
 * it so, `refuse` for the rest.
 */
export interface Verdict {
  readonly verdict: 'serve' | 'may' | 'refuse';
  /** names and their values in order, a byte per character */
  readonly pairs: readonly (readonly [name: string, value: string])[];
}

const FIRST = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWSROLE_PROFILE',
];
const MORE = [
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWSROLE_ACCOUNT_ID',
  'AWSROLE_ROLE_ARN',
  'AWSROLE_EXPIRES',
  'AWSROLE_COLOR',
  'AWSROLE_KEY',
  'AWSROLE_REGION',
  'AWSUME_PROFILE',
];

const REFUSED: Verdict = { verdict: 'refuse', pairs: [] };

/**
 * @param record a byte per character
 * @param files its second and third line as they must be
 * @param now epoch seconds
 */
export const verdictOn = (
  record: string,
  profile: string,
  files: readonly string[],
  now: number,
): Verdict => {
  // what stands behind the end is not read by every reader: zsh takes line breaks away, fish looks no further than a NUL
  const whole = record.replace(/(\nend)\n*(\n\0.*)?$/s, '$1');
  const [header = '', config, credentials, region, ...rest] = whole.split('\n');
  const last = rest.pop();
  const [, from, until] = /^awsrole-live 1 ([1-9]\d*) ([1-9]\d*)$/.exec(header) ?? [];
  const pairs = rest.map(line => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)] as const);
  const names = pairs.map(([name]) => name);
  const holds =
    from !== undefined &&
    until !== undefined &&
    `${from}${until}`.length <= 22 &&
    Number(from) <= now &&
    now < Number(until) &&
    config === files[0] &&
    credentials === files[1] &&
    (region === 'region own' || region === 'region none') &&
    last === 'end' &&
    rest.every(line => /^[^=]+=./s.test(line) && !/[\0-\x1f\x7f]/.test(line)) &&
    FIRST.every((name, index) => names[index] === name) &&
    names.slice(FIRST.length).every(name => MORE.includes(name)) &&
    pairs[FIRST.length - 1]?.[1] === profile;
  if (!holds) return REFUSED;
  const isAsWritten =
    record === `${whole}\n` &&
    from.length <= 11 &&
    until.length <= 11 &&
    new Set(names).size === names.length &&
    // controls above ASCII, separators (which some locales count among them), and what is no UTF-8
    !/[\p{Cc}\u2028\u2029\ufffd]/u.test(Buffer.from(record.replaceAll('\n', ''), 'latin1').toString('utf8'));
  return { verdict: isAsWritten ? 'serve' : 'may', pairs };
};

/**
 * How a reader must handle a record, derived from the record format and not from any reader's code:
 * `serve` for a record that awsrole could have written; `may` for a harmless record that awsrole would not write, which
 * a reader may serve or refuse; `refuse` for any other.
 */
export interface Expected {
  readonly handling: 'serve' | 'may' | 'refuse';
  /** variables with their values in order, one character per byte */
  readonly pairs: readonly (readonly [name: string, value: string])[];
}

/** The variables that begin every record, in order. */
const REQUIRED = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWSROLE_PROFILE',
];
/** The variables that may follow. */
const OPTIONAL = [
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

const REFUSED: Expected = { handling: 'refuse', pairs: [] };

/**
 * Decides how a reader must handle `record`.
 *
 * @param record one character per byte
 * @param files the only valid second and third line
 * @param now epoch seconds
 */
export const expectedHandling = (
  record: string,
  profile: string,
  files: readonly string[],
  now: number,
): Expected => {
  // not every reader sees what follows the end: zsh drops trailing line breaks, fish stops at a NUL
  const whole = record.replace(/(\nend)\n*(\n\0.*)?$/s, '$1');
  const [header = '', config, credentials, calls, ...rest] = whole.split('\n');
  const last = rest.pop();
  const [, from, until] = /^awsrole-live 2 ([1-9]\d*) ([1-9]\d*)$/.exec(header) ?? [];
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
    // in an environment without a region and without an endpoint variable
    (calls === 'calls -|||||||' || calls === 'calls |||||||') &&
    last === 'end' &&
    rest.every(line => /^[^=]+=./s.test(line) && !/[\0-\x1f\x7f]/.test(line)) &&
    REQUIRED.every((name, index) => names[index] === name) &&
    names.slice(REQUIRED.length).every(name => OPTIONAL.includes(name)) &&
    pairs[REQUIRED.length - 1]?.[1] === profile;
  if (!holds) return REFUSED;
  const isAsWritten =
    record === `${whole}\n` &&
    from.length <= 11 &&
    until.length <= 11 &&
    new Set(names).size === names.length &&
    // control characters beyond ASCII, separators (control characters in some locales), and invalid UTF-8
    !/[\p{Cc}\u2028\u2029\ufffd]/u.test(Buffer.from(record.replaceAll('\n', ''), 'latin1').toString('utf8'));
  return { handling: isAsWritten ? 'serve' : 'may', pairs };
};

/** The fields that `credential-process` prints beside `Version`, each with the variable that has its value. */
export const PROCESS_FIELDS = [
  ['AccessKeyId', 'AWS_ACCESS_KEY_ID'],
  ['SecretAccessKey', 'AWS_SECRET_ACCESS_KEY'],
  ['SessionToken', 'AWS_SESSION_TOKEN'],
  ['Expiration', 'AWS_CREDENTIAL_EXPIRATION'],
  ['AccountId', 'AWSROLE_ACCOUNT_ID'],
] as const;

/** The version-1 JSON that `credential-process` prints, from the variables of a session. */
export const processJson = (values: ReadonlyMap<string, string>): string => {
  const fields = PROCESS_FIELDS.map(([field, name]) => [field, values.get(name)]);
  return `${JSON.stringify({ Version: 1, ...Object.fromEntries(fields) }, null, 2)}\n`;
};

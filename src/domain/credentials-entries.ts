/** The variables of an activated profile as keys of the shared credentials file. */
export const credentialsEntries = (variables: ReadonlyMap<string, string>): [string, string][] =>
  (
    [
      ['aws_access_key_id', 'AWS_ACCESS_KEY_ID'],
      ['aws_secret_access_key', 'AWS_SECRET_ACCESS_KEY'],
      ['aws_session_token', 'AWS_SESSION_TOKEN'],
      ['aws_credential_expiration', 'AWS_CREDENTIAL_EXPIRATION'],
      ['region', 'AWS_REGION'],
    ] as const
  ).flatMap(([key, name]) => {
    const value = variables.get(name);
    return value === undefined ? [] : [[key, value] as [string, string]];
  });

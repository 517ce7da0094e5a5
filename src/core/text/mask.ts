/** Masks all but the first four and the last four characters of an access key ID. */
export const maskKeyId = (accessKeyId: string): string =>
  accessKeyId.length > 12 ? `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}` : '…';

/**
 * Masks a command line except the name of the program: arguments can contain an MFA seed or a password. A leading
 * variable assignment can too, so a command that starts with one is masked completely.
 */
export const maskCommand = (command: string): string => {
  const [program = '', ...rest] = command.split(/\s+/);
  if (program.includes('=')) return '…';
  return rest.length > 0 ? `${program} …` : program;
};

/** Masks the values of secret keys, and the arguments of commands, in the text of a shared file. */
export const maskSecrets = (text: string): string =>
  text
    .replaceAll(/^([ \t]*aws_(?:secret_access_key|session_token|security_token)[ \t]*[=:]).*/gim, '$1 …')
    .replaceAll(
      /^([ \t]*\w+_process[ \t]*[=:])(.*)$/gim,
      (_, start: string, command: string) => start + /^\s*/.exec(command)?.[0] + maskCommand(command.trim()),
    );

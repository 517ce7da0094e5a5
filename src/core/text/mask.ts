/** A key id as it may be shown: enough to recognise, not enough to use. */
export const maskKeyId = (accessKeyId: string): string =>
  accessKeyId.length > 12 ? `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}` : '…';

/**
 * A command as it may be shown: its arguments may hold a seed or a password, and so may a variable set in front of it,
 * so that only its name is left.
 */
export const maskCommand = (command: string): string => {
  const [program = '', ...rest] = command.split(/\s+/);
  if (program.includes('=')) return '…';
  return rest.length > 0 ? `${program} …` : program;
};

/** The text of a shared file as it may be shown: without the values of secret keys, and the arguments of commands. */
export const maskSecrets = (text: string): string =>
  text
    .replaceAll(/^([ \t]*aws_(?:secret_access_key|session_token|security_token)[ \t]*[=:]).*/gim, '$1 …')
    .replaceAll(
      /^([ \t]*\w+_process[ \t]*[=:])(.*)$/gim,
      (_, start: string, command: string) => start + /^\s*/.exec(command)?.[0] + maskCommand(command.trim()),
    );

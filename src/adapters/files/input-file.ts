import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import { readFile } from './file-system.ts';

/** The name of standard input in messages. */
const STDIN = 'standard input';

/**
 * Reads the whole text of a file that the user names; `-` is standard input. The file may be a pipe.
 *
 * @throws AwsroleError when the file cannot be read or is not UTF-8
 */
export const readInput = async (file: string): Promise<string> => {
  const name = file === '-' ? STDIN : safe(file);
  let bytes: Buffer;
  try {
    bytes = file === '-' ? await readAll(process.stdin) : await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new AwsroleError(`cannot read ${name}: ${why ?? 'unknown error'}`, {
      hints: ['give a file that you can read, or - for standard input'],
      cause: error,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AwsroleError(`${name} is not UTF-8 text`, { hints: ['save it as UTF-8'], cause });
  }
};

const readAll = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};

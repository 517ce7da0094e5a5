import { after, type TestContext } from 'node:test';
import { type Running, start } from './run.ts';

/** moto's server on a free loopback port. */
export interface Moto {
  /** undefined when it does not start: the machine lacks it */
  readonly url: Promise<string | undefined>;
}

/** Starts it for the whole of a test file, at whose end it is killed; to be called outside of any test. */
export const startMoto = (): Moto => {
  const file = { after: (end: () => void) => after(end) } as Pick<TestContext, 'after'>;
  // it writes its address to stderr, once it listens
  const server = start(file, 'sh', ['-c', 'exec moto_server -p 0 -H 127.0.0.1 2>&1'], {
    timeoutMs: 900_000,
  });
  return { url: addressOf(server) };
};

const addressOf = async (server: Running): Promise<string | undefined> => {
  try {
    const [, url] = await server.waitFor(/Running on (http:\/\/127\.0\.0\.1:\d+)/);
    return url;
  } catch {
    return undefined;
  }
};

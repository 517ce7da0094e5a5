import type { Session } from '../domain/credentials.ts';
import type { SessionKey } from '../ports.ts';
import type { World } from './world.ts';

/** How many profiles are looked up at once: more only cost memory. */
const AT_ONCE = 16;

/**
 * The same world for looking up `count` profiles in one go: what they share (their MFA session, their device, when the
 * files were changed) is read once, and so is which sessions there are.
 */
export const forLooking = async (world: World, count: number): Promise<World> => {
  const read = await world.cache.readerFor(count);
  const readMfa = once((_: string, key: SessionKey): Promise<Session | undefined> => read(key));
  const getFact = once((name: string) => world.memory.get(name));
  const changedAt = once((_: string) => world.files.changedAt());
  return {
    ...world,
    cache: {
      ...world.cache,
      read: key => (key.kind === 'mfa' ? readMfa(key.identity, key) : read(key)),
    },
    memory: { ...world.memory, get: name => getFact(name) },
    files: { ...world.files, changedAt: () => changedAt('') },
  };
};

const once = <R, A extends unknown[]>(
  read: (name: string, ...rest: A) => Promise<R>,
): ((name: string, ...rest: A) => Promise<R>) => {
  const known = new Map<string, Promise<R>>();
  return (name, ...rest) => {
    const answer = known.get(name) ?? read(name, ...rest);
    known.set(name, answer);
    return answer;
  };
};

/** `look` for each item, a few at a time; the answers in the order of the items. */
export const lookAtAll = async <T, R>(
  items: readonly T[],
  look: (item: T) => Promise<R>,
  atOnce = AT_ONCE,
): Promise<R[]> => {
  const answers: R[] = [];
  const rest = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of rest) answers[index] = await look(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
};

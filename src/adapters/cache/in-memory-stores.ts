import type { LiveRecords, Memory, SessionCache } from '../../ports/cache.ts';

/** Creates stores in memory, for `AWSROLE_CACHE=off`. Their sessions and facts end with this process. */
export const inMemoryStores = (): { cache: SessionCache; live: LiveRecords; memory: Memory } => {
  const sessions = new Map<string, Awaited<ReturnType<SessionCache['read']>>>();
  const facts = new Map<string, string>();
  const read: SessionCache['read'] = async ({ kind, identity }) => sessions.get(`${kind}\n${identity}`);
  return {
    cache: {
      isPersistent: false,
      read,
      readerFor: async () => read,
      write: async ({ kind, identity }, session) => void sessions.set(`${kind}\n${identity}`, session),
      remove: async ({ kind, identity }) => void sessions.delete(`${kind}\n${identity}`),
      clear: async () => {
        const { size } = sessions;
        sessions.clear();
        return size;
      },
    },
    live: {
      observe: async () => ({ config: NO_STATE, credentials: NO_STATE }),
      write: async () => {},
      writeNames: async () => {},
      clear: async () => {},
    },
    memory: {
      get: async name => facts.get(name),
      set: async (name, value) => void facts.set(name, value),
    },
  };
};

/** The state of a file that no record depends on. */
const NO_STATE = { path: '', state: undefined };

import type { LiveRecords, Memory, SessionCache } from '../../ports/cache.ts';

/** The stores of a process that may keep nothing on the disk: what it has learnt ends with it. */
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
      observe: async () => ({ config: UNSEEN, credentials: UNSEEN }),
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

/** No record will be tied to the files, so nobody looks at them. */
const UNSEEN = { path: '', state: undefined };

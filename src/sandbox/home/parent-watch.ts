/** How often the parent is looked for, in milliseconds: nobody notices so short a life after it. */
const EVERY = 500;

/**
 * Aborts when the process that started this one is gone, however it ended: it may have been killed with no chance to
 * tell. The system then gives this process another parent. One that has been taken over already at its start (`nohup`
 * of a shell that is gone) has none to follow.
 */
export const parentGone = (): AbortSignal => {
  const gone = new AbortController();
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone.abort();
  }, EVERY);
  timer.unref();
  return gone.signal;
};

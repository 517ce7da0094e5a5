import type { AppContext } from '../../src/commands/context.ts';
import type { App } from './app.ts';

/** The context with a browser that keeps the links it was to show; without one, with the program's own look for it. */
export const withBrowser = (
  context: AppContext,
  { hasBrowser, opened }: Pick<App, 'hasBrowser' | 'opened'>,
): AppContext => {
  if (!hasBrowser) return context;
  const browser = { check: async () => {}, open: async (url: string) => void opened.push(url) };
  return { ...context, ports: { ...context.ports, browser } };
};

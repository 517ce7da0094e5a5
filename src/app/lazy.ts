import type { Federation, Iam, Sts } from '../ports/aws.ts';
import type { Browser } from '../ports/browser.ts';

/** STS that is loaded with the first call, or while a person types: most commands make none. */
export const lazySts = (load: () => Promise<Sts>): Sts => {
  const sts = once(load);
  return {
    getCallerIdentity: async settings => (await sts()).getCallerIdentity(settings),
    getSessionToken: async (settings, request) => (await sts()).getSessionToken(settings, request),
    assumeRole: async (settings, request) => (await sts()).assumeRole(settings, request),
    assumeRoleWithWebIdentity: async (settings, request) =>
      (await sts()).assumeRoleWithWebIdentity(settings, request),
    warmUp(settings) {
      // whatever is wrong shows again, with a message, when the call is made
      sts().then(
        loaded => loaded.warmUp(settings),
        () => undefined,
      );
    },
  };
};

/** The same for IAM. */
export const lazyIam = (load: () => Promise<Iam>): Iam => {
  const iam = once(load);
  return {
    listMfaDevices: async settings => (await iam()).listMfaDevices(settings),
    listAccountAliases: async settings => (await iam()).listAccountAliases(settings),
  };
};

/** The same for the console's sign-in. */
export const lazyFederation = (load: () => Promise<Federation>): Federation => {
  const federation = once(load);
  return { signinToken: async settings => (await federation()).signinToken(settings) };
};

/** The same for the browser. */
export const lazyBrowser = (load: () => Promise<Browser>): Browser => {
  const browser = once(load);
  return {
    check: async () => (await browser()).check(),
    open: async url => (await browser()).open(url),
  };
};

const once = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
};

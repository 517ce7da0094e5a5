import type { Federation, Iam, Sts } from '../ports/aws.ts';
import type { Browser } from '../ports/browser.ts';

/** STS that loads its adapter on the first call or on `warmUp`: most commands make no call. */
export const lazySts = (load: () => Promise<Sts>): Sts => {
  const sts = once(load);
  return {
    getCallerIdentity: async settings => (await sts()).getCallerIdentity(settings),
    getSessionToken: async (settings, request) => (await sts()).getSessionToken(settings, request),
    assumeRole: async (settings, request) => (await sts()).assumeRole(settings, request),
    assumeRoleWithWebIdentity: async (settings, request) =>
      (await sts()).assumeRoleWithWebIdentity(settings, request),
    warmUp(settings) {
      // the call itself reports an error of the load
      sts().then(
        loaded => loaded.warmUp(settings),
        () => undefined,
      );
    },
  };
};

/** IAM that loads its adapter on the first call. */
export const lazyIam = (load: () => Promise<Iam>): Iam => {
  const iam = once(load);
  return {
    listMfaDevices: async settings => (await iam()).listMfaDevices(settings),
    listAccountAliases: async settings => (await iam()).listAccountAliases(settings),
  };
};

/** The federation endpoint that loads its adapter on the first call. */
export const lazyFederation = (load: () => Promise<Federation>): Federation => {
  const federation = once(load);
  return { signinToken: async settings => (await federation()).signinToken(settings) };
};

/** The browser that loads its adapter on the first call. */
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
